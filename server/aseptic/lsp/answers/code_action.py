"""Code actions, translated: replacements carry their edits, a deviation is a command.

What takes long is done finding by finding, and between two of them other messages are answered.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from aseptic.feedback.actions import Spent, actions_by_finding, left_out
from aseptic.feedback.decisions import decisions_on
from aseptic.feedback.loose_ties import mends
from aseptic.feedback.spent import spent_silencers
from aseptic.lsp.answers.action_forms import Offer, commanded, decided, mended, offered, omitted
from aseptic.lsp.answers.fixing import fixing, forget
from aseptic.lsp.client_capabilities import shows_disabled, takes_actions
from aseptic.lsp.commands.overlap import offers
from aseptic.lsp.edits import workspace_edit
from aseptic.lsp.pushing.shown import judging, refresh, renaming
from aseptic.lsp.server import Server
from aseptic.lsp.targets import Spot, spot
from aseptic.lsp.wire.converter import SOURCE
from aseptic.records.deviation import Status
from aseptic.records.grounds import doubt
from aseptic.source.span import Span

FIX_ALL = "source.fixAll.aseptic"
NOTEBOOK_FIX_ALL = "notebook.source.fixAll.aseptic"
"""The same for a notebook, all of whose cells it concerns; a cell alone is never fixed on save."""
_PATIENCE = 0.3
"""Seconds that an editor's save waits for fix-all at most."""
now = time.monotonic
"""The clock by which that is measured."""
_LOG = logging.getLogger(__name__)
T = TypeVar("T")


def code_action(server: Server, params: types.CodeActionParams) -> Callable[[], Awaitable[list[Offer] | None]]:
    """Answer what can be done in a range, of the kinds that the client asks for."""
    until = now() + _PATIENCE
    refresh(server)
    here = spot(server, params.text_document.uri)
    if here is None:
        return partial(_on_record, server, params)
    return partial(_gathered, server, params, here, until)


async def _on_record(server: Server, params: types.CodeActionParams) -> list[Offer] | None:
    """Answer what can be decided on an open record of a deviation; of any other document nothing is known."""
    if not _asked(types.CodeActionKind.QuickFix, params.context.only):
        return None
    address = params.text_document.uri
    path = server.path(address)
    if path.suffix != ".md" or path in server.lost:
        return None
    project = server.session.project(path)
    digest = server.session.beside(project).digest
    found = decisions_on(project, path, lambda each: doubt(each, digest) is not None)
    made = [decided(server, address, each) for each in found]
    return made or None


def _meant(here: Spot, params: types.CodeActionParams) -> Span:
    """Return the range; where nothing is found in it, the findings that the client names, often those of the line."""
    span = here.span(params.range)
    named = [here.span(each.range) for each in params.context.diagnostics if each.source == SOURCE]
    if not named or here.snapshot.findings_in(span):
        return span
    return Span(min(each.start for each in named), max(each.end for each in named))


async def _gathered(server: Server, params: types.CodeActionParams, here: Spot, until: float) -> list[Offer]:
    wanted = params.context.only
    found: list[Offer] = []
    if _asked(types.CodeActionKind.QuickFix, wanted):
        here, spent = await _judged(server, here, _meant(here, params))
        steps = actions_by_finding(here.snapshot, _meant(here, params), spent)
        for each in await _unhurried(server, here, steps):
            made = (offered(server, here, action) for action in each if here.holds(action.placed.span))
            found.extend(offer for offer in made if offer is not None)
        if found:
            commands = offers(here.address, params.context.diagnostics)
            found.extend(commanded(server, command) for command in commands)
        span = here.span(params.range)
        mending = (*mends(here.snapshot, span), *spent_silencers(here.snapshot, span))
        found.extend(offer for each in mending for offer in mended(server, here, each))
        found.extend(_omitted(server, here, _meant(here, params)))
    kind = NOTEBOOK_FIX_ALL if here.cell else FIX_ALL
    if wanted and _asked(kind, wanted) and takes_actions(server):
        found.extend(await _fix_all(server, here, kind, until))
    return found


async def _judged(server: Server, here: Spot, span: Span) -> tuple[Spot, Spent]:
    """Wait for git where it has something to say of a span; return the document as it is then, and what git says."""
    project = here.snapshot.project
    if here.snapshot.findings_in(span) and server.session.renames(project).waiting:
        await renaming(server).answered(project)
        await _others(server, here)
        here = spot(server, here.address) or here
    recorded = {each.disposition.deviation for each in here.snapshot.findings_in(span)} - {""}
    if not any(each.id in recorded and each.status is Status.APPROVED for each in project.shelf.deviations):
        return here, lambda _: False
    found = await judging(server).answered(project)
    await _others(server, here)
    return spot(server, here.address) or here, found.spent


def _omitted(server: Server, here: Spot, span: Span) -> Iterator[Offer]:
    """Tell of the findings that a menu leaves out: in it, or in the log for a client that does not show that."""
    title = left_out(here.snapshot, span)
    if title and shows_disabled(server):
        yield omitted(title)
    elif title:
        _LOG.warning("%s: %s", here.address, title)


async def _unhurried(server: Server, here: Spot, steps: Iterable[T]) -> list[T]:
    """Take step after step, letting other messages pass between them. Raises JsonRpcContentModified."""
    found: list[T] = []
    for each in steps:
        found.append(each)
        await _others(server, here)
    return found


async def _others(server: Server, here: Spot) -> None:
    """Let other messages pass.

    Raises JsonRpcContentModified when the document was edited meanwhile: nobody wants the answer any more.
    """
    await asyncio.sleep(0)
    there = spot(server, here.address)
    if there is None or there.snapshot.analysis.document is not here.snapshot.analysis.document:
        raise JsonRpcContentModified("the document was edited meanwhile")


def _asked(kind: str, wanted: Sequence[str] | None) -> bool:
    """Whether a kind is asked for by itself or by a wider one."""
    return wanted is None or any(
        kind == str(each) or kind.startswith(f"{_text(each)}.") or kind == _text(each) for each in wanted
    )


def _text(kind: str) -> str:
    return str(getattr(kind, "value", kind))


async def _fix_all(server: Server, here: Spot, kind: str, until: float) -> list[types.CodeAction]:
    """Return the action; none where the time for it is over, after which the search goes on for the next save."""
    search = fixing(server, here)
    try:
        while not search.done:
            if now() > until:
                _LOG.warning("%s took too long for fix-all; saving does not wait for it", here.address)
                search.go_on(server)
                return []
            search.step()
            await _others(server, here)
    except Exception:
        forget(server, search)
        raise
    if not search.edits:
        return []
    edit = workspace_edit(server, here, search.edits)
    return [types.CodeAction("Apply every safe replacement", kind=kind, edit=edit)]
