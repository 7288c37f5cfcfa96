"""The real server in a thread of this process: the whole way through the transport, without the cost of a process."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wire import PATIENCE, Wire

from aseptic.lsp.features import make_server
from aseptic.lsp.server import Server


class _Thread:
    """What `Wire` wants of a process."""

    def __init__(self, server: Server, die: Callable[[int], object]) -> None:
        read, self._write = os.pipe()
        self._read, write = os.pipe()
        self.stdin: Any = os.fdopen(self._write, "wb")
        self.stdout: Any = os.fdopen(self._read, "rb")
        self._status: int | None = None
        incoming, outgoing = os.fdopen(read, "rb"), os.fdopen(write, "wb", buffering=0)

        def serve() -> None:
            try:
                self._status = server.serve(incoming, outgoing, die)
            finally:
                outgoing.close()

        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()

    def wait(self, patience: float) -> int | None:
        self._thread.join(patience)
        assert not self._thread.is_alive(), "the server did not end"
        return self._status

    def poll(self) -> int | None:
        return None if self._thread.is_alive() else self._status


class Inside(Wire):
    """A client of a server in a thread."""

    def __init__(
        self, folder: Path, prepare: Callable[[Server], object] | None = None, die: Callable[[int], object] = id
    ) -> None:
        self.server = make_server()
        if prepare is not None:
            prepare(self.server)
        self._die = die
        super().__init__(folder)

    def _started(self, *_: Any, **__: Any) -> Any:
        return _Thread(self.server, self._die)

    @property
    def log(self) -> str:
        return "the log is pytest's"


__all__ = ["PATIENCE", "Inside"]
