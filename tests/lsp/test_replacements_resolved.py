"""A replacement's edit: at once, when it is chosen, or through a command, as the client takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wire import ACTIONS, RICH, Message, Wire, applied, codes, edit, span

Start = Callable[..., Wire]
TEXT = "import yaml\nimport hashlib\n\n\ndef f(x):\n    return yaml.load(x), hashlib.md5(x)\n"
LOAD, DIGEST = span(5, 11, 5, 20), span(5, 25, 5, 36)
RESOLVE = "codeAction/resolve"


def able(action: Message, edit: Message | None = None, **workspace: Any) -> Message:
    changes = {"documentChanges": True, **(edit or {})}
    return {
        **RICH,
        "textDocument": {"codeAction": action},
        "workspace": {**RICH["workspace"], "workspaceEdit": changes, **workspace},
    }


LAZY = {**ACTIONS, "dataSupport": True, "resolveSupport": {"properties": ["edit", "command"]}}
ASKING = {"changeAnnotationSupport": {"groupsOnLabel": True}}


def replacements(wire: Wire, address: str, where: Message = LOAD) -> list[Message]:
    return [each for each in wire.actions(address, where) if "command" not in each]


def test_the_edit_comes_when_the_action_is_chosen(inside: Start) -> None:
    lazy, eager = inside(able(LAZY)), inside()
    address = lazy.opened("a.py", TEXT)
    (offered,) = replacements(lazy, address)
    assert "edit" not in offered
    assert offered["data"]["version"] == 1
    assert offered["data"]["uri"] == address
    assert offered["data"]["finding"]["rule"] == "DES-005"
    (at_once,) = replacements(eager, eager.opened("a.py", TEXT))
    assert "data" not in at_once
    resolved = lazy.result(RESOLVE, offered)
    assert resolved == {**offered, "edit": at_once["edit"]}
    assert {**at_once, "data": offered["data"]} == resolved


@pytest.mark.parametrize(
    "action",
    [
        {**ACTIONS, "dataSupport": True},
        {**ACTIONS, "resolveSupport": {"properties": ["edit"]}},
        {**ACTIONS, "dataSupport": True, "resolveSupport": {"properties": ["command"]}},
        {**ACTIONS, "dataSupport": False, "resolveSupport": {"properties": ["edit"]}},
    ],
    ids=range(4),
)
def test_a_client_that_cannot_ask_for_it_gets_it_at_once(inside: Start, action: Message) -> None:
    wire = inside(able(action))
    (offered,) = replacements(wire, wire.opened("a.py", TEXT))
    assert "edit" in offered
    assert "data" not in offered


def test_actions_without_an_edit_come_back_as_they_were(inside: Start) -> None:
    wire = inside(able(LAZY))
    for each in wire.actions(wire.opened("a.py", TEXT), LOAD):
        if "command" in each:
            assert wire.result(RESOLVE, each) == each


def test_a_document_that_was_edited_meanwhile_gets_no_edit_but_the_reason(inside: Start) -> None:
    wire = inside(able(LAZY))
    address = wire.opened("a.py", TEXT)
    (offered,) = replacements(wire, address)
    wire.changed(address, 2, edit(0, 0, "# more\n"))
    error = wire.call(RESOLVE, offered)["error"]
    assert error["code"] == -32801
    assert "edited since" in error["message"]
    (again,) = replacements(wire, address, span(6, 11, 6, 20))
    after = wire.result(RESOLVE, again)["edit"]["documentChanges"][0]
    assert after["textDocument"]["version"] == 2
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    assert wire.call(RESOLVE, again)["error"]["code"] == -32801


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"v": 2}, -32602),
        ({"uri": None}, -32602),
        ({"number": "0"}, -32602),
        ({"number": True}, -32602),
        ({"finding": 5}, -32602),
        ({"number": 7}, -32801),
        ({"number": -1}, -32801),
        ({"finding": {"rule": "DES-005"}}, -32801),
        ({"version": None}, -32801),
        ({"uri": "file:///nowhere.py"}, -32801),
    ],
    ids=str,
)
def test_data_that_is_not_what_came_is_refused(inside: Start, changed: Message, code: int) -> None:
    wire = inside(able(LAZY))
    (offered,) = replacements(wire, wire.opened("a.py", TEXT))
    asked = {**offered, "data": {**offered["data"], **changed}}
    assert wire.call(RESOLVE, asked)["error"]["code"] == code
    assert wire.call(RESOLVE, {**offered, "data": "made up"})["error"]["code"] == -32602


def annotations(offered: Message) -> list[str]:
    edits = [each for change in offered["edit"]["documentChanges"] for each in change["edits"]]
    return [each["annotationId"] for each in edits if "annotationId" in each]


@pytest.mark.parametrize("lazily", [False, True])
def test_what_needs_review_asks_before_it_is_made(inside: Start, lazily: bool) -> None:
    action = {**(LAZY if lazily else ACTIONS), "honorsChangeAnnotations": True}
    wire = inside(able(action, ASKING))
    address = wire.opened("a.py", TEXT)
    offered, *_ = replacements(wire, address, DIGEST)
    offered = wire.result(RESOLVE, offered) if lazily else offered
    (said,) = offered["edit"]["changeAnnotations"].values()
    assert said["needsConfirmation"] is True
    assert said["label"] == offered["title"]
    assert said["label"].endswith("(needs review)")
    assert said["description"]
    assert set(annotations(offered)) == set(offered["edit"]["changeAnnotations"])
    (safe,) = replacements(wire, address)
    safe = wire.result(RESOLVE, safe) if lazily else safe
    assert "changeAnnotations" not in safe["edit"]
    assert annotations(safe) == []


@pytest.mark.parametrize(
    "capabilities",
    [
        able(ACTIONS, ASKING),
        able({**ACTIONS, "honorsChangeAnnotations": True}),
        able({**ACTIONS, "honorsChangeAnnotations": True}, {**ASKING, "documentChanges": False}),
    ],
    ids=range(3),
)
def test_a_client_that_does_not_ask_gets_plain_edits(inside: Start, capabilities: Message) -> None:
    wire = inside(capabilities)
    offered, *_ = replacements(wire, wire.opened("a.py", TEXT), DIGEST)
    assert "changeAnnotations" not in offered["edit"]
    assert "annotationId" not in str(offered["edit"])


@pytest.mark.parametrize("document", [None, {}, {"codeAction": {"dynamicRegistration": False}}], ids=str)
def test_a_client_of_commands_alone_gets_commands(inside: Start, document: Message | None) -> None:
    wire = inside({"workspace": {"applyEdit": True}, **({"textDocument": document} if document is not None else {})})
    address = wire.opened("a.py", TEXT)
    offered = wire.actions(address, LOAD)
    assert [each["command"] for each in offered] == ["aseptic.replace", "aseptic.recordDeviation"]
    assert all(set(each) == {"title", "command", "arguments"} for each in offered)
    assert wire.actions(address, LOAD, only=["source.fixAll"]) == []
    wire.ask("workspace/executeCommand", {"command": offered[0]["command"], "arguments": offered[0]["arguments"]})
    asked = wire.wait(lambda each: each.get("method") == "workspace/applyEdit")
    wire.send({"id": asked["id"], "result": {"applied": True}})
    after = applied(TEXT, asked["params"]["edit"]["changes"][address])
    assert asked["params"]["label"] == offered[0]["title"]
    assert codes(wire.changed(address, 2, {"text": after})) == ["CRY-001"]
    wire.result("workspace/executeCommand", {"command": offered[0]["command"], "arguments": offered[0]["arguments"]})
    said = wire.wait(lambda each: each.get("method") == "window/showMessage")
    assert "Nothing was replaced: the document was edited since" in said["params"]["message"]


def test_a_client_that_makes_no_edits_is_offered_none(inside: Start) -> None:
    wire = inside({})
    assert [each["command"] for each in wire.actions(wire.opened("a.py", TEXT), LOAD)] == ["aseptic.recordDeviation"]
