"""The protocol object alone, fed with messages and drained of answers: thousands a second, for tests over all inputs."""

from __future__ import annotations

import asyncio
import json
import logging
from itertools import count
from typing import Any

from aseptic.lsp.features import make_server
from aseptic.lsp.wire.transport import read_frame

Message = dict[str, Any]


class _Faults(logging.Handler):
    """What was logged as an error: a bug of ours, whatever was sent."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage() + str(record.exc_info or ""))


class Desk:
    """One server without a transport, and what it said."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.server = make_server()
        self.said: list[Message] = []
        self.ended: list[int] = []
        self.faults = _Faults()
        self._ids = count(1_000_000)
        logging.getLogger("aseptic").addHandler(self.faults)
        logging.getLogger("pygls").setLevel(logging.CRITICAL)  # as the command does
        protocol = self.server.protocol
        protocol.stop = self.ended.append
        protocol.watch = lambda _: None
        protocol.set_writer(self)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("aseptic").removeHandler(self.faults)
        self.loop.close()

    def write(self, data: bytes) -> None:
        """Keep what the server writes: whole frames of JSON, or the test fails here."""
        header, _, body = data.partition(b"\r\n\r\n")
        assert header == b"Content-Length: %d" % len(body)
        self.said.append(json.loads(body))

    def close(self) -> None:
        """Be a writer."""

    def send(self, message: Message) -> list[Message]:
        """Send a message, as it would come through a frame, and return what the server said to it."""
        before = len(self.said)
        given = json.loads(json.dumps({"jsonrpc": "2.0", **message}))

        async def deliver() -> None:
            self.server.protocol.receive(given)
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0)

        self.loop.run_until_complete(deliver())
        return self.said[before:]

    def tell(self, method: str, params: Any) -> list[Message]:
        return self.send({"method": method, "params": params})

    def call(self, method: str, params: Any) -> Message:
        """Send a request and return its one answer."""
        identity = next(self._ids)
        said = self.send({"id": identity, "method": method, "params": params})
        (answer,) = (each for each in said if each.get("id") == identity and "method" not in each)
        return answer

    def shown(self, address: str) -> list[Message] | None:
        """Return the diagnostics last pushed for a document; None where none were."""
        pushed = (
            each["params"]["diagnostics"]
            for each in reversed(self.said)
            if each.get("method") == "textDocument/publishDiagnostics" and each["params"]["uri"] == address
        )
        return next(pushed, None)


__all__ = ["Desk", "Message", "read_frame"]
