"""Questions to the client: it may refuse, answer nonsense, or answer when nobody waits any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from inside import Inside
from wire import RICH, Wire, edit, span

Start = Callable[..., Inside]
ASKED = "window/showDocument"
TEXT = "import os\nos.system(x)\n"


def asked(wire: Wire) -> Any:
    """Record a deviation, and return the id of the question that follows."""
    address = wire.opened("a.py", TEXT)
    action = next(each for each in wire.actions(address, span(1, 0, 1, 9)) if "command" in each)
    assert wire.result("workspace/executeCommand", action["command"])["id"] == "DEV-0001"
    return wire.wait(lambda each: each.get("method") == ASKED)["id"]


@pytest.mark.parametrize(
    "answer",
    [
        {"result": {"success": False}},
        {"result": None},
        {"result": {}},
        {"result": 5},
        {"error": {"code": -32601, "message": "no"}},
        {"error": {"code": -32800, "message": "cancelled"}},
        {"error": {"code": "x"}},
        {"error": None},
        {},
    ],
    ids=str,
)
def test_whatever_the_client_answers_ends_nothing(inside: Start, answer: dict[str, Any]) -> None:
    wire = inside()
    question = asked(wire)
    wire.send({"id": question, **answer})
    wire.send({"id": question, **answer})
    wire.send({"id": question, "result": {"success": True}})
    assert wire.alive()
    assert wire.end() == 0


@pytest.mark.parametrize(
    "answer", [{"result": {"success": False}}, {"result": None}, {"error": {"code": -32601, "message": "no"}}], ids=str
)
def test_a_document_that_cannot_be_shown_is_named_instead(inside: Start, answer: dict[str, Any]) -> None:
    wire = inside()
    wire.send({"id": asked(wire), **answer})
    told = wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]["message"]
    assert "DEV-0001.md" in told


def test_a_client_that_can_nothing_is_asked_nothing(inside: Start) -> None:
    """No registration, settings, progress, document or lenses: such a client may not even answer."""
    wire = inside({})
    wire.write("pyproject.toml", "[tool.aseptic]\n")
    address = wire.opened("a.py", TEXT)
    (record,) = (each for each in wire.actions(address, span(1, 0, 1, 9)) if each["title"].startswith("Record"))
    given = {key: record[key] for key in ("command", "arguments")}
    assert wire.result("workspace/executeCommand", given)["id"] == "DEV-0001"
    wire.changed(address, 2, edit(1, 0, "\n"))
    wire.save(address)
    assert wire.result("workspace/executeCommand", {"command": "aseptic.checkWorkspace"})["findings"] == 1
    wire.tell("workspace/didChangeConfiguration", {"settings": None})
    assert wire.alive()
    said = {each["method"] for each in wire.messages if "method" in each}
    assert said == {"textDocument/publishDiagnostics", "window/showMessage", "window/logMessage"}


def test_an_answer_that_comes_after_the_shutdown_raises_nothing(
    inside: Start, caplog: pytest.LogCaptureFixture
) -> None:
    wire = inside()
    question = asked(wire)
    assert wire.call("shutdown", None)["result"] is None
    wire.send({"id": question, "result": {"success": True}})
    assert wire.end(polite=False) == 0
    assert "InvalidStateError" not in caplog.text
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


@pytest.mark.parametrize("answer", [{"result": None}, {"error": {"code": -32800, "message": "cancelled"}}], ids=str)
def test_questions_that_are_open_at_the_shutdown_may_be_answered(
    inside: Start, caplog: pytest.LogCaptureFixture, answer: dict[str, Any]
) -> None:
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}, "configuration": True}
    wire = inside({**RICH, "workspace": {**RICH["workspace"], **watching}})
    wire.opened("a.py", TEXT)
    assert wire.alive()
    questions = [each for each in wire.messages if "method" in each and "id" in each]
    assert {each["method"] for each in questions} >= {"client/registerCapability", "workspace/configuration"}
    assert wire.call("shutdown", None)["result"] is None
    for each in questions:
        wire.send({"id": each["id"], **answer})
    assert wire.end(polite=False) == 0
    ours = [each for each in caplog.records if each.name.startswith("aseptic")]
    assert not [each for each in ours if each.levelname == "ERROR"]
