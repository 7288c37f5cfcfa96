"""One conversation with the client that can least and with the one that can most, in each position encoding."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types
from lsprotocol.converters import get_converter
from pytest_lsp import ClientServerConfig, LanguageClient
from test_editors_capabilities import Editor, anything, make_editor
from wire import WIDTHS

LEAST: dict[str, Any] = {}
RICHEST: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-8", "utf-16", "utf-32"]},
    "window": {"showDocument": {"support": True}, "workDoneProgress": True, "showMessage": {}},
    "workspace": {
        "applyEdit": True,
        "configuration": True,
        "workspaceFolders": True,
        "codeLens": {"refreshSupport": True},
        "didChangeConfiguration": {"dynamicRegistration": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": ["create", "rename", "delete"],
            "changeAnnotationSupport": {},
        },
    },
    "textDocument": {
        "synchronization": {"didSave": True, "dynamicRegistration": True},
        "publishDiagnostics": {
            "relatedInformation": True,
            "versionSupport": True,
            "codeDescriptionSupport": True,
            "dataSupport": True,
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
    "experimental": {"asepticStatus": True, "asepticDeviations": True},
}
CLIENTS = {
    "least": LEAST,
    "least, asked for edits": {"workspace": {"applyEdit": True}},
    "least, utf-8": {"general": {"positionEncodings": ["utf-8"]}},
    "least, utf-32": {"general": {"positionEncodings": ["utf-32"]}},
    "richest": RICHEST,
    "richest, utf-16": {**RICHEST, "general": {"positionEncodings": ["utf-16"]}},
    "richest, utf-32": {**RICHEST, "general": {"positionEncodings": ["utf-32", "utf-8"]}},
}
TEXT = "import yaml\n\n\ndef f(x):\n    '😀é'; return yaml.load(x, Loader=yaml.Loader)\n"
LEAD = "    '😀é'; return "


def encoding(client: Editor) -> str:
    general = client.capabilities.general if client.capabilities else None
    offered = (general.position_encodings if general else None) or ["utf-16"]
    return str(getattr(offered[0], "value", offered[0]))


@pytest_lsp.fixture(
    params=list(CLIENTS),
    config=ClientServerConfig([sys.executable, "-m", "aseptic", "server"], client_factory=make_editor),
)
async def client(client: LanguageClient, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[None]:
    given = get_converter().structure(CLIENTS[request.param], types.ClientCapabilities)
    params = types.InitializeParams(capabilities=given, root_uri=tmp_path.as_uri())
    result = await client.initialize_session(params)
    assert result.capabilities.position_encoding == encoding(client)  # type: ignore[arg-type]
    yield
    await client.shutdown_session()


async def opened(client: Editor, folder: Path) -> tuple[str, types.Diagnostic]:
    record = folder / "security" / "requirements" / "SEC-001.md"
    record.parent.mkdir(parents=True)
    keys = "id: SEC-001\ntitle: Data makes no code\ncapability: SAHD\nstatus: approved\nrules: [DES-005]\n"
    record.write_text(f"---\n{keys}---\nData shall not become code.\n")
    path = folder / "pump.py"
    path.write_text(TEXT, encoding="utf-8")
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(path.as_uri(), types.LanguageKind.Python, 1, TEXT))
    )
    said = await client.shown(path.as_uri(), 1, anything)
    (found,) = said.diagnostics
    return path.as_uri(), found


async def test_the_whole_conversation(client: Editor, tmp_path: Path) -> None:
    given = client.capabilities or types.ClientCapabilities()
    text, workspace = given.text_document, given.workspace
    uri, found = await opened(client, tmp_path)
    width = WIDTHS[encoding(client)]
    assert found.code == "DES-005"
    assert found.message.endswith("(SEC-001)")
    assert found.range.start == types.Position(4, width(LEAD))
    assert bool(found.related_information) == bool(text and text.publish_diagnostics)

    document = types.TextDocumentIdentifier(uri)
    hover = await client.text_document_hover_async(types.HoverParams(document, found.range.start))
    assert hover
    contents = hover.contents
    assert isinstance(contents, types.MarkupContent)
    assert "DES-005" in contents.value
    assert contents.kind == ("markdown" if text and text.hover else "plaintext")
    assert ("```" in contents.value) == bool(text and text.hover)

    asked = types.CodeActionParams(document, found.range, types.CodeActionContext([found]))
    offered = list(await client.text_document_code_action_async(asked) or ())
    literals = bool(text and text.code_action)
    edits = bool(workspace and workspace.apply_edit)
    assert {isinstance(each, types.CodeAction) for each in offered} == {literals}
    titles = [each.title for each in offered]
    assert ("safe_load" in " ".join(titles)) == (literals or edits), titles
    first = offered[0]
    if isinstance(first, types.CodeAction) and first.edit is None:
        first = await client.code_action_resolve_async(first)
    if isinstance(first, types.CodeAction):
        assert first.edit
        assert (first.edit.document_changes is not None) == bool(workspace and workspace.workspace_edit)

    record = next(each for each in offered if each.title.startswith("Record a deviation"))
    command = record if isinstance(record, types.Command) else record.command
    assert command
    done = await client.workspace_execute_command_async(types.ExecuteCommandParams(command.command, command.arguments))
    path = tmp_path / "security" / "deviations" / "DEV-0001.md"
    assert done["id"] == "DEV-0001"
    assert "## Justification" in path.read_text(encoding="utf-8")
    await client.shown(uri, 1, lambda said: any("DEV-0001 covers nothing" in each.message for each in said))
    if given.window:
        assert [each.uri for each in client.shown_documents] == [path.as_uri()]
    else:
        assert str(path) in client.messages[-1].message
    await symbols(client, tmp_path)
    await workspace_checked(client, tmp_path)
    watching = "workspace/didChangeWatchedFiles" in client.registered
    assert watching == bool(workspace and workspace.did_change_watched_files)


async def symbols(client: Editor, tmp_path: Path) -> None:
    path = tmp_path / "security" / "requirements" / "SEC-001.md"
    text = path.read_text()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(path.as_uri(), "markdown", 1, text))
    )
    asked = types.DocumentSymbolParams(types.TextDocumentIdentifier(path.as_uri()))
    found = await client.text_document_document_symbol_async(asked)
    assert found
    nested = bool(client.capabilities and client.capabilities.text_document)
    assert {isinstance(each, types.DocumentSymbol) for each in found} == {nested}


async def workspace_checked(client: Editor, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text(TEXT, encoding="utf-8")
    asked = types.ExecuteCommandParams("aseptic.checkWorkspace")
    told = await client.workspace_execute_command_async(asked)
    assert told == {"files": 2, "findings": 2, "unchecked": 0, "folders": [tmp_path.as_uri()]}
    said = await client.shown((tmp_path / "other.py").as_uri(), None, anything)
    assert said.diagnostics[0].range.start.character == WIDTHS[encoding(client)](LEAD)
