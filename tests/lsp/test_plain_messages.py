"""What every client is spared: nulls, pushes of what did not change, and a server that needs a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from inside import Inside
from requirement_text import REQUIREMENT
from wire import PUBLISHED, RICH, codes, edit, span

import aseptic.lsp

Start = Callable[..., Inside]
TEXT = "import os\nos.system(x)\n"
NOTEBOOK = {"uri": "file:///b.ipynb", "notebookType": "jupyter-notebook", "version": 1, "cells": [{"kind": 2, "document": "cell:1"}]}  # fmt: skip


def nulls(value: Any, way: str = "") -> Iterator[str]:
    """Yield the way to each null inside a value."""
    if value is None:
        yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from nulls(each, f"{way}.{key}")


def test_an_absent_value_is_an_absent_key(inside: Start) -> None:
    watching = {**RICH["workspace"], "didChangeWatchedFiles": {"dynamicRegistration": True}, "configuration": True}
    wire = inside({**RICH, "workspace": watching, "experimental": {"asepticStatus": True}})
    wire.write("security/requirements/SEC-001.md", REQUIREMENT)
    address = wire.opened("a.py", TEXT)
    cells = [{"uri": "cell:1", "languageId": "python", "version": 1, "text": TEXT}]
    wire.tell("notebookDocument/didOpen", {"notebookDocument": NOTEBOOK, "cellTextDocuments": cells})
    place = {"textDocument": {"uri": address}, "position": {"line": 1, "character": 4}}
    for method in ("hover", "definition", "references", "completion", "codeLens", "documentSymbol", "documentLink"):
        wire.call(f"textDocument/{method}", {**place, "context": {"includeDeclaration": True}})
    for action in wire.actions(address, span(1, 0, 1, 9)):
        if "command" in action:
            wire.result("workspace/executeCommand", action["command"])
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    assert wire.alive()
    assert len(wire.messages) > 12
    found = [(each.get("method", each.get("id")), way) for each in wire.messages for way in nulls(each)]
    assert [each for each in found if each[1] != ".result"] == []


def test_a_document_is_pushed_when_it_is_typed_in_and_others_when_theirs_changed(inside: Start) -> None:
    wire = inside()
    shell = wire.opened("shell.py", "import os\nrun = os.system\n")
    user = wire.opened("user.py", "from shell import run\nrun(x)\n")
    other = wire.opened("other.py", TEXT)
    assert codes(wire.shown(user, 1)["diagnostics"]) == ["INJ-003"]

    def pushed(version: int, change: dict[str, Any]) -> list[str]:
        since = len(wire.told(PUBLISHED))
        wire.change(shell, version, change)
        assert wire.alive()
        return [each["uri"] for each in wire.told(PUBLISHED)[since:]]

    assert pushed(2, edit(2, 0, "# a\n")) == [shell]
    assert pushed(3, edit(1, 6, "print", 15)) == [shell, user]
    assert pushed(4, edit(1, 6, "input", 11)) == [shell]
    assert other not in pushed(5, edit(1, 6, "os.system", 11))


def test_a_finding_is_one_line_with_the_requirements_in_its_last_bracket(inside: Start) -> None:
    wire = inside()
    wire.write("security/requirements/SEC-001.md", REQUIREMENT)
    (found,) = wire.shown(wire.opened("a.py", TEXT), 1)["diagnostics"]
    assert found["message"].endswith(" (SEC-001)")
    assert "\n" not in found["message"]


def test_no_folder_is_needed(inside: Start) -> None:
    wire = inside(agree=False)
    wire.result("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    wire.tell("initialized")
    assert codes(wire.shown(wire.opened("a.py", TEXT), 1)["diagnostics"]) == ["INJ-003"]


def test_nothing_is_done_in_the_librarys_pool() -> None:
    """It is the pool of the library's reader, too: two slow answers in it, and nothing is read any more."""
    modules = sorted(Path(aseptic.lsp.__file__).parent.rglob("*.py"))
    assert len(modules) > 30
    wanted = re.compile(r"\.thread\(|thread_pool|thread_max_workers")
    assert [path.name for path in modules if wanted.search(path.read_text(encoding="utf-8"))] == []
