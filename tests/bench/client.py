"""A client as small as it can be: JSON-RPC over pipes, one message at a time, with the clock at the pipe.

POSIX only. The client announces no pull diagnostics, so that a server which could do both has to push.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
from pathlib import Path
from time import perf_counter
from typing import Any

from attrs import frozen
from tests.bench.keystrokes import Keystroke
from tests.bench.memory import own_kilobytes, peak_kilobytes, resident_kilobytes
from tests.bench.servers import Contender, environment

_PATIENCE = 120.0
"""Seconds without a byte after which a server is given up."""
_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {"versionSupport": True, "codeDescriptionSupport": True, "dataSupport": True},
    },
    "workspace": {"workspaceFolders": True},
}


class SilentError(RuntimeError):
    """A server ended, or did not answer."""


@frozen
class Published:
    """One version's diagnostics, seen from the client."""

    seconds: float
    """From just before the notification was written until the last byte was there."""
    size: int
    """Bytes of the message's body."""
    diagnostics: tuple[dict[str, Any], ...]


class Client:
    """One server's process, and the document that was opened last."""

    def __init__(self, contender: Contender, workspace: Path) -> None:
        self._contender = contender
        self._workspace = workspace
        self._buffer = bytearray()
        self._next = 0
        self._version = 0
        self._address = ""
        self.began = perf_counter()
        self._process = subprocess.Popen(
            contender.command,
            cwd=workspace,
            env=environment(workspace),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout

    def __enter__(self) -> Client:
        try:
            self._start()
        except BaseException:
            self._process.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._request("shutdown", None)
            self._notify("exit", None)
            self._process.wait(10)
        except (SilentError, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._in.close()
        self._out.close()

    def open(self, path: Path, text: str) -> Published:
        """Open a document and wait for its diagnostics."""
        self._address, self._version = path.as_uri(), 1
        item = {"uri": self._address, "languageId": "python", "version": 1, "text": text}
        return self._awaited("textDocument/didOpen", {"textDocument": item})

    def type(self, key: Keystroke) -> Published:
        """Send one keystroke and wait for the diagnostics of the version that it makes."""
        self._version += 1
        place = {
            "start": {"line": key.line, "character": key.column},
            "end": {"line": key.line, "character": key.end_column},
        }
        return self._awaited(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self._address, "version": self._version},
                "contentChanges": [{"range": place, "text": key.text}],
            },
        )

    def save(self, path: Path) -> None:
        """Say that a document was saved."""
        self._notify("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})

    def close(self, path: Path) -> None:
        """Close a document."""
        self._notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def peak(self) -> int | None:
        """Return the peak memory in kilobytes of the server and its children; None where nobody can tell."""
        return peak_kilobytes(self._process.pid)

    def resident(self) -> int | None:
        """Return the memory in kilobytes that the server and its children hold now; None where nobody can tell."""
        return resident_kilobytes(self._process.pid)

    def own(self) -> int | None:
        """Return the memory in kilobytes that the server alone holds now; None where nobody can tell."""
        return own_kilobytes(self._process.pid)

    def _start(self) -> None:
        address = self._workspace.as_uri()
        answer = self._request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": address,
                "workspaceFolders": [{"uri": address, "name": self._workspace.name}],
                "capabilities": _CAPABILITIES,
                "initializationOptions": self._contender.options,
            },
        )
        if "error" in answer:
            raise SilentError(f"{self._contender.name}: {answer['error']}")
        self._notify("initialized", {})

    def _awaited(self, method: str, params: dict[str, Any]) -> Published:
        """Notify, and wait for the push of the current version."""
        frame = _frame({"method": method, "params": params})
        began = perf_counter()
        self._write(frame)
        while True:
            body, arrived = self._read()
            message = json.loads(body)
            said = message.get("params") or {}
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and said["uri"] == self._address
                and said.get("version") == self._version
            ):
                return Published(arrived - began, len(body), tuple(said["diagnostics"]))
            self._serve(message)

    def _request(self, method: str, params: Any) -> dict[str, Any]:
        self._next += 1
        self._write(_frame({"id": self._next, "method": method, "params": params}))
        while True:
            message = json.loads(self._read()[0])
            if message.get("id") == self._next and "method" not in message:
                return message
            self._serve(message)

    def _notify(self, method: str, params: Any) -> None:
        self._write(_frame({"method": method, "params": params}))

    def _serve(self, message: dict[str, Any]) -> None:
        """Answer whatever a server asks with nothing."""
        if "id" in message and "method" in message:
            asked = (message.get("params") or {}).get("items")
            self._write(_frame({"id": message["id"], "result": [None] * len(asked) if asked else None}))

    def _write(self, frame: bytes) -> None:
        rest = memoryview(frame)
        while rest:
            rest = rest[self._in.write(rest) or 0 :]

    def _read(self) -> tuple[bytes, float]:
        """Return one message's body and when its last byte was there."""
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            self._fill()
        headers = dict(line.lower().split(b":", 1) for line in bytes(self._buffer[:end]).split(b"\r\n"))
        first = end + 4
        last = first + int(headers[b"content-length"])
        while len(self._buffer) < last:
            self._fill()
        arrived = perf_counter()
        body = bytes(self._buffer[first:last])
        del self._buffer[:last]
        return body, arrived

    def _fill(self) -> None:
        ready, _, _ = select.select([self._out], [], [], _PATIENCE)
        data = os.read(self._out.fileno(), 1 << 20) if ready else b""
        if not data:
            raise SilentError(f"{self._contender.name} {'ended' if ready else 'does not answer'}")
        self._buffer += data


def _frame(message: dict[str, Any]) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
