"""The findings of files that nobody opened, from a scan in another process.

What it found is shown until the files are other ones: a file that changed on disk, or is closed again, is looked at
anew, and one that is gone is taken back. An open document says for itself what is in it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
from pathlib import Path
from typing import Any

from attrs import frozen
from lsprotocol import types

from aseptic.analysis.deviations.deciding import looked_at
from aseptic.analysis.documents.reading import FileStamp, read_source, stamped
from aseptic.analysis.projects.loading import stamp_of
from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import findings
from aseptic.analysis.scanning.sweep import Swept, begun, swept
from aseptic.analysis.sessions.outcome import Outcome, outcome_of
from aseptic.analysis.versioning.branching import lines_before
from aseptic.lsp.listener import Listener
from aseptic.lsp.pushing.changed_only import Older, novelty, older_by
from aseptic.lsp.pushing.progress import Progress
from aseptic.lsp.server import Server
from aseptic.lsp.showing import say
from aseptic.lsp.translation.preferences import Show
from aseptic.source.counting import counted
from aseptic.source.document import Document, split_lines
from aseptic.source.touched import Touched

_LOG = logging.getLogger(__name__)
_KILL = 9
"""The signal that a system sends which runs out of memory."""
_LAST = 5.0
"""Seconds that a scan has to end after its last word."""


@frozen(eq=False)
class _Known:
    """A file in which something was found: what, how the file looked then, and under which project it was shown."""

    outcome: Outcome
    looks: FileStamp
    project: Project


class Sweeping(Listener):
    """What scans of the workspace found in files that are not open."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._known: dict[Path, _Known] = {}
        self._folders: list[Path] = []
        self._checking: asyncio.Task[Any] | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether a scan is under way that nobody has stopped."""
        return self._checking is not None and not self._checking.cancelling()

    async def check(self, folders: list[Path]) -> dict[str, Any] | None:
        """Scan folders and show what is found; None where it was stopped or could not be done.

        One that was stopped is waited for: whoever stops one may ask for the next at once.
        """
        if self.busy:
            return say(self._server, "The workspace is being checked already")
        mine = self._checking = asyncio.current_task()
        try:
            async with self._turn:
                self._folders = folders
                return await self._check(folders)
        finally:
            if self._checking is mine:
                self._checking = None

    async def _check(self, folders: list[Path]) -> dict[str, Any] | None:
        server = self._server
        try:
            process = begun(folders)
        except OSError as error:
            return say(server, f"The workspace cannot be checked: {error.strerror or error}")

        stopped = False

        def stop() -> None:
            nonlocal stopped
            stopped = True
            process.kill()
            self._checking = None

        progress = Progress(server, "Aseptic: checking the workspace", stop)
        try:
            found, files = await self._heard(process, progress)
            status = await asyncio.to_thread(_ended, process) if files is None else 0
        except asyncio.CancelledError:
            progress.end("stopped")
            raise
        finally:
            process.kill()
            process.wait()
        if files is None:
            progress.end("ended before its time" if status and not stopped else "stopped")
            return self._died(status) if status and not stopped else None
        shown = await self._take(found)
        progress.end(f"{counted(shown, 'finding')} in {counted(files, 'file')}")
        unchecked = sum(each.outcome is None or bool(each.outcome.missing) for each in found)
        told = f"{counted(files, 'file')} of the workspace checked: {counted(shown, 'finding')}, {unchecked} not wholly"
        server.window_log_message(types.LogMessageParams(types.MessageType.Info, told))
        named = [server.addresses.address(each) for each in folders]
        return {"files": files, "findings": shown, "unchecked": unchecked, "folders": named}

    def _died(self, status: int) -> None:
        """Say that a scan ended that nobody stopped, and what to do."""
        _LOG.error("the process that checks the workspace ended with status %d", status)
        killed = "was killed by the system, which may lack memory: close other programs, or exclude folders in"
        failed = "ended with an error, which the log tells: report it, or exclude folders in"
        how = killed if status == -_KILL else failed
        say(self._server, f"Nothing is shown of the workspace: its check {how} [tool.aseptic], then check again")

    async def _heard(self, process: subprocess.Popen[bytes], progress: Progress) -> tuple[list[Swept], int | None]:
        """Listen until the scan ends; without a last word it was stopped, or died."""
        assert process.stdout is not None
        found: list[Swept] = []
        done = of = 0
        while (line := await asyncio.to_thread(process.stdout.readline)).endswith(b"\n"):  # else it was cut off
            said = json.loads(line)
            if "path" in said:
                found.append(swept(said))
            elif "files" in said:
                return found, said["files"]
            elif "most" in said:
                text = f"There are more than {said['most']} files to check, most of them below {said['folder']}; "
                say(self._server, f"{text}exclude it in [tool.aseptic], or open a smaller folder")
            else:
                of, done = said.get("of", of), done + ("done" in said)
                progress.report(done, of)
        return found, None

    async def _take(self, found: list[Swept]) -> int:
        """Show what a scan found in files that are not open, take back what was shown before, and count all that is."""
        now = {each.path: each.outcome for each in found if each.outcome is not None}
        for path in self._known.keys() - now.keys():
            self._withdraw(path)
        count = 0
        for path, outcome in now.items():
            shown = await self._show(path, outcome)
            count += 0 if self._speaks(path) else shown
        session = self._server.session
        return count + sum(len(session.snapshot(path).findings) for path in session.paths if self._speaks(path))

    def _speaks(self, path: Path) -> bool:
        """Whether a module of the workspace is open, and its text, which may be unsaved, is known."""
        server = self._server
        inside = any(path.is_relative_to(folder) for folder in self._folders)
        return inside and server.session.is_open(path) and path not in server.lost and path not in server.books

    async def _show(self, path: Path, outcome: Outcome) -> int:
        server, session = self._server, self._server.session
        project = session.project(path)
        looks = stamped(path)
        text = read_source(path)
        lines = split_lines(text) if isinstance(text, str) else [""]
        found = tuple(findings(session, path, project, outcome))
        older = await self._older(path, project, lines) if found else None
        anything = bool(found) or path in self._known
        self._known[path] = _Known(outcome, looks, project)
        if anything and not session.is_open(path):
            server.publisher.unopened(path, project, lines, found, older)
        return len(found)

    async def _older(self, path: Path, project: Project, lines: list[str]) -> Older | None:
        wanted = self._server.preferences.of(project.root).show is Show.CHANGED
        base = await novelty(self._server).base(project.root) if wanted else None
        if base is None:
            return None
        before = await asyncio.to_thread(lines_before, project.root, base, relative(path, project.root))
        return older_by(await asyncio.to_thread(Touched.since, before, Document.of("".join(lines))))

    def closed(self, path: Path) -> None:
        """Show what is in a file on disk again, once its document is closed."""
        if path in self._known:
            self._run(self._again([path]))

    def refreshed(self) -> None:
        """Look again at the files that changed, or of which records say something else now."""
        projects = {id(known.project): known.project for known in self._known.values()}
        today = self._server.session.today()
        anew = {
            key: stamp_of(each.root, each.settings, each.tailoring, today) != each.stamp
            for key, each in projects.items()
        }
        stale = [
            path
            for path, known in self._known.items()
            if not self._server.session.is_open(path) and (anew[id(known.project)] or known.looks != stamped(path))
        ]
        if stale:
            self._run(self._again(stale))

    def shown_anew(self) -> None:
        """Show everything again: the person wants it shown otherwise."""
        self._run(self._again([path for path in self._known if not self._server.session.is_open(path)]))

    async def _again(self, paths: list[Path]) -> None:
        session = self._server.session
        for path in paths:
            known = self._known.get(path)
            if known is None or session.is_open(path):
                continue
            project = session.project(path)
            if known.looks == stamped(path) and known.project.standard.digest == project.standard.digest:
                await self._show(path, known.outcome)
            elif (snapshot := looked_at(session, project, relative(path, project.root))) is not None:
                await self._show(path, outcome_of(snapshot.analysis))
            else:
                self._withdraw(path)
            await asyncio.sleep(0)

    def _withdraw(self, path: Path) -> None:
        self._known.pop(path, None)
        if not self._server.session.is_open(path):
            self._server.publisher.withdraw(path)

    def _run(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("closed files could not be shown", exc_info=error)


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process that said its last word, and return its status."""
    try:
        return process.wait(_LAST)
    except subprocess.TimeoutExpired:
        return 0


def sweeping(server: Server) -> Sweeping:
    """Return what scans of the workspace found."""
    return server.part(Sweeping)
