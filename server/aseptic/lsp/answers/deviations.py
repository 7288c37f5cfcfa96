"""`aseptic/deviations`: every deviation of a project or of the workspace, for clients that list them.

A client that says `experimental.asepticDeviations` is told by `aseptic/deviationsChanged` when to ask again.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, cast

from lsprotocol import types

from aseptic.analysis.deviations.register import Listed, Look, Unreadable, looks, register, unreadable
from aseptic.analysis.deviations.telling import told
from aseptic.analysis.projects.project import Project
from aseptic.lsp.open_documents import lines_of
from aseptic.lsp.pushing.attending import attend
from aseptic.lsp.pushing.shown import judging, refresh
from aseptic.lsp.server import Server
from aseptic.lsp.targets import cells
from aseptic.lsp.translation.positions import range_out
from aseptic.source.span import Span

_TOLD = (
    *("id", "state", "note", "doubted", "kind", "rule", "title", "severity", "owner", "expires", "daysLeft"),
    *("reason", "where", "record", "recordLine", "code", "permit"),
)
"""What a client is told of each: plugins rely on the names."""


def deviations(server: Server, params: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Answer the deviations of the project of `uri`, a file or folder; of the whole workspace where there is none."""
    refresh(server)
    address = cast("dict[str, Any]", params).get("uri") if isinstance(params, dict) else None
    folders = [server.path(address)] if isinstance(address, str) else server.folders
    found = [server.session.project(each) for each in folders]
    if not isinstance(address, str):
        found.extend(server.session.open_projects)
    attend(server)
    return partial(_answer, server, tuple({each.root: each for each in found}.values()))


async def _answer(server: Server, projects: Iterable[Project]) -> dict[str, Any]:
    """Look at one file after another, other messages in between; what git has to be asked is asked aside."""
    today = server.session.today()
    listed: list[dict[str, Any]] = []
    for project in projects:
        listed.extend(_unread(server, each) for each in unreadable(project))
        if project.shelf.deviations:
            await judging(server).answered(project)
        judged = server.session.beside(project).unproved
        seen: list[Look] = []
        for look in looks(server.session, project):
            seen.append(look)
            await asyncio.sleep(0)
        found = await asyncio.to_thread(register, project, seen, today, judged)
        listed.extend(_values(server, each, today) for each in found)
    return {"deviations": listed, "asOf": today.isoformat()}


def _values(server: Server, each: Listed, today: datetime.date) -> dict[str, Any]:
    values = {
        **told(each.deviation, each.stands, today),
        "doubted": each.stands.doubted,
        "title": each.title,
        "severity": each.severity.value if each.severity else None,
        "record": server.addresses.address(each.record),
        "recordLine": each.line,
        "code": _code(server, *each.code) if each.code else None,
    }
    return {key: values[key] for key in _TOLD}


def _unread(server: Server, each: Unreadable) -> dict[str, Any]:
    """Tell of a record that cannot be read under the same names: its fault is in the place of its reason."""
    return {
        "id": each.id,
        "state": "cannot_be_read",
        "note": f"{each.id} covers nothing before it can be read",
        "doubted": True,
        "kind": "",
        "rule": each.rule,
        "title": each.title,
        "severity": each.severity.value if each.severity else None,
        "owner": "",
        "expires": None,
        "daysLeft": None,
        "reason": str(each.fault),
        "where": each.where,
        "record": server.addresses.address(each.record),
        "recordLine": each.fault.line or 0,
        "code": None,
        "permit": None,
    }


def _code(server: Server, path: Path, span: Span) -> dict[str, Any]:
    """Return a place in code as the client counts it; in an open notebook in the cell that holds it."""
    for cell in cells(server, path):
        if cell.holds(span):
            return {"uri": cell.address, "range": _plain(cell.range(span))}
    lines = lines_of(server, path)
    return {"uri": server.addresses.address(path), "range": _plain(range_out(lines, span, server.encoding))}


def _plain(given: types.Range) -> dict[str, Any]:
    start, end = given.start, given.end
    return {
        "start": {"line": start.line, "character": start.character},
        "end": {"line": end.line, "character": end.character},
    }
