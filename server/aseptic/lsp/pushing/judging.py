"""What git says of the open projects' approvals: asked in another thread, kept, and shown when it is known.

Nothing waits for it but a request that is about it, and that lets others pass. Until git answered, an approval's own
word is believed. An answer is kept until a record or git's files are others.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from aseptic.analysis.approvals.amendment import amended_parts
from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.judgements import UNJUDGED, Judgements, has_approvals, judgements, marks
from aseptic.analysis.deviations.git_facts import beforehand
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.branching import Stamps, stamp
from aseptic.analysis.versioning.identity import git_user
from aseptic.lsp.listener import Listener
from aseptic.lsp.server import Server
from aseptic.records.deviation import Deviation

_LOG = logging.getLogger(__name__)
_MOST = 256
"""Records of which it is kept what of them changed, or what there is to tell before an approval."""


@define(eq=False)
class _Root:
    """A project as it was looked at last, what git said of it, and how git's files looked then."""

    project: Project | None = None
    judgements: Judgements = UNJUDGED
    marks: tuple[Path, ...] = ()
    seen: Stamps = ()
    task: asyncio.Task[None] | None = field(default=None)
    """The question that is not answered yet."""


class Judging(Listener):
    """The approvals of a client's projects, judged; `shown` has one of them shown anew."""

    def __init__(self, server: Server, shown: Callable[[Path], object]) -> None:
        self._server = server
        self._shown = shown
        self._roots: dict[Path, _Root] = {}
        self._amended: dict[tuple[object, ...], Sequence[str]] = {}
        self._beforehand: dict[Path, tuple[Project, object, Sequence[str]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def attend(self, project: Project) -> None:
        """Have a project's approvals judged, where they are not as they stand now."""
        held = self._roots.setdefault(project.root, _Root())
        if held.project is not project:
            self._ask(held, project)

    def refreshed(self) -> None:
        """Ask again about the projects where git may answer otherwise now."""
        projects = {each.root: each for each in self._server.session.projects}
        self._roots = {root: held for root, held in self._roots.items() if root in projects}
        for root, held in self._roots.items():
            if held.project is not projects[root] or stamp(held.marks) != held.seen:
                self._ask(held, projects[root])

    async def beforehand(self, project: Project, record: Approvable) -> Sequence[str]:
        """Return by what alone an approval would count that is still to be given, kept while all it rests on is there.

        That is the project as it was read, and git's files and user.
        """
        place, today = project.root / record.record, self._server.session.today()
        rests = await asyncio.to_thread(lambda: (stamp(marks(project)), git_user(project.root), today))
        known = self._beforehand.get(place)
        if known is None or known[0] is not project or known[1] != rests:
            if len(self._beforehand) >= _MOST:
                self._beforehand.clear()
            known = project, rests, await asyncio.to_thread(beforehand, project, record, today)
            self._beforehand[place] = known
        return known[2]

    async def answered(self, project: Project) -> Judgements:
        """Return what git says of a project's approvals, once it is known; whoever waits may be cancelled alone."""
        self.attend(project)
        held = self._roots[project.root]
        while held.task is not None:
            await asyncio.wait([held.task])
        return held.judgements

    def amended(self, project: Project, deviation: Deviation) -> Sequence[str]:
        """Return what of a record is not what was approved; nothing until git told, and then the records are shown."""
        held = self._roots.get(project.root)
        key = (project.root, deviation.record, deviation.digest, deviation.approved, held.seen if held else ())
        if key not in self._amended:
            if len(self._amended) >= _MOST:
                self._amended.clear()
            self._amended[key] = ()
            self._run(self._learn_amended(key, project, deviation))
        return self._amended[key]

    def _ask(self, held: _Root, project: Project) -> None:
        held.project = project
        if held.task is None and has_approvals(project):
            held.task = self._run(self._learn(held, project))
        elif held.task is None:
            held.marks, held.seen = (), ()
            self._take(held, project, UNJUDGED)

    async def _learn(self, held: _Root, project: Project) -> None:
        try:
            held.marks = await asyncio.to_thread(marks, project)
            held.seen = stamp(held.marks)
            found = await asyncio.to_thread(judgements, project)
        finally:
            held.task = None
        if held.project is not None and held.project is not project:  # it was read anew meanwhile
            self._ask(held, held.project)
        self._take(held, project, found)

    def _take(self, held: _Root, project: Project, found: Judgements) -> None:
        if self._roots.get(project.root) is not held:
            return  # the project was let go meanwhile
        before, held.judgements = held.judgements, found
        self._server.session.judge(project, found.told if found is not UNJUDGED else None)
        if before.lacking or found.lacking:
            self._shown(project.root)

    async def _learn_amended(self, key: tuple[object, ...], project: Project, deviation: Deviation) -> None:
        self._amended[key] = found = await asyncio.to_thread(amended_parts, project, deviation)
        if found:
            self._shown(project.root)

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("git could not be asked about approvals", exc_info=error)
