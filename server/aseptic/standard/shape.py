"""Whether front matter has lists where lists belong and keys where keys do, before its values are looked at.

Without this a text where a list is expected would fall apart into its letters, and each would be read as a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin

import attrs
from attrs import define

from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem


@define(frozen=True, slots=False, eq=False)
class _Shape:
    """What a kind expects: a list of some kind, keys of some kinds, or anything else."""

    optional: bool
    item: Any = None
    """The kind of a list's items."""
    value: Any = None
    """The kind of every key's value."""
    keys: Mapping[str, Any] | None = None
    """The kinds of known keys' values."""

    @cached_property
    def shaped(self) -> Mapping[str, Callable[[Any], bool]]:
        """What tells whether a key's value fits, for the known keys that want a list or keys of their own."""
        checks = {name: _fitting(kind) for name, kind in (self.keys or {}).items()}
        return {name: check for name, check in checks.items() if check is not None}

    @property
    def is_list(self) -> bool:
        return self.item is not None

    @property
    def is_group(self) -> bool:
        return self.value is not None or self.keys is not None


@cache
def _shape(kind: Any, grouped: bool) -> _Shape:
    """Take a kind apart; of a choice the one with keys counts where keys were `grouped`."""
    choices = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    chosen = next((each for each in choices if grouped and attrs.has(each)), choices[0])
    optional = NoneType in choices
    if get_origin(chosen) is tuple:
        return _Shape(optional, item=get_args(chosen)[0])
    if get_origin(chosen) is dict:
        return _Shape(optional, value=get_args(chosen)[1])
    if attrs.has(chosen):
        fields = attrs.fields(attrs.resolve_types(chosen))
        return _Shape(optional, keys={each.name: each.type for each in fields})
    return _Shape(optional)


def fits(value: Any, kind: Any) -> bool:
    """Say whether `misshapen` has nothing to yield, at a fraction of the cost: what people wrote mostly fits."""
    check = _fitting(kind)
    return check is None or check(value)


@cache
def _fitting(kind: Any) -> Callable[[Any], bool] | None:
    """Return what tells whether a value has the shape of a kind; None where any value has."""
    plain, grouped = _shape(kind, False), _shape(kind, True)
    if not any(each.is_list or each.is_group for each in (plain, grouped)):
        return None
    return lambda value: _has_shape(value, grouped if isinstance(value, dict) else plain)


def _has_shape(value: Any, shape: _Shape) -> bool:
    if value is None and shape.optional:
        return True
    if shape.is_list:
        check = _fitting(shape.item)
        return isinstance(value, list) and (check is None or all(map(check, cast("list[Any]", value))))
    if not shape.is_group:
        return True
    if not (type(value) is dict or isinstance(value, Mapping)):
        return False
    group = cast("Mapping[str, Any]", value)
    if shape.keys is None:
        check = _fitting(shape.value)
        return check is None or all(map(check, group.values()))
    shaped = shape.shaped
    return all(shaped[name](each) for name, each in group.items() if name in shaped)


def misshapen(page: Page, value: Any, kind: Any, key: str) -> Iterator[Problem]:
    """Yield where a list or a group of keys is expected and something else stands."""
    shape = _shape(kind, isinstance(value, dict))
    if value is None and shape.optional:
        return
    if shape.is_list and isinstance(value, list):
        for number, each in enumerate(cast("list[Any]", value)):
            yield from misshapen(page, each, shape.item, f"{key}[{number}]")
    elif shape.is_group and isinstance(value, Mapping):
        for name, each in cast("Mapping[str, Any]", value).items():
            inner = shape.value if shape.keys is None else shape.keys.get(name)
            if inner is not None:
                yield from misshapen(page, each, inner, f"{key}.{name}" if key else name)
    elif shape.is_list or shape.is_group:
        words = "a list, such as [one, two]," if shape.is_list else "a group of keys"
        shown = "nothing" if value is None else f"'{str(value)[:60]}'"
        message = f"'{key}': {words} is expected, not {shown}"
        yield Problem(page.path, message, "correct the value", page.line(key), key)
