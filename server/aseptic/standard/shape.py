"""Whether front matter has lists where lists belong and keys where keys do, before its values are looked at.

Without this a text where a list is expected would fall apart into its letters, and each would be read as a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem


def misshapen(page: Page, value: Any, kind: Any, key: str) -> Iterator[Problem]:
    """Yield where a list or a group of keys is expected and something else stands."""
    choices = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    if value is None and NoneType in choices:
        return
    groups = (each for each in choices if attrs.has(each) and isinstance(value, Mapping))
    kind = next(groups, choices[0])
    is_list, is_group = get_origin(kind) is tuple, get_origin(kind) is dict or attrs.has(kind)
    expected: Any = list if is_list else Mapping if is_group else object
    if isinstance(value, expected):
        for part, inner, place in _parts(value, kind, key):
            yield from misshapen(page, part, inner, place)
    else:
        words = "a list, such as [one, two]," if is_list else "a group of keys"
        shown = "nothing" if value is None else f"'{str(value)[:60]}'"
        message = f"'{key}': {words} is expected, not {shown}"
        yield Problem(page.path, message, "correct the value", page.line(key), key)


def _parts(value: Any, kind: Any, key: str) -> Iterator[tuple[Any, Any, str]]:
    """Yield what stands in a list or a group of keys, with its kind and its key."""
    if get_origin(kind) is tuple:
        for number, each in enumerate(value):
            yield each, get_args(kind)[0], f"{key}[{number}]"
    elif get_origin(kind) is dict:
        for name, each in value.items():
            yield each, get_args(kind)[1], f"{key}.{name}"
    elif attrs.has(kind):
        for each in attrs.fields(attrs.resolve_types(kind)):
            if each.name in value:
                yield value[each.name], each.type, f"{key}.{each.name}" if key else each.name
