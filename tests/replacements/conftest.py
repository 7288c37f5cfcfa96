"""Mending code by its replacements, as an editor does it: all edits of one, its imports, then a look at the result."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

import pytest
from attrs import evolve, frozen
from mending import BLANK, mended

from aseptic.analysis.documents.incremental import Analysis, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.rewrites import replacements_for
from aseptic.source.document import Document
from aseptic.source.parse import Parsed


@frozen
class Offer:
    rule: str
    title: str
    safe: bool
    text: str


@frozen
class Bench:
    """Finds, replaces and finds again."""

    memo: Memo
    rule: str = ""
    """The only rule whose replacements are asked for."""

    def offers(self, text: str, instead: tuple[str, ...] = ()) -> list[Offer]:
        analysis = fresh(Document.of(text), self.memo)
        return [
            Offer(rule, replacement.title, replacement.safe, mended(text, start, replacement))
            for start, rule, replacement in self._replacements(analysis, instead)
        ]

    def at_calls(self, text: str, name: str, ending: str = "") -> list[str]:
        """Return the text after each replacement by one rewrite, asked for at every call that ends like that."""
        analysis = fresh(Document.of(text), self.memo)
        names, found = analysis.bindings.imported_names(), list[str]()
        for start, entry in zip(analysis.cut.starts, analysis.entries, strict=True):
            parsed = self.memo.parsed(entry.chunk)
            for node in ast.walk(parsed.tree) if isinstance(parsed, Parsed) else ():
                if isinstance(node, ast.Call) and ast.unparse(node).endswith(ending):
                    asked = evolve(BLANK, node=parsed.span(node), replace=(name,))
                    made = replacements_for(asked, parsed, entry.view, names, entry.chunk.owner)
                    found.extend(mended(text, start, replacement) for replacement in made)
        return found

    def rules(self, text: str) -> set[str]:
        found = fresh(Document.of(text), self.memo).found
        return {finding.rule for _, entry in found for finding in entry.findings}

    def _replacements(self, analysis: Analysis, instead: tuple[str, ...]) -> Iterable[tuple[int, str, Replacement]]:
        names = analysis.bindings.imported_names()
        for start, entry in analysis.found:
            parsed = self.memo.parsed(entry.chunk)
            assert isinstance(parsed, Parsed)
            for finding in (each for each in entry.findings if not self.rule or each.rule == self.rule):
                asked = evolve(finding, replace=instead or finding.replace)
                for replacement in replacements_for(asked, parsed, entry.view, names, entry.chunk.owner):
                    yield start, finding.rule, replacement


@pytest.fixture(scope="session")
def bench(memo: Memo) -> Bench:
    return Bench(memo)


@pytest.fixture
def mend(bench: Bench) -> Callable[[str], str | None]:
    """Return the text after its first replacement, None where there is none."""

    def mend(text: str) -> str | None:
        offers = bench.offers(text)
        return offers[0].text if offers else None

    return mend
