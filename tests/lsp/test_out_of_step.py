"""A change that cannot be read, or comes late: the document is let go aloud, instead of checking another text than the
editor shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from inside import Inside
from wire import PUBLISHED, Message, Wire, codes, edit, places, span

Start = Callable[..., Inside]
TEXT = "import os\nos.system(x)\n"
TOLD = "window/showMessage"


def lost(wire: Wire, address: str) -> str:
    """Wait until a document was let go; return what was said of it."""
    told = wire.wait(lambda each: each.get("method") == TOLD)["params"]["message"]
    assert wire.alive()
    assert [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]["diagnostics"] == []
    return told


def broken(address: str, version: Any = 2) -> Message:
    return {"textDocument": {"uri": address, "version": version}, "contentChanges": [{"range": 5, "text": "\n"}]}


def test_a_document_is_let_go_and_comes_back_when_it_is_opened_again(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    assert len(wire.shown(address, 1)["diagnostics"]) == 1
    wire.tell("textDocument/didChange", broken(address, "x"))
    assert "a.py could not be read" in lost(wire, address)
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    wire.open(address, TEXT, 7)
    assert len(wire.shown(address, 7)["diagnostics"]) == 1


@pytest.mark.parametrize("version", [5, 4, 1, 0, -1])
def test_a_version_that_is_not_newer_is_not_applied_as_if_it_were(inside: Start, version: int) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    assert places(wire.changed(address, 5, edit(0, 0, "#\n"))) == [("INJ-003", 2, 0, 2, 9)]
    wire.change(address, version, edit(0, 0, "#\n"))
    assert f"Version {version} of a.py came late" in lost(wire, address)
    wire.change(address, 6, edit(0, 0, "#\n"))
    wire.change(address, version, edit(0, 0, "#\n"))
    assert wire.alive()
    assert len(wire.told(TOLD)) == 1, "it is said once"
    assert [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]["diagnostics"] == []


@pytest.mark.parametrize("version", [6, 5, 1])
def test_a_whole_text_is_believed_whatever_its_version(inside: Start, version: int) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    wire.changed(address, 5, edit(0, 0, "#\n"))
    text = "import os\n\n\nos.system(y)\n"
    wire.change(address, version, {"text": text}, edit(0, 0, "#\n"))
    moved = [("INJ-003", 4, 0, 4, 9)]
    assert wire.shown(address, version, lambda said: places(said["diagnostics"]) == moved)
    assert wire.told(TOLD) == []
    assert places(wire.changed(address, version + 1, edit(0, 0, "#\n"))) == [("INJ-003", 5, 0, 5, 9)]


def test_what_came_before_the_whole_text_in_a_late_message_is_left_out(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    wire.change(address, 1, edit(0, 0, "garbage("), {"text": "\nimport os\nos.system(x)\n"})
    moved = [("INJ-003", 2, 0, 2, 9)]
    assert wire.shown(address, 1, lambda said: places(said["diagnostics"]) == moved)


def test_versions_may_leave_gaps(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    wire.changed(address, 10, edit(0, 0, "#\n"))
    assert places(wire.changed(address, 99, edit(0, 0, "#\n"))) == [("INJ-003", 3, 0, 3, 9)]


def test_nothing_is_answered_from_a_text_that_is_not_the_clients(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    action = next(each for each in wire.actions(address, span(1, 0, 1, 9)) if "command" in each)
    wire.tell("textDocument/didChange", broken(address))
    lost(wire, address)
    assert wire.hover(address, 1, 4) is None
    assert wire.actions(address, span(0, 0, 9, 0)) == []
    assert wire.result("workspace/executeCommand", action["command"]) is None
    assert not (wire.folder / "security").exists()
    wire.write("security/requirements/SEC-001.md", "---\n---\n")
    wire.save(address)
    assert "code" in wire.shown(f"{wire.folder.as_uri()}/security/requirements/SEC-001.md")["diagnostics"][0]
    assert [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]["diagnostics"] == []
    assert codes(wire.changed(address, 3, {"text": TEXT})) == ["INJ-003"]
    assert wire.hover(address, 1, 4)
