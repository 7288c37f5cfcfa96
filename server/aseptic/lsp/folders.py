"""Workspace folders that come and go, and files that are moved and removed by the editor itself."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from aseptic.lsp.configuration import ask
from aseptic.lsp.server import Server
from aseptic.lsp.shown import refresh
from aseptic.lsp.type_requests import inquiring


def did_change_workspace_folders(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Take folders in and let others go; a document without a project of its own belongs to its workspace's folder."""
    gone = {server.addresses.path(each.uri, server.home) for each in params.event.removed}
    kept = [each for each in server.folders if each not in gone]
    added = [server.addresses.folder(each.uri) for each in params.event.added]
    server.folders = [*kept, *(each for each in added if each not in kept)]
    server.session.workspaces = list(server.folders)
    refresh(server)
    ask(server)


def files_moved(server: Server, _: Any) -> None:
    """Look at everything again: what moved may be a record, the settings, or a folder that holds them.

    An open document that moved is closed and opened again by its editor, as the protocol has it.
    """
    refresh(server)
    inquiring(server).restart()
