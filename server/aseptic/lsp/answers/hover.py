"""Hover, translated."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from aseptic.analysis.deviations.dossier import dossier
from aseptic.analysis.deviations.git_facts import remembered
from aseptic.feedback import hover as feedback
from aseptic.feedback.id_hover import id_hover
from aseptic.feedback.references import pointed_at
from aseptic.lsp.answers.markup import contents
from aseptic.lsp.open_documents import Leaf, leaf
from aseptic.lsp.server import Server
from aseptic.lsp.targets import Spot, spot
from aseptic.source.span import Position, Span
from aseptic.source.ties import Mention


def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Answer what to say at a position: about a finding, a banned name, or the id of a record."""
    address = params.text_document.uri
    here = spot(server, address)
    said = _here(server, here, params.position) if here else None
    if here is not None and said is not None:
        return types.Hover(contents(server, said.markdown), here.range(said.span))
    page = leaf(server, address)
    return _of_id(page, page.position(params.position)) if page else None


def _here(server: Server, here: Spot, position: types.Position) -> feedback.Hover | None:
    asked = partial(remembered, server.session, here.snapshot.project)
    return feedback.hover(here.snapshot, here.position(position), asked)


def _of_id(page: Leaf, position: Position) -> types.Hover | None:
    mention = pointed_at(page.lines, page.code, position) or _own(page, position)
    if mention is None:
        return None
    looked_up = partial(dossier, page.server.session, page.project)
    asked = partial(remembered, page.server.session, page.project)
    said = id_hover(page.project, mention, looked_up, asked)
    if said is None:
        return None
    return types.Hover(contents(page.server, said.markdown), page.range(said.span))


def _own(page: Leaf, position: Position) -> Mention | None:
    """Return the id of the record itself, anywhere in its front matter, where people look when they decide."""
    line = page.lines[position.line] if not page.code and position.line < len(page.lines) else ""
    if any(each.rstrip() == "---" for each in page.lines[1 : position.line]):
        return None
    found = (each for each in page.project.shelf.deviations if page.project.root / each.record == page.path)
    record = next(found, None)
    return Mention(record.id, Span.of(position.line, 0, position.line, len(line.rstrip("\r\n")))) if record else None
