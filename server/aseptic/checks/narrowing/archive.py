"""Which kind of archive a call unpacks, where the code says so."""

from __future__ import annotations

import ast
from typing import Any

from aseptic.checks.detector import Subject

_ZIP = frozenset({"zipfile.ZipFile", "zipfile.PyZipFile"})


def tar_archive(node: Any, _text: str, subject: Subject) -> bool:
    """Keep an extraction unless what it unpacks is surely a zip archive; one that may be either is kept."""
    scope = subject.scopes.get(id(node))
    function = node.func
    return scope is None or not isinstance(function, ast.Attribute) or not scope.surely(function.value, _ZIP)
