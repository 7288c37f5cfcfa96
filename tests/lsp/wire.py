"""A client made of bytes: it sends whatever a test wants to see sent, and keeps every frame that comes back."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Self

SERVER = (sys.executable, "-m", "aseptic", "server")
PATIENCE = 60.0
"""Seconds before a test gives up. No test asserts a time below it."""
Message = dict[str, Any]
PUBLISHED = "textDocument/publishDiagnostics"
ACTIONS: Message = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}}
"""What a client says that knows more than commands."""
SHOWING: Message = {
    "codeAction": ACTIONS,
    "hover": {"contentFormat": ["markdown", "plaintext"]},
    "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    "publishDiagnostics": {"relatedInformation": True},
}
"""What a client says of documents that shows all that we have to say."""
RICH: Message = {
    "textDocument": SHOWING,
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"showDocument": {"support": True}},
    "workspace": {"workspaceEdit": {"documentChanges": True}, "workspaceFolders": True},
}
"""The capabilities of a client that can do all that we use."""


class Wire:
    """One server process and the two pipes to it."""

    def __init__(
        self,
        folder: Path,
        command: Sequence[str] = SERVER,
        env: Mapping[str, str] | None = None,
        errors: Path | None = None,
    ) -> None:
        self.folder = folder
        self.errors = errors or folder.parent / f"{folder.name}.stderr"
        self.process = self._started(command, env)
        self.messages: list[Message] = []
        self.stray = b""
        """What came on stdout besides frames."""
        self._news = threading.Condition()
        self._ids = count(1)
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _started(self, command: Sequence[str], env: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
        with self.errors.open("wb") as stream:
            return subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stream, cwd=self.folder, env=env
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.stdin:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self._reader.join(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()

    # what is sent

    def raw(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def body(self, body: bytes) -> None:
        self.raw(frame(body))

    def send(self, message: Message) -> None:
        self.body(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def tell(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": {} if params is None else params})

    def ask(self, method: str, params: Any = None) -> int:
        identity = next(self._ids)
        self.send({"id": identity, "method": method, "params": {} if params is None else params})
        return identity

    def call(self, method: str, params: Any = None) -> Message:
        """Send a request and return its whole answer."""
        return self.answer(self.ask(method, params))

    def result(self, method: str, params: Any = None) -> Any:
        """Send a request and return its result; an error fails the test."""
        answer = self.call(method, params)
        assert "error" not in answer, answer
        return answer["result"]

    # what comes

    def wait(self, wanted: Callable[[Message], bool], since: int = 0) -> Message:
        """Return the first message since the `since`th that is wanted, waiting for it."""
        with self._news:

            def found() -> Message | None:
                return next((each for each in self.messages[since:] if wanted(each)), None)

            self._news.wait_for(lambda: found() is not None or self._ended, PATIENCE)
            answer = found()
        assert answer is not None, f"did not come; {self.messages[-3:]} {self.log[-2000:]}"
        return answer

    def answer(self, identity: int | str) -> Message:
        return self.wait(lambda each: each.get("id") == identity and "method" not in each)

    def alive(self) -> bool:
        """Whether the server still answers. All that it sent before has come when this returns."""
        return "error" in self.call("aseptic/areYouThere")

    @property
    def log(self) -> str:
        return self.errors.read_text(encoding="utf-8", errors="replace")

    def told(self, method: str) -> list[Any]:
        """Return the parameters of all messages of one method that came so far."""
        with self._news:
            return [each["params"] for each in self.messages if each.get("method") == method]

    def shown(
        self, address: str, version: int | None = None, until: Callable[[Message], bool] | None = None
    ) -> Message:
        """Return the publication of a version of a document, and one that is as wanted."""

        def wanted(each: Message) -> bool:
            if each.get("method") != PUBLISHED or each["params"]["uri"] != address:
                return False
            return each["params"].get("version") == version and (until is None or until(each["params"]))

        return self.wait(wanted)["params"]

    # conversations

    def initialize(self, capabilities: Message | None = None, **more: Any) -> Message:
        """Agree with the server and return its answer's result."""
        folder = {"uri": self.folder.as_uri(), "name": self.folder.name}
        params = {
            "processId": None,
            "rootUri": self.folder.as_uri(),
            "workspaceFolders": [folder],
            "capabilities": RICH if capabilities is None else capabilities,
            **more,
        }
        result = self.result("initialize", params)
        self.tell("initialized")
        return result

    def write(self, name: str, text: str) -> str:
        """Write a file and return its address."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path.as_uri()

    def open(self, address: str, text: str, version: int = 1, language: str = "python") -> None:
        item = {"uri": address, "languageId": language, "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def opened(self, name: str, text: str) -> str:
        """Write a file, open it, wait for its findings and return its address."""
        address = self.write(name, text)
        self.open(address, text)
        self.shown(address, 1)
        return address

    def change(self, address: str, version: int, *changes: Message) -> None:
        document = {"uri": address, "version": version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def changed(self, address: str, version: int, *changes: Message) -> list[Message]:
        """Change a document and return the diagnostics of that version."""
        self.change(address, version, *changes)
        return self.shown(address, version)["diagnostics"]

    def save(self, address: str) -> None:
        self.tell("textDocument/didSave", {"textDocument": {"uri": address}})

    def hover(self, address: str, line: int, character: int) -> str | None:
        place = {"textDocument": {"uri": address}, "position": {"line": line, "character": character}}
        said = self.result("textDocument/hover", place)
        return said and said["contents"]["value"]

    def actions(
        self, address: str, span: Message, diagnostics: Sequence[Message] = (), **context: Any
    ) -> list[Message]:
        params = {
            "textDocument": {"uri": address},
            "range": span,
            "context": {"diagnostics": list(diagnostics), **context},
        }
        return self.result("textDocument/codeAction", params) or []

    def end(self, polite: bool = True) -> int:
        """Take leave and return the exit status."""
        if polite:
            assert self.call("shutdown", None)["result"] is None
        self.tell("exit")
        return self.process.wait(PATIENCE)

    def _read(self) -> None:
        assert self.process.stdout
        stream = self.process.stdout
        while line := stream.readline():
            name, _, value = line.partition(b": ")
            if name != b"Content-Length":
                self._keep(line)
                continue
            while (header := stream.readline()) not in {b"\r\n", b""}:
                if not header.startswith(b"Content-Type: "):
                    self._keep(header)
            body = stream.read(int(value))
            message = json.loads(body)
            with self._news:
                self.messages.append(message)
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _keep(self, line: bytes) -> None:
        self.stray += line


def frame(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def span(line: int, start: int, end_line: int, end: int) -> Message:
    return {"start": {"line": line, "character": start}, "end": {"line": end_line, "character": end}}


def edit(line: int, start: int, text: str, end: int | None = None, end_line: int | None = None) -> Message:
    """A change of a stretch of text, as an editor sends it."""
    last = line if end_line is None else end_line
    return {"range": span(line, start, last, start if end is None else end), "text": text}


def codes(diagnostics: Sequence[Message]) -> list[str]:
    return [each["code"] for each in diagnostics]


def places(diagnostics: Sequence[Message]) -> list[tuple[str, int, int, int, int]]:
    """Code, line, column, last line and last column of each."""
    found = []
    for each in diagnostics:
        start, end = each["range"]["start"], each["range"]["end"]
        found.append((each["code"], start["line"], start["character"], end["line"], end["character"]))
    return found


WIDTHS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode("utf-8")),
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf-32": len,
}
"""How many columns a text takes in each position encoding."""


def applied(text: str, edits: Sequence[Message], encoding: str = "utf-16") -> str:
    """Apply text edits as a client does: all in places of the text before, lines ending in a newline."""
    width = WIDTHS[encoding]
    lines = text.split("\n")

    def offset(place: Message) -> int:
        line = lines[place["line"]]
        column = next(at for at in range(len(line) + 1) if width(line[:at]) == place["character"])
        return sum(len(each) + 1 for each in lines[: place["line"]]) + column

    spots = [(offset(each["range"]["start"]), offset(each["range"]["end"]), each["newText"]) for each in edits]
    for start, end, new in sorted(spots, reverse=True):
        text = text[:start] + new + text[end:]
    return text
