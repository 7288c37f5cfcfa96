"""The whole conversation as real editors have it: with the capabilities that Neovim and VS Code send."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

from aseptic.lsp.wire.converter import tolerant_converter

EDITORS = ["neovim_latest", "visual_studio_code_latest"]
TEXT = "import hashlib\nimport yaml\n\n\ndef f(x):\n    '😀'; yaml.load(x)\n    return hashlib.md5(x)\n"
PATIENCE = 120.0
Said = types.PublishDiagnosticsParams


class Editor(LanguageClient):
    """pytest-lsp's client, which also keeps versions."""

    def __init__(self) -> None:
        super().__init__(converter_factory=tolerant_converter)
        self.published: list[Said] = []
        self.registered: list[str] = []
        self.news = asyncio.Event()

    async def shown(self, uri: str, version: int | None, until: Callable[[Sequence[types.Diagnostic]], bool]) -> Said:
        async def wait() -> Said:
            while True:
                for said in self.published:
                    if said.uri == uri and said.version == version and until(said.diagnostics):
                        return said
                self.news.clear()
                await self.news.wait()

        return await asyncio.wait_for(wait(), PATIENCE)


def make_editor() -> Editor:
    editor = Editor()

    def published(client: Editor, params: Said) -> None:
        client.published.append(params)
        client.news.set()

    def registered(client: Editor, params: types.RegistrationParams) -> None:
        client.registered.extend(each.method for each in params.registrations)

    def lenses_again(client: Editor, params: None) -> None:
        """Answer; this client shows no lenses."""

    own = {
        types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: published,
        types.CLIENT_REGISTER_CAPABILITY: registered,
        types.WORKSPACE_CODE_LENS_REFRESH: lenses_again,
    }
    register_lsp_features(editor, {**DEFAULT_CLIENT_FEATURES, **own})
    return editor


def anything(_: Sequence[types.Diagnostic]) -> bool:
    return True


@pytest_lsp.fixture(
    params=EDITORS,
    config=ClientServerConfig([sys.executable, "-m", "aseptic", "server"], client_factory=make_editor),
)
async def client(client: LanguageClient, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[None]:
    name = request.param.replace("_latest", "@latest")
    folder = types.WorkspaceFolder(tmp_path.as_uri(), "project")
    params = types.InitializeParams(
        capabilities=client_capabilities(name), root_uri=tmp_path.as_uri(), workspace_folders=[folder]
    )
    result = await client.initialize_session(params)
    offered = params.capabilities.general and params.capabilities.general.position_encodings
    assert result.capabilities.position_encoding == (offered[0] if offered else "utf-16")
    assert result.capabilities.diagnostic_provider is None
    yield
    await client.shutdown_session()


async def opened(client: Editor, folder: Path) -> tuple[str, list[types.Diagnostic]]:
    path = folder / "pump.py"
    path.write_text(TEXT, encoding="utf-8")
    item = types.TextDocumentItem(path.as_uri(), types.LanguageKind.Python, 1, TEXT)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    said = await client.shown(path.as_uri(), 1, anything)
    return path.as_uri(), list(said.diagnostics)


async def actions(client: Editor, uri: str, found: types.Diagnostic) -> list[types.CodeAction]:
    asked = types.CodeActionParams(types.TextDocumentIdentifier(uri), found.range, types.CodeActionContext([found]))
    return [
        each for each in await client.text_document_code_action_async(asked) or () if isinstance(each, types.CodeAction)
    ]


def widths(client: Editor) -> Callable[[str], int]:
    general = client.capabilities.general if client.capabilities else None
    offered = general.position_encodings if general else None
    utf8 = bool(offered) and offered[0] == types.PositionEncodingKind.Utf8
    return (lambda text: len(text.encode())) if utf8 else (lambda text: len(text.encode("utf-16-le")) // 2)


async def test_findings_come_and_follow_the_keys(client: Editor, tmp_path: Path) -> None:
    uri, found = await opened(client, tmp_path)
    width = widths(client)
    assert [each.code for each in found] == ["DES-005", "CRY-001"]
    assert found[0].range.start == types.Position(5, width("    '😀'; "))
    assert found[0].code_description
    start = types.Position(5, width("    '😀'; yaml."))
    change = types.TextDocumentContentChangePartial(types.Range(start, start), "safe_")
    identifier = types.VersionedTextDocumentIdentifier(2, uri)
    client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))
    said = await client.shown(uri, 2, anything)
    assert [each.code for each in said.diagnostics] == ["CRY-001"]


async def test_hover_and_replacement(client: Editor, tmp_path: Path) -> None:
    uri, found = await opened(client, tmp_path)
    asked = types.HoverParams(types.TextDocumentIdentifier(uri), found[0].range.start)
    said = await client.text_document_hover_async(asked)
    assert said
    assert isinstance(said.contents, types.MarkupContent)
    assert "DES-005" in said.contents.value
    offered = await actions(client, uri, found[0])
    replacement = offered[0]
    assert replacement.is_preferred
    assert replacement.edit is None, "both ask for it when it was chosen"
    replacement = await client.code_action_resolve_async(replacement)
    assert replacement.edit
    workspace = client.capabilities.workspace if client.capabilities else None
    versioned = bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)
    assert (replacement.edit.document_changes is not None) == versioned
    assert (replacement.edit.changes is not None) != versioned


async def test_a_deviation_is_recorded_on_disk_and_the_finding_says_so(client: Editor, tmp_path: Path) -> None:
    uri, found = await opened(client, tmp_path)
    offered = await actions(client, uri, found[1])
    command = next(each.command for each in offered if each.command)
    asked = types.ExecuteCommandParams(command.command, command.arguments)
    done = await client.workspace_execute_command_async(asked)
    record = tmp_path / "security" / "deviations" / "DEV-0001.md"
    assert "## Justification" in record.read_text(encoding="utf-8")
    assert done["id"] == "DEV-0001"
    await client.shown(uri, 1, lambda said: any("DEV-0001 covers nothing" in each.message for each in said))
    window = client.capabilities.window if client.capabilities else None
    if window and window.show_document and window.show_document.support:
        assert [each.uri for each in client.shown_documents] == [record.as_uri()]
        assert client.shown_documents[0].selection
    else:
        assert str(record) in client.messages[-1].message
