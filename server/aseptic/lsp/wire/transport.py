"""Frames over stdio or a socket: a reader of our own, and stdout for the protocol alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from lsprotocol import types

from aseptic.lsp.wire.ending import GRACE, LEAVE, lives, wait_for_end
from aseptic.lsp.wire.protocol import INVALID_REQUEST, PARSE_ERROR, REQUEST_CANCELLED, Protocol, is_id
from aseptic.lsp.wire.unreadable import request_id

if sys.platform == "linux":
    import fcntl

_LOG = logging.getLogger(__name__)
_ROOM = 1 << 20
"""Bytes that wait in a pipe for the client, as many as Linux lets anybody have."""
_LONGEST = 1 << 30
"""Bytes that a message may have; more is no message."""


def claim_stdio() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for the protocol: whatever reads from now on finds nothing, and prints go to stderr.

    The interpreter closes its own stdin as it ends, and dies of it while the reader waits there; ours it leaves alone.
    """
    ours = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    _widen(ours[1].fileno())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return ours


def _widen(pipe: int) -> None:
    """Let a long message lie in a pipe as a whole, where there is one: else we wait for the client to read a part."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # it is a socket, or all that the user may have is taken
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def read_frame(stream: BinaryIO) -> bytes | None:
    """Read one message's body; None at the end of the stream. A header that makes no sense is passed over."""
    length = None
    while True:
        line = stream.readline()
        if not line:
            return None
        line = line.strip()
        if not line:
            if length is None:
                continue
            body = stream.read(length)
            return body if len(body) == length else None
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = _length(value)


def _length(value: bytes) -> int | None:
    digits = value.strip()
    if digits.isdigit() and len(digits) <= len(str(_LONGEST)) and int(digits) <= _LONGEST:
        return int(digits)
    _LOG.warning("a header tells no length that a message can have")
    return None


class Writer:
    """Writes whole messages."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Write all of it, however many calls that takes."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._stream.write(rest) or 0 :]

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


class Connection:
    """One client: a thread reads, the loop answers, and a request cancelled while it waits is never begun."""

    def __init__(self, protocol: Protocol, stream: BinaryIO, die: Callable[[int], object] = os._exit) -> None:
        self._protocol = protocol
        self._stream = stream
        self._die = die
        self._waiting: deque[dict[str, Any]] = deque()
        self._cancelled: set[int | str] = set()
        self._leaving = False
        """Whether the client said `exit`."""
        self._done: asyncio.Future[int]
        self._loop: asyncio.AbstractEventLoop

    async def run(self) -> int:
        """Serve until the client goes; return the exit status."""
        self._loop = asyncio.get_running_loop()
        self._done = self._loop.create_future()
        self._protocol.stop = self._finish
        self._protocol.watch = self._watch
        threading.Thread(target=self._read, name="reader", daemon=True).start()
        return await self._done

    def _finish(self, status: int) -> None:
        if not self._done.done():
            self._done.set_result(status)

    def _watch(self, client: int) -> None:
        """End with the client's process."""
        if lives(client):  # else its number means nothing here, as in a container: its pipe has to tell
            threading.Thread(target=self._end_with, args=(client,), name="watch", daemon=True).start()

    def _end_with(self, client: int) -> None:
        wait_for_end(client)
        self._end(1, GRACE)

    def _end(self, status: int, grace: float) -> None:
        """Ask the loop to end, and end without it where it is too busy to hear."""
        with contextlib.suppress(RuntimeError):  # the loop may have ended first
            self._loop.call_soon_threadsafe(self._finish, status)
        time.sleep(grace)
        self._die(status)

    def _read(self) -> None:
        try:
            while (body := read_frame(self._stream)) is not None:
                self._take(body)
        except OSError as error:
            _LOG.error("the connection is unreadable: %s", error)
        self._end(0 if self._protocol.shut_down else 1, LEAVE if self._leaving else GRACE)

    def _take(self, body: bytes) -> None:
        try:
            message: Any = json.loads(body)
        except (ValueError, RecursionError):
            _LOG.warning("a message is no JSON that can be read (%d bytes)", len(body))
            self._refuse(PARSE_ERROR, "the message is no JSON that can be read", request_id(body))
            return
        if not isinstance(message, dict):
            _LOG.warning("a message is no object")
            self._refuse(INVALID_REQUEST, "a message is an object")
            return
        self._queue(cast("dict[str, Any]", message))

    def _refuse(self, code: int, text: str, identity: int | str | None = None) -> None:
        """Answer what may have been a request; without an id nobody can say which."""
        with contextlib.suppress(RuntimeError):  # as below
            self._loop.call_soon_threadsafe(self._protocol.refuse, identity, code, text)

    def _queue(self, message: dict[str, Any]) -> None:
        identity = _cancelled_by(message)
        if identity is not None and any(_identity(waiting) == identity for waiting in list(self._waiting)):
            self._cancelled.add(identity)
            return
        self._leaving = self._leaving or message.get("method") == types.EXIT
        self._waiting.append(message)
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._answer_next)

    def _answer_next(self) -> None:
        message = self._waiting.popleft()
        identity = _identity(message)
        if identity is not None and identity in self._cancelled:
            self._cancelled.discard(identity)
            self._protocol.refuse(identity, REQUEST_CANCELLED, "cancelled")
            return
        try:
            self._protocol.receive(message)
        except Exception:  # a bug of ours in one message must not end the server
            _LOG.exception("%s failed", message.get("method", "a response"))
        self._protocol.heard = time.monotonic()


def _identity(message: dict[str, Any]) -> int | str | None:
    """Return a request's id; None for anything else."""
    identity = message.get("id")
    return identity if "method" in message and is_id(identity) else None


def _cancelled_by(message: dict[str, Any]) -> int | str | None:
    """Return the id of the request that a message cancels."""
    params: Any = message.get("params")
    if message.get("method") != types.CANCEL_REQUEST or not isinstance(params, dict):
        return None
    return _identity({**message, **cast("dict[str, Any]", params)})
