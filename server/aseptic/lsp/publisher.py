"""Pushing diagnostics: one channel, always with the version, from wire forms kept with each chunk's findings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from weakref import WeakKeyDictionary

from attrs import frozen

from aseptic.analysis.incremental import Entry
from aseptic.analysis.project import Project
from aseptic.analysis.snapshot import Sight, Snapshot
from aseptic.feedback.problems import diagnosis, unchecked
from aseptic.lsp.diagnostics import Dialect, problem
from aseptic.lsp.positions import outward
from aseptic.source.document import split_lines
from aseptic.source.problem import Problem


@frozen(eq=False)
class _Wire:
    """A chunk's diagnostics as JSON, all but the lines that they stand on."""

    key: tuple[object, ...]
    forms: tuple[tuple[int, int, int, int, str], ...]


class Publisher:
    """Shows documents' findings and records' faults, and knows what it showed."""

    def __init__(self, dialect: Dialect, write: Callable[[str], None]) -> None:
        self._dialect = dialect
        self._write = write
        self._wires: WeakKeyDictionary[Entry, _Wire] = WeakKeyDictionary()
        self._faulty: dict[str, str] = {}
        """The diagnostics shown of each faulty record and setting, by its address."""

    def document(self, path: Path, snapshot: Snapshot, sights: Sequence[Sight] | None = None) -> None:
        """Show an open document's findings, or those of them that are given."""
        address = self._dialect.addresses.address(path)
        shown = snapshot.sights if sights is None else sights
        self._send(address, snapshot.version, ",".join(self._diagnostics(snapshot, shown)))

    def withdraw(self, path: Path) -> None:
        """Show nothing of a document any more."""
        self._send(self._dialect.addresses.address(path), None, "")

    def records(self, projects: Iterable[Project]) -> None:
        """Show what is wrong with records and settings, at their lines, and take back what was mended."""
        found: dict[Path, list[Problem]] = {}
        for project in projects:
            for each in project.problems:
                found.setdefault(project.root / each.path, []).append(each)
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

    def _send(self, address: str, version: int | None, diagnostics: str) -> None:
        numbered = "" if version is None else f'"version":{version},'
        self._write(
            '{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":'
            f'{{"uri":{json.dumps(address)},{numbered}"diagnostics":[{diagnostics}]}}}}'
        )

    def _diagnostics(self, snapshot: Snapshot, shown: Sequence[Sight]) -> Iterator[str]:
        missing = unchecked(snapshot)
        if missing is not None:
            yield json.dumps(self._dialect.diagnostic(missing, snapshot.lines))
        for sights in _by_chunk(shown):
            start = sights[0].start
            for line, column, end_line, end_column, rest in self._wire(snapshot.project, sights).forms:
                yield (
                    f'{{"range":{{"start":{{"line":{start + line},"character":{column}}},'
                    f'"end":{{"line":{start + end_line},"character":{end_column}}}}},{rest}'
                )

    def _wire(self, project: Project, sights: Sequence[Sight]) -> _Wire:
        entry = sights[0].entry
        key = (id(project), *((id(each.finding), each.disposition, each.ordinal, each.equals) for each in sights))
        kept = self._wires.get(entry)
        if kept is None or kept.key != key:
            lines = split_lines(entry.chunk.text)
            kept = self._wires[entry] = _Wire(key, tuple(self._form(lines, project, each) for each in sights))
        return kept

    def _form(self, lines: Sequence[str], project: Project, sight: Sight) -> tuple[int, int, int, int, str]:
        said = diagnosis(project, sight)
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


def _by_chunk(sights: Sequence[Sight]) -> Iterator[list[Sight]]:
    group: list[Sight] = []
    for sight in sights:
        if group and group[0].start != sight.start:
            yield group
            group = []
        group.append(sight)
    if group:
        yield group
