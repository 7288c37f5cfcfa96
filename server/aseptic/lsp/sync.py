"""Documents opened, edited, saved and closed."""

from __future__ import annotations

import logging

from lsprotocol import types

from aseptic.analysis import garbage
from aseptic.lsp.positions import span_in
from aseptic.lsp.server import Server
from aseptic.source.document import Document
from aseptic.source.span import Edit

_LOG = logging.getLogger(__name__)


def did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Take a document in, if it is Python; of any other the records it may be are looked at."""
    given = params.text_document
    path = server.addresses.opened(given.uri, server.home)
    refresh(server)
    if _is_python(given):
        server.publisher.document(path, server.session.open(path, given.version, given.text))
    else:
        server.session.project(path)
    server.publisher.records(server.session.projects)
    garbage.set_aside()


def did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Apply a client's edits in their order; each one's columns count in the text that the one before left."""
    path = server.path(params.text_document.uri)
    if not server.session.is_open(path):
        return
    changes = params.content_changes

    def read(document: Document, number: int) -> Edit | str:
        change = changes[number]
        if isinstance(change, types.TextDocumentContentChangePartial):
            return Edit(span_in(document.lines, change.range, server.encoding), change.text)
        return change.text

    snapshot = server.session.edit_by(path, params.text_document.version, len(changes), read)
    server.publisher.document(path, snapshot)


def did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Let a document go, and take back what was shown of it."""
    path = server.path(params.text_document.uri)
    if server.session.is_open(path):
        server.session.close(path)
        server.publisher.withdraw(path)
        server.addresses.closed(params.text_document.uri)
        garbage.take_back()


def did_save(server: Server, _: types.DidSaveTextDocumentParams) -> None:
    """Look at the records and settings again: not every client watches files."""
    refresh(server)


def watched_files_changed(server: Server, _: types.DidChangeWatchedFilesParams) -> None:
    """Look at the records and settings again."""
    refresh(server)


def refresh(server: Server) -> None:
    """Read changed records and settings, and show what they changed."""
    for path in server.session.refresh():
        server.publisher.document(path, server.session.snapshot(path))
    server.publisher.records(server.session.projects)


def _is_python(document: types.TextDocumentItem) -> bool:
    return document.language_id == "python" or document.uri.endswith((".py", ".pyi"))
