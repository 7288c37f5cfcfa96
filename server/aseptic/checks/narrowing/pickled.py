"""Pickles that are loaded: which of them somebody else may have written."""

from __future__ import annotations

import ast
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import values

_DUMPS = frozenset(f"{module}.dumps" for module in ("pickle", "_pickle", "cPickle", "dill", "cloudpickle"))


def foreign_pickle(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a load unless all that it may be given was packed by the same function: that copies a value of its own."""
    if not isinstance(node, ast.Call) or not node.args:
        return True
    return not all(_is_packed(each, subject) for each in values(node.args[0], subject))


def _is_packed(value: ast.expr, subject: Subject) -> bool:
    scope = subject.scopes.get(id(value))
    if not isinstance(value, ast.Call) or scope is None:
        return False
    meanings = scope.meanings(value.func)
    return bool(meanings) and all(each in _DUMPS for each in meanings)
