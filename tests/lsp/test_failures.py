"""A bug of ours in one handler: it is logged with its document and its place, told once, and ends nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from wire import Message, Wire, codes, edit, places, span

Start = Callable[..., Wire]
SECRET = "PATIENT_4711"
TEXT = f"import os\n\n\ndef f({SECRET}):\n    os.system({SECRET})\n"
HERE = span(4, 4, 4, 13)
PROGRAM = """\
import {module} as module
plain = {owner}.{name}
def failing(*given, **more):
    if failing.times:
        failing.times -= 1
        raise LookupError("{secret}")
    return plain(*given, **more)
failing.times = {times}
{owner}.{name} = failing
from aseptic.cli.main import main
main(['server'], prog_name='aseptic')
"""


def failing(module: str, name: str, times: int = 1, owner: str = "module") -> tuple[str, ...]:
    """A server in which a function raises when it is called first."""
    program = PROGRAM.format(module=module, name=name, owner=owner, times=times, secret=SECRET)
    return (sys.executable, "-c", program)


def document(address: str) -> Message:
    return {"textDocument": {"uri": address}}


def hovering(address: str) -> tuple[str, Message]:
    return "textDocument/hover", {**document(address), "position": HERE["start"]}


def acting(address: str) -> tuple[str, Message]:
    return "textDocument/codeAction", {**document(address), "range": HERE, "context": {"diagnostics": []}}


def recording(address: str) -> tuple[str, Message]:
    return "workspace/executeCommand", {"command": "aseptic.recordDeviation", "arguments": [address, {"rule": "x"}]}


@pytest.mark.parametrize(
    ("module", "name", "asked", "function"),
    [
        ("aseptic.feedback.hover", "hover", hovering, "hover"),
        ("aseptic.lsp.answers.code_action", "actions_by_finding", acting, "code_action"),
        ("aseptic.lsp.answers.code_action", "spot", acting, "code_action"),
        ("aseptic.lsp.commands.recording", "find", recording, "record_deviation"),
    ],
    ids=["hover", "actions later on", "actions at once", "command"],
)
def test_a_request_that_fails_is_logged_with_its_document_and_its_place(
    start: Start, module: str, name: str, asked: Callable[[str], tuple[str, Message]], function: str
) -> None:
    wire = start(command=failing(module, name))
    address = wire.opened("a.py", TEXT)
    answer = wire.call(*asked(address))
    assert answer["error"]["code"] == -32603
    assert answer["error"]["message"] == f"{function} failed (LookupError); the log says where"
    assert "error" not in wire.call(*asked(address)), "the next one is answered"
    assert codes(wire.changed(address, 2, edit(0, 0, "#\n"))) == ["INJ-003"]
    assert wire.end() == 0
    assert wire.log.count(f"{function} failed for {address}\n") == 1
    after = wire.log[wire.log.index(f"{function} failed for") :]
    assert re.search(r"^  \S+\.py:\d+ in \w+$", after, re.MULTILINE), "the way down is told"
    assert re.search(r"in failing\nLookupError$", after, re.MULTILINE)
    assert SECRET not in wire.log
    assert wire.stray == b""


@pytest.mark.parametrize(
    ("module", "owner", "name"),
    [
        ("aseptic.analysis.sessions.session", "module.Session", "edit_by"),
        ("aseptic.lsp.documents.sync", "module", "span_in"),
    ],
)
def test_a_change_that_fails_is_not_passed_over(start: Start, module: str, owner: str, name: str) -> None:
    wire = start(command=failing(module, name, owner=owner))
    address = wire.opened("a.py", TEXT)
    wire.change(address, 2, edit(0, 0, "#\n"))
    told = wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]
    assert told["type"] == 2
    assert told["message"] == (
        "A change of a.py could not be taken in, so it is not checked any more; close it and open it again"
    )
    assert wire.shown(address, None, lambda said: said["diagnostics"] == [])
    wire.change(address, 3, edit(0, 0, "#\n"))
    assert wire.result(*hovering(address)) is None, "nothing is said of a text that is not the client's"
    assert places(wire.changed(address, 4, {"text": "\n\n" + TEXT})) == [("INJ-003", 6, 4, 6, 13)]
    assert len(wire.told("window/showMessage")) == 1
    assert wire.end() == 0
    assert f"did_change failed for {address}\n" in wire.log
    assert re.search(r"in failing\nLookupError$", wire.log, re.MULTILINE)
    assert SECRET not in wire.log


def test_a_document_that_cannot_be_taken_in_is_said_and_comes_when_it_is_opened_again(start: Start) -> None:
    wire = start(command=failing("aseptic.analysis.sessions.session", "open", owner="module.Session"))
    address = wire.write("a.py", TEXT)
    wire.open(address, TEXT)
    told = wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]
    assert told["message"].startswith("a.py could not be taken in, so it is not checked")
    other = wire.opened("b.py", TEXT)
    assert codes(wire.shown(other, 1)["diagnostics"]) == ["INJ-003"]
    wire.change(address, 2, edit(0, 0, "#\n"))
    wire.tell("textDocument/didClose", document(address))
    wire.open(address, TEXT, 3)
    assert codes(wire.shown(address, 3)["diagnostics"]) == ["INJ-003"]
    assert wire.end() == 0
    assert f"did_open failed for {address}\n" in wire.log


def test_a_notification_that_fails_is_logged_and_nothing_more(start: Start) -> None:
    wire = start(command=failing("aseptic.lsp.documents.sync", "did_save"))
    address = wire.opened("a.py", TEXT)
    wire.save(address)
    assert wire.alive()
    assert codes(wire.changed(address, 2, edit(0, 0, "#\n"))) == ["INJ-003"]
    assert wire.told("window/showMessage") == [], "no toast for each"
    assert wire.end() == 0
    assert f"did_save failed for {address}\n" in wire.log
    assert SECRET not in wire.log
