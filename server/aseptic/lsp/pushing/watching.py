"""Records and settings, watched by the client where it can; else they are looked at on save, on open, with actions."""

from __future__ import annotations

from lsprotocol import types

from aseptic.lsp.server import Server

_SETTINGS = "**/pyproject.toml"


def watches(server: Server) -> bool:
    """Whether the client tells of changed files."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    return bool(watching and watching.dynamic_registration)


def watch(server: Server) -> None:
    """Have the settings and each open project's records watched, and nothing beside them.

    Every folder of records is watched under its own name; what was asked for once is not asked for again.
    """
    projects = server.session.open_projects if watches(server) else ()
    if not projects:
        return
    wanted = {_SETTINGS, *(f"**/{project.settings.records}/**/*.md" for project in projects)}
    fresh = sorted(wanted - server.watched)
    if fresh:
        watchers = [types.FileSystemWatcher(glob) for glob in fresh]
        identity = f"files.{len(server.watched)}"
        server.watched.update(fresh)
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        server.register(identity, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
