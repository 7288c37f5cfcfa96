"""Commands that write records take turns, and git is asked for them in another thread: typing goes on meanwhile.

What the session tells is looked at on the loop, once those before have written; what is left asks git and writes. So a
command sees what the one before left, and one that is given up before it writes leaves nothing.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from attrs import frozen

from aseptic.lsp.pushing.shown import refresh, renaming
from aseptic.lsp.server import Server
from aseptic.lsp.showing import say
from aseptic.records.decisions import Refused

_LOG = logging.getLogger(__name__)
Answer: TypeAlias = "dict[str, str] | None"
Rest: TypeAlias = "Callable[[], Awaitable[Answer]]"
"""What is left of a command, to be waited for."""


class _GivenUp(Exception):
    """Nobody waits for what was to be written."""


class _Will:
    """Whether a command is still wanted: it writes or it is given up, and never both."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writes = False
        self.given_up = True
        """Until somebody begins to wait: a request that is cancelled before its first step never takes another."""

    def seal(self) -> None:
        """Begin to write. Raises _GivenUp."""
        with self._lock:
            if self.given_up:
                raise _GivenUp
            self._writes = True

    def give_up(self) -> bool:
        """Have nothing written any more; False where that comes too late."""
        with self._lock:
            self.given_up = not self._writes
            return self.given_up


@frozen(eq=False)
class Work:
    """A command as the session tells what it is about; git was not asked yet."""

    write: Callable[[Callable[[], None]], Any]
    """Asks git and writes, in any thread; it calls what it is handed before it writes. Raises Refused."""
    tell: Callable[[Any], Answer]
    """Shows what was written, and answers the command."""


Begin = Callable[[], Work]
"""Looks at what a command is about, and changes nothing; raises Refused. It may be asked twice."""


class Turns:
    """The commands of one client that write records."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._last: asyncio.Task[Answer] | None = None
        self._unwatched: set[asyncio.Task[None]] = set()

    def take(self, path: Path, begin: Begin) -> Rest | Answer:
        """Do a command about a file of a project; where nobody is before it, it is about what stands now."""
        begun = None
        if self._last is None:
            refresh(self._server)
            begun = _begun(begin)
            if self._unknown(path):
                begun = None
            elif isinstance(begun, Refused):
                return say(self._server, str(begun))
        will = _Will()
        task = asyncio.get_running_loop().create_task(self._done(self._last, path, begin, begun, will))
        self._last = task
        task.add_done_callback(self._ended)
        return partial(_awaited, task, will)

    def start(self, path: Path, begin: Begin) -> None:
        """Do a command of which nobody waits for the answer."""
        rest = self.take(path, begin)
        if callable(rest):
            task = asyncio.get_running_loop().create_task(_logged(rest))
            self._unwatched.add(task)
            task.add_done_callback(self._unwatched.discard)

    async def _done(
        self, before: asyncio.Task[Answer] | None, path: Path, begin: Begin, begun: Work | Refused | None, will: _Will
    ) -> Answer:
        await asyncio.sleep(0)  # whoever waits begins to
        if before is not None:
            await asyncio.wait([before])
        if before is not None and not will.given_up:
            refresh(self._server)
        while begun is None and not will.given_up:
            known = _begun(begin)
            if self._unknown(path):
                await renaming(self._server).answered(self._server.session.project(path))
            else:
                begun = known
        if will.given_up or begun is None:
            return None
        if isinstance(begun, Refused):
            return say(self._server, str(begun))
        try:
            written = await asyncio.to_thread(begun.write, will.seal)
        except _GivenUp:
            return None
        except Refused as refusal:
            refresh(self._server)  # it may be that somebody else wrote there
            return say(self._server, str(refusal))
        return begun.tell(written)

    def _unknown(self, path: Path) -> bool:
        """Say whether what was looked at rests on renames of which git was not asked yet."""
        session = self._server.session
        return bool(session.renames(session.project(path)).waiting)

    def _ended(self, task: asyncio.Task[Answer]) -> None:
        if self._last is task:
            self._last = None
        if not task.cancelled():
            task.exception()  # whoever waits logs it


def turns(server: Server) -> Turns:
    """Return the commands of a client that write records."""
    return server.part(Turns)


def _begun(begin: Begin) -> Work | Refused:
    try:
        return begin()
    except Refused as refusal:
        return refusal


async def _awaited(task: asyncio.Task[Answer], will: _Will) -> Answer:
    will.given_up = False
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if task.cancelled() or will.give_up():
            raise
        return await asyncio.shield(task)  # it is written: to say that it was cancelled would be a lie


async def _logged(rest: Rest) -> None:
    try:
        await rest()
    except Exception:
        _LOG.exception("what was asked about could not be done")
