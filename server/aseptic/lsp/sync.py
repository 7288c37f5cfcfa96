"""Documents opened, edited, saved and closed."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import evolve
from lsprotocol import types

from aseptic.analysis.documents import collector
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.feedback.standing import Held, begun, followed, standing
from aseptic.lsp.attending import attend
from aseptic.lsp.positions import span_in
from aseptic.lsp.preferences import Run
from aseptic.lsp.saved import is_saved
from aseptic.lsp.server import Server
from aseptic.lsp.watching import watch
from aseptic.source.document import Document
from aseptic.source.span import Edit

_LOG = logging.getLogger(__name__)


def did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Take a document in, if it is Python; of any other the records it may be are looked at."""
    given = params.text_document
    if given.uri in server.cells:
        return  # it came with its notebook
    path = server.addresses.opened(given.uri, server.home)
    with or_lost(server, path, f"{path.name} could not be taken in"):
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
    collector.set_aside()
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
            server.unsaved_records.changed()
    if not server.session.is_open(path):
        return
    whole = [isinstance(each, types.TextDocumentContentChangeWholeDocument) for each in changes]
    if path in server.lost or not _newer(version, server.session.snapshot(path).version):
        if not any(whole):
            lose(server, path, f"Version {version} of {path.name} came late")
            return
        _LOG.warning("%s: version %s came with its whole text, which holds now", path.name, version)
        changes = changes[whole.index(True) :]
        server.lost.discard(path)

    def read(document: Document, number: int) -> Edit | str:
        return _step(server, document, changes[number])

    with or_lost(server, path, f"A change of {path.name} could not be taken in"):
        snapshot = server.session.edit_by(path, version, len(changes), read)
        show(server, path)
        settle(server)
        _declared(server, snapshot)


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


def settle(server: Server) -> None:
    """Show what an edit changed in other open documents, which use names of its module."""
    for path in server.session.settle():
        if path not in server.lost:
            show(server, path)


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
        server.inquiring.forget(path)
        server.listing.closed(path)
        server.reporting.soon()
        if server.novelty_wanted:
            server.novelty.closed(path)
        _withdraw(server, path)
        server.idle_collection.soon()
    if server.books.pop(path, None) is not None:
        server.cells = {key: owner for key, owner in server.cells.items() if owner != path}
    server.session.close(path)
    settle(server)
    show_records(server)
    server.addresses.closed(address)
    if server.swept:
        server.sweeping.closed(path)


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
        lose(server, path, f"A change of {path.name} could not be read")


def lose(server: Server, path: Path, why: str) -> None:
    """Stop answering for a document whose text here is not the client's, and say so once."""
    if path not in server.lost:
        _LOG.warning("%s: out of step with the client", path.name)
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
    server.inquiring.saved(path)
    if path in server.standing and path not in server.lost and server.session.is_open(path):
        show(server, path, settled=True)


def watched_files_changed(server: Server, _: types.DidChangeWatchedFilesParams) -> None:
    """Look at the records and settings again."""
    refresh(server)


def refresh(server: Server) -> None:
    """Read changed records and settings, and show what they changed."""
    changed = server.session.refresh()
    for path in changed:
        if path not in server.lost:
            show(server, path)
    if changed:
        _lenses_again(server)
    show_records(server)
    server.inquiring.refreshed()
    server.listing.refreshed()
    server.reporting.soon()
    if server.novelty_wanted:
        server.novelty.refreshed()
    if server.swept:
        server.sweeping.refreshed()
    watch(server)
    attend(server)


def _lenses_again(server: Server) -> None:
    """Let the client ask for lenses again, where it can be told to."""
    workspace = server.client_capabilities.workspace
    wanted = any(each.lenses for each in server.preferences.every)
    if wanted and workspace and workspace.code_lens and workspace.code_lens.refresh_support:
        server.protocol.ask(types.WORKSPACE_CODE_LENS_REFRESH, None)


def show(
    server: Server,
    path: Path,
    settled: bool = False,
    touched: AbstractSet[str] = frozenset(),
    told: bool = False,
) -> None:
    """Show an open document's findings; where new ones wait for a save, only those that stood at the last one.

    `settled`: the document was opened or saved just now, or is as it was then. Of a notebook the `touched` cells are
    shown, and those of which something else is to be said now. `told`: only what types tell is another than before.
    """
    snapshot = server.session.snapshot(path)
    findings = _held_back(server, path, snapshot, settled)
    older = server.novelty.of(path, snapshot) if server.novelty_wanted else None
    book = server.books.get(path)
    if book is not None:
        server.publisher.notebook(book.notebook, snapshot, findings, touched)
    else:
        server.publisher.document(path, snapshot, findings, older)
    server.listing.shown(path, snapshot)
    server.reporting.soon()
    if not told:
        server.inquiring.disturbed(path)


def _held_back(server: Server, path: Path, snapshot: Snapshot, settled: bool) -> Sequence[ChunkFinding] | None:
    """Return the findings to be shown where not all are."""
    if server.preferences.of(path).run is Run.ON_TYPE:
        return None
    held = server.standing.get(path)
    if settled or held is None or held.text is snapshot.analysis.document:
        server.standing[path] = Held(snapshot.analysis.document, begun(snapshot.findings))
        return None
    server.standing[path] = evolve(held, traces=followed(snapshot.findings, held.traces))
    return standing(snapshot.findings, server.standing[path].traces)


def show_all(server: Server) -> None:
    """Show every open document again, all that is found in it."""
    server.standing.clear()
    for path in server.session.paths:
        if path not in server.lost:
            show(server, path)
    if server.swept:
        server.sweeping.shown_anew()


def show_records(server: Server) -> None:
    """Show what is wrong with records and settings, and which records somebody has to do something about.

    Of records that are being typed it is what is wrong with them as they are typed.
    """
    found = tuple(server.session.faults())
    if any(each.shelf.deviations for each in server.session.open_projects):
        from aseptic.feedback.conditions import conditions  # most folders have no records

        found = (*found, *conditions(server.session))
    if any(each.suffix == ".md" for each in server.unsaved):
        found = server.unsaved_records.laid_over(found)
    server.publisher.records(found)


def _declared(server: Server, snapshot: Snapshot) -> None:
    """Show anew what code says against its project's standard, which can change with every edit."""
    if snapshot.project.tailoring.not_applicable:
        show_records(server)


def _is_python(document: types.TextDocumentItem) -> bool:
    return document.language_id == "python" or document.uri.endswith((".py", ".pyi"))
