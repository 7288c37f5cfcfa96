"""Frozen values as JSON knows them, with the names that JSON's readers expect."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import Enum
from typing import Any, cast

import attrs


def json_values(value: Any) -> Any:
    """Return a value as plain ones: `next_review` becomes `nextReview`, and `is_`, which Python forbids, `is`."""
    kind = cast("Any", type(value))
    if attrs.has(kind):
        return {_name(each.name): json_values(getattr(value, each.name)) for each in attrs.fields(kind)}
    if isinstance(value, Mapping):
        return {str(key): json_values(each) for key, each in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, tuple):
        return [json_values(each) for each in cast("tuple[Any, ...]", value)]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime.date) else value


def _name(name: str) -> str:
    first, *others = name.rstrip("_").split("_")
    return first + "".join(map(str.capitalize, others))
