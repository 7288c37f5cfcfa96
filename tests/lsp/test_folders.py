"""Several roots, roots that come and go, and files that are moved and removed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from inside import Inside
from wire import PUBLISHED, RICH, Message, Wire, codes, span

Start = Callable[..., Inside]
TEXT = "import os\nos.system(x)\n"
REQUIREMENT = "---\nid: SEC-001\ntitle: A\ncapability: SAHD\nstatus: approved\nrules: [INJ-003]\n---\nIt shall.\n"
FAULTY = "---\n---\n"


def newest(wire: Wire, address: str) -> Message:
    assert wire.alive()
    return [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]


def put(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


def folder(path: Path) -> Message:
    return {"uri": path.as_uri(), "name": path.name}


def changed(added: list[Message], removed: list[Message]) -> Message:
    return {"event": {"added": added, "removed": removed}}


def test_each_file_has_the_records_of_its_own_root(inside: Start, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    put(one / "security" / "requirements" / "SEC-001.md", REQUIREMENT)
    put(
        two / "security" / "requirements" / "SEC-001.md",
        REQUIREMENT.replace("SEC-001", "SEC-002").replace("-001.md", "-002.md"),
    )
    addresses = [put(each / "a.py", TEXT) for each in (one, two)]
    wire = inside(options={"workspaceFolders": [folder(one), folder(two)], "rootUri": None})
    for address in addresses:
        wire.open(address, TEXT)
    assert "(SEC-001)" in wire.shown(addresses[0], 1)["diagnostics"][0]["message"]
    assert "(SEC-002)" in wire.shown(addresses[1], 1)["diagnostics"][0]["message"]


def test_a_folder_that_comes_is_the_project_of_what_lies_in_it_and_no_longer_when_it_goes(
    inside: Start, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    put(other / "security" / "requirements" / "SEC-001.md", REQUIREMENT)
    address = put(other / "src" / "a.py", TEXT)
    wire = inside()
    wire.open(address, TEXT)
    assert "SEC" not in wire.shown(address, 1)["diagnostics"][0]["message"]
    wire.tell("workspace/didChangeWorkspaceFolders", changed([folder(other)], []))
    assert wire.shown(address, 1, lambda said: "(SEC-001)" in str(said))
    wire.tell("workspace/didChangeWorkspaceFolders", changed([], [folder(other)]))
    assert "SEC" not in newest(wire, address)["diagnostics"][0]["message"]


@pytest.mark.parametrize(
    "params",
    [
        {"event": {"added": [], "removed": [{"uri": "file:///never/there", "name": "x"}]}},
        {"event": {"added": [{"uri": "untitled:x"}], "removed": []}},
        {"event": {"added": [{"uri": "file:///a"}, {"uri": "file:///a"}], "removed": []}},
    ],
    ids=str,
)
def test_odd_folders_harm_nothing(inside: Start, params: Message) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    wire.tell("workspace/didChangeWorkspaceFolders", params)
    assert wire.hover(address, 1, 4)


def test_the_records_faults_go_with_the_last_document_of_the_project(inside: Start) -> None:
    wire = inside()
    record = wire.write("security/requirements/SEC-001.md", FAULTY)
    python, other = wire.opened("a.py", TEXT), wire.opened("b.py", TEXT)
    assert wire.shown(record)["diagnostics"]
    wire.open(record, FAULTY, language="markdown")
    for address in (python, other):
        wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
        assert newest(wire, address)["diagnostics"] == []
    assert newest(wire, record)["diagnostics"], "the record itself is still open"
    wire.tell("textDocument/didClose", {"textDocument": {"uri": record}})
    assert newest(wire, record)["diagnostics"] == []
    wire.open(python, TEXT)
    assert wire.alive()
    assert newest(wire, record)["diagnostics"]


@pytest.mark.parametrize("operation", ["didRenameFiles", "didDeleteFiles", "didCreateFiles"])
def test_files_that_the_editor_moves_are_seen_without_a_save(inside: Start, operation: str) -> None:
    operations = {"didRename": True, "didDelete": True, "didCreate": True}
    wire = inside(agree=False)
    said = wire.initialize({**RICH, "workspace": {**RICH["workspace"], "fileOperations": operations}})
    offered = said["capabilities"]["workspace"]["fileOperations"][operation.removesuffix("Files")]["filters"]
    assert {"**/*.py", "**/*.md", "**/pyproject.toml"} <= {each["pattern"]["glob"] for each in offered}
    address = wire.opened("a.py", TEXT)
    record = wire.folder / "security" / "requirements" / "SEC-001.md"
    put(wire.folder / "drafts" / "SEC-001.md", REQUIREMENT)
    record.parent.mkdir(parents=True)
    (wire.folder / "drafts" / "SEC-001.md").rename(record)
    files = {
        "didRenameFiles": [{"oldUri": (wire.folder / "drafts" / "SEC-001.md").as_uri(), "newUri": record.as_uri()}],
        "didDeleteFiles": [{"uri": (wire.folder / "drafts" / "SEC-001.md").as_uri()}],
        "didCreateFiles": [{"uri": record.as_uri()}],
    }
    wire.tell(f"workspace/{operation}", {"files": files[operation]})
    assert wire.shown(address, 1, lambda said: "(SEC-001)" in str(said))


def test_a_document_that_is_renamed_is_withdrawn_and_shown_under_its_new_name(inside: Start) -> None:
    wire = inside()
    old = wire.opened("a.py", TEXT)
    new = old.replace("a.py", "b.py")
    (wire.folder / "a.py").rename(wire.folder / "b.py")
    wire.tell("textDocument/didClose", {"textDocument": {"uri": old}})
    wire.open(new, TEXT, 7)
    assert codes(wire.shown(new, 7)["diagnostics"]) == ["INJ-003"]
    assert newest(wire, old)["diagnostics"] == []


@pytest.mark.skipif(os.name != "posix", reason="links without rights of their own")
def test_what_lies_in_a_folder_is_named_as_the_client_names_the_folder(inside: Start, tmp_path: Path) -> None:
    real = tmp_path / "real Ä"
    put(real / "security" / "requirements" / "SEC-001.md", REQUIREMENT)
    put(real / "security" / "requirements" / "SEC-00 2.md", FAULTY)
    put(real / "a.py", TEXT)
    link = tmp_path / "link"
    link.symlink_to(real)
    root = link.as_uri().replace("link", "l%69nk")
    wire = inside(options={"workspaceFolders": [{"uri": f"{root}/", "name": "x"}], "rootUri": None})
    wire.open(f"{root}/a.py", TEXT)
    (found,) = wire.shown(f"{root}/a.py", 1)["diagnostics"]
    related = found["relatedInformation"][0]["location"]["uri"]
    assert related == f"{root}/security/requirements/SEC-001.md"
    assert wire.shown(f"{root}/security/requirements/SEC-00%202.md")["diagnostics"]
    action = next(each for each in wire.actions(f"{root}/a.py", span(1, 0, 1, 9)) if "command" in each)
    done = wire.result("workspace/executeCommand", action["command"])
    assert done["uri"] == f"{root}/security/deviations/DEV-0001.md"
    shown = wire.wait(lambda each: each.get("method") == "window/showDocument")["params"]["uri"]
    assert shown == done["uri"]


def test_a_document_may_be_asked_about_in_another_spelling(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a b.py", TEXT)
    for spelled in (
        address.replace("%20", " "),
        address.replace("a%20b", "%61%20%62"),
        address.replace("file://", "file://localhost"),
    ):
        place = {"textDocument": {"uri": spelled}, "position": {"line": 1, "character": 4}}
        said = wire.result("textDocument/hover", place)
        assert spelled.startswith("file://localhost") or "INJ-003" in said["contents"]["value"]
