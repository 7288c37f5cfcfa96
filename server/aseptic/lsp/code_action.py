"""Code actions, translated: replacements carry their edits, a deviation is a command."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence

from attrs import evolve
from lsprotocol import types

from aseptic.analysis.snapshot import Snapshot
from aseptic.feedback.actions import Action, actions, fixes
from aseptic.lsp.positions import range_out, span_in
from aseptic.lsp.server import RECORD_DEVIATION, Server
from aseptic.lsp.sync import refresh
from aseptic.source.span import Edit

FIX_ALL = "source.fixAll.aseptic"
_PATIENCE = 0.3
"""Seconds that an editor's save waits for fix-all at most."""
_LOG = logging.getLogger(__name__)


def code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Answer what can be done in a range, of the kinds that the client asks for."""
    path = server.path(params.text_document.uri)
    if not server.session.is_open(path):
        return []
    refresh(server)
    snapshot = server.session.snapshot(path)
    wanted = params.context.only
    found: list[types.CodeAction] = []
    if _asked(types.CodeActionKind.QuickFix, wanted):
        span = span_in(snapshot.lines, params.range, server.encoding)
        found.extend(_quick(server, params, snapshot, action) for action in actions(snapshot, span))
    if wanted and _asked(FIX_ALL, wanted):
        found.extend(_fix_all(server, params, snapshot))
    return found


def _asked(kind: str, wanted: Sequence[str] | None) -> bool:
    """Whether a kind is asked for by itself or by a wider one."""
    return wanted is None or any(
        kind == str(each) or kind.startswith(f"{_text(each)}.") or kind == _text(each) for each in wanted
    )


def _text(kind: str) -> str:
    return str(getattr(kind, "value", kind))


def _quick(server: Server, params: types.CodeActionParams, snapshot: Snapshot, action: Action) -> types.CodeAction:
    said = evolve(action.diagnosis, span=action.sight.span)
    shown = server.protocol.structure(server.dialect.diagnostic(said, snapshot.lines), types.Diagnostic)
    made = types.CodeAction(action.title, kind=types.CodeActionKind.QuickFix, diagnostics=[shown])
    if action.record is not None:
        arguments = [params.text_document.uri, action.record]
        made.command = types.Command(action.title, RECORD_DEVIATION, arguments=arguments)
    else:
        made.edit = _edit(server, params.text_document.uri, snapshot, action.edits)
        made.is_preferred = True if action.preferred else None
    return made


def _fix_all(server: Server, params: types.CodeActionParams, snapshot: Snapshot) -> Iterator[types.CodeAction]:
    until = time.monotonic() + _PATIENCE
    edits = fixes(snapshot, lambda: time.monotonic() > until)
    if edits is None:
        _LOG.warning("%s took too long for fix-all; saving does not wait for it", params.text_document.uri)
    if edits:
        edit = _edit(server, params.text_document.uri, snapshot, edits)
        yield types.CodeAction("Apply every safe replacement", kind=FIX_ALL, edit=edit)


def _edit(server: Server, address: str, snapshot: Snapshot, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """Versioned edits where the client takes them, so that none lands in a text that moved on; else plain ones."""
    changes = [types.TextEdit(range_out(snapshot.lines, each.span, server.encoding), each.text) for each in edits]
    if not _takes_document_changes(server):
        return types.WorkspaceEdit(changes={address: changes})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=address, version=snapshot.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(changes))])


def _takes_document_changes(server: Server) -> bool:
    workspace = server.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace else None
    return bool(edit and edit.document_changes)
