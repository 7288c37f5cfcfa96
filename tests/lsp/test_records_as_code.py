"""Records as code at the protocol: completion, definition, references, rename, symbols, folding, links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wire import PUBLISHED, RICH, Message, Wire

Start = Callable[..., Wire]
REQUIREMENT = """\
---
id: SEC-001
title: Nothing from outside becomes a command
capability: SAHD
status: approved
rules: [INJ-003]
threats: [THR-001]
---
The product shall not run any part of a message as a command.

## Background
See THR-001.

```python
# verifies: SEC-001
```
"""
THREAT = """\
---
id: THR-001
title: A crafted study
stride: [tampering]
interfaces: []
assets: []
mitigated_by: [SEC-001]
---
Somebody sends a study.
"""
CODE = (
    'NAME = "# implements: SEC-001"\n\n\n# implements: SEC-001\ndef f(x):  # verifies: SEC-001, THR-001\n    return x\n'
)
OTHER = "# interface: IF-001\n# verifies: SEC-001\ndef test_f(): ...\n"
ABLE: Message = {
    **RICH,
    "workspace": {
        **RICH["workspace"],
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]},
    },
}


@pytest.fixture
def wire(inside: Start) -> Wire:
    """A server, with records open in the editor and a test that nobody opened."""
    wire = inside(ABLE)
    wire.write("security/threats/THR-001.md", THREAT)
    wire.write("tests/test_f.py", OTHER)
    address = wire.write("security/requirements/SEC-001.md", REQUIREMENT)
    wire.opened("a.py", CODE)
    wire.open(address, REQUIREMENT, language="markdown")
    return wire


def at(wire: Wire, name: str, line: int, character: int, **more: Any) -> Message:
    uri = (wire.folder / name).as_uri()
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}, **more}


def short(wire: Wire, location: Message) -> tuple[str, int, int]:
    start = location["range"]["start"]
    name = location["uri"].removeprefix(wire.folder.as_uri() + "/")
    return name, start["line"], start["character"]


RECORD = "security/requirements/SEC-001.md"


@pytest.mark.parametrize(
    ("name", "line", "character", "to"),
    [
        ("a.py", 3, 16, (RECORD, 1, 0)),
        ("a.py", 4, 34, ("security/threats/THR-001.md", 1, 0)),
        (RECORD, 6, 12, ("security/threats/THR-001.md", 1, 0)),
        (RECORD, 11, 6, ("security/threats/THR-001.md", 1, 0)),
    ],
)
def test_definition_leads_to_the_record(
    wire: Wire, name: str, line: int, character: int, to: tuple[str, int, int]
) -> None:
    assert short(wire, wire.result("textDocument/definition", at(wire, name, line, character))) == to


def test_definition_of_a_rule_is_its_page(wire: Wire) -> None:
    found = wire.result("textDocument/definition", at(wire, RECORD, 5, 10))
    assert found["uri"].endswith("rules/INJ/INJ-003.md")


@pytest.mark.parametrize(("name", "line", "character"), [("a.py", 0, 24), ("a.py", 5, 5), (RECORD, 14, 14)])
def test_elsewhere_nothing_is_defined(wire: Wire, name: str, line: int, character: int) -> None:
    assert wire.result("textDocument/definition", at(wire, name, line, character)) is None


def test_references_are_those_of_records_and_of_comments_open_or_not(wire: Wire) -> None:
    asked = at(wire, RECORD, 1, 6, context={"includeDeclaration": True})
    found = sorted(short(wire, each) for each in wire.result("textDocument/references", asked))
    assert found == [
        ("a.py", 3, 14),
        ("a.py", 4, 23),
        (RECORD, 1, 4),
        ("security/threats/THR-001.md", 6, 15),
        ("tests/test_f.py", 1, 12),
    ]
    asked["context"]["includeDeclaration"] = False
    assert len(wire.result("textDocument/references", asked)) == 4


def test_references_see_what_is_not_saved(wire: Wire) -> None:
    wire.changed((wire.folder / "a.py").as_uri(), 2, {"text": "# implements: SEC-001\n"})
    asked = at(wire, RECORD, 1, 6, context={"includeDeclaration": False})
    found = [short(wire, each) for each in wire.result("textDocument/references", asked)]
    assert [each for each in found if each[0] == "a.py"] == [("a.py", 0, 14)]


def test_rename_changes_every_mention_and_the_file(wire: Wire) -> None:
    assert wire.result("textDocument/prepareRename", at(wire, "a.py", 3, 16))["start"] == {"line": 3, "character": 14}
    done = wire.result("textDocument/rename", at(wire, "a.py", 3, 16, newName="SEC-044"))
    *edits, moved = done["documentChanges"]
    assert moved["kind"] == "rename" and moved["newUri"].endswith("/SEC-044.md")
    assert sum(len(each["edits"]) for each in edits) == 5
    assert {one["newText"] for each in edits for one in each["edits"]} == {"SEC-044"}


@pytest.mark.parametrize(
    ("name", "words"), [("SEC-1", "look like"), ("THR-002", "look like"), ("SEC-001", "taken"), ("x", "look like")]
)
def test_a_name_that_does_not_fit_is_refused_in_one_line(wire: Wire, name: str, words: str) -> None:
    answer = wire.call("textDocument/rename", at(wire, "a.py", 3, 16, newName=name))
    assert words in answer["error"]["message"]


def test_ids_that_others_rely_on_keep_their_name(wire: Wire) -> None:
    assert "shipped" in wire.call("textDocument/prepareRename", at(wire, RECORD, 5, 10))["error"]["message"]
    wire.write("security/ledger.jsonl", '{"reason": "SEC-001"}\n')
    assert "ledger" in wire.call("textDocument/prepareRename", at(wire, "a.py", 3, 16))["error"]["message"]


def formed(wire: Wire, text: str = REQUIREMENT) -> None:
    """Let requirements have ids of another form than the one that is there."""
    wire.write("pyproject.toml", '[tool.aseptic]\nids = {requirement = "MED-SEC-000"}\n')
    wire.write(RECORD, text)


def test_an_id_that_is_of_the_form_no_more_is_renamed_with_all_that_names_it(wire: Wire) -> None:
    formed(wire)
    refused = wire.call("textDocument/rename", at(wire, "a.py", 3, 16, newName="SEC-002"))
    assert "they look like MED-SEC-001" in refused["error"]["message"]
    assert wire.result("textDocument/prepareRename", at(wire, "a.py", 3, 16))["start"] == {"line": 3, "character": 14}
    done = wire.result("textDocument/rename", at(wire, "a.py", 3, 16, newName="MED-SEC-001"))
    *edits, moved = done["documentChanges"]
    assert moved["kind"] == "rename" and moved["newUri"].endswith("/MED-SEC-001.md")
    assert sum(len(each["edits"]) for each in edits) == 5, "as of any other"


def test_one_with_another_fault_is_not_renamed(wire: Wire) -> None:
    formed(wire, REQUIREMENT.replace("capability", "capabilty"))
    wire.write("security/requirements/SEC-001.md", REQUIREMENT.replace("capability", "capabilty"))
    answer = wire.call("textDocument/prepareRename", at(wire, "a.py", 3, 16))
    assert "names no record here that can be read" in answer["error"]["message"]


def labels(wire: Wire, name: str, line: int, character: int) -> list[str]:
    found = wire.result("textDocument/completion", at(wire, name, line, character))
    return [each["label"] for each in found["items"]] if found else []


def typed(wire: Wire, text: str, name: str = RECORD) -> tuple[int, int]:
    """Put text into the open record without saving it; return the place of its `|`."""
    before, _, after = text.partition("|")
    uri = (wire.folder / name).as_uri()
    wire.change(uri, 2, {"text": before + after})
    return before.count("\n"), len(before.rpartition("\n")[2])


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("---\nid: SEC-001\nst|\n---\n", {"status", "capability", "threats"}, {"id", "SEC-001"}),
        ("---\nid: SEC-001\nstatus: a|\n---\n", {"draft", "approved", "retired"}, {"INJ-003"}),
        ("---\nid: SEC-001\ncapability: |\n---\n", {"SAHD", "TXIG"}, {"draft"}),
        ("---\nid: SEC-001\nrules: [INJ-003, |]\n---\n", {"INJ-003", "CRY-001"}, {"THR-001"}),
        ("---\nid: SEC-001\nthreats:\n  - |\n---\n", {"THR-001"}, {"INJ-003"}),
        ("---\nid: SEC-001\nreviewed: {by: a, |}\n---\n", {"on", "role"}, {"by", "status"}),
        ("---\nid: SEC-001\n---\nAs THR|\n", {"THR-001"}, set[str]()),
        ("---\nid: SEC-001\n---\nas th|\n", set[str](), {"THR-001"}),
        ("---\nid: SEC-001\ntitle: Nothing |\n---\n", set[str](), {"THR-001", "id"}),
    ],
)
def test_completion_of_a_record(wire: Wire, text: str, there: set[str], absent: set[str]) -> None:
    line, character = typed(wire, text)
    found = set(labels(wire, RECORD, line, character))
    assert there <= found and not absent & found
    assert bool(found) == bool(there)


@pytest.mark.parametrize(
    ("comment", "there"),
    [("# implements: |", ["SEC-001"]), ("# implements: SEC|", ["SEC-001"]), ("# deviation: |", []), ("# see SEC|", [])],
)
def test_completion_behind_a_tie_in_code(wire: Wire, comment: str, there: list[str]) -> None:
    address = (wire.folder / "a.py").as_uri()
    wire.changed(address, 2, {"text": f"{comment.replace('|', '')}\n"})
    assert labels(wire, "a.py", 0, comment.index("|")) == there


def test_a_completed_key_gets_its_colon_and_replaces_what_was_typed(wire: Wire) -> None:
    line, character = typed(wire, "---\nid: SEC-001\nstat|\n---\n")
    found = wire.result("textDocument/completion", at(wire, RECORD, line, character))
    (status,) = (each for each in found["items"] if each["label"] == "status")
    assert status["textEdit"]["newText"] == "status: "
    assert status["textEdit"]["range"]["start"] == {"line": 2, "character": 0}
    assert status["detail"] == "needed"


def test_symbols_folds_and_links_of_a_record(wire: Wire) -> None:
    document = {"textDocument": {"uri": (wire.folder / RECORD).as_uri()}}
    symbols = wire.result("textDocument/documentSymbol", document)
    assert [each["name"] for each in symbols] == ["SEC-001", "Background"]
    folds = wire.result("textDocument/foldingRange", document)
    assert [(each["startLine"], each["endLine"]) for each in folds] == [(0, 7), (10, 15), (13, 15)]
    links = wire.result("textDocument/documentLink", document)
    assert [Path(each["target"].partition("#")[0]).name for each in links] == ["INJ-003.md", "THR-001.md", "THR-001.md"]


def test_of_code_only_the_ties_are_told(wire: Wire) -> None:
    document = {"textDocument": {"uri": (wire.folder / "a.py").as_uri()}}
    assert wire.result("textDocument/documentSymbol", document) is None
    assert wire.result("textDocument/foldingRange", document) is None
    links = wire.result("textDocument/documentLink", document)
    assert [each["range"]["start"]["line"] for each in links] == [3, 4, 4]


@pytest.mark.parametrize(("query", "names"), [("crafted", ["THR-001"]), ("sec1", ["SEC-001"]), ("INJ-003", [])])
def test_workspace_symbols_are_records(wire: Wire, query: str, names: list[str]) -> None:
    found: list[Message] = wire.result("workspace/symbol", {"query": query}) or []
    assert [each["name"].split()[0] for each in found] == names


def test_a_record_that_is_saved_reaches_unsaved_code_at_once(wire: Wire) -> None:
    address = wire.opened("b.py", "import os\n")
    (found,) = wire.changed(address, 2, {"text": "import os\n\n\ndef f(x):\n    os.system(x)\n"})
    assert "SEC-001" in found["message"]
    record = wire.write(RECORD, REQUIREMENT.replace("rules: [INJ-003]", "rules: []"))
    wire.save(record)
    told = wire.wait(
        lambda each: (
            each.get("method") == PUBLISHED
            and each["params"]["uri"] == address
            and "SEC-001" not in str(each["params"]["diagnostics"])
            and "INJ-003" in str(each["params"]["diagnostics"])
        )
    )
    assert told["params"]["version"] == 2


def test_other_files_are_left_alone(wire: Wire) -> None:
    address = wire.write("README.md", "# SEC-001\n")
    wire.open(address, "# SEC-001\n", language="markdown")
    for method in ("definition", "hover", "prepareRename"):
        assert wire.result(f"textDocument/{method}", at(wire, "README.md", 0, 4)) is None
    assert wire.result("textDocument/foldingRange", {"textDocument": {"uri": address}}) is None
