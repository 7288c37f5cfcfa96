"""One client's server: what it knows, and what it makes when it is first needed."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from aseptic.lsp.listener import Listener
from aseptic.lsp.translation.addresses import Addresses
from aseptic.lsp.translation.preferences import ByFolder, Show
from aseptic.lsp.wire.converter import tolerant_converter
from aseptic.lsp.wire.protocol import Protocol
from aseptic.lsp.wire.transport import Connection, Writer
from aseptic.version import __version__

if TYPE_CHECKING:  # these import bandit, which `initialize` must not wait for
    from aseptic.analysis.matching.renames import Renames
    from aseptic.analysis.sessions.session import Session
    from aseptic.feedback.standing import Held
    from aseptic.lsp.idle_collection import IdleCollection
    from aseptic.lsp.preloading import Ahead
    from aseptic.lsp.translation.diagnostics import Dialect
    from aseptic.lsp.translation.open_notebooks import Book
    from aseptic.lsp.translation.publisher import Publisher

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
RECORD_DEVIATION = "aseptic.recordDeviation"
OPEN_RECORD = "aseptic.openRecord"
TURN_SILENCER = "aseptic.turnSilencer"
REPLACE = "aseptic.replace"
SHOW_RULE = "aseptic.showRule"
TURN_OVERLAP_OFF = "aseptic.turnOverlapOff"
DEVIATIONS = "aseptic/deviations"
"""The request for a list of deviations; `lsp/answers/deviations` says what it holds."""
RULES = "aseptic/rules"
"""The request for a list of the rules."""
_NOTEBOOKS = types.NotebookDocumentSyncOptions(
    [types.NotebookDocumentFilterWithCells([types.NotebookCellLanguage("python")])], save=True
)


class Server(LanguageServer):
    """What one client has told and was told."""

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self) -> None:
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            "aseptic",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=_NOTEBOOKS,
            protocol_cls=Protocol,
            converter_factory=tolerant_converter,
        )
        self.addresses = Addresses()
        self.books: dict[Path, Book] = {}
        """The open notebooks."""
        self.cells: dict[str, Path] = {}
        """The notebook of each cell of Python, by the cell's address."""
        self.lost: set[Path] = set()
        """Open documents whose text here is not the client's any more."""
        self.unsaved: set[Path] = set()
        """Open records that were opened or edited with a text that was not saved since."""
        self.standing: dict[Path, Held] = {}
        """What stands in each open document; only where new findings wait for a save."""
        self.options: object = None
        """What the client sent along with `initialize`."""
        self.client_info: types.ClientInfo | None = None
        self.preferences = ByFolder()
        self.watched: set[str] = set()
        """The globs of files that the client was asked to watch."""
        self.attending: set[str] = set()
        """The folders of records of which the client was asked to tell, beside those that it tells of by itself."""
        self.show_again: Callable[[Path], None] = lambda _: None
        """Shows an open document of which something else is known than before, though nobody edited it."""
        self.ask_aside: Callable[[Renames], object] = lambda _: None
        """Has git asked about renamed files without anybody waiting for it."""
        self._parts: dict[object, object] = {}

    def part(self, make: Callable[[Server], T]) -> T:
        """Return what a feature keeps for this client, made when it is first asked for."""
        if make not in self._parts:
            self._parts[make] = make(self)
        return cast("T", self._parts[make])

    @property
    def listeners(self) -> list[Listener]:
        """The features that keep something and listen, in the order in which they were first needed."""
        return [each for each in self._parts.values() if isinstance(each, Listener)]

    @functools.cached_property
    def encoding(self) -> types.PositionEncodingKind:
        """The position encoding agreed with the client."""
        return types.PositionEncodingKind(self.server_capabilities.position_encoding or "utf-16")

    @functools.cached_property
    def folders(self) -> list[Path]:
        """The workspace's folders."""
        workspace = self.protocol.workspace
        given = [each.uri for each in workspace.folders.values()] or (
            [workspace.root_uri] if workspace.root_uri else []
        )
        return [self.addresses.folder(each) for each in given]

    @functools.cached_property
    def session(self) -> Session:
        """What is open. Made when it is first needed, after `initialize` was answered."""
        analysis = import_module("aseptic.analysis.sessions.session")
        storage = import_module("aseptic.analysis.projects.storage")
        keeping: Path = storage.cache_folder() / storage.STANDARDS
        shipped, problems = import_module("aseptic.standard.catalog").shipped(keeping)
        for problem in problems:
            _LOG.error("%s", problem)
        import_module("aseptic.analysis.documents.watchdog").guard().remember(storage.cache_folder() / storage.ASIDE)
        made: Session = analysis.Session(shipped, self.folders, editing=True, aside=self.ask_aside)
        return made

    @functools.cached_property
    def dialect(self) -> Dialect:
        """How this client wants to be spoken to."""
        related = import_module("aseptic.lsp.client_capabilities").takes_related(self)
        made: Dialect = import_module("aseptic.lsp.translation.diagnostics").Dialect(
            self.addresses, self.encoding, related
        )
        return made

    @functools.cached_property
    def publisher(self) -> Publisher:
        """What the client was last shown."""
        made: Publisher = import_module("aseptic.lsp.translation.publisher").Publisher(
            self.dialect, self.protocol.write_parts
        )
        return made

    @functools.cached_property
    def ahead(self) -> Ahead:
        """What is made before somebody needs it."""
        module = import_module("aseptic.lsp.preloading")
        made: Ahead = module.Ahead(lambda: self.protocol.heard, self.protocol.meet)
        return made

    @functools.cached_property
    def idle_collection(self) -> IdleCollection:
        """The look for what closed documents left behind."""
        module, loop = import_module("aseptic.lsp.idle_collection"), asyncio.get_running_loop()
        made: IdleCollection = module.IdleCollection(lambda: self.protocol.heard, loop.call_later)
        return made

    @property
    def novelty_wanted(self) -> bool:
        """Whether only what changed on this branch is to be shown in full, in any folder."""
        return any(each.show is Show.CHANGED for each in self.preferences.every)

    @property
    def home(self) -> Path:
        """Where a document without a file is taken to lie."""
        return self.folders[0] if self.folders else Path.cwd()

    def path(self, address: str) -> Path:
        """Return the path of a document's address."""
        return self.addresses.path(address, self.home)

    def register(self, identity: str, method: str, options: Any) -> None:
        """Ask the client to send a kind of notification."""
        registration = types.Registration(f"aseptic.{identity}", method, options)
        self.protocol.ask(types.CLIENT_REGISTER_CAPABILITY, types.RegistrationParams([registration]))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error, which was answered or logged where it arose, instead of showing a toast for each."""
        _LOG.info("%s: %s", getattr(source, "__name__", source), type(error).__name__)

    def serve(self, stdin: BinaryIO, stdout: BinaryIO, die: Callable[[int], object] | None = None) -> int:
        """Serve one client over two streams; return the exit status, or `die` with it when the loop does not end."""
        self.protocol.set_writer(Writer(stdout))
        try:
            return asyncio.run(Connection(self.protocol, stdin, die or _die).run())
        finally:
            for each in self.listeners:
                each.end()


def _die(status: int) -> None:
    """End at once, in the middle of a check, too: that is no evidence against what is being checked."""
    import_module("aseptic.analysis.documents.watchdog").guard().leave()
    os._exit(status)
