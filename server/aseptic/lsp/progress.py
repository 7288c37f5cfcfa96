"""How far something is, for clients that show progress; the person may stop it there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from time import monotonic

from lsprotocol import types

from aseptic.lsp.server import Server

_BETWEEN = 0.2
"""Seconds between two reports."""


class Progress:
    """One piece of work. Nothing is said of it before the client agreed, nor after its end."""

    def __init__(self, server: Server, title: str, stop: Callable[[], object]) -> None:
        self.token = str(uuid.uuid4())
        self.stop = stop
        self._server, self._title = server, title
        self._agreed = self._over = False
        self._last = 0.0
        window = server.client_capabilities.window
        if window and window.work_done_progress:
            _under_way(server)[self.token] = self
            asked = types.WorkDoneProgressCreateParams(self.token)
            server.protocol.ask(types.WINDOW_WORK_DONE_PROGRESS_CREATE, asked, lambda _: self._begin())

    def report(self, done: int, of: int) -> None:
        """Say how many of how many files are done."""
        if self._agreed and not self._over and monotonic() - self._last >= _BETWEEN:
            self._last = monotonic()
            share = min(100 * done // max(of, 1), 100)
            self._tell(types.WorkDoneProgressReport(message=f"{done} of {of} files", percentage=share))

    def end(self, text: str) -> None:
        """Say that it is over, and how it ended."""
        _under_way(self._server).pop(self.token, None)
        if self._agreed and not self._over:
            self._tell(types.WorkDoneProgressEnd(message=text))
        self._over = True

    def _begin(self) -> None:
        if not self._over:
            self._agreed = True
            self._tell(types.WorkDoneProgressBegin(self._title, cancellable=True, percentage=0))

    def _tell(
        self, value: types.WorkDoneProgressBegin | types.WorkDoneProgressReport | types.WorkDoneProgressEnd
    ) -> None:
        self._server.protocol.notify(types.PROGRESS, types.ProgressParams(self.token, value))


def _none(_: Server) -> dict[str, Progress]:
    return {}


def _under_way(server: Server) -> dict[str, Progress]:
    """Return the work of which the client shows how far it is, by its token."""
    return server.part(_none)


def cancel(server: Server, params: types.WorkDoneProgressCancelParams) -> None:
    """Stop what the person no longer wants to wait for."""
    work = _under_way(server).get(str(params.token))
    if work is not None:
        work.stop()
