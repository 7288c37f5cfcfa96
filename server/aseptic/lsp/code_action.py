"""Code actions, translated: replacements carry their edits, a deviation is a command.

What takes long is done finding by finding, and between two of them other messages are answered.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from attrs import evolve
from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from aseptic.feedback.actions import Action, actions_by_finding, fixes
from aseptic.feedback.decisions import Decision, decisions_on
from aseptic.feedback.loose_ties import Mend, mends
from aseptic.lsp.edits import workspace_edit
from aseptic.lsp.places import Spot, spot
from aseptic.lsp.server import DECISIONS, RECORD_DEVIATION, TURN_SILENCER, Server
from aseptic.lsp.sync import refresh

FIX_ALL = "source.fixAll.aseptic"
NOTEBOOK_FIX_ALL = "notebook.source.fixAll.aseptic"
"""The same for a notebook, all of whose cells it concerns; a cell alone is never fixed on save."""
_PATIENCE = 0.3
"""Seconds that an editor's save waits for fix-all at most."""
_LOG = logging.getLogger(__name__)
T = TypeVar("T")


def code_action(
    server: Server, params: types.CodeActionParams
) -> Callable[[], Awaitable[list[types.CodeAction] | None]]:
    """Answer what can be done in a range, of the kinds that the client asks for."""
    refresh(server)
    here = spot(server, params.text_document.uri)
    if here is None:
        return partial(_on_record, server, params)
    return partial(_gathered, server, params, here)


async def _on_record(server: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """Answer what can be decided on an open record of a deviation; of any other document nothing is known."""
    if not _asked(types.CodeActionKind.QuickFix, params.context.only):
        return None
    address = params.text_document.uri
    path = server.path(address)
    if path.suffix != ".md" or path in server.lost:
        return None
    project = server.session.project(path)
    made = [_decision(address, each) for each in decisions_on(project, path)]
    return made or None


def _decision(address: str, decision: Decision) -> types.CodeAction:
    arguments = [address, decision.deviation, *((decision.key,) if decision.key is not None else ())]
    command = types.Command(decision.title, DECISIONS[decision.verb], arguments=arguments)
    return types.CodeAction(decision.title, kind=types.CodeActionKind.QuickFix, command=command)


async def _gathered(server: Server, params: types.CodeActionParams, here: Spot) -> list[types.CodeAction]:
    wanted = params.context.only
    found: list[types.CodeAction] = []
    if _asked(types.CodeActionKind.QuickFix, wanted):
        steps = actions_by_finding(here.snapshot, here.span(params.range))
        for each in await _unhurried(server, here, steps):
            found.extend(_quick(server, here, action) for action in each if here.holds(action.sight.span))
        found.extend(_mended(server, here, each) for each in mends(here.snapshot, here.span(params.range)))
    kind = NOTEBOOK_FIX_ALL if here.cell else FIX_ALL
    if wanted and _asked(kind, wanted):
        found.extend(await _fix_all(server, here, kind))
    return found


async def _unhurried(server: Server, here: Spot, steps: Iterable[T], until: float = float("inf")) -> list[T]:
    """Take step after step, letting other messages pass between them; nothing where the time for it is over.

    Raises JsonRpcContentModified when the document was edited meanwhile: nobody wants the answer any more.
    """
    found: list[T] = []
    for each in steps:
        found.append(each)
        if time.monotonic() > until:
            _LOG.warning("%s took too long for fix-all; saving does not wait for it", here.address)
            return []
        await asyncio.sleep(0)
        now = spot(server, here.address)
        if now is None or now.snapshot.analysis.document is not here.snapshot.analysis.document:
            raise JsonRpcContentModified("the document was edited meanwhile")
    return found


def _asked(kind: str, wanted: Sequence[str] | None) -> bool:
    """Whether a kind is asked for by itself or by a wider one."""
    return wanted is None or any(
        kind == str(each) or kind.startswith(f"{_text(each)}.") or kind == _text(each) for each in wanted
    )


def _text(kind: str) -> str:
    return str(getattr(kind, "value", kind))


def _quick(server: Server, here: Spot, action: Action) -> types.CodeAction:
    said = evolve(action.diagnosis, span=action.sight.span.moved(-here.first))
    shown = server.protocol.structure(server.dialect.diagnostic(said, here.lines), types.Diagnostic)
    made = types.CodeAction(action.title, kind=types.CodeActionKind.QuickFix, diagnostics=[shown])
    if action.decision is not None:
        made.command = _decision(here.address, action.decision).command
    elif action.silencer is not None:
        made.command = types.Command(action.title, TURN_SILENCER, arguments=[here.address, action.silencer])
    elif action.record is not None:
        made.command = types.Command(action.title, RECORD_DEVIATION, arguments=[here.address, action.record])
    else:
        made.edit = workspace_edit(server, here, action.edits)
        made.is_preferred = True if action.preferred else None
    return made


def _mended(server: Server, here: Spot, mend: Mend) -> types.CodeAction:
    said = evolve(mend.diagnosis, span=mend.diagnosis.span.moved(-here.first))
    shown = server.protocol.structure(server.dialect.diagnostic(said, here.lines), types.Diagnostic)
    made = types.CodeAction(mend.title, kind=types.CodeActionKind.QuickFix, diagnostics=[shown])
    made.edit = workspace_edit(server, here, (mend.edit,))
    return made


async def _fix_all(server: Server, here: Spot, kind: str) -> list[types.CodeAction]:
    steps = await _unhurried(server, here, fixes(here.snapshot), time.monotonic() + _PATIENCE)
    edits = [edit for each in steps for edit in each]
    if not edits:
        return []
    edit = workspace_edit(server, here, edits)
    return [types.CodeAction("Apply every safe replacement", kind=kind, edit=edit)]
