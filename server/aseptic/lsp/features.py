"""What the server offers, and which module answers what. Answers are imported when the first is asked for."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from aseptic.lsp.server import (
    DEVIATIONS,
    OPEN_RECORD,
    RECORD_DEVIATION,
    REPLACE,
    RULES,
    SHOW_RULE,
    TURN_OVERLAP_OFF,
    TURN_SILENCER,
    Server,
)
from aseptic.lsp.wire.protocol import OUT_OF_STEP
from aseptic.lsp.wire.transport import claim_stdio
from aseptic.records.verb import Verb

_LOG = logging.getLogger(__name__)
_Rest = Callable[[], Awaitable[Any]]

_SYNC = {
    types.TEXT_DOCUMENT_DID_OPEN: ("documents.sync", "did_open"),
    types.TEXT_DOCUMENT_DID_CHANGE: ("documents.sync", "did_change"),
    types.TEXT_DOCUMENT_DID_CLOSE: ("documents.sync", "did_close"),
    types.NOTEBOOK_DOCUMENT_DID_OPEN: ("documents.notebooks", "did_open"),
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: ("documents.notebooks", "did_change"),
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: ("documents.notebooks", "did_close"),
    OUT_OF_STEP: ("documents.sync", "out_of_step"),
}
_FILES = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(types.FileOperationPattern(f"**/{glob}"), "file")
        for glob in ("*.py", "*.pyi", "*.md", "pyproject.toml")
    ]
    + [
        types.FileOperationFilter(
            types.FileOperationPattern("**", matches=types.FileOperationPatternKind.Folder), "file"
        )
    ]
)
"""What a project's code, records and settings are made of; a folder may hold all three."""
_FEATURES: dict[str, tuple[str, str, Any]] = {
    types.TEXT_DOCUMENT_DID_SAVE: ("documents.sync", "did_save", types.SaveOptions(include_text=False)),
    types.NOTEBOOK_DOCUMENT_DID_SAVE: ("documents.notebooks", "did_save", None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: ("pushing.shown", "watched_files_changed", None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: ("documents.configuration", "did_change_configuration", None),
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: ("documents.folders", "did_change_workspace_folders", None),
    types.WORKSPACE_DID_RENAME_FILES: ("documents.folders", "files_moved", _FILES),
    types.WORKSPACE_DID_DELETE_FILES: ("documents.folders", "files_moved", _FILES),
    types.WORKSPACE_DID_CREATE_FILES: ("documents.folders", "files_moved", _FILES),
    types.WINDOW_WORK_DONE_PROGRESS_CANCEL: ("pushing.progress", "cancel", None),
    types.TEXT_DOCUMENT_HOVER: ("answers.hover", "hover", None),
    types.TEXT_DOCUMENT_DEFINITION: ("answers.references", "definition", None),
    types.TEXT_DOCUMENT_REFERENCES: ("answers.references", "references", None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: ("answers.rename", "prepare_rename", None),
    types.TEXT_DOCUMENT_RENAME: ("answers.rename", "rename", types.RenameOptions(prepare_provider=True)),
    types.TEXT_DOCUMENT_COMPLETION: (
        "answers.completion",
        "completion",
        types.CompletionOptions(trigger_characters=["-"]),
    ),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: ("answers.symbols", "document_symbol", None),
    types.WORKSPACE_SYMBOL: ("answers.symbols", "workspace_symbol", None),
    types.TEXT_DOCUMENT_FOLDING_RANGE: ("answers.folding", "folding_range", None),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: ("answers.links", "document_link", types.DocumentLinkOptions()),
    types.TEXT_DOCUMENT_CODE_LENS: ("answers.lens", "code_lens", types.CodeLensOptions(resolve_provider=False)),
    DEVIATIONS: ("answers.deviations", "deviations", None),
    RULES: ("answers.rules", "rules", None),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        "answers.code_action",
        "code_action",
        types.CodeActionOptions(
            code_action_kinds=[
                types.CodeActionKind.QuickFix,
                types.CodeActionKind.SourceFixAll,
                "source.fixAll.aseptic",
                "notebook.source.fixAll.aseptic",
            ],
            resolve_provider=True,
        ),
    ),
    types.CODE_ACTION_RESOLVE: ("answers.action_edits", "resolve", None),
}
"""Method to (module of this room, function, options): all that runs, and where."""
_COMMANDS: dict[str, tuple[str, ...]] = {
    RECORD_DEVIATION: ("commands.recording", "record_deviation"),
    OPEN_RECORD: ("answers.lens", "open_record"),
    TURN_SILENCER: ("commands.recording", "turn_silencer"),
    REPLACE: ("answers.action_edits", "replace"),
    SHOW_RULE: ("commands.complying", "show_rule"),
    TURN_OVERLAP_OFF: ("commands.overlap", "turn_overlap_off"),
    **{each.command: ("commands.deciding", "decide_on", each) for each in Verb},
    "aseptic.debug": ("commands.debug", "debug"),
    "aseptic.checkWorkspace": ("commands.workspace_check", "check_workspace"),
}
"""Command to (module of this room, function, what it is given before the client's arguments)."""


def make_server() -> Server:
    """Return a server with all its features."""
    server = Server()
    server.show_again = lambda path: _show_again(server, path)
    server.ask_aside = lambda renames: import_module("aseptic.lsp.pushing.shown").renaming(server).asked(renames)
    server.protocol.sync = lambda method, params: _answer(server, *_SYNC[method], params)
    for method, (module, function, options) in _FEATURES.items():
        server.feature(method, options)(_feature(server, module, function))
    for command, (module, function, *first) in _COMMANDS.items():
        server.command(command)(_command(server, module, function, *first))
    server.feature(types.INITIALIZE)(_options(server))
    server.feature(types.INITIALIZED)(_begin(server))
    return server


def _show_again(server: Server, path: Path) -> None:
    import_module("aseptic.lsp.pushing.shown").show(server, path, told=True)


def serve_stdio() -> int:
    """Serve one client over stdin and stdout; return the exit status."""
    return make_server().serve(*claim_stdio())


def serve_tcp(host: str, port: int) -> int:
    """Serve the first client that connects; return the exit status. Raises OSError where nobody can listen there."""
    with socket.create_server((host, port)) as listening:
        sys.stderr.write(f"listening on {host}:{listening.getsockname()[1]}\n")
        sys.stderr.flush()
        connection, _ = listening.accept()
    with connection, connection.makefile("rwb", buffering=0) as stream, connection.makefile("rb") as incoming:
        try:
            return make_server().serve(incoming, stream)  # pyright: ignore[reportArgumentType]
        finally:
            with contextlib.suppress(OSError):  # the reader waits on the socket, and would be waited for
                connection.shutdown(socket.SHUT_RDWR)


def _answer(server: Server, module: str, function: str, *given: Any) -> Any:
    """Run a handler; a failure is logged with its document and ends nothing.

    One whose answer takes long returns a function instead, which makes the rest of it step by step.
    """
    try:
        answer = getattr(import_module(f"aseptic.lsp.{module}"), function)(server, *given)
    except Exception as error:
        raise _failed(error, function, given) from None
    return _finished(cast("_Rest", answer), function, given) if callable(answer) else answer


async def _finished(answer: _Rest, function: str, given: Sequence[Any]) -> Any:
    try:
        return await answer()
    except Exception as error:
        raise _failed(error, function, given) from None


def _failed(error: Exception, function: str, given: Sequence[Any]) -> Exception:
    """Log a failure, and return what the client may know of it: an error's own words may hold source text."""
    if isinstance(error, JsonRpcException):
        return error
    if isinstance(error, RecursionError):
        _LOG.error("%s failed for %s: RecursionError", function, _document(given))  # a thousand steps tell nothing
    else:
        _LOG.error("%s failed for %s", function, _document(given), exc_info=error)
    return JsonRpcInternalError(f"{function} failed ({type(error).__name__}); the log says where")


def _document(given: Sequence[Any]) -> str:
    """Return the address of the document that parameters, or a command's arguments, are about."""
    told = (each.text_document.uri for each in given if hasattr(each, "text_document"))
    addresses = (each for each in given if isinstance(each, str) and each.startswith(("file:", "untitled:")))
    return [*told, *addresses, "no document"][0]


def _feature(server: Server, module: str, function: str) -> Callable[[Any], Any]:
    def handler(params: Any) -> Any:
        return _answer(server, module, function, params)

    return handler


def _command(server: Server, module: str, function: str, *first: str) -> Callable[..., Any]:
    def handler(*arguments: Any) -> Any:
        return _answer(server, module, function, *first, *arguments)

    return handler


def _options(server: Server) -> Callable[[types.InitializeParams], None]:
    """Keep what the client sent along with the agreement."""

    def handler(params: types.InitializeParams) -> None:
        server.options, server.client_info = params.initialization_options, params.client_info

    return handler


def _begin(server: Server) -> Callable[[Any], None]:
    """Settle the editor's settings; load the standard and the detectors while the client opens its first document."""

    def handler(params: Any) -> None:
        _answer(server, "documents.configuration", "initialized", params)
        asyncio.get_running_loop().call_soon(lambda: server.session)

    return handler
