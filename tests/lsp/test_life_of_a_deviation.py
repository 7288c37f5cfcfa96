"""The whole life of a deviation at the protocol: proposed, approved by another, stale, proposed again, amended."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from wire import PUBLISHED, RICH, Message, Wire, edit, span

from aseptic.records.verb import Verb

Start = Callable[..., Wire]
TEXT = "import hashlib\n\n\ndef digest(x):\n    return hashlib.md5(x)\n"
HERE = span(4, 11, 4, 22)
NOWHERE = span(0, 0, 0, 0)
REASON = "The digest only names a cache entry, and nothing depends on it being hard to forge."


@pytest.fixture(autouse=True)
def _git(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (tmp_path / "project").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "project", check=True)
    become(tmp_path / "project", "mira@example.org")


def become(folder: Path, who: str) -> None:
    subprocess.run(["git", "config", "user.email", who], cwd=folder, check=True)


def do(wire: Wire, address: str, title: str, place: Message = HERE) -> object:
    """Run the offered action whose title begins so."""
    offered = wire.actions(address, place)
    (chosen,) = (each for each in offered if each["title"].startswith(title))
    command = chosen["command"]
    given = {"command": command["command"], "arguments": command["arguments"]}
    return wire.call("workspace/executeCommand", given)["result"]


def titles(wire: Wire, address: str, place: Message = HERE) -> list[str]:
    return [each["title"] for each in wire.actions(address, place) if "command" in each]


def state(wire: Wire, address: str, words: str) -> Message:
    """Wait until the finding's message holds some words, and return it."""

    def says(said: Message) -> bool:
        return any(words in each["message"] for each in said["diagnostics"])

    wire.save(address)
    told = wire.wait(
        lambda each: each.get("method") == PUBLISHED and each["params"]["uri"] == address and says(each["params"])
    )
    return told["params"]["diagnostics"][0]


def refused(wire: Wire, words: str) -> None:
    said = wire.wait(lambda each: each.get("method") == "window/showMessage" and words in each["params"]["message"])
    assert "\n" not in said["params"]["message"]


def test_the_whole_life(start: Start) -> None:
    wire = start({"textDocument": RICH["textDocument"]})
    address = wire.opened("a.py", TEXT)
    assert do(wire, address, "Record a deviation")
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    record = path.resolve().as_uri()
    path.write_text(path.read_text().replace("TODO: say why not: ", REASON).replace("TODO: say why this is", REASON))
    wire.open(record, path.read_text(), language="markdown")
    assert state(wire, address, "(DEV-0001 proposed")["severity"] == 3
    assert titles(wire, record, NOWHERE) == ["Approve DEV-0001", "Reject DEV-0001…", "Withdraw DEV-0001…"]

    before = path.read_bytes()
    assert do(wire, record, "Approve", NOWHERE) is None
    refused(wire, "mira@example.org raised it")
    assert path.read_bytes() == before
    asked = {"command": "aseptic.rejectDeviation", "arguments": [record, "DEV-0001", {"check": True}]}
    assert wire.call("workspace/executeCommand", asked)["result"] is None
    refused(wire, "mira@example.org raised it; withdraw it instead")

    become(wire.folder, "kim@example.org")
    assert wire.call("workspace/executeCommand", asked)["result"] == {"id": "DEV-0001", "uri": record}
    assert path.read_bytes() == before, "it was only asked about"
    assert do(wire, record, "Approve", NOWHERE) == {"id": "DEV-0001", "uri": record}
    assert state(wire, address, "(DEV-0001 approved")["severity"] == 4
    assert titles(wire, record, NOWHERE) == ["Reject DEV-0001…", "Renew DEV-0001", "Withdraw DEV-0001…"]

    for value, count in (("hidden", 0), ("hint", 1)):
        wire.tell("workspace/didChangeConfiguration", {"settings": {"aseptic": {"approved": value}}})
        wire.actions(address, HERE)
        newest = [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]
        assert len(newest["diagnostics"]) == count

    wire.change(address, 2, edit(4, 4, "return  hashlib . md5(\n        x\n    )  # again", 25))
    assert "(DEV-0001 approved" in wire.shown(address, 2)["diagnostics"][0]["message"]
    wire.change(address, 3, edit(4, 0, "    return hashlib.md5(x + b'1')\n", 0, 7))
    (stale,) = wire.shown(address, 3)["diagnostics"]
    assert stale["severity"] == 1
    assert "DEV-0001 no longer covers this" in stale["message"] and "propose it again" in stale["message"]
    assert "Approve" not in str(titles(wire, address))

    become(wire.folder, "mira@example.org")
    assert do(wire, address, "Propose DEV-0001 again")
    assert state(wire, address, "(DEV-0001 proposed")["severity"] == 3
    assert "-    return hashlib.md5(x)" in path.read_text() and "was approved by kim@example.org" in path.read_text()
    become(wire.folder, "kim@example.org")
    assert do(wire, record, "Approve", NOWHERE)
    assert state(wire, address, "(DEV-0001 approved")["severity"] == 4

    path.write_text(path.read_text().replace(REASON, "It was ever so, and nobody has complained about it."))
    amended = state(wire, address, "was changed after kim@example.org approved it")
    assert amended["severity"] == 1
    assert "Approve DEV-0001" in titles(wire, record, NOWHERE)


def test_a_rejection_is_shown_where_it_is_to_be_said_why(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    assert do(wire, address, "Record a deviation")
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    record = path.resolve().as_uri()
    wire.open(record, path.read_text(), language="markdown")
    become(wire.folder, "kim@example.org")
    arguments = {"command": "aseptic.rejectDeviation", "arguments": [record, "DEV-0001"]}
    wire.call("workspace/executeCommand", arguments)
    asked = wire.wait(
        lambda each: each.get("method") == "window/showDocument" and each["params"]["selection"]["start"]["line"] > 20
    )
    line = asked["params"]["selection"]["start"]["line"]
    assert path.read_text().split("\n")[line].startswith("TODO")
    assert "DEV-0001 was rejected" in state(wire, address, "was rejected")["message"]


def test_a_decision_is_answered_with_what_holds_then(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    assert do(wire, address, "Record a deviation")
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    record = path.resolve().as_uri()
    path.write_text(path.read_text().replace("TODO: say why not: ", REASON).replace("TODO: say why this is", REASON))
    wire.open(record, path.read_text(), language="markdown")
    become(wire.folder, "kim@example.org")
    wire.change(record, 2, edit(0, 0, "\n", 0, 0))
    assert do(wire, record, "Approve", NOWHERE) is None
    refused(wire, "DEV-0001 has changes that are not saved")
    wire.save(record)
    assert do(wire, record, "Approve", NOWHERE)
    refused(wire, "DEV-0001 is approved by kim@example.org until ")
    assert do(wire, record, "Renew", NOWHERE) is None, "it is not unsaved only because the disk is newer"


def test_one_is_withdrawn_when_the_question_is_answered_so_and_it_is_said_how_to_take_that_back(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    assert do(wire, address, "Record a deviation")
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    subprocess.run(["git", "add", "."], cwd=wire.folder, check=True)
    before = path.read_bytes()
    for title, since in (("Keep it", 0), ("Withdraw DEV-0001", 1)):
        assert path.read_bytes() == before
        assert do(wire, address, "Withdraw DEV-0001…") is None
        asked = wire.wait(
            lambda each, since=since: (
                each.get("method") == "window/showMessageRequest"
                and len(wire.told("window/showMessageRequest")) > since
            ),
            since=0,
        )
        asked = [each for each in wire.messages if each.get("method") == "window/showMessageRequest"][-1]
        assert [each["title"] for each in asked["params"]["actions"]] == ["Withdraw DEV-0001", "Keep it"]
        wire.send({"id": asked["id"], "result": {"title": title}})
    refused(
        wire,
        "DEV-0001 is withdrawn: its finding is open, as it was; `git restore :/security/deviations/DEV-0001.md` takes",
    )
    assert b"status: withdrawn" in path.read_bytes()
    subprocess.run(["git", "restore", "security/deviations/DEV-0001.md"], cwd=wire.folder, check=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("arguments", [[], [1], ["file:///nowhere", None], ["file:///nowhere/a.py", "DEV-9999", {}]])
def test_a_command_without_sense_is_answered_with_one_line(start: Start, arguments: list[object]) -> None:
    wire = start()
    for command in ("approveDeviation", "proposeDeviation", "acceptMove"):
        said = wire.call("workspace/executeCommand", {"command": f"aseptic.{command}", "arguments": arguments})
        assert said["result"] is None
    assert wire.alive()


def test_neovim_knows_every_decision() -> None:
    script = Path(__file__).parents[2] / "editors" / "neovim" / "lua" / "aseptic" / "deciding.lua"
    named = re.findall(r"(?<!require\()'(aseptic\.\w+)'", script.read_text(encoding="utf-8"))
    assert sorted(named) == sorted(each.command for each in Verb)
