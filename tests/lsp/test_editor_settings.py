"""`aseptic.run` over the wire: pushed, asked for, changed; and what it makes of appearing and vanishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from inside import Inside
from wire import PUBLISHED, RICH, Message, Wire, codes, edit

Start = Callable[..., Inside]
TEXT = "import os\n\n\ndef f(x):\n    os.system(x)\n"
MORE = edit(4, 0, "    os.system(x + x)\n")
ASKING = {
    **RICH,
    "workspace": {
        **RICH["workspace"],
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": True},
    },
}
ON_SAVE = {"initializationOptions": {"settings": {"run": "onSave"}}}


def newest(wire: Wire, address: str) -> Message:
    assert wire.alive()
    return [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]


def lines(diagnostics: list[Message]) -> list[int]:
    return [each["range"]["start"]["line"] for each in diagnostics]


def asked(wire: Wire, number: int = 1) -> Message:
    """Return the so-manieth question for the settings."""
    wire.wait(lambda _: len(questions(wire)) >= number)
    return questions(wire)[number - 1]


def questions(wire: Wire) -> list[Message]:
    return [each for each in list(wire.messages) if each.get("method") == "workspace/configuration"]


def test_on_save_a_new_finding_waits_and_a_mended_one_vanishes_at_once(inside: Start) -> None:
    wire = inside(options=ON_SAVE)
    address = wire.opened("a.py", TEXT)
    assert lines(wire.shown(address, 1)["diagnostics"]) == [4]
    assert lines(wire.changed(address, 2, MORE)) == [5], "the new one waits, the old one moved"
    assert lines(wire.changed(address, 3, edit(5, 14, "y", 15))) == [5], "an edit inside a breach"
    wire.save(address)
    assert lines(wire.shown(address, 3, lambda said: len(said["diagnostics"]) == 2)["diagnostics"]) == [4, 5]
    assert lines(wire.changed(address, 4, edit(4, 0, "", 0, 5))) == [4]
    assert wire.changed(address, 5, edit(4, 7, "stat", 13)) == []
    assert wire.changed(address, 6, edit(4, 7, "system", 11)) == [], "what comes back is new"
    wire.save(address)
    assert wire.shown(address, 6, lambda said: codes(said["diagnostics"]) == ["INJ-003"])


def test_on_save_every_version_is_answered(inside: Start) -> None:
    wire = inside(options=ON_SAVE)
    address = wire.opened("a.py", TEXT)
    for version in range(2, 12):
        wire.change(address, version, edit(0, 0, "eval(x)\n"))
    assert lines(wire.shown(address, 11)["diagnostics"]) == [14]
    assert [each["version"] for each in wire.told(PUBLISHED)] == list(range(1, 12))


def test_on_save_records_still_count_at_once_in_a_text_that_is_saved(inside: Start) -> None:
    wire = inside(options=ON_SAVE)
    address = wire.opened("a.py", "import acme\nacme.raw(x)\n")
    assert wire.shown(address, 1)["diagnostics"] == []
    banned = "banned:\n  - {name: acme.raw, rule: INJ-003, message: acme.raw is not for products}\n"
    head = f"---\nid: STANDARD\ntitle: Ours\nstandard: Aseptic\nversion: '0.1'\n{banned}---\nText.\n"
    wire.write("security/standard.md", head)
    wire.tell("workspace/didChangeWatchedFiles", {"changes": []})
    assert wire.shown(address, 1, lambda said: codes(said["diagnostics"]) == ["INJ-003"])


@pytest.mark.parametrize("settings", [{"aseptic": {"run": "onSave"}}, {"run": "onSave"}], ids=str)
def test_a_pushed_change_holds_at_once_and_back(inside: Start, settings: Message) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    wire.tell("workspace/didChangeConfiguration", {"settings": settings})
    assert lines(wire.changed(address, 2, MORE)) == [5]
    wire.tell("workspace/didChangeConfiguration", {"settings": {"aseptic": {"run": "onType"}}})
    assert wire.shown(address, 2, lambda said: lines(said["diagnostics"]) == [4, 5])
    assert lines(wire.changed(address, 3, MORE)) == [4, 5, 6]


def test_a_client_that_can_be_asked_is_asked_at_the_start_and_at_each_change(inside: Start) -> None:
    wire = inside(ASKING)
    registered = wire.wait(lambda each: each.get("method") == "client/registerCapability")["params"]["registrations"]
    assert [each["method"] for each in registered] == ["workspace/didChangeConfiguration"]
    question = asked(wire)
    assert question["params"]["items"] == [{"section": "aseptic"}]
    wire.send({"id": question["id"], "result": [{"run": "onSave", "path": []}]})
    address = wire.opened("a.py", TEXT)
    assert lines(wire.changed(address, 2, MORE)) == [5]
    wire.tell("workspace/didChangeConfiguration", {"settings": None})
    wire.send({"id": asked(wire, 2)["id"], "result": [{"run": "onType"}]})
    assert wire.shown(address, 2, lambda said: lines(said["diagnostics"]) == [4, 5])


@pytest.mark.parametrize(
    "answer",
    [
        {"result": [None]},
        {"result": []},
        {"result": None},
        {"result": {}},
        {"result": [[5]]},
        {"error": {"code": 1, "message": "no"}},
    ],
    ids=str,
)
def test_an_answer_that_sets_nothing_leaves_what_came_with_the_agreement(inside: Start, answer: Any) -> None:
    wire = inside(ASKING, options=ON_SAVE)
    wire.send({"id": asked(wire)["id"], **answer})
    address = wire.opened("a.py", TEXT)
    assert lines(wire.changed(address, 2, MORE)) == [5]


def test_a_faulty_value_is_logged_with_the_client_and_no_toast(inside: Start) -> None:
    wire = inside(options={"initializationOptions": {"run": "sometimes"}})
    told = wire.wait(lambda each: each.get("method") == "window/logMessage")["params"]
    assert told["type"] == 2
    assert "'sometimes'" in told["message"]
    address = wire.opened("a.py", TEXT)
    assert lines(wire.changed(address, 2, MORE)) == [4, 5]
    assert wire.told("window/showMessage") == []
