"""Names that a replacement would import, and that the module gives to something else, perhaps, or takes away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.analysis.documents.incremental import Analysis, Entry
from aseptic.analysis.documents.memo import Memo
from aseptic.replacements.replacement import Assignment, Import
from aseptic.source.binding import Binding
from aseptic.source.bindings import Bindings
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.contribution import NOTHING
from aseptic.source.parse import Broken, Parsed

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def overwritten(analysis: Analysis, bindings: Bindings, wanted: Import, memo: Memo, entry: Entry) -> bool:
    """Say whether the name of an import is bound by more than imports, in a branch, say, or deleted, or is this module.

    The module's own level counts, and for a statement of a class its body, too: there the class's names come first.
    `entry` is where the name is to be read.
    """
    if wanted.module == bindings.origin.module:
        return True
    name = wanted.name or wanted.module.partition(".")[0]
    of_module = (binding for _, binding in bindings.names.get(name, ()))
    if any(not binding.module for binding in (*of_module, *_of_class(analysis, _body(entry.chunk, memo), name))):
        return True
    chunks = (entry.chunk for entry in analysis.entries if name in entry.chunk.names and "del" in entry.chunk.text)
    return any(_deletes(parsed, name) for parsed in map(memo.parsed, chunks) if isinstance(parsed, Parsed))


def taken(analysis: Analysis, bindings: Bindings, wanted: Assignment, memo: Memo) -> bool:
    """Say whether a name that is to be assigned is bound by the module, or read in it, as what a star import brings."""
    if wanted.name in bindings.names:
        return True
    chunks = (entry.chunk for entry in analysis.entries if wanted.name in entry.chunk.names)
    return any(_reads(parsed, wanted.name) for parsed in map(memo.parsed, chunks))


def _reads(parsed: Parsed | Broken, name: str) -> bool:
    if isinstance(parsed, Broken):
        return True
    uses = (node for node in ast.walk(parsed.tree) if isinstance(node, ast.Name) and node.id == name)
    return not all(_is_parameter(parsed, each) for each in uses)


def _is_parameter(parsed: Parsed, use: ast.Name) -> bool:
    """Whether a name is a parameter of a function round its use, and so never the module's."""
    outer: ast.AST | None = use
    while (outer := parsed.parents.get(outer)) is not None:
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef) and _has(outer, use):
            return not any(isinstance(each, ast.Global) for each in parsed.naming(outer, use.id))
    return False


def _has(function: ast.FunctionDef | ast.AsyncFunctionDef, use: ast.Name) -> bool:
    """Whether a function has a parameter for a use in its body; defaults and decorators are worked out outside."""
    parameters = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    return use.id in parameters and any(use is node for each in function.body for node in ast.walk(each))


def _of_class(analysis: Analysis, owner: str, name: str) -> Iterator[Binding]:
    told = (each for each in analysis.contributions if each is not NOTHING) if owner else ()
    yield from (each for one in told for each in one.names if each.name == owner and each.part == f".{name}")


def _body(chunk: Chunk, memo: Memo) -> str:
    """Return the class of which a chunk is a statement that is run with its body; "" where it is none."""
    parsed = memo.parsed(chunk)
    if chunk.kind is not Kind.MEMBER or isinstance(parsed, Broken):
        return ""
    return "" if isinstance(parsed.roots[0], ast.FunctionDef | ast.AsyncFunctionDef) else chunk.owner


def _deletes(parsed: Parsed, name: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Del)
        for root in parsed.roots
        if not isinstance(root, _DEFINITIONS)
        for node in ast.walk(root)
    )
