"""The editor's settings: told at the start, pushed when they change, or asked for where the client can answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from lsprotocol import types

from aseptic.lsp.preferences import SECTION, Approved, Preferences, read_by_folder
from aseptic.lsp.server import Server
from aseptic.lsp.shown import show_all
from aseptic.lsp.status import tell_status
from aseptic.lsp.type_requests import inquiring

_LOG = logging.getLogger(__name__)


def initialized(server: Server, _: Any) -> None:
    """Take the settings that came with the agreement, and ask for those that the client keeps."""
    _take(server, server.options)
    workspace = server.client_capabilities.workspace
    changing = workspace.did_change_configuration if workspace else None
    if changing and changing.dynamic_registration:
        server.register("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, {"section": SECTION})
    ask(server)


def did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """Take changed settings; a client that can be asked is asked, for it may push anything or nothing."""
    if not ask(server):
        _take(server, params.settings)


def ask(server: Server) -> bool:
    """Ask for the settings, of several folders for each one's, too; False where the client cannot be asked."""
    workspace = server.client_capabilities.workspace
    if not (workspace and workspace.configuration):
        return False
    folders = server.folders if len(server.folders) > 1 else []
    own = [types.ConfigurationItem(server.addresses.address(each), SECTION) for each in folders]
    asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION), *own])

    def take(said: Any) -> None:
        given: list[object] = list(cast("Sequence[object]", said)) if isinstance(said, (list, tuple)) else []
        _take(server, given[0] if given else None, dict(zip(folders, given[1:], strict=False)))

    server.protocol.ask(types.WORKSPACE_CONFIGURATION, asked, take)
    return True


def _take(server: Server, given: object, own: Mapping[Path, object] | None = None) -> None:
    last = server.preferences
    server.preferences, faults = read_by_folder(last, given, own)
    for fault in faults:
        _LOG.warning("%s", fault)
        server.window_log_message(types.LogMessageParams(types.MessageType.Warning, fault))
    pairs = [(last.everywhere, server.preferences.everywhere)]
    pairs += [(last.of(each), server.preferences.of(each)) for each in server.folders]
    if any((was.types, was.environment) != (now.types, now.environment) for was, now in pairs):
        inquiring(server).restart()
    if any(_shown(was) != _shown(now) for was, now in pairs):
        server.publisher.hide(lambda root: server.preferences.of(root).approved is Approved.HIDDEN)
        show_all(server)
        if any(was.show != now.show for was, now in pairs):
            tell_status(server)


def _shown(preferences: Preferences) -> tuple[object, ...]:
    """Return what decides how findings are shown."""
    return preferences.run, preferences.approved, preferences.show
