"""Pushing diagnostics: one channel, always with the version, from wire forms kept with each chunk's findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from attrs import frozen

from aseptic.analysis.incremental import Entry
from aseptic.analysis.project import Project
from aseptic.analysis.snapshot import Sight, Snapshot
from aseptic.feedback.problems import Diagnosis, Weight, diagnosis, unchecked
from aseptic.lsp.positions import outward, range_out
from aseptic.lsp.server import Server
from aseptic.source.document import split_lines
from aseptic.source.problem import Problem

SEVERITIES = {Weight.ERROR: 1, Weight.WARNING: 2, Weight.INFORMATION: 3, Weight.HINT: 4}
_SOURCE = "aseptic"


@frozen(eq=False)
class _Wire:
    """A chunk's diagnostics as JSON, all but the lines that they stand on."""

    key: tuple[object, ...]
    forms: tuple[tuple[int, int, int, int, str], ...]


class Publisher:
    """Shows documents' findings and records' faults, and knows what it showed."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._wires: WeakKeyDictionary[Entry, _Wire] = WeakKeyDictionary()
        self._faulty: set[Path] = set()

    def document(self, path: Path) -> None:
        """Show an open document's findings as they are now."""
        snapshot = self._server.session.snapshot(path)
        self._send(path, snapshot.version, ",".join(self._diagnostics(snapshot)))

    def withdraw(self, path: Path) -> None:
        """Show nothing of a document any more."""
        self._send(path, None, "")

    def records(self) -> None:
        """Show what is wrong with records and settings, at their lines, and take back what was mended."""
        found: dict[Path, list[Problem]] = {}
        for project in self._server.session.projects:
            for problem in project.problems:
                found.setdefault(_place(project, problem), []).append(problem)
        for path in self._faulty - found.keys():
            self._send(path, None, "")
        for path, problems in found.items():
            self._send(path, None, ",".join(json.dumps(_problem(each)) for each in problems))
        self._faulty = set(found)

    def _send(self, path: Path, version: int | None, diagnostics: str) -> None:
        address = json.dumps(self._server.addresses.address(path))
        numbered = "" if version is None else f'"version":{version},'
        self._server.protocol.write(
            '{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":'
            f'{{"uri":{address},{numbered}"diagnostics":[{diagnostics}]}}}}'
        )

    def _diagnostics(self, snapshot: Snapshot) -> Iterator[str]:
        missing = unchecked(snapshot)
        if missing is not None:
            yield json.dumps(wire(missing, snapshot.lines, self._server))
        for sights in _by_chunk(snapshot.sights):
            start = sights[0].start
            for line, column, end_line, end_column, rest in self._wire(snapshot.project, sights).forms:
                yield (
                    f'{{"range":{{"start":{{"line":{start + line},"character":{column}}},'
                    f'"end":{{"line":{start + end_line},"character":{end_column}}}}},{rest}'
                )

    def _wire(self, project: Project, sights: Sequence[Sight]) -> _Wire:
        entry = sights[0].entry
        key = (id(project), *((sight.disposition, sight.ordinal, sight.equals) for sight in sights))
        kept = self._wires.get(entry)
        if kept is None or kept.key != key:
            lines = split_lines(entry.chunk.text)
            forms = (self._form(lines, diagnosis(project, sight)) for sight in sights)
            kept = self._wires[entry] = _Wire(key, tuple(forms))
        return kept

    def _form(self, lines: Sequence[str], said: Diagnosis) -> tuple[int, int, int, int, str]:
        start, end, encoding = said.span.start, said.span.end, self._server.encoding
        rest = json.dumps(_body(said, self._server))[1:]
        first = lines[start.line] if start.line < len(lines) else ""
        last = lines[end.line] if end.line < len(lines) else ""
        return (
            start.line,
            outward(first, start.column, encoding),
            end.line,
            outward(last, end.column, encoding),
            rest,
        )


def wire(said: Diagnosis, lines: Sequence[str], server: Server) -> dict[str, Any]:
    """Return a diagnosis in the protocol's form, its span in lines of `lines`."""
    place = range_out(lines, said.span, server.encoding)
    span = {
        "start": {"line": place.start.line, "character": place.start.character},
        "end": {"line": place.end.line, "character": place.end.character},
    }
    return {"range": span, **_body(said, server)}


def _body(said: Diagnosis, server: Server) -> dict[str, Any]:
    body: dict[str, Any] = {
        "severity": SEVERITIES[said.weight],
        "code": said.code,
        "source": _SOURCE,
        "message": said.message,
    }
    if said.href:
        body["codeDescription"] = {"href": said.href}
    if said.related:
        body["relatedInformation"] = [
            {
                "location": {"uri": server.addresses.address(each.path), "range": _line(each.line)},
                "message": each.text,
            }
            for each in said.related
        ]
    if said.data is not None:
        body["data"] = said.data
    return body


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "range": _line(problem.line or 0),
        "severity": SEVERITIES[Weight.ERROR],
        "source": _SOURCE,
        "code": problem.key or "record",
        "message": problem.text,
    }


def _line(line: int) -> dict[str, Any]:
    return {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 10_000}}


def _place(project: Project, problem: Problem) -> Path:
    return project.root / problem.path


def _by_chunk(sights: Sequence[Sight]) -> Iterator[list[Sight]]:
    group: list[Sight] = []
    for sight in sights:
        if group and (group[0].entry is not sight.entry or group[0].start != sight.start):
            yield group
            group = []
        group.append(sight)
    if group:
        yield group
