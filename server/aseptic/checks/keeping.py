"""Functions whose result says no more of where it comes from than what they were given, by whatever name."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject

_KEEPING = frozenset(
    (
        "builtins.str builtins.repr os.fspath os.path.abspath os.path.expanduser os.path.join os.path.normpath "
        "os.path.realpath pathlib.Path pathlib.PurePath urllib.parse.unquote"
    ).split()
)


def keeps(call: ast.Call, subject: Subject) -> bool:
    """Say whether a call gives back what it is given, as a text, a path or decoded."""
    scope = subject.scopes.get(id(call.func))
    return scope is not None and not _KEEPING.isdisjoint(scope.meanings(call.func))
