"""Names that a replacement would import, and that the module gives to something else, perhaps, or takes away."""

from __future__ import annotations

import ast

from aseptic.analysis.documents.incremental import Analysis
from aseptic.analysis.documents.memo import Memo
from aseptic.replacements.replacement import Import
from aseptic.source.bindings import Bindings
from aseptic.source.parse import Parsed

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def overwritten(analysis: Analysis, bindings: Bindings, wanted: Import, memo: Memo) -> bool:
    """Say whether the module binds the name of an import by more than imports, in a branch, say, or deletes it."""
    name = wanted.name or wanted.module.partition(".")[0]
    if any(not binding.module for _, binding in bindings.names.get(name, ())):
        return True
    chunks = (entry.chunk for entry in analysis.entries if name in entry.chunk.names and "del" in entry.chunk.text)
    return any(_deletes(parsed, name) for parsed in map(memo.parsed, chunks) if isinstance(parsed, Parsed))


def _deletes(parsed: Parsed, name: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Del)
        for root in parsed.roots
        if not isinstance(root, _DEFINITIONS)
        for node in ast.walk(root)
    )
