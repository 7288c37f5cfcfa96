"""`aseptic/deviations` and its notification: what a client needs to list a project's records."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from wire import RICH, WIDTHS, Message, Wire, edit, span

from aseptic.analysis.sessions.session import Session
from aseptic.lsp.pushing import deviations_changed
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import Standard

Start = Callable[..., Wire]
LISTING = {**RICH, "experimental": {"asepticDeviations": True}}
TEXT = "import os\n\n\ndef run(x):\n    os.system(x)\n"
REASON = "The text is one constant of this module, and no part of it comes from outside."


def recorded(wire: Wire, address: str, line: int = 4) -> str:
    """Record a deviation from the finding on a line, with its reason, and return its record's address."""
    action = next(each for each in wire.actions(address, span(line, 4, line, 13)) if "command" in each)
    command = action["command"]
    more = {"kind": "mitigated", "reason": f"{REASON}\nAnd more."}
    given = {"command": command["command"], "arguments": [*command["arguments"], more]}
    return wire.result("workspace/executeCommand", given)["uri"]


def listed(wire: Wire, **params: Any) -> list[Message]:
    return wire.result("aseptic/deviations", params)["deviations"]


def changes(wire: Wire) -> int:
    return len(wire.told("aseptic/deviationsChanged"))


def test_a_deviation_is_listed_with_all_that_a_list_shows(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    assert listed(wire) == []
    record = recorded(wire, address)
    answer = wire.result("aseptic/deviations", {"uri": address})
    (found,) = answer["deviations"]
    days = found.pop("daysLeft")
    assert days > 100
    assert found.pop("expires") > answer["asOf"] > "2025"
    assert found.pop("note")
    assert found.pop("owner")
    assert found == {
        "id": "DEV-0001",
        "state": "proposed",
        "kind": "mitigated",
        "rule": "INJ-003",
        "title": "Start processes without a shell",
        "severity": "high",
        "reason": REASON,
        "where": "a.py::run",
        "record": record,
        "recordLine": found["recordLine"],
        "code": {"uri": address, "range": span(4, 4, 4, 13)},
        "permit": None,
        "doubted": False,
    }
    lines = (wire.folder / "security" / "deviations" / "DEV-0001.md").read_text().split("\n")
    assert lines[found["recordLine"]] == REASON


def test_a_record_with_a_fault_is_listed_with_it(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    record = recorded(wire, address)
    (before,) = listed(wire)
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("expires: ", "expires: soon # "), encoding="utf-8")
    (path.parent / "DEV-0002.md").write_text("no record at all\n", encoding="utf-8")
    (path.parent / "README.md").write_text("what lies here\n", encoding="utf-8")
    first, second = listed(wire, uri=address)
    assert first.keys() == second.keys() == before.keys()
    told = {key: first[key] for key in ("id", "state", "rule", "title", "severity", "where", "record", "daysLeft")}
    assert told == {
        **{key: before[key] for key in told},
        "state": "cannot_be_read",
        "record": record,
        "daysLeft": None,
    }
    line = next(number for number, each in enumerate(text.split("\n")) if each.startswith("expires"))
    assert first["recordLine"] == line
    assert first["reason"].startswith(f"security/deviations/DEV-0001.md:{line + 1}: 'expires'")
    assert (second["id"], second["state"], second["where"]) == ("DEV-0002", "cannot_be_read", "")
    assert second["reason"].startswith("security/deviations/DEV-0002.md")
    path.write_text(text, encoding="utf-8")
    assert before in listed(wire)


def test_a_record_that_covers_nothing_yet_is_told_from_any_other_proposed_one(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    command = next(each["command"] for each in wire.actions(address, span(4, 4, 4, 13)) if "command" in each)
    record = wire.result("workspace/executeCommand", command)["uri"]
    note = "DEV-0001 covers nothing before its reasons are written"
    (found,) = listed(wire)
    assert (found["state"], found["doubted"], found["note"]) == ("proposed", True, note)
    about = {"textDocument": {"uri": address}}
    (lens,) = wire.result("textDocument/codeLens", about)
    assert lens["command"]["title"] == note
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^TODO: .*$", REASON, text, flags=re.MULTILINE), encoding="utf-8")
    wire.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": record, "type": 2}]})
    assert listed(wire)[0]["doubted"] is False
    (lens,) = wire.result("textDocument/codeLens", about)
    assert lens["command"]["title"].startswith("DEV-0001 proposed until ")


def test_the_place_follows_unsaved_edits_and_is_that_on_disk_when_closed(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    recorded(wire, address)
    wire.changed(address, 2, edit(0, 0, "# one\n# two\n"))
    assert listed(wire)[0]["code"]["range"]["start"]["line"] == 6
    wire.changed(address, 3, edit(6, 14, "f'ls {x}'", 15))
    (stale,) = listed(wire)
    assert (stale["state"], stale["code"]["range"]["start"]["line"]) == ("stale", 6)
    wire.changed(address, 4, edit(6, 4, "return", 24))
    (unused,) = listed(wire)
    assert (unused["state"], unused["code"]["range"]) == ("unused", span(5, 0, 5, 0))
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    (closed,) = listed(wire)
    assert (closed["state"], closed["code"]["range"]) == ("proposed", span(4, 4, 4, 13))
    (wire.folder / "a.py").unlink()
    (gone,) = listed(wire)
    assert (gone["state"], gone["code"]) == ("unused", None)


def test_states_are_those_of_the_command_line(inside: Start) -> None:
    wire = inside()
    wire.write("pyproject.toml", "[tool.aseptic]\n")
    first, second = wire.opened("a.py", TEXT), wire.opened("b.py", TEXT.replace("run", "go"))
    recorded(wire, first)
    recorded(wire, second)
    wire.write("a.py", "import os\n")
    wire.write("c.py", TEXT)
    wire.opened("c.py", TEXT)
    wire.tell("textDocument/didClose", {"textDocument": {"uri": first}})
    ours = [sys.executable, "-m", "aseptic", "deviations", "--format", "json"]
    said = json.loads(subprocess.run(ours, cwd=wire.folder, check=False, capture_output=True).stdout)["deviations"]
    found = listed(wire)
    assert [(each["id"], each["state"]) for each in found] == [("DEV-0001", "moved"), ("DEV-0002", "proposed")]
    keys = ("id", "state", "note", "kind", "rule", "where", "owner", "expires", "permit")
    assert [[each[key] for key in keys] for each in found] == [[each[key] for key in keys] for each in said]
    assert found[0]["code"]["uri"].endswith("/c.py")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_the_clients(inside: Start, encoding: str) -> None:
    wire = inside({**RICH, "general": {"positionEncodings": [encoding]}})
    text = "import os\nk = {'😀é': os.system(x)}\n"
    address = wire.opened("a.py", text)
    before = WIDTHS[encoding]("k = {'😀é': ")
    action = next(each for each in wire.actions(address, span(1, before, 1, before)) if "command" in each)
    wire.result("workspace/executeCommand", action["command"])
    assert listed(wire)[0]["code"]["range"]["start"] == {"line": 1, "character": before}


def test_a_folder_is_asked_about_and_projects_apart_are_apart(inside: Start) -> None:
    wire = inside()
    for name in ("one", "two"):
        wire.write(f"{name}/pyproject.toml", "[tool.aseptic]\nrecords = 'records'\n")
        recorded(wire, wire.opened(f"{name}/a.py", TEXT))
    assert [each["id"] for each in listed(wire)] == ["DEV-0001", "DEV-0001"]
    (found,) = listed(wire, uri=(wire.folder / "two").as_uri())
    assert found["record"].endswith("/two/records/deviations/DEV-0001.md")


def test_a_client_that_lists_them_is_told_of_changes(inside: Start) -> None:
    wire = inside(LISTING)
    address = wire.opened("a.py", TEXT)
    record = recorded(wire, address)

    def told(since: int) -> None:
        wire.wait(lambda each: each.get("method") == "aseptic/deviationsChanged", since)

    told(0)
    listed(wire)
    for number, change in ((2, edit(0, 0, "# moved\n")), (3, edit(5, 14, "y", 15))):
        since = len(wire.messages)
        wire.changed(address, number, change)
        told(since)
    since = len(wire.messages)
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    path.write_text(path.read_text().replace("status: proposed", "status: withdrawn"))
    wire.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": record, "type": 2}]})
    told(since)
    assert listed(wire)[0]["state"] == "withdrawn"


async def test_keys_that_follow_each_other_are_looked_at_once(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    stands = deviations_changed._stands
    monkeypatch.setattr(deviations_changed, "_stands", lambda snapshot: looks.append(snapshot) or stands(snapshot))
    monkeypatch.setattr(deviations_changed, "_PAUSE", 0)
    session, written, path = Session(standard, [tmp_path]), list[str](), tmp_path / "a.py"
    told: Any = SimpleNamespace(experimental={"asepticDeviations": True})
    server: Any = SimpleNamespace(
        client_capabilities=told, session=session, protocol=SimpleNamespace(write=written.append)
    )
    ours = deviations_changed.Listing(server)
    ours.shown(path, session.open(path, 1, TEXT))
    for version in range(2, 30):
        last = session.edit(path, version, [Edit(Span.of(4, 4, 4, 4), "x")])
        ours.shown(path, last)
    assert looks == []
    await asyncio.sleep(0.05)
    assert looks == [last]
    assert len(written) == 1, "the project is new to the client"


def test_others_are_not_told(inside: Start) -> None:
    wire = inside()
    recorded(wire, wire.opened("a.py", TEXT))
    assert wire.hover(wire.opened("b.py", TEXT), 4, 5)
    assert changes(wire) == 0


@pytest.mark.parametrize("params", [None, {}, {"uri": 5}, {"uri": "file:///nowhere/at/all"}, {"uri": "untitled:x"}, []])
def test_odd_parameters_are_answered(inside: Start, params: Any) -> None:
    wire = inside()
    assert wire.answer(wire.ask("aseptic/deviations", params))
    wire.send({"id": 9001, "method": "aseptic/deviations"})
    assert wire.answer(9001)["result"]["deviations"] == []
    assert wire.alive()
