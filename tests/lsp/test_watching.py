"""Which files the client is asked to watch: narrow globs, each once, and only where it can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from inside import Inside
from wire import RICH, Message, Wire

Start = Callable[..., Inside]
TEXT = "import os\nos.system(x)\n"
WATCHING = {**RICH, "workspace": {**RICH["workspace"], "didChangeWatchedFiles": {"dynamicRegistration": True}}}
REQUIREMENT = "---\nid: SEC-001\ntitle: A\ncapability: SAHD\nstatus: approved\nrules: [INJ-003]\n---\nIt shall.\n"


def registrations(wire: Wire) -> list[Message]:
    assert wire.alive()
    return [
        each
        for message in wire.messages
        if message.get("method") == "client/registerCapability"
        for each in message["params"]["registrations"]
        if each["method"] == "workspace/didChangeWatchedFiles"
    ]


def globs(wire: Wire) -> list[str]:
    return [each["globPattern"] for one in registrations(wire) for each in one["registerOptions"]["watchers"]]


def test_settings_and_records_are_watched_once(inside: Start) -> None:
    wire = inside(WATCHING)
    for name in ("a.py", "b.py", "inner/c.py"):
        wire.save(wire.opened(name, TEXT))
    assert globs(wire) == ["**/pyproject.toml", "**/security/**/*.md"]


def test_a_project_that_keeps_its_records_elsewhere_is_watched_there(inside: Start) -> None:
    wire = inside(WATCHING)
    wire.opened("a.py", TEXT)
    wire.write("other/pyproject.toml", "[tool.aseptic]\nrecords = 'quality/records'\n")
    wire.opened("other/b.py", TEXT)
    assert globs(wire) == ["**/pyproject.toml", "**/security/**/*.md", "**/quality/records/**/*.md"]
    assert len({each["id"] for each in registrations(wire)}) == 2


@pytest.mark.parametrize("workspace", [{}, {"didChangeWatchedFiles": {"dynamicRegistration": False}}], ids=str)
def test_a_client_that_cannot_is_not_asked_and_served_on_save_on_open_and_with_actions(
    inside: Start, workspace: Any
) -> None:
    wire = inside({**RICH, "workspace": {**RICH["workspace"], **workspace}})
    address = wire.opened("a.py", TEXT)
    assert registrations(wire) == []
    place = wire.shown(address, 1)["diagnostics"][0]["range"]
    acts: list[Callable[[], Any]] = [
        lambda: wire.save(address),
        lambda: wire.opened("b.py", "\n"),
        lambda: wire.actions(address, place),
    ]
    for number, act in enumerate(acts, 1):
        wire.write("security/requirements/SEC-001.md", REQUIREMENT.replace("SEC-001", f"SEC-00{number}"))
        act()
        assert wire.shown(address, 1, lambda said, number=number: f"(SEC-00{number})" in str(said))


@pytest.mark.parametrize("answer", [{"error": {"code": -32601, "message": "no"}}, {"result": None}], ids=str)
def test_a_client_that_refuses_is_served_on(inside: Start, answer: Any) -> None:
    wire = inside(WATCHING)
    address = wire.opened("a.py", TEXT)
    question = wire.wait(lambda each: each.get("method") == "client/registerCapability")
    wire.send({"id": question["id"], **answer})
    assert wire.hover(address, 1, 4)
