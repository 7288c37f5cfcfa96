"""The protocol's types from whatever a client sends: newer enum values pass instead of ending the conversation."""

from __future__ import annotations

import enum
import inspect
from typing import Any

import cattrs
from lsprotocol import converters, types

_LAST = 2**31 - 1
SOURCE = "aseptic"
"""Whose a diagnostic is, in every one that we send."""


def tolerant_converter() -> cattrs.Converter:
    """Return lsprotocol's converter with every enum open: a value that it does not know stays as it came."""
    converter = converters.get_converter()
    for kind in vars(types).values():
        if inspect.isclass(kind) and issubclass(kind, enum.Enum):
            converter.register_structure_hook(kind, _open)
    # lsprotocol takes every action that has a command for a bare command; a command's own command is a text.
    converter.register_structure_hook(
        types.Command | types.CodeAction,
        lambda value, _: converter.structure(
            value, types.Command if isinstance(value.get("command"), str) else types.CodeAction
        ),
    )
    converter.register_structure_hook(types.WorkspaceFolder, _folder)
    converter.register_structure_hook(types.Position, _position)
    _drop_foreign_diagnostics(converter)
    return converter


def _folder(value: Any, _: type[types.WorkspaceFolder]) -> types.WorkspaceFolder:
    """Read a folder that need not have a name: nobody asks for it."""
    address, name = value["uri"], value.get("name")
    if not isinstance(address, str):
        raise TypeError("an address is a text")
    return types.WorkspaceFolder(address, name if isinstance(name, str) else address)


def _position(value: Any, _: type[types.Position]) -> types.Position:
    """Read a position; past the last number that the protocol has, as some say "the end", means there."""
    return types.Position(min(int(value["line"]), _LAST), min(int(value["character"]), _LAST))


_NOWHERE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}


def _says_the_same(diagnostic: Any) -> bool:
    """Whether a diagnostic is of a tool that looks for some of what we look for."""
    if not hasattr(diagnostic, "get"):
        return False
    source, code = diagnostic.get("source"), diagnostic.get("code")
    return isinstance(source, str) and isinstance(code, str) and source.lower() in ("ruff", "bandit")


class _Context(types.CodeActionContext):
    """The context as lsprotocol reads it: the class itself is read by us."""


def _drop_foreign_diagnostics(converter: cattrs.Converter) -> None:
    """Leave out of a code action's context what other tools say: it may be faulty, and it is not ours to judge.

    Of some the name and the code are kept, so that what is said twice can be turned off.
    """

    def own(value: Any, _: type[types.CodeActionContext]) -> types.CodeActionContext:
        given = value.get("diagnostics") or ()
        kept: list[Any] = [each for each in given if hasattr(each, "get") and each.get("source") == SOURCE]
        others = {(each.get("source"), each.get("code")) for each in given if _says_the_same(each)}
        kept.extend({"range": _NOWHERE, "message": "", "source": source, "code": code} for source, code in others)
        return converter.structure({**value, "diagnostics": kept}, _Context)

    converter.register_structure_hook_func(lambda kind: kind is types.CodeActionContext, own)


def _open(value: Any, kind: type[enum.Enum]) -> Any:
    try:
        return kind(value)
    except ValueError:
        if isinstance(value, str | int):
            return value
        raise
