"""The editor's settings: told at the start, pushed when they change, or asked for where the client can answer."""

from __future__ import annotations

import logging
from typing import Any

from lsprotocol import types

from aseptic.lsp.preferences import SECTION, Approved, Preferences, read_preferences
from aseptic.lsp.server import Server
from aseptic.lsp.status import tell_status
from aseptic.lsp.sync import show_all

_LOG = logging.getLogger(__name__)


def initialized(server: Server, _: Any) -> None:
    """Take the settings that came with the agreement, and ask for those that the client keeps."""
    _take(server, server.options)
    workspace = server.client_capabilities.workspace
    changing = workspace.did_change_configuration if workspace else None
    if changing and changing.dynamic_registration:
        server.register("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, {"section": SECTION})
    _ask(server)


def did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """Take changed settings; a client that can be asked is asked, for it may push anything or nothing."""
    if not _ask(server):
        _take(server, params.settings)


def _ask(server: Server) -> bool:
    workspace = server.client_capabilities.workspace
    if not (workspace and workspace.configuration):
        return False
    asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    server.protocol.ask(types.WORKSPACE_CONFIGURATION, asked, lambda said: _take(server, said[0] if said else None))
    return True


def _take(server: Server, given: object) -> None:
    last = server.preferences
    server.preferences, faults = read_preferences(last, given)
    for fault in faults:
        _LOG.warning("%s", fault)
        server.window_log_message(types.LogMessageParams(types.MessageType.Warning, fault))
    if (server.preferences.types, server.preferences.environment) != (last.types, last.environment):
        server.inquiring.restart()
    if _shown(server.preferences) != _shown(last):
        server.publisher.hide(server.preferences.approved is Approved.HIDDEN)
        show_all(server)
        if server.preferences.show != last.show:
            tell_status(server, server.inquiring.state)


def _shown(preferences: Preferences) -> tuple[object, ...]:
    """Return what decides how findings are shown."""
    return preferences.run, preferences.approved, preferences.show
