"""Pushing diagnostics: one channel, always with the version, from wire forms kept with each chunk's findings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, repeat
from pathlib import Path
from weakref import WeakKeyDictionary

from attrs import evolve, frozen

from aseptic.analysis.documents.incremental import Entry
from aseptic.analysis.matching.placed_finding import PLAIN, PlacedFinding, Word
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.snapshot import ChunkFinding, Group, Snapshot
from aseptic.feedback.loose_ties import loose_ties
from aseptic.feedback.problems import Diagnosis, diagnosis, unchecked
from aseptic.lsp.translation.diagnostics import Dialect, problem
from aseptic.lsp.translation.positions import outward
from aseptic.records.disposition import Disposition, State
from aseptic.source.blocks import Block
from aseptic.source.document import split_lines
from aseptic.source.notebook import Cell, Notebook
from aseptic.source.problem import Problem

Older = Callable[[PlacedFinding], bool]
"""Tells the findings that are older than what somebody works on."""
Form = tuple[int, int, int, int, str]
"""A diagnostic as JSON, all but its range, whose lines count from the chunk's first."""


@frozen(eq=False)
class _Wire:
    """A chunk's diagnostics."""

    project: Project
    words: tuple[tuple[int, int, int, Disposition, bool], ...]
    """What they were made of, besides the chunk."""
    forms: tuple[Form, ...]


@frozen(eq=False)
class _Written:
    """A block's diagnostics, as they are sent."""

    project: Project
    words: tuple[Word, ...] | None
    older: tuple[bool, ...]
    line: int
    count: int
    text: bytes


class Publisher:
    """Shows documents' findings and records' faults, and knows what it showed."""

    def __init__(self, dialect: Dialect, write: Callable[[Sequence[bytes]], None]) -> None:
        """Begin with nothing shown. `write` sends a message, given in parts: a long one is put together but once."""
        self._dialect = dialect
        self._write = write
        self._wires: WeakKeyDictionary[Entry, _Wire] = WeakKeyDictionary()
        self._written: WeakKeyDictionary[Block[Entry], _Written] = WeakKeyDictionary()
        self._texts: WeakKeyDictionary[Entry, tuple[Project, int, list[tuple[int, Word]], str]] = WeakKeyDictionary()
        """Chunks' diagnostics, with the project, the line on which each begins, and what is said of its findings."""
        self._hidden: Callable[[Path], bool] = lambda _: False
        self._cells: dict[str, str] = {}
        """The diagnostics shown of each cell of a notebook, by its address."""
        self._said: dict[str, tuple[int, Sequence[bytes]]] = {}
        """The version and diagnostics last sent of each open document."""
        self._faulty: dict[str, str] = {}
        """The diagnostics shown of each faulty record and setting, by its address."""

    def hide(self, hidden: Callable[[Path], bool]) -> None:
        """Show nothing of what an approved deviation covers in the projects, by their roots, of which `hidden` says so.

        Elsewhere a hint is shown.
        """
        self._hidden = hidden
        self._written.clear()

    def document(
        self, path: Path, snapshot: Snapshot, findings: Sequence[ChunkFinding] | None = None, older: Older | None = None
    ) -> None:
        """Show an open document's findings, or those of them that are given; the `older` ones as hints."""
        address = self._dialect.addresses.address(path)
        parts = [part for part in self._diagnostics(snapshot, findings, older) if part]
        if snapshot.version is None:
            self._send_parts(address, None, parts)
        elif self._said.get(address) != (snapshot.version, parts):  # else something changed that is not to be seen
            self._said[address] = snapshot.version, parts
            self._send_parts(address, snapshot.version, parts)

    def unopened(
        self, path: Path, project: Project, lines: Sequence[str], found: Iterable[PlacedFinding], older: Older | None
    ) -> None:
        """Show the findings of a file that is not open; the `older` ones as hints."""
        hidden = self._hidden(project.root)
        said = [
            evolve(diagnosis(project, each, bool(older and older(each))), span=each.span)
            for each in found
            if not (hidden and each.disposition.state is State.APPROVED)
        ]
        diagnostics = ",".join(json.dumps(self._dialect.diagnostic(each, lines)) for each in said)
        address = self._dialect.addresses.address(path)
        self._said.pop(address, None)
        self._send(address, None, diagnostics)

    def notebook(
        self, notebook: Notebook, snapshot: Snapshot, findings: Sequence[ChunkFinding] | None, touched: AbstractSet[str]
    ) -> None:
        """Show a notebook's findings, or those of them that are given, cell by cell, each under its own version.

        The touched cells are shown, and those of which something else is to be said than before.
        """
        shown = snapshot.findings if findings is None else findings
        for index, cell in enumerate(notebook.cells):
            first, end = notebook.lines_of(index)
            text = ",".join(self._cell(snapshot, [each for each in shown if first <= each.start < end], cell, first))
            if cell.key in touched or self._cells.get(cell.key) != text:
                self._cells[cell.key] = text
                self._send(cell.key, cell.version, text)

    def _cell(self, snapshot: Snapshot, findings: Sequence[ChunkFinding], cell: Cell, first: int) -> Iterator[str]:
        missing = unchecked(snapshot, first, first + len(cell.code))
        if missing is not None:
            yield json.dumps(self._dialect.diagnostic(missing, cell.document.lines))
        for each in loose_ties(snapshot, first, first + len(cell.code)):
            yield json.dumps(self._dialect.diagnostic(_up(each, first), cell.document.lines))
        yield from self._lines(snapshot.project, findings, first)

    def withdraw_cell(self, address: str) -> None:
        """Show nothing of a cell any more."""
        if self._cells.pop(address, None) is not None:
            self._send(address, None, "")

    def withdraw(self, path: Path) -> None:
        """Show nothing of a document any more."""
        address = self._dialect.addresses.address(path)
        self._said.pop(address, None)
        self._send(address, None, "")

    def records(self, faults: Iterable[tuple[Path, Problem]]) -> None:
        """Show what is wrong with records and settings, at their lines, and take back what was mended."""
        found: dict[Path, list[Problem]] = {}
        for path, each in faults:
            found.setdefault(path, []).append(each)
        said = {
            self._dialect.addresses.address(path): ",".join(json.dumps(problem(each)) for each in faults)
            for path, faults in found.items()
        }
        for address in self._faulty.keys() - said.keys():
            self._send(address, None, "")
        for address, diagnostics in said.items():
            if self._faulty.get(address) != diagnostics:
                self._send(address, None, diagnostics)
        self._faulty = said

    def again(self, path: Path) -> None:
        """Show what is wrong with a record or settings once more: a client that opens a file anew has drawn nothing."""
        address = self._dialect.addresses.address(path)
        if address in self._faulty:
            self._send(address, None, self._faulty[address])

    def _send(self, address: str, version: int | None, diagnostics: str) -> None:
        self._send_parts(address, version, [diagnostics.encode()] if diagnostics else [])

    def _send_parts(self, address: str, version: int | None, diagnostics: Sequence[bytes]) -> None:
        """Show diagnostics, some in each part."""
        numbered = "" if version is None else f'"version":{version},'
        head = (
            '{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":'
            f'{{"uri":{json.dumps(address)},{numbered}"diagnostics":['
        )
        parted = [part for each in diagnostics for part in (b",", each)][1:]
        self._write([head.encode(), *parted, b"]}}"])

    def _diagnostics(
        self, snapshot: Snapshot, shown: Sequence[ChunkFinding] | None, older: Older | None
    ) -> Iterator[bytes]:
        missing = unchecked(snapshot)
        said = (*((missing,) if missing else ()), *loose_ties(snapshot))
        yield from (json.dumps(self._dialect.diagnostic(each, snapshot.lines)).encode() for each in said)
        if shown is not None:
            yield ",".join(self._lines(snapshot.project, shown, older=older)).encode()
            return
        yield from (self._text(snapshot.project, group, older) for group in snapshot.groups)

    def _text(self, project: Project, group: Group, older: Older | None) -> bytes:
        """Return a block's diagnostics; of one that is where it was, and is as it was, those that were sent before."""
        kept = self._written.get(group.block)
        past = tuple(map(older, group.findings)) if older else ()
        same = kept is not None and (kept.project, kept.words, kept.older) == (project, group.words, past)
        if kept is None or not same or (kept.line, kept.count) != (group.line, len(group.found)):
            findings = self._lines(project, group.findings, older=older)
            text = ",".join(findings if older or self._hidden(project.root) else self._chunks(project, group)).encode()
            kept = self._written[group.block] = _Written(project, group.words, past, group.line, len(group.found), text)
        return kept.text

    def _chunks(self, project: Project, group: Group) -> Iterator[str]:
        """Yield the diagnostics of each chunk of a block; of one that is where it was, and as it was, as they were."""
        said = zip(group.found, group.words or repeat(PLAIN), strict=False)
        for (start, entry), several in groupby(said, lambda each: each[0][:2]):
            placed = [(finding, key[0], word) for (_, _, (finding, key)), word in several]
            line, words = group.line + start, [(id(finding), word) for finding, _, word in placed]
            kept = self._texts.get(entry)
            if kept is None or kept[:3] != (project, line, words):
                own = [ChunkFinding(finding, scope, line, *word, entry) for finding, scope, word in placed]
                kept = self._texts[entry] = project, line, words, ",".join(self._lines(project, own))
            yield kept[3]

    def _lines(
        self, project: Project, shown: Iterable[ChunkFinding], first: int = 0, older: Older | None = None
    ) -> Iterator[str]:
        hidden = self._hidden(project.root)
        for _, findings in groupby(shown, lambda placed: placed.start):
            own = [each for each in findings if not (hidden and each.disposition.state is State.APPROVED)]
            if not own:
                continue
            start = own[0].start - first
            for line, column, end_line, end_column, rest in self._wire(project, own, older).forms:
                yield (
                    f'{{"range":{{"start":{{"line":{start + line},"character":{column}}},'
                    f'"end":{{"line":{start + end_line},"character":{end_column}}}}},{rest}'
                )

    def _wire(self, project: Project, findings: Sequence[ChunkFinding], older: Older | None) -> _Wire:
        entry = findings[0].entry
        words = tuple(
            [
                (
                    id(placed.finding),
                    placed.ordinal,
                    placed.equals,
                    placed.disposition,
                    older is not None and older(placed),
                )
                for placed in findings
            ]
        )
        kept = self._wires.get(entry)
        if kept is None or kept.project is not project or kept.words != words:
            lines = split_lines(entry.chunk.text)
            said = [diagnosis(project, placed, word[-1]) for placed, word in zip(findings, words, strict=True)]
            kept = self._wires[entry] = _Wire(project, words, tuple(self._form(lines, each) for each in said))
        return kept

    def _form(self, lines: Sequence[str], said: Diagnosis) -> Form:
        start, end, encoding = said.span.start, said.span.end, self._dialect.encoding
        first = lines[start.line] if start.line < len(lines) else ""
        last = lines[end.line] if end.line < len(lines) else ""
        return (
            start.line,
            outward(first, start.column, encoding),
            end.line,
            outward(last, end.column, encoding),
            json.dumps(self._dialect.body(said))[1:],
        )


def _up(said: Diagnosis, first: int) -> Diagnosis:
    return evolve(said, span=said.span.moved(-first))
