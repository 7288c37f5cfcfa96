"""What the client is shown of open documents, and of records and settings; and all of it looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve
from lsprotocol import types

from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.feedback.standing import Held, begun, followed, standing
from aseptic.lsp.listener import Listener
from aseptic.lsp.pushing.attending import attend
from aseptic.lsp.pushing.deviations_changed import listing
from aseptic.lsp.pushing.status import reporting
from aseptic.lsp.pushing.type_requests import inquiring
from aseptic.lsp.pushing.watching import watch
from aseptic.lsp.server import Server
from aseptic.lsp.translation.preferences import Run

if TYPE_CHECKING:
    from aseptic.lsp.pushing.changed_only import Novelty
    from aseptic.lsp.pushing.judging import Judging
    from aseptic.lsp.pushing.renaming import Renaming
    from aseptic.lsp.pushing.unsaved_records import UnsavedRecords


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
    for each in listeners(server):
        each.refreshed()
    reporting(server).soon()
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
    if snapshot.project.shelf.deviations:
        judging(server).attend(snapshot.project)
    findings = _held_back(server, path, snapshot, settled)
    past = _novelty(server)
    older = past and past.of(path, snapshot)
    book = server.books.get(path)
    if book is not None:
        server.publisher.notebook(book.notebook, snapshot, findings, touched)
    else:
        server.publisher.document(path, snapshot, findings, older)
    listing(server).shown(path, snapshot)
    reporting(server).soon()
    if not told:
        inquiring(server).disturbed(path)


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


def _novelty(server: Server) -> Novelty | None:
    """Return what tells older findings from new ones, where somebody wants that told."""
    if not server.novelty_wanted:
        return None
    from aseptic.lsp.pushing.changed_only import novelty  # most want to see everything

    return novelty(server)


def judging(server: Server) -> Judging:
    """Return what git says of approvals; hardly anybody has any."""
    return server.part(_judging)


def _judging(server: Server) -> Judging:
    from aseptic.lsp.pushing.judging import Judging

    return Judging(server, partial(_judged, server))


def renaming(server: Server) -> Renaming:
    """Return what git says of renamed files; hardly any record is about one."""
    return server.part(_renaming)


def _renaming(server: Server) -> Renaming:
    from aseptic.lsp.pushing.renaming import Renaming

    return Renaming(server, partial(_judged, server))


def _judged(server: Server, root: Path) -> None:
    """Show a project of whose approvals, or renamed files, git says something else than was shown."""
    for path in server.session.paths:
        if path not in server.lost and server.session.project(path).root == root:
            show(server, path, told=True)
    _lenses_again(server)
    show_records(server)


def settle(server: Server) -> None:
    """Show what an edit changed in other open documents, which use names of its module."""
    for path in server.session.settle():
        if path not in server.lost:
            show(server, path)


def show_all(server: Server) -> None:
    """Show every open document again, all that is found in it."""
    server.standing.clear()
    for path in server.session.paths:
        if path not in server.lost:
            show(server, path)
    for each in listeners(server):
        each.shown_anew()


def show_records(server: Server) -> None:
    """Show what is wrong with records and settings, and which records somebody has to do something about.

    Of records that are being typed it is what is wrong with them as they are typed.
    """
    found = tuple(server.session.faults())
    if any(each.shelf.deviations for each in server.session.open_projects):
        from aseptic.feedback.conditions import conditions  # most folders have no records

        found = (*found, *conditions(server.session, judging(server).amended))
    if any(each.suffix == ".md" for each in server.unsaved):
        found = _unsaved(server).laid_over(found)
    server.publisher.records(found)


def record_typed(server: Server) -> None:
    """Have records that are being typed looked at when typing pauses."""
    _unsaved(server).changed(partial(show_records, server))


def _unsaved(server: Server) -> UnsavedRecords:
    from aseptic.lsp.pushing.unsaved_records import unsaved_records  # in most workspaces nobody writes records

    return unsaved_records(server)


def show_declared(server: Server, snapshot: Snapshot) -> None:
    """Show anew what code says against its project's standard, which can change with every edit."""
    if snapshot.project.tailoring.not_applicable:
        show_records(server)


def listeners(server: Server) -> list[Listener]:
    """Return who hears of everything: these always do, others once they are needed."""
    for part in (inquiring, listing, _novelty):
        part(server)
    return server.listeners
