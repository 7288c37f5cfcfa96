"""Types, asked for when typing pauses: what names leave open goes to the worker, and is shown when it comes back.

Nothing here waits. Chunks are looked through in slices so short that no keystroke notices; the worker is another
process; and what it says of a text that has moved on is let go.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Generator
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Any

from attrs import evolve
from lsprotocol import types

from aseptic.analysis.documents.answers import NO_ANSWERS, Answers
from aseptic.analysis.documents.reading import Unchecked, read_source, stamped
from aseptic.analysis.imports.libraries import installed
from aseptic.analysis.inference.limits import Limits
from aseptic.analysis.inference.message import Job, Outcome, ReadStamp
from aseptic.analysis.inference.staff import WorkerClient
from aseptic.analysis.inference.state import Phase, State
from aseptic.analysis.projects.storage import STAND_INS, cache_folder
from aseptic.analysis.sessions import inquiry as inquiries
from aseptic.analysis.sessions.inquiry import Inquiry, surroundings
from aseptic.lsp.listener import Listener
from aseptic.lsp.pushing.status import reporting, shows_status, tell_status, worker_said
from aseptic.lsp.server import Server
from aseptic.source.alike import same_code
from aseptic.source.document import split_lines
from aseptic.source.printable import short

_LOG = logging.getLogger(__name__)
PAUSE = 0.35
"""Seconds without an edit after which typing is said to pause."""
_SLICE = 0.003
"""Seconds of looking through chunks between two chances for a message."""
_BREATH = 0.002


class Inquiring(Listener):
    """What is to be asked, was asked, and was answered."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._stale: dict[Path, None] = {}
        """The documents that are to be asked about."""
        self._asked: dict[Path, tuple[Job, Inquiry]] = {}
        self._read: dict[Path, tuple[ReadStamp, ...]] = {}
        """The files that each document's answers rest on."""
        self._saved: set[Path] = set()
        """The files that were saved so far."""
        self._stirred: set[Path] = set()
        """The documents that others may rest on, and whose text moved."""
        self._unsaved: set[Path] = set()
        """Those that did not say what they say on disk, when somebody looked last."""
        self._held: dict[Path, int] = {}
        """How many questions of each document wait for other files to be saved."""
        self._begin: asyncio.TimerHandle | None = None
        self._number = 0
        self._given_up = False
        """Whether the client heard that no worker is started for a while."""
        self._loop = asyncio.get_running_loop()

    @cached_property
    def staff(self) -> WorkerClient:
        """The worker, which starts with the first question."""
        return WorkerClient(cache_folder() / STAND_INS, self._from_worker, self._changed)

    @property
    def state(self) -> State:
        """How the worker is."""
        return self._standing(self.staff.state) if "staff" in self.__dict__ else State()

    @property
    def busy(self) -> bool:
        """Whether something is to be asked, or was and is not answered yet."""
        return bool(self._stale or self._asked)

    def disturbed(self, path: Path) -> None:
        """Note that a document is another now, or is to be asked about anew; it is, when nothing moves for a while."""
        self._withdraw(path)
        if self._server.preferences.of(path).types:
            self._stale[path] = None
            self._stirred.add(path)
            self._wait(PAUSE)

    def refreshed(self) -> None:
        """Ask anew about the documents whose answers rest on files that changed."""
        for path, stamps in list(self._read.items()):
            if any(stamped(Path(name)) != _stamp(time, size) for name, time, size in stamps):
                self.disturbed(path)

    def said(self) -> dict[str, Any]:
        """Say how the worker is."""
        return worker_said(self.state)

    def closed(self, path: Path) -> None:
        """Let a document go."""
        self._withdraw(path)
        self._stale.pop(path, None)
        self._read.pop(path, None)
        self._held.pop(path, None)
        if path in self._unsaved:
            self._stirred.add(path)
            self._wait(PAUSE)

    def restart(self) -> None:
        """Ask about every document anew, or where types are not wanted any more forget what they told."""
        for path in self._server.session.paths:
            self._read.pop(path, None)
            self.disturbed(path)
            if not self._server.preferences.of(path).types:
                self._stale.pop(path, None)
                self._take_in(path, None, NO_ANSWERS)

    def end(self) -> None:
        """Let the worker go."""
        if "staff" in self.__dict__:
            self.staff.close()

    def saved(self, path: Path) -> None:
        """Ask anew about the documents of a file's project, if the file is one that nobody knew: it may be imported."""
        if path in self._saved:
            return
        self._saved.add(path)
        session = self._server.session
        root = session.project(path).root
        for each in session.paths:
            if each != path and session.project(each).root == root:
                self.disturbed(each)

    def _withdraw(self, path: Path) -> None:
        if self._asked.pop(path, None) is not None:
            self.staff.withdraw(path)

    def _wait(self, seconds: float) -> None:
        if self._begin is not None:
            self._begin.cancel()
        self._begin = self._loop.call_later(seconds, lambda: self._step(self._round()))

    def _step(self, work: Generator[None]) -> None:
        """Go on for a slice. Another edit begins a new round instead of the rest of this one."""
        until = perf_counter() + _SLICE
        try:
            while perf_counter() < until:
                next(work)
        except StopIteration:
            self._begin = None
            return
        self._begin = self._loop.call_later(_BREATH, self._step, work)

    def _round(self) -> Generator[None]:
        session = self._server.session
        while self._stirred:
            self._look_again(self._stirred.pop())
        for path in list(self._stale):
            if not session.is_open(path) or path in self._server.lost or session.snapshot(path).excluded:
                self._stale.pop(path, None)  # it may have been closed since the round began
                continue
            snapshot = session.snapshot(path)
            found: list[inquiries.Unsettled | None] = []
            for each in inquiries.looked_through(snapshot.analysis, snapshot.project.memo):
                found.append(each)
                yield
            self._stale.pop(path, None)
            self._ask(path, inquiries.inquiry(snapshot.analysis, found))

    def _look_again(self, path: Path) -> None:
        """Ask anew about what rests on a document that no longer says, or says again, what it says on disk."""
        before = path in self._unsaved
        if self._is_unsaved(path) == before:
            return
        (self._unsaved.discard if before else self._unsaved.add)(path)
        for other, stamps in self._read.items():
            if any(Path(name) == path for name, _, _ in stamps):
                self._withdraw(other)
                self._stale[other] = None

    def _is_unsaved(self, path: Path) -> bool:
        """Say whether a file is open and says something else than on disk, which is all that the worker reads."""
        session = self._server.session
        if not session.is_open(path):
            return False
        saved, analysis = read_source(path), session.snapshot(path).analysis
        if isinstance(saved, Unchecked):
            return True
        text = analysis.document.text
        return saved != text and not same_code(split_lines(text), analysis.cut, split_lines(saved))

    def _ask(self, path: Path, inquiry: Inquiry) -> None:
        if not inquiry.unsettled:
            self._read.pop(path, None)
            self._hold(path, 0)
            self._take_in(path, inquiry, NO_ANSWERS)
            return
        self._number += 1
        environment = self._server.preferences.of(path).environment
        around = surroundings(self._server.session, path, installed(Path(environment)) if environment else ())
        job = inquiry.job(self._number, path, around, self._unsaved)
        self._asked[path] = (job, inquiry)
        self.staff.ask(job)

    def _from_worker(self, job: Job, outcome: Outcome) -> None:
        """Hand an outcome over to the loop; the worker's thread calls this."""
        self._soon(lambda: self._take(job, outcome))

    def _changed(self, state: State) -> None:
        self._soon(lambda: self._tell(state))

    def _tell(self, state: State) -> None:
        """Tell how the worker is; a client that shows no status hears once that there is none for a while."""
        tell_status(self._server, worker_said(self._standing(state)))
        if state.phase is Phase.RESTING and not self._given_up and not shows_status(self._server):
            self._given_up = True
            text = Limits().given_up
            self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, text))

    def _soon(self, work: object) -> None:
        try:
            self._loop.call_soon_threadsafe(work)  # pyright: ignore[reportArgumentType]
        except RuntimeError:
            _LOG.info("the server ended first")

    def _take(self, job: Job, outcome: Outcome) -> None:
        asked = self._asked.get(job.path)
        if asked is None or asked[0] is not job:
            return
        del self._asked[job.path]
        self._read[job.path] = outcome.read
        moved = [path for name, _, _ in outcome.read if self._is_unsaved(path := Path(name)) != (path in job.unsaved)]
        if moved:  # meanwhile; what the document had keeps standing until it is asked about anew
            self._stirred.update(moved)
            self._stale[job.path] = None
            self._wait(PAUSE)
            return
        self._hold(job.path, len(outcome.held))
        self._take_in(job.path, asked[1], asked[1].answers(outcome))

    def _hold(self, path: Path, count: int) -> None:
        """Note how many questions about a document wait, and say so."""
        if count != self._held.get(path, 0):
            said = "%s: %d questions about types are not checked until the files that they rest on are saved"
            name = short(path.name)
            _LOG.warning(said, name, count) if count else _LOG.info("%s: all questions are checked", name)
        self._held[path] = count

    def _standing(self, state: State) -> State:
        return evolve(state, held=sum(self._held.values()))

    def _take_in(self, path: Path, inquiry: Inquiry | None, answers: Answers) -> None:
        session = self._server.session
        if path in self._server.lost or not session.is_open(path):
            return
        document = inquiry.document if inquiry else session.snapshot(path).analysis.document
        if session.answer(path, document, answers):
            self._server.show_again(path)
        reporting(self._server).soon()


def inquiring(server: Server) -> Inquiring:
    """Return what types are asked for."""
    return server.part(Inquiring)


def _stamp(time: int, size: int) -> tuple[int, int] | None:
    return None if time < 0 else (time, size)
