"""Lenses, translated; each leads to the record or the code by a command. They wait until git told what they say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from lsprotocol import types

from aseptic.analysis.deviations.dossier import dossier
from aseptic.feedback.lenses import Lens, lenses, record_lenses
from aseptic.lsp.open_documents import Leaf, leaf
from aseptic.lsp.pushing.shown import judging, refresh, renaming
from aseptic.lsp.server import OPEN_RECORD, Server
from aseptic.lsp.showing import show
from aseptic.lsp.targets import spot
from aseptic.records.deviation import Status

_Answer = list[types.CodeLens] | None


def code_lens(server: Server, params: types.CodeLensParams) -> Callable[[], Awaitable[_Answer]] | None:
    """Answer what stands above the statements of code that are recorded, or above a record that waits."""
    if not server.preferences.of(server.path(params.text_document.uri)).lenses:
        return None
    refresh(server)
    return partial(_answer, server, params.text_document.uri)


async def _answer(server: Server, address: str) -> _Answer:
    here = leaf(server, address)
    if here is not None and here.code and here.project.shelf.deviations:
        await judging(server).answered(here.project)
        await renaming(server).answered(here.project)
        here = leaf(server, address)  # as it is now: other messages were read meanwhile
    told = await _beforehand(server, here) if here is not None and not here.code else ()
    here = leaf(server, address) if told else here
    return ([_lens(server, each) for each in _found(server, here, told)] or None) if here else None


async def _beforehand(server: Server, here: Leaf) -> Sequence[str]:
    """Return what git has to tell of an approval before it is given, of the record on a page."""
    records = (*here.project.deviations, *here.project.shelf.permits)
    record = next((each for each in records if here.project.root / each.record == here.path), None)
    waits = record is not None and record.status is Status.PROPOSED
    return await judging(server).beforehand(here.project, record) if record and waits else ()


def open_record(server: Server, address: Any = None, line: Any = 0, *_: Any) -> None:
    """Show the file that a lens leads to; a path outside every project is not shown."""
    if not isinstance(address, str) or not isinstance(line, int) or not address.startswith("file:"):
        return
    path = server.path(address)
    if not any(path.is_relative_to(each.root) for each in server.session.projects):
        return
    place = types.Position(max(line, 0), 0)
    show(server, path, types.Range(place, place), f"It stands in {path}")


def _found(server: Server, here: Leaf, beforehand: Sequence[str]) -> list[Lens]:
    if not here.code:
        looked_up = partial(dossier, server.session, here.project)
        return list(record_lenses(here.project, here.path, looked_up, beforehand))
    at = spot(server, here.address)
    return list(lenses(at.snapshot)) if at and not at.cell else []


def _lens(server: Server, lens: Lens) -> types.CodeLens:
    place = types.Position(lens.line, 0)
    arguments = [server.addresses.address(lens.path), lens.target]
    return types.CodeLens(types.Range(place, place), types.Command(lens.title, OPEN_RECORD, arguments=arguments))
