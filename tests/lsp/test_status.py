"""What a client that shows our state is told of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from wire import RICH, Wire, edit

from aseptic.standard.catalog import Standard
from aseptic.version import __version__

STATUS = {**RICH, "experimental": {"asepticStatus": True}}
WATCHED = {**STATUS, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
TWO = "import os\n\n\ndef stop(name):\n    os.system('kill ' + name)\n    os.system('rm ' + name)\n"


def told(wire: Wire, wanted: Callable[[dict[str, Any]], bool], since: int = 0) -> dict[str, Any]:
    def is_it(each: dict[str, Any]) -> bool:
        return each.get("method") == "aseptic/status" and wanted(each["params"])

    said: dict[str, Any] = wire.wait(is_it, since)["params"]
    return said


def test_the_status_tells_version_standard_and_open_findings(start: Callable[..., Wire], standard: Standard) -> None:
    wire = start(STATUS)
    address = wire.opened("a.py", TWO)
    said = told(wire, lambda each: each["findings"] == 2 and not each["analysing"])
    head = standard.head
    assert said["version"] == __version__
    assert said["standard"] == {"name": head.standard, "version": head.version, "digest": standard.digest}
    assert said["watching"] is False
    assert said["worker"]["state"] == "absent"
    seen = len(wire.messages)
    wire.changed(address, 2, edit(5, 4, "pass  # ", 4))
    told(wire, lambda each: each["findings"] == 1, seen)
    seen = len(wire.messages)
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    last = told(wire, lambda each: each["findings"] == 0, seen)
    assert last["standard"] is None
    every = wire.told("aseptic/status")
    assert all(one != other for one, other in pairwise(every)), "nothing is told twice"
    assert wire.end() == 0


def test_a_client_that_watches_files_is_told_so(start: Callable[..., Wire]) -> None:
    wire = start(WATCHED)
    wire.opened("a.py", "x = 1\n")
    assert told(wire, lambda each: each["findings"] == 0)["watching"] is True
    assert wire.end() == 0


def test_each_open_project_is_told_with_its_own_standard_and_where_its_records_lie(start: Callable[..., Wire]) -> None:
    wire = start(STATUS)
    wire.write("pump/pyproject.toml", "[tool.aseptic]\nrecords = 'quality'\n")
    banned = "banned:\n  - {name: acme.raw, rule: INJ-003, message: acme.raw is not for products}\n"
    head = "---\nid: STANDARD\ntitle: Ours\nstandard: Aseptic\nversion: '0.1'\n"
    wire.write("pump/quality/standard.md", f"{head}{banned}---\nText.\n")
    wire.write("ward/pyproject.toml", "[tool.aseptic]\n")
    wire.opened("ward/a.py", "x = 1\n")
    wire.opened("pump/a.py", "x = 1\n")
    said = told(wire, lambda each: len(each["projects"]) == 2)
    ward, pump = said["projects"]
    assert (ward["root"], ward["records"]) == ((wire.folder / "ward").as_uri(), "security")
    assert (pump["root"], pump["records"]) == ((wire.folder / "pump").as_uri(), "quality")
    assert ward["standard"] == said["standard"], "the first project's stays where it was"
    assert pump["standard"]["digest"] != ward["standard"]["digest"]
    assert wire.end() == 0
