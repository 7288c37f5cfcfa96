"""Unsaved buffers that an editor restores: what is open is judged as it is open, before the first key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from test_unsaved_records import REASON, TEXT, faults, of_code, recorded
from wire import RICH, Wire, codes

Start = Callable[..., Wire]
STANDARD = "---\nid: STANDARD\ntitle: Ours\nstandard: Aseptic\nversion: '0.1'\n---\nText.\n"


@pytest.fixture
def wire(inside: Start) -> Wire:
    return inside(RICH)


def reopened(wire: Wire, address: str, text: str, language: str = "markdown") -> list[tuple[str, int]]:
    """Close a document, open it with a text that is on no disk, and return what is said of it."""
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    wire.open(address, text, language=language)
    assert wire.alive()
    return faults(wire, address)


def test_a_record_is_judged_as_it_is_opened(wire: Wire) -> None:
    uri, text = recorded(wire)
    before = of_code(wire)
    assert [key for key, _ in reopened(wire, uri, text.replace("expires:", "expirs:"))] == ["expirs"]
    assert of_code(wire) == before, "what counts is what is on disk"
    assert [key for key, _ in reopened(wire, uri, text.replace(REASON, "Short."))] == ["Justification"]
    assert reopened(wire, uri, text.replace("\n", "\r\n")) == []
    assert reopened(wire, uri, text) == []


def test_a_record_that_the_buffer_mends_has_no_fault_before_it_is_saved(wire: Wire) -> None:
    uri, text = recorded(wire)
    wire.write("security/deviations/DEV-0001.md", text.replace("kind: ", "knd: "))
    wire.save(uri)
    assert wire.alive()
    assert faults(wire, uri)
    assert reopened(wire, uri, text) == []


def test_the_standard_is_judged_as_it_is_opened(wire: Wire) -> None:
    uri = wire.write("security/standard.md", STANDARD)
    wire.opened("a.py", TEXT)
    wire.open(uri, STANDARD.replace("version", "vrsion"), language="markdown")
    assert wire.alive()
    assert "vrsion" in [key for key, _ in faults(wire, uri)]


def test_a_record_that_lies_on_no_disk_is_judged_as_it_is_opened(wire: Wire) -> None:
    recorded(wire)
    uri = (wire.folder / "security" / "requirements" / "SEC-001.md").as_uri()
    wire.open(uri, "---\nid: SEC-001\ntitle: A\ncapability: NONE\nstatus: draft\n---\nIt.\n", language="markdown")
    assert wire.alive()
    assert faults(wire, uri) == [("capability", 3)]


def test_nothing_is_decided_on_a_restored_record(wire: Wire) -> None:
    uri, text = recorded(wire)
    reopened(wire, uri, text.replace(REASON, REASON + " And more."))
    asked = {"command": "aseptic.approveDeviation", "arguments": [uri, "DEV-0001"]}
    wire.result("workspace/executeCommand", asked)
    assert any("not saved" in each["message"] for each in wire.told("window/showMessage"))
    assert "status: proposed" in (wire.folder / "security/deviations/DEV-0001.md").read_text()


def test_code_is_judged_as_it_is_opened_and_so_is_what_uses_it(wire: Wire) -> None:
    wire.write("b.py", "def run(x):\n    return x\n")
    user = wire.opened("a.py", "import b\n\n\ndef f(x):\n    b.run(x)\n")
    opened = (wire.folder / "b.py").as_uri()
    wire.open(opened, "from os import system as run\n\n\ndef g(x):\n    run(x)\n")
    assert codes(wire.shown(opened, 1)["diagnostics"]) == ["INJ-003"]
    assert wire.alive()
    assert codes(of_code(wire)) == ["INJ-003"], user
