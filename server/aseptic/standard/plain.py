"""Frozen values that were read strictly once, as JSON knows values, and back without reading them strictly again.

Both ways follow the kinds' own fields, so that a new key of a rule needs nothing here. What comes back skips
validators: only text that `written` made, and that was proved to come back equal, may be given to `made`.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable, Sequence
from enum import Enum
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import attrs

T = TypeVar("T")
Reader = Callable[[Any], Any]


def written(value: Any) -> Any:
    """Return a value as JSON knows them; what equals its default is left out."""
    writer = _writer(cast("Any", type(value)))
    return value if writer is None else writer(value)


@cache
def _writer(kind: Any) -> Reader | None:
    """Return what writes values of a kind; None where a value stands for itself."""
    if kind is tuple:
        return lambda value: [written(each) for each in value]
    if kind is dict:
        return lambda value: {key: written(each) for key, each in value.items()}
    if attrs.has(kind):
        return partial(_grouped, _defaults(kind))
    if issubclass(kind, Enum):
        return lambda value: value.value
    return kind.isoformat if issubclass(kind, datetime.date) else None


def _grouped(defaults: Sequence[tuple[str, Any]], value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, default in defaults:
        part = getattr(value, name)
        if default is attrs.NOTHING or (part is not default and part != default):
            writer = _writer(cast("Any", type(part)))
            found[name] = part if writer is None else writer(part)
    return found


def _defaults(kind: Any) -> list[tuple[str, Any]]:
    fields = attrs.fields(kind)
    return [(each.name, each.default.factory() if _is_made(each) else each.default) for each in fields]


def made(kind: type[T], plain: Any) -> T:
    """Return the value of a kind that `written` wrote. Raises one of several errors where it did not."""
    value: T = _class_reader(kind)(plain)
    return value


@cache
def _reader(kind: Any) -> Reader | None:
    """Return what reads a kind; None where a value stands for itself. Of a choice only one may need a reader."""
    if get_origin(kind) not in (Union, UnionType):
        return _single(kind)
    grouped = next((each for each in get_args(kind) if attrs.has(each)), None)
    reader = next((found for each in get_args(kind) if (found := _single(each))), None)
    if reader is None:
        return None
    if grouped is not None:
        return lambda value: reader(value) if isinstance(value, dict) else value
    return lambda value: None if value is None else reader(value)


def _single(kind: Any) -> Reader | None:
    if get_origin(kind) is tuple:
        item = _reader(get_args(kind)[0])
        return tuple if item is None else lambda value: tuple(map(item, value))
    if get_origin(kind) is dict:
        inner = _reader(get_args(kind)[1])
        return None if inner is None else lambda value: {key: inner(each) for key, each in value.items()}
    if kind is datetime.date:
        return datetime.date.fromisoformat
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return kind
    if not attrs.has(kind):
        return None

    def read(value: Any) -> Any:
        return _class_reader(kind)(value)  # looked up late: a kind may hold its own kind

    return read


@cache
def _class_reader(kind: type) -> Reader:
    """Return what makes a frozen value with slots without its `__init__`, and so without validators."""
    fields = attrs.fields(attrs.resolve_types(kind))
    put: dict[str, Any] = {each.name: getattr(kind, each.name).__set__ for each in fields}
    readers = {each.name: _reader(each.type) for each in fields}
    usual = [(put[each.name], each.default) for each in fields if not _is_made(each)]
    fresh = [(put[each.name], each.default.factory) for each in fields if _is_made(each)]
    needed = frozenset(each.name for each in fields if each.default is attrs.NOTHING)

    def read(plain: dict[str, Any]) -> Any:
        if not needed <= plain.keys():
            raise KeyError(f"{kind.__name__} lacks a field")
        value = cast("Any", object.__new__(kind))
        for setter, default in usual:
            setter(value, default)
        for setter, factory in fresh:
            setter(value, factory())
        for name, part in plain.items():
            reader = readers[name]
            put[name](value, part if reader is None else reader(part))
        return value

    return read


def _is_made(each: attrs.Attribute[Any]) -> bool:
    """Whether a field's default is made anew for each value."""
    return hasattr(each.default, "factory")
