"""`aseptic.show: changed`: which findings are older than the work on this branch. They become hints; none vanishes.

Git is asked, and texts are compared, in another thread; until it answered, everything is shown in full. Between two
comparisons a text's edits count as changes, so that nothing new is ever taken for old.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define
from lsprotocol import types

from aseptic.analysis.versioning.branching import Base, Stamps, base_of, lines_before, marks_of, stamp
from aseptic.lsp.listener import Listener
from aseptic.lsp.preferences import Show
from aseptic.lsp.server import Server
from aseptic.lsp.status import tell_status
from aseptic.records.disposition import State
from aseptic.source.document import Document
from aseptic.source.touched import Touched

if TYPE_CHECKING:
    from aseptic.analysis.matching.placed_finding import PlacedFinding
    from aseptic.analysis.sessions.snapshot import Snapshot

_LOG = logging.getLogger(__name__)
_PAUSE = 0.5
"""Seconds without an edit after which a text is compared again."""
Older = Callable[["PlacedFinding"], bool]


@define(eq=False)
class _Root:
    """A project: its base, once that is known, and how git's files looked then."""

    base: Base | None = None
    known: bool = False
    marks: tuple[Path, ...] = ()
    seen: Stamps = ()


@define(eq=False)
class _Text:
    """An open document: its lines at the base, and what is touched of it since."""

    base: Base
    before: list[str] | None = None
    touched: Touched | None = None
    comparing: bool = False
    again: asyncio.TimerHandle | None = None
    older: int = 0


class Novelty(Listener):
    """What is known of the open documents' past."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._roots: dict[Path, _Root] = {}
        self._texts: dict[Path, _Text] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: tuple[int, str] = (0, "")

    def wanted(self, path: Path) -> bool:
        """Whether only what changed is to be shown in full of a file or folder."""
        return self._server.preferences.of(path).show is Show.CHANGED

    @property
    def older(self) -> int:
        """How many findings of the open documents are shown as hints for their age."""
        return sum(each.older for path, each in self._texts.items() if self.wanted(path))

    @property
    def since(self) -> str:
        """What the open projects' findings are held against."""
        known = [each.base for root, each in self._roots.items() if each.known and self.wanted(root)]
        return ", ".join(dict.fromkeys(each.shown if each else "nothing" for each in known))

    def said(self) -> dict[str, Any]:
        """Say how many findings are older, and than what."""
        return {"older": {"findings": self.older, "since": self.since}} if self._server.novelty_wanted else {}

    def of(self, path: Path, snapshot: Snapshot) -> Older | None:
        """Return what tells which findings of an open document are older; None while all count as new."""
        if not self.wanted(path):
            return None
        root = snapshot.project.root
        if root not in self._roots:
            self._roots[root] = _Root()
            self._run(self._learn(root))
        base = self._roots[root].base
        if base is None or path in self._server.books:
            return None
        held = self._texts.get(path)
        if held is None or held.base != base:
            held = self._texts[path] = _Text(base)
        document = snapshot.analysis.document
        if held.touched is None:
            self._compare(path, snapshot)
            return None
        if held.touched.document is not document:
            self._later(path, held)
        older = older_by(held.touched.followed(document))
        self._count(held, sum(map(older, snapshot.findings)))
        return older

    async def base(self, root: Path) -> Base | None:
        """Return the base of a project, once git told it."""
        if root not in self._roots:
            self._roots[root] = _Root()
            await self._learn(root)
        return self._roots[root].base

    def closed(self, path: Path) -> None:
        """Let a document go."""
        held = self._texts.pop(path, None)
        if held and held.again:
            held.again.cancel()

    def refreshed(self) -> None:
        """Ask git again about the projects where it may answer otherwise now."""
        for root, held in self._roots.items():
            if held.known and (now := stamp(held.marks)) != held.seen:
                held.seen = now
                self._run(self._learn(root))

    async def _learn(self, root: Path) -> None:
        held = self._roots[root]
        if not held.known:
            held.marks = await asyncio.to_thread(marks_of, root)
            held.seen = stamp(held.marks)
        base = await asyncio.to_thread(base_of, root)
        if held.known and held.base == base:
            return
        held.base, held.known = base, True
        since = (
            f"shown in full is what changed since {base.shown}" if base else "no branch to compare with: all is shown"
        )
        self._server.window_log_message(types.LogMessageParams(types.MessageType.Info, f"{root.name}: {since}"))
        for path in self._server.session.paths:
            if self._server.session.project(path).root == root:
                self._show(path)
        for each in self._server.listeners:
            each.shown_anew()

    def _compare(self, path: Path, snapshot: Snapshot) -> None:
        held = self._texts[path]
        if not held.comparing:
            held.comparing = True
            self._run(self._compared(path, held, snapshot.project.root, snapshot.path, snapshot.analysis.document))

    async def _compared(self, path: Path, held: _Text, root: Path, name: str, document: Document) -> None:
        first = held.touched is None
        if first:
            held.before = await asyncio.to_thread(lines_before, root, held.base, name)
        held.touched = await asyncio.to_thread(Touched.since, held.before, document)
        held.comparing = False
        self._show(path)

    def _later(self, path: Path, held: _Text) -> None:
        if held.again:
            held.again.cancel()
        held.again = self._loop.call_later(_PAUSE, self._again, path)

    def _again(self, path: Path) -> None:
        session = self._server.session
        if path in self._texts and session.is_open(path):
            self._compare(path, session.snapshot(path))

    def _show(self, path: Path) -> None:
        if self.wanted(path) and path not in self._server.lost and self._server.session.is_open(path):
            self._server.show_again(path)

    def _count(self, held: _Text, older: int) -> None:
        held.older = older
        now = self.older, self.since
        if now != self._told:
            self._told = now
            tell_status(self._server)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("what changed could not be found out", exc_info=error)


def novelty(server: Server) -> Novelty:
    """Return what is known of the open documents' past."""
    return server.part(Novelty)


def older_by(touched: Touched) -> Older:
    """Return what tells older findings; one with a record has its own word, which may be new though its code is not."""

    def older(placed: PlacedFinding) -> bool:
        node = placed.node
        own = placed.disposition.state in (State.OPEN, State.KNOWN) and not placed.disposition.deviation
        return own and not touched.touches(node.start.line, node.end.line)

    return older
