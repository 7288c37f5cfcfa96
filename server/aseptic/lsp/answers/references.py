"""Definition and references of records' and rules' ids, translated."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from lsprotocol import types

from aseptic.analysis.deviations.texts import texts
from aseptic.checks.definition import definition as defining
from aseptic.feedback.references import Location, defined, places, pointed_at, where_of
from aseptic.lsp.open_documents import Leaf, leaf, lines_of, location
from aseptic.lsp.pushing.shown import refresh
from aseptic.lsp.server import Server
from aseptic.source.span import Span

_AT_ONCE = 20
"""Files that are looked through before other messages get their turn."""


def definition(server: Server, params: types.DefinitionParams) -> types.Location | None:
    """Answer where the record or rule at the cursor is defined, or the code that a deviation is about."""
    refresh(server)
    here = leaf(server, params.text_document.uri)
    if here is None:
        return None
    position = here.position(params.position)
    found = pointed_at(here.lines, here.code, position)
    place = defined(here.project, found.id) if found else None
    if place is None and not here.code and (code := where_of(here.project, here.path, here.lines, position)):
        _, path, scope = code
        place = Location(path, _scope(server, path, scope)) if path.is_file() else None
    return location(server, place) if place else None


def references(
    server: Server, params: types.ReferenceParams
) -> Callable[[], Awaitable[list[types.Location] | None]] | None:
    """Answer where the id at the cursor stands in the project's records and in the comments of its code."""
    refresh(server)
    here = leaf(server, params.text_document.uri)
    found = pointed_at(here.lines, here.code, here.position(params.position)) if here else None
    if here is None or found is None:
        return None
    return partial(_references, here, found.id, params.context.include_declaration)


async def _references(here: Leaf, identity: str, declaration: bool) -> list[types.Location] | None:
    place = defined(here.project, identity)
    found = await everywhere(here, identity)
    wanted = [
        each
        for each in found
        if declaration or place is None or (each.path, each.span.start.line) != (place.path, place.span.start.line)
    ]
    return [location(here.server, each) for each in wanted] or None


async def everywhere(here: Leaf, identity: str) -> list[Location]:
    """Return every place at which an id stands, letting other messages pass meanwhile."""
    found: list[Location] = []
    for number, text in enumerate(texts(here.server.session, here.project, identity)):
        found.extend(places(text, identity) if text else ())
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)
    return found


def _scope(server: Server, path: Path, scope: str) -> Span:
    """Return the line on which a dotted scope begins, as far as it is found; else the file's first."""
    found = defining("".join(lines_of(server, path)), scope) if scope else None
    line = found[0].lineno - 1 if found else 0
    return Span.of(line, 0, line, 0)
