"""The command that says all that a report of a fault needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aseptic.analysis.projects.holding import holding
from aseptic.feedback.paste import Line, paste
from aseptic.lsp.changed_only import novelty
from aseptic.lsp.journal import last_errors
from aseptic.lsp.preferences import Preferences
from aseptic.lsp.server import Server
from aseptic.lsp.status import worker_line
from aseptic.lsp.type_requests import inquiring
from aseptic.lsp.watching import watches


def debug(server: Server, *_: Any) -> str:
    """Return the text, about every project of which a document is open."""
    workspaces = server.session.workspaces
    held = (holding(project.root, project, workspaces) for project in server.session.open_projects)
    return paste(held, _server(server), last_errors())


def _server(server: Server) -> Iterator[Line]:
    client, session = server.client_info, server.session
    yield "runs as", f"a server for {client.name} {client.version or ''}".rstrip() if client else "a server"
    yield "encoding", str(server.encoding.value)
    preferences = server.preferences
    yield "run", f"{preferences.everywhere.run} (the editor's settings, or the default)"
    yield "show", _past(server) if server.novelty_wanted else str(preferences.everywhere.show)
    for folder, own in preferences.folders.items():
        if own != preferences.everywhere:
            yield "folder", f"{folder.name}: {_told(own)}"
    yield "files", f"{len(session.paths)} open, {len(server.books)} of them notebooks, {len(server.lost)} out of step"
    yield "folders", f"{len(server.folders)}"
    watched = ", ".join(sorted(server.watched)) or "not yet"
    yield "watching", watched if watches(server) else "by us: on save, on open, and with actions"
    types = (
        worker_line(inquiring(server).state)
        if any(each.types for each in preferences.every)
        else "none: types are not wanted"
    )
    yield "worker", types


def _past(server: Server) -> str:
    past = novelty(server)
    return f"changed since {past.since}; {past.older} older findings are hints"


def _told(preferences: Preferences) -> str:
    lenses, types = ("on" if each else "off" for each in (preferences.lenses, preferences.types))
    told = f"run {preferences.run}, show {preferences.show}, approved {preferences.approved}"
    return f"{told}, lenses {lenses}, types {types}"
