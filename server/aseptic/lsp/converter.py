"""The protocol's types from whatever a client sends: newer enum values pass instead of ending the conversation."""

from __future__ import annotations

import enum
import inspect
from typing import Any

import cattrs
from lsprotocol import converters, types

SOURCE = "aseptic"
"""Whose a diagnostic is, in every one that we send."""


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
    _drop_foreign_diagnostics(converter)
    return converter


def _drop_foreign_diagnostics(converter: cattrs.Converter) -> None:
    """Leave out of a code action's context what other tools say: it may be faulty, and it is not ours to judge."""
    structure = converter.get_structure_hook(types.CodeActionContext)

    def own(value: Any, kind: type[types.CodeActionContext]) -> Any:
        given = value.get("diagnostics") or ()
        kept: list[Any] = [each for each in given if hasattr(each, "get") and each.get("source") == SOURCE]
        return structure({**value, "diagnostics": kept}, kind)

    converter.register_structure_hook(types.CodeActionContext, own)


def _open(value: Any, kind: type[enum.Enum]) -> Any:
    try:
        return kind(value)
    except ValueError:
        return value
