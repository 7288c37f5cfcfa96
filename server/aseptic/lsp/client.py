"""A client that drives the real server over stdio, for the demo and for tests: it types, asks and waits."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from lsprotocol.types import CodeAction, Diagnostic
from pygls.lsp.client import LanguageClient

from aseptic.lsp.wire.converter import tolerant_converter
from aseptic.source.document import Document
from aseptic.source.span import Edit, Position, Span
from aseptic.version import __version__

__all__ = ["Client", "CodeAction", "Diagnostic", "edits_of"]

_PATIENCE = 30.0
"""Seconds to wait for an answer before giving up."""


class Client(LanguageClient):
    """Speaks UTF-32, so that a column here is a column there."""

    def __init__(self) -> None:
        super().__init__("aseptic-client", __version__, converter_factory=tolerant_converter)
        self.diagnostics: dict[str, types.PublishDiagnosticsParams] = {}
        self.shown: list[types.ShowDocumentParams] = []
        self.messages: list[str] = []
        self._news = asyncio.Event()
        self._texts: dict[str, tuple[int, Document]] = {}
        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(_named(self._published))
        self.feature(types.WINDOW_SHOW_DOCUMENT)(_named(self._show))
        self.feature(types.WINDOW_SHOW_MESSAGE)(_named(self._told))

    async def start(self, root: Path, command: tuple[str, ...] = (sys.executable, "-m", "aseptic", "server")) -> None:
        """Start a server for a workspace and agree with it."""
        await self.start_io(*command)  # pyright: ignore[reportUnknownMemberType]
        capabilities = types.ClientCapabilities(
            general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf32]),
            window=types.WindowClientCapabilities(show_document=types.ShowDocumentClientCapabilities(support=True)),
            text_document=types.TextDocumentClientCapabilities(
                code_action=_actions(),
                hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
                publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True),
            ),
            workspace=types.WorkspaceClientCapabilities(
                workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
            ),
        )
        folder = types.WorkspaceFolder(root.as_uri(), root.name)
        await self.initialize_async(
            types.InitializeParams(capabilities=capabilities, root_uri=root.as_uri(), workspace_folders=[folder])
        )
        self.initialized(types.InitializedParams())

    async def end(self) -> None:
        """Shut the server down and wait for its end."""
        await asyncio.wait_for(self.shutdown_async(None), _PATIENCE)
        self.exit(None)
        await asyncio.wait_for(self.stop(), _PATIENCE)

    def text(self, address: str) -> str:
        """Return a document's text as it is now."""
        return self._texts[address][1].text

    async def open(self, path: Path) -> str:
        """Open a file, wait for its diagnostics and return its address."""
        address, text = path.as_uri(), path.read_text(encoding="utf-8")
        self._texts[address] = (1, Document.of(text))
        item = types.TextDocumentItem(address, types.LanguageKind.Python, 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self.settled(address)
        return address

    async def type(self, address: str, line: int, column: int, text: str, end_column: int | None = None) -> None:
        """Replace a stretch of a line, as one keystroke does, and wait for the diagnostics of that version."""
        stop = column if end_column is None else end_column
        await self.apply(address, (Edit(Span(Position(line, column), Position(line, stop)), text),))

    async def apply(self, address: str, edits: tuple[Edit, ...]) -> None:
        """Apply edits, given in places of the text before them, as one change."""
        version, document = self._texts[address]
        changes: list[types.TextDocumentContentChangeEvent] = []
        for edit in sorted(edits, key=lambda each: each.span.start, reverse=True):
            document, _ = document.edited(edit)
            changes.append(types.TextDocumentContentChangePartial(_range(edit.span), edit.text))
        self._texts[address] = (version + 1, document)
        identifier = types.VersionedTextDocumentIdentifier(version + 1, address)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, changes))
        await self.settled(address)

    def saved(self, path: Path) -> None:
        """Tell that a file was written."""
        self.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(path.as_uri())))

    async def settled(self, address: str, until: Callable[[list[Diagnostic]], bool] | None = None) -> None:
        """Wait until the diagnostics of the newest version came, and until they are as wanted."""

        async def wait() -> None:
            while True:
                said = self.diagnostics.get(address)
                current = said is not None and said.version in (None, self._texts[address][0])
                if said is not None and current and (until is None or until(list(said.diagnostics))):
                    return
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(wait(), _PATIENCE)

    async def actions(self, address: str, diagnostic: Diagnostic) -> list[CodeAction]:
        """Return what can be done at a diagnostic."""
        context = types.CodeActionContext([diagnostic], [types.CodeActionKind.QuickFix])
        asked = types.CodeActionParams(types.TextDocumentIdentifier(address), diagnostic.range, context)
        found = await asyncio.wait_for(self.text_document_code_action_async(asked), _PATIENCE)
        return [each for each in found or () if isinstance(each, CodeAction)]

    async def run(self, command: types.Command) -> Any:
        """Run an action's command."""
        asked = types.ExecuteCommandParams(command.command, command.arguments)
        return await asyncio.wait_for(self.workspace_execute_command_async(asked), _PATIENCE)

    async def hover(self, address: str, line: int, column: int) -> str:
        """Return a hover's Markdown, or nothing."""
        asked = types.HoverParams(types.TextDocumentIdentifier(address), types.Position(line, column))
        said = await asyncio.wait_for(self.text_document_hover_async(asked), _PATIENCE)
        return said.contents.value if said and isinstance(said.contents, types.MarkupContent) else ""

    def _published(self, said: types.PublishDiagnosticsParams) -> None:
        self.diagnostics[said.uri] = said
        self._news.set()

    def _show(self, asked: types.ShowDocumentParams) -> types.ShowDocumentResult:
        self.shown.append(asked)
        return types.ShowDocumentResult(True)

    def _told(self, said: types.ShowMessageParams) -> None:
        self.messages.append(said.message)


def edits_of(edit: types.WorkspaceEdit, address: str) -> tuple[Edit, ...]:
    """Return a workspace edit's edits of one document."""
    found: list[Edit] = []
    for change in edit.document_changes or ():
        if isinstance(change, types.TextDocumentEdit) and change.text_document.uri == address:
            found.extend(
                Edit(_span(each.range), each.new_text) for each in change.edits if isinstance(each, types.TextEdit)
            )
    found.extend(Edit(_span(each.range), each.new_text) for each in (edit.changes or {}).get(address, ()))
    return tuple(found)


def _actions() -> types.CodeActionClientCapabilities:
    kinds = types.ClientCodeActionKindOptions([types.CodeActionKind.QuickFix])
    return types.CodeActionClientCapabilities(
        code_action_literal_support=types.ClientCodeActionLiteralOptions(code_action_kind=kinds)
    )


def _named(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wrap a bound method, which takes no attributes, in a function, to which pygls adds some."""

    def named(given: Any) -> Any:
        return method(given)

    return named


def _range(span: Span) -> types.Range:
    start, end = span.start, span.end
    return types.Range(types.Position(start.line, start.column), types.Position(end.line, end.column))


def _span(given: types.Range) -> Span:
    return Span.of(given.start.line, given.start.character, given.end.line, given.end.character)
