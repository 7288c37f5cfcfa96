"""Documents opened, edited, saved and closed."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types

from aseptic.lsp.pushing.attending import attend
from aseptic.lsp.pushing.shown import listeners, record_typed, refresh, settle, show, show_declared, show_records
from aseptic.lsp.pushing.status import reporting
from aseptic.lsp.pushing.type_requests import inquiring
from aseptic.lsp.pushing.watching import watch
from aseptic.lsp.server import Server
from aseptic.lsp.translation.positions import span_in
from aseptic.lsp.translation.saved import is_saved
from aseptic.source.document import Document
from aseptic.source.printable import short
from aseptic.source.span import Edit

_LOG = logging.getLogger(__name__)


def did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Take a document in, if it is Python; of any other the records it may be are looked at."""
    given = params.text_document
    if given.uri in server.cells:
        return  # it came with its notebook
    path = server.addresses.opened(given.uri, server.home)
    with or_lost(server, path, f"{short(path.name)} could not be taken in"):
        refresh(server)
        if _is_python(given):
            server.lost.discard(path)
            server.session.open(path, given.version, given.text)
            show(server, path, settled=True)
            settle(server)
        else:
            server.session.attended[path] = Document.of(given.text)
            if not is_saved(path, given.text):  # an editor that was left with it unsaved restores it so
                server.unsaved.add(path)
        show_records(server)
        server.publisher.again(path)
    watch(server)
    attend(server)
    server.idle_collection.opened()
    server.ahead.begin()


def did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Apply a client's edits in their order; each one's columns count in the text that the one before left.

    A version that is not newer than ours tells that one of us missed something: what its ranges were counted in is
    anybody's guess. Only a whole text is believed then, as after a change that could not be read.
    """
    path = server.path(params.text_document.uri)
    version, changes = params.text_document.version, list(params.content_changes)
    if path in server.session.attended:
        server.session.attended[path] = _changed(server, server.session.attended[path], changes)
        server.unsaved.add(path)
        if path.suffix == ".md":
            record_typed(server)
    if not server.session.is_open(path):
        return
    whole = [isinstance(each, types.TextDocumentContentChangeWholeDocument) for each in changes]
    if path in server.lost or not _newer(version, server.session.snapshot(path).version):
        if not any(whole):
            lose(server, path, f"Version {version} of {short(path.name)} came late")
            return
        _LOG.warning("%s: version %s came with its whole text, which holds now", short(path.name), version)
        changes = changes[whole.index(True) :]
        server.lost.discard(path)

    def read(document: Document, number: int) -> Edit | str:
        return _step(server, document, changes[number])

    with or_lost(server, path, f"A change of {short(path.name)} could not be taken in"):
        snapshot = server.session.edit_by(path, version, len(changes), read)
        show(server, path)
        settle(server)
        show_declared(server, snapshot)


def _step(server: Server, document: Document, change: types.TextDocumentContentChangeEvent) -> Edit | str:
    """Return a change in our terms: an edit of the document as it is before, or its whole text."""
    if isinstance(change, types.TextDocumentContentChangePartial):
        return Edit(span_in(document.lines, change.range, server.encoding), change.text)
    return change.text


def _changed(server: Server, document: Document, changes: Sequence[types.TextDocumentContentChangeEvent]) -> Document:
    """Return a record's text after a client's edits."""
    for each in changes:
        step = _step(server, document, each)
        document = (document.replaced(step) if isinstance(step, str) else document.edited(step))[0]
    return document


def _newer(version: int, known: int | None) -> bool:
    return known is None or version > known


def did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Let a document go, and take back what was shown of it and, with its last one, of its project's records."""
    path = server.path(params.text_document.uri)
    if path not in server.books:
        forget(server, path, params.text_document.uri)


def forget(server: Server, path: Path, address: str) -> None:
    """Let an open document or notebook go, and take back what was shown of it."""
    server.lost.discard(path)
    server.unsaved.discard(path)
    if server.session.is_open(path):
        server.standing.pop(path, None)
        reporting(server).soon()
        _withdraw(server, path)
        server.idle_collection.soon()
    if server.books.pop(path, None) is not None:
        server.cells = {key: owner for key, owner in server.cells.items() if owner != path}
    server.session.close(path)
    settle(server)
    show_records(server)
    server.addresses.closed(address)
    for each in listeners(server):
        each.closed(path)


def _withdraw(server: Server, path: Path) -> None:
    book = server.books.get(path)
    if book is None:
        server.publisher.withdraw(path)
    for cell in book.notebook.cells if book else ():
        server.publisher.withdraw_cell(cell.key)


def out_of_step(server: Server, params: Any) -> None:
    """Show nothing more of a document of which a change could not be read, until its whole text comes again."""
    try:
        address = str((params.get("textDocument") or params["notebookDocument"])["uri"])
    except (AttributeError, TypeError, KeyError):
        return
    path = server.path(address)
    if server.session.is_open(path):
        lose(server, path, f"A change of {short(path.name)} could not be read")


def lose(server: Server, path: Path, why: str) -> None:
    """Stop answering for a document whose text here is not the client's, and say so once."""
    if path not in server.lost:
        _LOG.warning("%s: out of step with the client", short(path.name))
        server.lost.add(path)
        _withdraw(server, path)
        text = f"{why}, so it is not checked any more; close it and open it again"
        server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, text))


@contextmanager
def or_lost(server: Server, path: Path, why: str) -> Generator[None]:
    """Let the document go where what is done for it fails: an edit that we do not have must not be passed over."""
    try:
        yield
    except Exception:
        lose(server, path, why)
        raise


def did_save(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Look at the records and settings again: not every client watches files. What waited for a save appears."""
    path = server.path(params.text_document.uri)
    server.unsaved.discard(path)
    refresh(server)
    inquiring(server).saved(path)
    if path in server.standing and path not in server.lost and server.session.is_open(path):
        show(server, path, settled=True)


def _is_python(document: types.TextDocumentItem) -> bool:
    return document.language_id == "python" or document.uri.endswith((".py", ".pyi"))
