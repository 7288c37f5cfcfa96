"""Stdout is the protocol's alone, the log holds no source text, and a check that fails costs its own place only."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from wire import SERVER, Wire, codes, edit, places

Start = Callable[..., Wire]
SECRET = "PATIENT_4711"
TEXT = f'import os\n\n\ndef f({SECRET}):\n    os.system({SECRET})\n\n\ndef g(x):\n    os.system("boom" + x)\n'


def with_check(body: str) -> tuple[str, ...]:
    """Return a command that starts the server with a check that does something first."""
    program = (
        "import os, subprocess, sys\n"
        "from aseptic.checks.checker import Checker\n"
        "plain = Checker.check\n"
        "def check(self, subject):\n"
        f"{body}"
        "    return plain(self, subject)\n"
        "Checker.check = check\n"
        "from aseptic.cli.main import main\n"
        "main(['server'], prog_name='aseptic')\n"
    )
    return (sys.executable, "-c", program)


NOISY = """\
    print("from print", flush=True)
    sys.stdout.write("from sys.stdout" * 10_000)
    os.write(1, b"Content-Length: 3\\r\\n\\r\\n")
    subprocess.run(["echo", "from a child"])
    assert sys.stdin.read() == ""
    assert subprocess.run(["cat"], stdout=subprocess.PIPE).stdout == b""
"""
FAILING = """\
    if "boom" in subject.parsed.chunk.text:
        raise ValueError(subject.parsed.chunk.text)
"""
DEEP = """\
    if "boom" in subject.parsed.chunk.text:
        raise RecursionError
"""


def test_whatever_prints_or_reads_the_protocol_stays_whole(start: Start) -> None:
    wire = start(command=with_check(NOISY))
    address = wire.opened("a.py", TEXT)
    assert codes(wire.shown(address, 1)["diagnostics"]) == ["INJ-003", "INJ-003"]
    assert wire.hover(address, 4, 6)
    assert codes(wire.changed(address, 2, edit(4, 4, " "))) == ["INJ-003", "INJ-003"]
    assert wire.end() == 0
    assert wire.stray == b""
    for words in ("from print", "from sys.stdout", "from a child"):
        assert words in wire.log, "it went to stderr"


@pytest.mark.parametrize("body", [FAILING, DEEP], ids=["error", "recursion"])
def test_a_check_that_fails_is_said_and_the_others_stay(start: Start, body: str) -> None:
    wire = start(command=with_check(body))
    address = wire.opened("a.py", TEXT)
    found = {each["code"]: each for each in wire.shown(address, 1)["diagnostics"]}
    assert set(found) == {"INJ-003", "not-checked"}
    missing = found["not-checked"]
    assert missing["range"]["start"]["line"] == 7
    assert missing["severity"] == 2
    assert missing["source"] == "aseptic"
    assert missing["message"].startswith("Lines 8-")
    assert "\n" not in missing["message"]
    assert SECRET not in missing["message"]
    assert found["INJ-003"]["range"]["start"]["line"] == 4
    assert wire.hover(address, 4, 6)
    mended = wire.changed(address, 2, edit(8, 15, "quiet", 19))
    assert [each[:2] for each in places(mended)] == [("INJ-003", 4), ("INJ-003", 8)]
    broken = wire.changed(address, 3, edit(8, 15, "boom", 20))
    assert "not-checked" in codes(broken)
    assert ("INJ-003", 4) in [each[:2] for each in places(broken)]
    assert wire.end() == 0
    assert SECRET not in wire.log
    assert "boom" not in wire.log, "an exception's words are the code's here"
    assert ("in check" in wire.log) == (body is FAILING), "where it failed is told, but not in a thousand lines"
    assert "RecursionError" in wire.log or body is FAILING


HOVER_FAILS = """\
from aseptic.feedback import hover
def fail(snapshot, *_):
    raise ValueError("".join(snapshot.lines))
hover.hover = fail
from aseptic.cli.main import main
main(['server'], prog_name='aseptic')
"""


def test_an_answer_that_fails_is_an_error_without_source_text(start: Start) -> None:
    wire = start(command=(sys.executable, "-c", HOVER_FAILS))
    address = wire.opened("a.py", TEXT)
    place = {"textDocument": {"uri": address}, "position": {"line": 4, "character": 6}}
    answer = wire.call("textDocument/hover", place)
    assert answer["error"]["code"] == -32603
    assert "ValueError" in answer["error"]["message"]
    assert SECRET not in str(answer)
    assert wire.end() == 0
    assert "hover failed for" in wire.log
    assert SECRET not in wire.log
    assert not wire.told("window/showMessage"), "no toast for each"


def test_the_log_holds_no_source_text(start: Start) -> None:
    wire = start(command=with_check(FAILING))
    address = wire.opened("a.py", TEXT)
    wire.changed(address, 2, edit(0, 0, f"# {SECRET}\n"))
    wire.changed(address, 3, edit(0, 0, f"def {SECRET}(:\n"))
    wire.tell("textDocument/didOpen", {"textDocument": {"uri": 5, "text": TEXT}})
    wire.tell("textDocument/didChange", {"textDocument": {"uri": address}, "contentChanges": [{"text": [SECRET]}]})
    wire.tell("textDocument/didChange", {"textDocument": None, "contentChanges": [{"text": SECRET}]})
    wire.tell("$/unheardOf", {"text": SECRET})
    for method in ("textDocument/hover", "textDocument/codeAction", "workspace/executeCommand", "un/heard"):
        wire.call(method, {"text": SECRET, "arguments": [SECRET]})
        wire.call(method, [SECRET])
    wire.body(b'{"broken": "' + SECRET.encode())
    wire.send({"id": 5000, "result": SECRET})
    wire.send({"id": 5001, "error": {"code": 1, "message": SECRET}})
    for action in wire.actions(address, {"start": {"line": 5, "character": 4}, "end": {"line": 6, "character": 9}}):
        if "command" in action:
            wire.call("workspace/executeCommand", {key: action["command"][key] for key in ("command", "arguments")})
    assert wire.end() == 0
    assert SECRET not in wire.log


def test_a_quiet_session_logs_nothing(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    wire.changed(address, 2, edit(0, 0, "#\n"))
    wire.hover(address, 5, 6)
    assert wire.end() == 0
    assert wire.log == ""


def test_bodies_are_logged_when_somebody_asks_for_it(start: Start) -> None:
    wire = start(command=(*SERVER, "--log-level", "debug"))
    wire.opened("a.py", TEXT)
    assert wire.end() == 0
    assert wire.stray == b""
    assert wire.log
