"""Git is asked aside for commands, too: while it hangs typing goes on, and what is given up leaves nothing."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inside import Inside
from wire import PATIENCE, Message, Wire, codes, edit, span

from aseptic.analysis.deviations.recording import drafted
from aseptic.lsp.commands import recording

Start = Callable[..., Wire]
Held = tuple[Path, dict[str, str]]
TEXT = "import hashlib\nimport os\n\n\ndef digest(x):\n    return hashlib.md5(x)\n\n\nos.system(y)\n"
HERE, THERE = span(5, 11, 5, 22), span(8, 0, 8, 9)
NOWHERE = span(0, 0, 0, 0)
REASON = "The digest only names a cache entry, and nothing depends on it being hard to forge."
CANCELLED = -32800


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def command(wire: Wire, address: str, title: str, place: Message = HERE) -> dict[str, Any]:
    """Return the offered command whose title begins so."""
    (chosen,) = (each["command"] for each in wire.actions(address, place) if each["title"].startswith(title))
    return {key: chosen[key] for key in ("command", "arguments")}


def run(wire: Wire, given: dict[str, Any]) -> int:
    return wire.ask("workspace/executeCommand", given)


def answered(wire: Wire, identity: int) -> bool:
    return any(each.get("id") == identity and "method" not in each for each in wire.messages)


@pytest.fixture
def wire(start: Start, held_git: Held, tmp_path: Path) -> Wire:
    """A server whose git can be held up, in a repository of mira's without a commit."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "config", "user.email", "mira@example.org")
    return start(env=held_git[1])


def record(wire: Wire) -> Path:
    return wire.folder / "security" / "deviations" / "DEV-0001.md"


def proposed(wire: Wire, address: str) -> str:
    """Record the finding with its reasons and open the record; return its address."""
    assert wire.result("workspace/executeCommand", command(wire, address, "Record a deviation"))
    path = record(wire)
    text = path.read_text().replace("TODO: say why not: ", REASON).replace("TODO: say why this is", REASON)
    path.write_text(text)
    wire.open(path.as_uri(), text, language="markdown")
    git(wire.folder, "config", "user.email", "kim@example.org")
    return path.as_uri()


def test_while_git_hangs_one_types_on_and_two_commands_take_turns(wire: Wire, held_git: Held) -> None:
    hold = held_git[0]
    address = wire.opened("a.py", TEXT)
    page = proposed(wire, address)
    approve = command(wire, page, "Approve DEV-0001", NOWHERE)
    reject = {**approve, "command": "aseptic.rejectDeviation"}
    other = command(wire, address, "Record a deviation", THERE)
    before = record(wire).read_bytes()
    hold.touch()
    first, second, third = run(wire, approve), run(wire, reject), run(wire, other)
    assert "CRY-001" in (wire.hover(address, 5, 12) or "")
    assert codes(wire.changed(address, 2, edit(0, 0, "# typed on\n"))) == ["CRY-001", "INJ-003"]
    assert not any(answered(wire, each) for each in (first, second, third))
    assert record(wire).read_bytes() == before
    hold.unlink()
    assert wire.answer(first)["result"] == wire.answer(second)["result"] == {"id": "DEV-0001", "uri": page}
    assert wire.answer(third)["result"]["id"] == "DEV-0002"
    text = record(wire).read_text()
    assert "approved by kim@example.org" in text and "rejected by kim@example.org" in text, "neither was lost"
    assert "status: rejected" in text, "the one that was asked for last"


def test_what_is_cancelled_while_git_hangs_is_never_written(wire: Wire, held_git: Held) -> None:
    hold = held_git[0]
    address = wire.opened("a.py", TEXT)
    page = proposed(wire, address)
    approve = command(wire, page, "Approve DEV-0001", NOWHERE)
    other = command(wire, address, "Record a deviation", THERE)
    before = record(wire).read_bytes()
    hold.touch()
    asked = run(wire, approve), run(wire, other)
    for each in asked:
        wire.tell("$/cancelRequest", {"id": each})
        assert wire.answer(each)["error"]["code"] == CANCELLED
    hold.unlink()
    refused = run(wire, {**approve, "arguments": [page, "DEV-0009"]})
    assert wire.answer(refused)["result"] is None, "those before it have ended then"
    assert record(wire).read_bytes() == before
    assert [each.name for each in record(wire).parent.glob("*.md")] == ["DEV-0001.md"]


def test_nor_is_what_is_cancelled_once_its_thread_asks_git(wire: Wire, held_git: Held) -> None:
    hold = held_git[0]
    approve = command(wire, proposed(wire, wire.opened("a.py", TEXT)), "Approve DEV-0001", NOWHERE)
    before, met = record(wire).read_bytes(), hold.with_name(f"{hold.name}.met")
    hold.touch()
    asked = run(wire, approve)
    deadline = time.monotonic() + PATIENCE
    while not met.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert met.exists(), "git is being asked"
    wire.tell("$/cancelRequest", {"id": asked})
    assert wire.answer(asked)["error"]["code"] == CANCELLED
    hold.unlink()
    refused = run(wire, {**approve, "arguments": [approve["arguments"][0], "DEV-0009"]})
    assert wire.answer(refused)["result"] is None, "the one before it has ended then"
    assert record(wire).read_bytes() == before


def test_so_is_what_is_cancelled_while_it_is_looked_at(
    inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def slowly(*given: Any) -> Any:
        begun.set()
        time.sleep(0.5)  # the cancellation is read meanwhile, and dealt with before the command's next step
        return drafted(*given)

    monkeypatch.setattr(recording, "drafted", slowly)
    wire = inside()
    address = wire.opened("a.py", TEXT)
    given = command(wire, address, "Record a deviation")
    asked = run(wire, given)
    assert begun.wait(PATIENCE)
    wire.tell("$/cancelRequest", {"id": asked})
    assert wire.answer(asked)["error"]["code"] == CANCELLED
    assert wire.answer(run(wire, {**given, "arguments": [address, {"rule": "none"}]}))["result"] is None
    assert not record(wire).exists()


def test_a_record_that_is_edited_while_git_hangs_is_not_decided_on(wire: Wire, held_git: Held) -> None:
    hold = held_git[0]
    page = proposed(wire, wire.opened("a.py", TEXT))
    approve = command(wire, page, "Approve DEV-0001", NOWHERE)
    before = record(wire).read_bytes()
    hold.touch()
    asked = run(wire, approve)
    wire.change(page, 2, edit(0, 0, "\n"))
    assert wire.alive()
    hold.unlink()
    assert wire.answer(asked)["result"] is None
    assert record(wire).read_bytes() == before
    assert any("DEV-0001 was edited meanwhile" in each["message"] for each in wire.told("window/showMessage"))


def test_a_comment_is_not_turned_in_a_text_that_moved_on(wire: Wire, held_git: Held) -> None:
    hold = held_git[0]
    address = wire.opened("a.py", "import os\n\nos.system(y)  # nosec B605: the menu is fixed\n")
    turning = command(wire, address, "Turn", span(2, 14, 2, 15))
    hold.touch()
    asked = run(wire, turning)
    wire.changed(address, 2, edit(0, 0, "# typed on\n"))
    hold.unlink()
    assert wire.answer(asked)["result"]["id"] == "DEV-0001"
    assert not [each for each in wire.messages if each.get("method") == "workspace/applyEdit"]
    assert any("write '# deviation: DEV-0001'" in each["message"] for each in wire.told("window/showMessage"))


def test_a_renamed_file_is_shown_as_covered_once_git_tells(wire: Wire, held_git: Held) -> None:
    hold = held_git[0]
    address = wire.opened("a.py", TEXT)
    page = proposed(wire, address)
    assert wire.result("workspace/executeCommand", command(wire, page, "Approve DEV-0001", NOWHERE))
    git(wire.folder, "add", ".")
    git(wire.folder, "commit", "-qm", "All")
    git(wire.folder, "mv", "a.py", "b.py")
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    hold.touch()
    moved = wire.opened("b.py", TEXT)
    assert not covered(wire.shown(moved, 1)), "nobody knows yet, and it is open as long"
    asked = run(wire, {"command": "aseptic.acceptMove", "arguments": [moved, "DEV-0001", key(wire, moved)]})
    assert codes(wire.changed(moved, 2, edit(8, 0, "# typed on\n"))) == ["CRY-001", "INJ-003"]
    assert not answered(wire, asked)
    hold.unlink()
    assert wire.shown(moved, 2, covered)
    assert wire.answer(asked)["result"] == {"id": "DEV-0001", "uri": page}
    assert "status: approved" in record(wire).read_text(), "git vouches for the place, so that it stays approved"
    assert "b.py::digest" in record(wire).read_text()


def covered(shown: Message) -> bool:
    return any("(DEV-0001 approved" in each["message"] for each in shown["diagnostics"])


def key(wire: Wire, address: str) -> Any:
    return next(each["data"] for each in wire.shown(address, 1)["diagnostics"] if each["code"] == "CRY-001")
