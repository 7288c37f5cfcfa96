"""The protocol's types from whatever a client sends: newer enum values pass instead of ending the conversation."""

from __future__ import annotations

import enum
import inspect
from typing import Any

import cattrs
from lsprotocol import converters, types


def tolerant_converter() -> cattrs.Converter:
    """Return lsprotocol's converter with every enum open: a value that it does not know stays as it came."""
    converter = converters.get_converter()
    for _, kind in inspect.getmembers(types, inspect.isclass):
        if issubclass(kind, enum.Enum):
            converter.register_structure_hook(kind, _open)
    # lsprotocol takes every action that has a command for a bare command; a command's own command is a text.
    converter.register_structure_hook(
        types.Command | types.CodeAction,
        lambda value, _: converter.structure(
            value, types.Command if isinstance(value.get("command"), str) else types.CodeAction
        ),
    )
    return converter


def _open(value: Any, kind: type[enum.Enum]) -> Any:
    try:
        return kind(value)
    except ValueError:
        return value
