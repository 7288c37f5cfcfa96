"""Notebooks opened, edited, saved and closed."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from attrs import evolve
from lsprotocol import types

from aseptic.lsp.documents.sync import forget, lose, or_lost
from aseptic.lsp.pushing.shown import refresh, settle, show, show_records
from aseptic.lsp.pushing.watching import watch
from aseptic.lsp.server import Server
from aseptic.lsp.translation.open_notebooks import Book, CellText
from aseptic.lsp.translation.positions import span_in
from aseptic.source.document import Document
from aseptic.source.printable import short
from aseptic.source.span import Edit


class _OutOfStepError(Exception):
    """What the client tells does not fit what we know of its notebook."""


def did_open(server: Server, params: types.DidOpenNotebookDocumentParams) -> None:
    """Take a notebook in."""
    given = params.notebook_document
    path = server.path(given.uri)
    if path in server.books:
        forget(server, path, given.uri)
    path = server.addresses.opened(given.uri, server.home)
    with or_lost(server, path, f"{short(path.name)} could not be taken in"):
        refresh(server)
        texts = {each.uri: _text(each) for each in params.cell_text_documents}
        empty = Book(given.uri, path, given.version, (), {})
        _take(server, empty.renewed(given.version, [each.document for each in given.cells], texts), settled=True)
        show_records(server)
    watch(server)
    server.idle_collection.opened()


def did_change(server: Server, params: types.DidChangeNotebookDocumentParams) -> None:
    """Take in what changed: cells that came, went or moved, and edits in them."""
    path = server.path(params.notebook_document.uri)
    book = server.books.get(path)
    if book is None or path in server.lost:
        return
    told, cells = params.notebook_document.version, params.change.cells
    order, texts = list(book.order), dict(book.texts)
    edits = list(cells.text_content or ()) if cells else []
    try:
        if told < book.told or (told == book.told and cells and cells.structure):
            raise _OutOfStepError  # edits of text have versions of their own
        if cells and cells.structure:
            _restructure(order, texts, cells.structure)
        for each in edits:
            texts[each.document.uri] = _edited(server, texts.get(each.document.uri), each)
    except _OutOfStepError:
        lose(server, path, f"A change of {short(path.name)} does not fit")
        return
    with or_lost(server, path, f"A change of {short(path.name)} could not be taken in"):
        _take(server, book.renewed(told, order, texts), {each.document.uri for each in edits})
        for key in {cell.key for cell in book.notebook.cells} - set(order):
            server.cells.pop(key, None)
            server.publisher.withdraw_cell(key)


def did_save(server: Server, params: types.DidSaveNotebookDocumentParams) -> None:
    """Look at the records and settings again. What waited for a save appears."""
    refresh(server)
    path = server.path(params.notebook_document.uri)
    if path in server.standing and path not in server.lost and path in server.books:
        show(server, path, settled=True)


def did_close(server: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    """Let a notebook go, and take back what was shown of it."""
    path = server.path(params.notebook_document.uri)
    if path in server.books:
        forget(server, path, params.notebook_document.uri)


def _take(server: Server, book: Book, touched: AbstractSet[str] = frozenset(), settled: bool = False) -> None:
    server.books[book.path] = book
    for cell in book.notebook.cells:
        server.cells[cell.key] = book.path
    server.session.take(book.path, book.version, book.notebook.document)
    show(server, book.path, settled, touched)
    settle(server)


def _restructure(
    order: list[str], texts: dict[str, CellText], change: types.NotebookDocumentCellChangeStructure
) -> None:
    array = change.array
    if array.start > len(order) or array.start + array.delete_count > len(order):
        raise _OutOfStepError
    order[array.start : array.start + array.delete_count] = [each.document for each in array.cells or ()]
    texts.update((each.uri, _text(each)) for each in change.did_open or ())
    for each in change.did_close or ():
        if each.uri not in order:
            texts.pop(each.uri, None)


def _edited(server: Server, text: CellText | None, given: types.NotebookDocumentCellContentChanges) -> CellText:
    if text is None or given.document.version <= text.version:
        raise _OutOfStepError
    document = text.document
    for change in given.changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            document, _ = document.edited(Edit(span_in(document.lines, change.range, server.encoding), change.text))
        else:
            document = Document.of(change.text)
    return evolve(text, version=given.document.version, document=document)


def _text(given: types.TextDocumentItem) -> CellText:
    language = str(getattr(given.language_id, "value", given.language_id))
    return CellText(language, given.version, Document.of(given.text))
