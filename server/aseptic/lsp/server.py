"""The server: what it offers, and which module answers what. Answers are imported when the first is asked for."""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from aseptic.lsp.converter import tolerant_converter
from aseptic.lsp.documents import Addresses
from aseptic.lsp.protocol import Protocol
from aseptic.lsp.transport import Connection, Writer, claim_stdout
from aseptic.version import __version__

if TYPE_CHECKING:
    from aseptic.analysis.session import Session
    from aseptic.lsp.publisher import Publisher

_LOG = logging.getLogger(__name__)
RECORD_DEVIATION = "aseptic.recordDeviation"

_SYNC = {
    types.TEXT_DOCUMENT_DID_OPEN: "did_open",
    types.TEXT_DOCUMENT_DID_CHANGE: "did_change",
    types.TEXT_DOCUMENT_DID_CLOSE: "did_close",
}
_FEATURES: dict[str, tuple[str, str, Any]] = {
    types.TEXT_DOCUMENT_DID_SAVE: ("sync", "did_save", types.SaveOptions(include_text=False)),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: ("sync", "watched_files_changed", None),
    types.TEXT_DOCUMENT_HOVER: ("hover", "hover", None),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        "code_action",
        "code_action",
        types.CodeActionOptions(
            code_action_kinds=[
                types.CodeActionKind.QuickFix,
                types.CodeActionKind.SourceFixAll,
                "source.fixAll.aseptic",
            ]
        ),
    ),
}
"""Method to (module of this room, function, options): all that runs, and where."""
_COMMANDS = {RECORD_DEVIATION: ("recording", "record_deviation")}


class Server(LanguageServer):
    """One client's server."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "aseptic",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=Protocol,
            converter_factory=tolerant_converter,
        )
        self.addresses = Addresses()
        self.protocol.sync = self._sync
        for method, (module, function, options) in _FEATURES.items():
            self.feature(method, options)(self._lazy(module, function))
        for command, (module, function) in _COMMANDS.items():
            self.command(command)(self._command(module, function))
        self.feature(types.INITIALIZED)(lambda _: self._warm_up())

    @functools.cached_property
    def encoding(self) -> types.PositionEncodingKind:
        """The position encoding agreed with the client."""
        return types.PositionEncodingKind(self.server_capabilities.position_encoding or "utf-16")

    @functools.cached_property
    def folders(self) -> list[Path]:
        """The workspace's folders."""
        workspace = self.protocol.workspace
        found = [self.addresses.path(each.uri, Path.cwd()) for each in workspace.folders.values()]
        root = workspace.root_uri
        return found or ([self.addresses.path(root, Path.cwd())] if root else [])

    @functools.cached_property
    def session(self) -> Session:
        """What is open. Made when it is first needed, after `initialize` was answered."""
        analysis = import_module("aseptic.analysis.session")
        shipped, problems = import_module("aseptic.standard.catalog").shipped()
        for problem in problems:
            _LOG.error("%s", problem)
        made: Session = analysis.Session(shipped, self.folders)
        return made

    @functools.cached_property
    def publisher(self) -> Publisher:
        """What the client was last shown."""
        made: Publisher = import_module("aseptic.lsp.publisher").Publisher(self)
        return made

    def path(self, address: str) -> Path:
        """Return the path of a document's address."""
        return self.addresses.path(address, self.folders[0] if self.folders else Path.cwd())

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error instead of showing a toast for each."""
        _LOG.error("%s: %s", getattr(source, "__name__", source), error)

    def serve(self, stdin: BinaryIO, stdout: BinaryIO) -> int:
        """Serve one client over two streams; return the exit status."""
        self.protocol.set_writer(Writer(stdout))
        return asyncio.run(Connection(self.protocol, stdin).run())

    def _sync(self, method: str, params: Any) -> None:
        self._guarded(getattr(import_module("aseptic.lsp.sync"), _SYNC[method]), params)

    def _guarded(self, function: Callable[[Server, Any], Any], params: Any) -> Any:
        """Run a handler; a failure is logged with its document and ends nothing."""
        try:
            return function(self, params)
        except Exception:
            document = getattr(getattr(params, "text_document", None), "uri", "no document")
            _LOG.exception("%s failed for %s", function.__name__, document)
            raise

    def _lazy(self, module: str, function: str) -> Callable[[Any], Any]:
        def handler(params: Any) -> Any:
            return self._guarded(getattr(import_module(f"aseptic.lsp.{module}"), function), params)

        return handler

    def _command(self, module: str, function: str) -> Callable[..., Any]:
        async def handler(*arguments: Any) -> Any:
            return await getattr(import_module(f"aseptic.lsp.{module}"), function)(self, *arguments)

        return handler

    def _warm_up(self) -> None:
        """Load the standard and the detectors while the client opens its first document."""
        asyncio.get_running_loop().call_soon(lambda: self.session)


def serve_stdio() -> int:
    """Serve one client over stdin and stdout."""
    stdout = claim_stdout()
    return Server().serve(sys.stdin.buffer, stdout)


def serve_tcp(host: str, port: int) -> int:
    """Serve the first client that connects. Raises OSError where the address cannot be had."""
    import socket

    with socket.create_server((host, port)) as listening:
        sys.stderr.write(f"listening on {host}:{listening.getsockname()[1]}\n")
        sys.stderr.flush()
        connection, _ = listening.accept()
    with (
        connection,
        connection.makefile("rb") as incoming,
        connection.makefile("wb", buffering=0) as outgoing,
    ):
        return Server().serve(incoming, outgoing)  # pyright: ignore[reportArgumentType]
