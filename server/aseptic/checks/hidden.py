"""Calls that bandit takes for a library's by their name, and that go to something of the project's own."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from typing import Any

from aseptic.checks.detector import Subject


def is_hidden(node: Any, subject: Subject, named: frozenset[str]) -> bool:
    """Say whether a call that bandit knows by these names goes elsewhere: to a thing of the project's own, say."""
    if not named:
        return False
    function = node.func if isinstance(node, ast.Call) else None
    root = function
    while isinstance(root, ast.Attribute):
        root = root.value
    scope = subject.scopes.get(id(node))
    if function is None or scope is None or not isinstance(root, ast.Name) or not scope.binds(root.id):
        return False
    meant = scope.meanings(function)
    return not any(fnmatch(each.removeprefix("builtins."), name) for each in meant for name in named)
