"""Another module imported under the name of the one that is there: one line changes, and all uses with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from aseptic.analysis.documents.incremental import Analysis
from aseptic.analysis.documents.memo import Memo
from aseptic.source.parse import Broken, Parsed
from aseptic.source.span import Edit

_HAS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "defusedxml.ElementTree": frozenset(
            {"parse", "iterparse", "fromstring", "XML", "XMLParser", "XMLTreeBuilder", "tostring", "ParseError"}
        )
    }
)
"""What modules that stand in for others have of theirs."""


def swapping(analysis: Analysis, memo: Memo, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edit that imports `new` under the alias that `old` has.

    None where `old` is imported more than once or without an alias, where the module uses it for what `new` lacks,
    and where a part of the document does not parse.
    """
    if new not in _HAS or analysis.document.walls:
        return ()
    found = list(_imports(analysis, memo, old))
    if len(found) != 1:
        return ()
    parsed, statement, start = found[0]
    match statement:
        case ast.Import(names=[ast.alias(name=name, asname=str(alias))]) if name == old and statement in parsed.roots:
            fits = all(_fits(memo.parsed(each.chunk), alias, _HAS[new]) for each in analysis.entries)
            return (Edit(parsed.span(statement).moved(start), f"import {new} as {alias}"),) if fits else ()
        case _:
            return ()


def _imports(analysis: Analysis, memo: Memo, module: str) -> Iterator[tuple[Parsed, ast.stmt, int]]:
    """Yield the imports that bring a module, or something of it, with the line on which their chunk begins."""
    package, _, last = module.rpartition(".")
    for start, entry in zip(analysis.cut.starts, analysis.entries, strict=True):
        parsed = memo.parsed(entry.chunk)
        if "import" not in entry.chunk.text or isinstance(parsed, Broken):
            continue
        for node in ast.walk(parsed.tree):
            match node:
                case ast.Import(names=names) if any(f"{each.name}.".startswith(f"{module}.") for each in names):
                    yield parsed, node, start
                case ast.ImportFrom(module=str(name)) if f"{name}.".startswith(f"{module}."):
                    yield parsed, node, start
                case ast.ImportFrom(module=str(name), names=names) if name == package:
                    if any(each.name in (last, "*") for each in names):
                        yield parsed, node, start
                case _:
                    pass


def _fits(parsed: Parsed | Broken, alias: str, known: frozenset[str]) -> bool:
    """Whether a chunk reads nothing but known names behind an alias."""
    if isinstance(parsed, Broken):
        return False
    uses = (node for node in ast.walk(parsed.tree) if isinstance(node, ast.Name) and node.id == alias)
    above = (parsed.parents.get(node) for node in uses)
    return all(isinstance(each, ast.Attribute) and each.attr in known for each in above)
