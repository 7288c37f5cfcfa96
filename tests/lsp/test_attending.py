"""Records that lie elsewhere than in `security`: the client is asked to tell of them, each document once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from inside import Inside
from wire import RICH, SHOWING, Message, Wire

Start = Callable[..., Inside]
ASKING = {"dynamicRegistration": True}
ANSWERED = ("hover", "codeAction", "codeLens", "completion")
TELLING = {
    **RICH,
    "textDocument": {
        **SHOWING,
        "synchronization": ASKING,
        **{each: {**SHOWING.get(each, {}), **ASKING} for each in ANSWERED},
    },
}
ELSEWHERE = "[tool.aseptic]\nrecords = '{}'\n"


def asked(wire: Wire, method: str = "client/registerCapability") -> list[Message]:
    assert wire.alive()
    return [
        each
        for message in wire.messages
        if message.get("method") == method
        for each in message["params"].get("registrations") or message["params"]["unregisterations"]
        if each["id"].startswith("aseptic.records.")
    ]


def patterns(one: Message) -> list[str]:
    return [each["pattern"] for each in one["registerOptions"]["documentSelector"]]


def test_records_kept_elsewhere_are_told_of_and_asked_about(inside: Start) -> None:
    wire = inside(TELLING)
    wire.write("pyproject.toml", ELSEWHERE.format("quality/records"))
    wire.opened("a.py", "x = 1\n")
    found = {each["method"]: each for each in asked(wire)}
    told = {f"textDocument/did{each}" for each in ("Open", "Change", "Save", "Close")}
    assert set(found) == told | {f"textDocument/{each}" for each in ANSWERED}
    assert all(patterns(each) == ["**/quality/records/**/*.md"] for each in found.values())
    assert found["textDocument/didChange"]["registerOptions"]["syncKind"] == 2
    assert found["textDocument/completion"]["registerOptions"]["triggerCharacters"] == ["-"]
    wire.opened("b.py", "x = 1\n")
    assert len(asked(wire)) == len(found), "once"


def test_a_list_of_deviations_meets_the_project_before_any_code_is_open(inside: Start) -> None:
    wire = inside(TELLING)
    wire.write("pyproject.toml", ELSEWHERE.format("quality"))
    wire.result("aseptic/deviations", {})
    assert patterns(asked(wire)[0]) == ["**/quality/**/*.md"]


def test_one_selector_names_all_folders(inside: Start) -> None:
    wire = inside(TELLING)
    for folder, records in (("one", "quality"), ("two", "docs/quality")):
        wire.write(f"{folder}/pyproject.toml", ELSEWHERE.format(records))
        wire.opened(f"{folder}/a.py", "x = 1\n")
    first, last = asked(wire)[0], asked(wire)[-1]
    assert (len(patterns(first)), len(patterns(last))) == (1, 2)
    gone = asked(wire, "client/unregisterCapability")
    assert {each["method"] for each in gone} == {each["method"] for each in asked(wire)}


@pytest.mark.parametrize("records", ["security", "docs/security"])
def test_what_a_client_tells_of_by_itself_is_not_asked_for_twice(inside: Start, records: str) -> None:
    wire = inside(TELLING)
    wire.write("pyproject.toml", ELSEWHERE.format(records))
    wire.opened("a.py", "x = 1\n")
    assert asked(wire) == []


def test_a_client_that_cannot_be_asked_is_not(inside: Start) -> None:
    wire: Any = inside(RICH)
    wire.write("pyproject.toml", ELSEWHERE.format("quality"))
    wire.opened("a.py", "x = 1\n")
    assert asked(wire) == []
