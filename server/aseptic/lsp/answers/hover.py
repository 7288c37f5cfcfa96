"""Hover, translated. What git has to tell of a record is asked for in another thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from lsprotocol import types

from aseptic.analysis.deviations.dossier import dossier
from aseptic.analysis.deviations.git_facts import NOTHING, Remembered, remembered
from aseptic.analysis.projects.project import Project
from aseptic.feedback import hover as feedback
from aseptic.feedback.id_hover import id_hover
from aseptic.feedback.references import pointed_at
from aseptic.lsp.answers.markup import contents
from aseptic.lsp.open_documents import Leaf, leaf
from aseptic.lsp.server import Server
from aseptic.lsp.targets import Spot, spot
from aseptic.source.span import Position, Span
from aseptic.source.ties import Mention

_Answer = types.Hover | None
_Asked = Callable[[Project, str], Remembered]
"""Tells what git remembers of a project's record, by its id."""


def hover(server: Server, params: types.HoverParams) -> _Answer | Callable[[], Awaitable[_Answer]]:
    """Answer what to say at a position: about a finding, a banned name, or the id of a record."""
    questions: dict[str, Callable[[], Remembered]] = {}

    def note(project: Project, identity: str) -> Remembered:
        if (question := remembered(server.session, project, identity)) is not None:
            questions[identity] = question
        return NOTHING

    said = _said(server, params, note)
    return partial(_with_git, server, params, questions) if questions else said


async def _with_git(
    server: Server, params: types.HoverParams, questions: Mapping[str, Callable[[], Remembered]]
) -> _Answer:
    told = {identity: await asyncio.to_thread(question) for identity, question in questions.items()}
    return _said(server, params, lambda _, identity: told.get(identity, NOTHING))


def _said(server: Server, params: types.HoverParams, asked: _Asked) -> _Answer:
    address = params.text_document.uri
    here = spot(server, address)
    said = _here(here, params.position, asked) if here else None
    if here is not None and said is not None:
        return types.Hover(contents(server, said.markdown), here.range(said.span))
    page = leaf(server, address)
    return _of_id(page, page.position(params.position), asked) if page else None


def _here(here: Spot, position: types.Position, asked: _Asked) -> feedback.Hover | None:
    return feedback.hover(here.snapshot, here.position(position), partial(asked, here.snapshot.project))


def _of_id(page: Leaf, position: Position, asked: _Asked) -> types.Hover | None:
    mention = pointed_at(page.lines, page.code, position) or _own(page, position)
    if mention is None:
        return None
    looked_up = partial(dossier, page.server.session, page.project)
    said = id_hover(page.project, mention, looked_up, partial(asked, page.project))
    if said is None:
        return None
    return types.Hover(contents(page.server, said.markdown), page.range(said.span))


def _own(page: Leaf, position: Position) -> Mention | None:
    """Return the id of the record itself, anywhere in its front matter, where people look when they decide."""
    line = page.lines[position.line] if not page.code and position.line < len(page.lines) else ""
    if any(each.rstrip() == "---" for each in page.lines[1 : position.line]):
        return None
    shelf, root = page.project.shelf, page.project.root
    record = next((each for each in (*shelf.deviations, *shelf.permits) if root / each.record == page.path), None)
    return Mention(record.id, Span.of(position.line, 0, position.line, len(line.rstrip("\r\n")))) if record else None
