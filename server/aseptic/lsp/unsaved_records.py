"""Records that are being typed: their faults are shown when typing pauses, as they will be when they are saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from aseptic.feedback.unsaved import is_judged, unsaved_faults
from aseptic.lsp.preferences import Run
from aseptic.lsp.server import Server
from aseptic.source.document import Document
from aseptic.source.problem import Problem

if TYPE_CHECKING:
    from aseptic.analysis.projects.project import Project

_PAUSE = 0.2
"""Seconds without a change after which typing has paused."""
Fault = tuple[Path, Problem]


class UnsavedRecords:
    """The faults of records whose text in the client is not what was saved."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._due: asyncio.TimerHandle | None = None
        self._known: dict[Path, tuple[Project, Mapping[Path, Document], tuple[Fault, ...]]] = {}
        """What was found in each project, of which texts."""

    def changed(self, show: Callable[[], None]) -> None:
        """Have the records looked at when typing pauses; `show` shows the faults of all of them."""
        if self._due is not None:
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_later(_PAUSE, self._look, show)

    def laid_over(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Return these faults with those of unsaved records as they are typed; while typing goes on, as it was last."""
        by_project = self._typed()
        self._known = {root: known for root, known in self._known.items() if root in by_project}
        if self._due is None:
            for project, documents in by_project.values():
                self._judge(project, documents)
        over = {path for _, documents, _ in self._known.values() for path in documents if path in self._server.unsaved}
        judged = [each for *_, found in self._known.values() for each in found if each[0] in over]
        return (*(each for each in faults if each[0] not in over), *judged)

    def _look(self, show: Callable[[], None]) -> None:
        self._due = None
        show()

    def _typed(self) -> dict[Path, tuple[Project, dict[Path, Document]]]:
        """Return the unsaved records by the roots of their projects."""
        found: dict[Path, tuple[Project, dict[Path, Document]]] = {}
        server = self._server
        for path in sorted(server.unsaved & server.session.attended.keys()):
            project = server.session.project(path)
            if server.preferences.of(path).run is Run.ON_TYPE and is_judged(project, path):
                found.setdefault(project.root, (project, {}))[1][path] = server.session.attended[path]
        return found

    def _judge(self, project: Project, documents: Mapping[Path, Document]) -> None:
        known = self._known.get(project.root)
        if known is None or (known[0], known[1]) != (project, documents):
            texts = {path: each.text for path, each in documents.items()}
            found = tuple(unsaved_faults(self._server.session, project, texts))
            self._known[project.root] = project, documents, found


def unsaved_records(server: Server) -> UnsavedRecords:
    """Return what is wrong with records that are being typed."""
    return server.part(UnsavedRecords)
