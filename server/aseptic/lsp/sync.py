"""Documents opened, edited, saved and closed."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
    with _or_lost(server, path, f"{path.name} could not be taken in"):
        refresh(server)
        if _is_python(given):
            server.lost.discard(path)
            server.publisher.document(path, server.session.open(path, given.version, given.text))
            _settle(server)
        else:
            server.session.project(path)
        server.publisher.records(server.session.projects)
    garbage.set_aside()


def did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Apply a client's edits in their order; each one's columns count in the text that the one before left.

    A version that is not newer than ours tells that one of us missed something: what its ranges were counted in is
    anybody's guess. Only a whole text is believed then, as after a change that could not be read.
    """
    path = server.path(params.text_document.uri)
    if not server.session.is_open(path):
        return
    version, changes = params.text_document.version, list(params.content_changes)
    whole = [isinstance(each, types.TextDocumentContentChangeWholeDocument) for each in changes]
    if path in server.lost or not _newer(version, server.session.snapshot(path).version):
        if not any(whole):
            _lose(server, path, f"Version {version} of {path.name} came late")
            return
        _LOG.warning("%s: version %s came with its whole text, which holds now", path.name, version)
        changes = changes[whole.index(True) :]
        server.lost.discard(path)

    def read(document: Document, number: int) -> Edit | str:
        change = changes[number]
        if isinstance(change, types.TextDocumentContentChangePartial):
            return Edit(span_in(document.lines, change.range, server.encoding), change.text)
        return change.text

    with _or_lost(server, path, f"A change of {path.name} could not be taken in"):
        server.publisher.document(path, server.session.edit_by(path, version, len(changes), read))
        _settle(server)


def _settle(server: Server) -> None:
    """Show what an edit changed in other open documents, which use names of its module."""
    for path in server.session.settle():
        if path not in server.lost:
            server.publisher.document(path, server.session.snapshot(path))


def _newer(version: int, known: int | None) -> bool:
    return known is None or version > known


def did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Let a document go, and take back what was shown of it."""
    path = server.path(params.text_document.uri)
    server.lost.discard(path)
    if server.session.is_open(path):
        server.session.close(path)
        server.publisher.withdraw(path)
        server.addresses.closed(params.text_document.uri)
        _settle(server)
        garbage.take_back()


def out_of_step(server: Server, params: Any) -> None:
    """Show nothing more of a document of which a change could not be read, until its whole text comes again."""
    try:
        address = str(params["textDocument"]["uri"])
    except (TypeError, KeyError):
        return
    path = server.path(address)
    if server.session.is_open(path):
        _lose(server, path, f"A change of {path.name} could not be read")


def _lose(server: Server, path: Path, why: str) -> None:
    """Stop answering for a document whose text here is not the client's, and say so once."""
    if path not in server.lost:
        _LOG.warning("%s: out of step with the client", path.name)
        server.lost.add(path)
        server.publisher.withdraw(path)
        text = f"{why}, so it is not checked any more; close it and open it again"
        server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, text))


@contextmanager
def _or_lost(server: Server, path: Path, why: str) -> Generator[None]:
    """Let the document go where what is done for it fails: an edit that we do not have must not be passed over."""
    try:
        yield
    except Exception:
        _lose(server, path, why)
        raise


def did_save(server: Server, _: types.DidSaveTextDocumentParams) -> None:
    """Look at the records and settings again: not every client watches files."""
    refresh(server)


def watched_files_changed(server: Server, _: types.DidChangeWatchedFilesParams) -> None:
    """Look at the records and settings again."""
    refresh(server)


def refresh(server: Server) -> None:
    """Read changed records and settings, and show what they changed."""
    for path in server.session.refresh():
        if path not in server.lost:
            server.publisher.document(path, server.session.snapshot(path))
    server.publisher.records(server.session.projects)


def _is_python(document: types.TextDocumentItem) -> bool:
    return document.language_id == "python" or document.uri.endswith((".py", ".pyi"))
