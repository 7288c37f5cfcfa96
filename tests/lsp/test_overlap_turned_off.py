"""What Ruff or bandit says twice is turned off by an edit that is shown first, and only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from inside import Inside
from wire import RICH, Message, applied, span

Start = Callable[..., Inside]
TEXT = "import os\nos.system(x)\n"
HERE = span(1, 0, 1, 9)
RUFF = {"range": HERE, "message": "`os.system` without a shell", "source": "Ruff", "code": "S605"}
CONFIRMING = {
    **RICH,
    "workspace": {
        **RICH["workspace"],
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}},
    },
}
PLAIN = {"workspace": {"applyEdit": True}}


def offered(wire: Inside, address: str, *diagnostics: Message) -> list[Message]:
    commands = (each.get("command") for each in wire.actions(address, HERE, diagnostics))
    return [each for each in commands if each and each["command"] == "aseptic.turnOverlapOff"]


def asked(wire: Inside, command: Message, applied: bool = True) -> Message:
    """Run the command, answer its question and return the edit that it asked for."""
    identity = wire.ask("workspace/executeCommand", command)
    question = wire.wait(lambda each: each.get("method") == "workspace/applyEdit")
    wire.send({"id": question["id"], "result": {"applied": applied}})
    assert wire.answer(identity)["result"]
    return question["params"]["edit"]


def test_it_is_offered_only_beside_what_another_tool_says_too(inside: Start) -> None:
    wire = inside()
    wire.write("pyproject.toml", "[tool.ruff.lint]\nselect = ['S']\n")
    address = wire.opened("a.py", TEXT)
    assert offered(wire, address) == []
    assert offered(wire, address, {**RUFF, "code": "E501"}, {**RUFF, "source": "pylint"}) == []
    assert offered(wire, address, {"source": 5, "code": {}}, {"source": "Ruff", "code": []}) == []
    (ours,) = offered(wire, address, RUFF, {**RUFF, "code": "E501"})
    assert ours["title"] == "Turn Ruff's S rules off: Aseptic has them…"
    assert ours["arguments"] == [address, "ruff"]
    both = offered(wire, address, RUFF, {**RUFF, "source": "bandit", "code": "B605"})
    assert [each["arguments"][1] for each in both] == ["ruff", "bandit"]


def test_the_edit_waits_to_be_confirmed_and_nothing_is_written(inside: Start) -> None:
    wire = inside(CONFIRMING)
    text = "[tool.ruff.lint]\nselect = ['E', 'S', 'S101']\nignore = ['E501']\n"
    settings = wire.write("pyproject.toml", text)
    edit = asked(wire, offered(wire, wire.opened("a.py", TEXT), RUFF)[0])
    (note,) = edit["changeAnnotations"].values()
    assert note["needsConfirmation"] is True
    (change,) = edit["documentChanges"]
    assert change["textDocument"]["uri"] == settings
    assert applied(text, change["edits"]) == text.replace("['E501']", '["S", "S101", \'E501\']')
    assert (wire.folder / "pyproject.toml").read_text() == text
    shown = wire.wait(lambda each: each.get("method") == "window/showDocument")["params"]
    assert shown["uri"] == settings


def test_a_plain_client_gets_plain_changes_and_ruffs_own_file_is_the_one(inside: Start) -> None:
    wire = inside(PLAIN)
    wire.write("pyproject.toml", "[tool.ruff.lint]\n")
    settings = wire.write("ruff.toml", "line-length = 100\n")
    edit = asked(wire, {"command": "aseptic.turnOverlapOff", "arguments": [wire.opened("a.py", TEXT), "ruff"]})
    ((address, edits),) = edit["changes"].items()
    assert address == settings
    assert applied("line-length = 100\n", edits) == 'line-length = 100\n\n[lint]\nignore = ["S"]\n'


def test_bandit_leaves_out_what_rules_have(inside: Start) -> None:
    wire = inside(PLAIN)
    wire.write("pyproject.toml", "")
    edit = asked(wire, {"command": "aseptic.turnOverlapOff", "arguments": [wire.opened("a.py", TEXT), "bandit"]})
    text = next(iter(edit["changes"].values()))[0]["newText"]
    assert text.startswith("[tool.bandit]\nskips = [")
    assert '"B605"' in text


@pytest.mark.parametrize(
    ("text", "capabilities", "arguments", "said"),
    [
        (None, PLAIN, ["ruff"], "There is no "),
        ("[tool.ruff.lint]\nignore = ['S']\n", PLAIN, ["ruff"], "already"),
        ("[tool.ruff]\nlint.ignore = []\n", PLAIN, ["ruff"], "add \"S\" to 'ignore' in [tool.ruff.lint]"),
        ("", {}, ["ruff"], "add \"S\" to 'ignore' in [tool.ruff.lint] of pyproject.toml"),
        ("", PLAIN, ["pylint"], "name 'ruff' or 'bandit'"),
        ("", PLAIN, [[]], "name 'ruff' or 'bandit'"),
    ],
)
def test_what_cannot_be_done_is_said(
    inside: Start, text: str | None, capabilities: Message, arguments: list[Any], said: str
) -> None:
    wire = inside(capabilities)
    if text is not None:
        wire.write("pyproject.toml", text)
    address = wire.opened("a.py", TEXT)
    wire.call("workspace/executeCommand", {"command": "aseptic.turnOverlapOff", "arguments": [address, *arguments]})
    assert said in wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]["message"]
