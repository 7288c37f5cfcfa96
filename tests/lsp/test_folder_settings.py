"""Two folders with settings of their own: each document goes by its folder's, of a client that can least by everybody's."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_lsp
from inside import Inside
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from test_editor_settings import ASKING, MORE, TEXT, asked, lines
from test_editors_capabilities import Editor, make_editor
from test_show_changed import git, needs_git
from wire import PUBLISHED, Message, span

Start = Callable[..., Inside]


def folder(path: Path) -> Message:
    path.mkdir(exist_ok=True)
    return {"uri": path.as_uri(), "name": path.name}


@pytest_lsp.fixture(
    params=["least", "visual_studio_code@latest"],
    config=ClientServerConfig([sys.executable, "-m", "aseptic", "server"], client_factory=make_editor),
)
async def client(client: LanguageClient, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[None]:
    least = request.param == "least"
    given = types.ClientCapabilities() if least else client_capabilities(request.param)
    folders = [types.WorkspaceFolder(**folder(tmp_path / each)) for each in ("pump", "gate")]
    client.set_configuration({"aseptic": {"run": "onType"}})
    client.set_configuration({"aseptic": {"run": "onSave", "lenses": False}}, scope_uri=folders[1].uri)
    params = types.InitializeParams(
        capabilities=given, workspace_folders=folders, initialization_options={"run": "onSave"} if least else None
    )
    await client.initialize_session(params)
    yield
    await client.shutdown_session()


async def test_each_document_goes_by_its_folders_settings(client: Editor, tmp_path: Path) -> None:
    workspace = client.capabilities and client.capabilities.workspace
    found: dict[str, list[int]] = {}
    for name in ("pump", "gate"):
        path = tmp_path / name / "a.py"
        item = types.TextDocumentItem(path.as_uri(), types.LanguageKind.Python, 1, TEXT)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await client.shown(path.as_uri(), 1, bool)
        document = types.VersionedTextDocumentIdentifier(version=2, uri=path.as_uri())
        change = types.TextDocumentContentChangePartial(
            types.Range(types.Position(4, 0), types.Position(4, 0)), "    os.system(x + x)\n"
        )
        client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        said = await client.shown(path.as_uri(), 2, bool)
        found[name] = [each.range.start.line for each in said.diagnostics]
    asking = bool(workspace and workspace.configuration)
    assert found == {"pump": [4, 5] if asking else [5], "gate": [5]}


def test_all_folders_are_asked_about_at_once_and_a_folder_that_comes_with_them(inside: Start, tmp_path: Path) -> None:
    pump, gate = folder(tmp_path / "pump"), folder(tmp_path / "gate")
    wire = inside(ASKING, options={"workspaceFolders": [pump]})
    question = asked(wire)
    assert question["params"]["items"] == [{"section": "aseptic"}], "one folder's settings are the workspace's"
    wire.send({"id": question["id"], "result": [{"run": "onSave"}]})
    address = (tmp_path / "gate" / "a.py").as_uri()
    wire.open(address, TEXT)
    wire.shown(address, 1)
    wire.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [gate], "removed": []}})
    question = asked(wire, 2)
    scopes = [each.get("scopeUri") for each in question["params"]["items"]]
    assert scopes == [None, pump["uri"], gate["uri"]]
    assert lines(wire.changed(address, 2, MORE)) == [5], "until it is answered the last word holds"
    wire.send({"id": question["id"], "result": [{"run": "onSave"}, None, {"run": "onType"}]})
    assert wire.shown(address, 2, lambda said: lines(said["diagnostics"]) == [4, 5])
    assert lines(wire.changed(address, 3, MORE)) == [4, 5, 6]


def test_a_client_with_one_answer_for_all_has_it_hold_in_each_folder(inside: Start, tmp_path: Path) -> None:
    folders = [folder(tmp_path / each) for each in ("pump", "gate")]
    wire = inside(ASKING, options={"workspaceFolders": folders})
    wire.send({"id": asked(wire)["id"], "result": [{"run": "onSave"}]})
    for each in folders:
        address = f"{each['uri']}/a.py"
        wire.open(address, TEXT)
        wire.shown(address, 1)
        assert lines(wire.changed(address, 2, MORE)) == [5]


@needs_git
def test_lenses_what_is_shown_and_types_go_by_the_folder_too(inside: Start, tmp_path: Path) -> None:
    folders = [folder(tmp_path / each) for each in ("pump", "gate")]
    for each in ("pump", "gate"):
        (tmp_path / each / "a.py").write_text(TEXT, encoding="utf-8")
        git(tmp_path / each, "init", "-q", "-b", "main")
        git(tmp_path / each, "add", "-A")
        git(tmp_path / each, "commit", "-q", "--no-gpg-sign", "-m", "all")
    wire = inside(ASKING, options={"workspaceFolders": folders})
    pump, gate = ({"textDocument": {"uri": f"{each['uri']}/a.py"}} for each in folders)
    own = {"lenses": False, "show": "changed", "types": False}
    wire.send({"id": asked(wire)["id"], "result": [None, {}, own]})
    for each in (pump, gate):
        wire.open(each["textDocument"]["uri"], TEXT)
    older = wire.shown(gate["textDocument"]["uri"], 1, lambda said: said["diagnostics"][0]["severity"] == 4)
    assert lines(older["diagnostics"]) == [4]
    for each in (pump, gate):
        (command,) = (
            action["command"]
            for action in wire.actions(each["textDocument"]["uri"], span(4, 4, 4, 16))
            if action["title"].startswith("Record a deviation")
        )
        wire.result("workspace/executeCommand", {key: command[key] for key in ("command", "arguments")})
    assert "DEV-0001" in wire.result("textDocument/codeLens", pump)[0]["command"]["title"]
    assert wire.result("textDocument/codeLens", gate) is None
    told = [each for each in wire.told(PUBLISHED) if each["uri"] == pump["textDocument"]["uri"]]
    assert 4 not in {found["severity"] for each in told for found in each["diagnostics"]}
    said = wire.result("workspace/executeCommand", {"command": "aseptic.debug"})
    assert "gate: run onType, show changed, approved hint, lenses off, types off" in said
