"""Our edits in the protocol's form, and the client asked to make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lsprotocol import types

from aseptic.lsp.places import Spot, cells
from aseptic.lsp.server import Server
from aseptic.source.span import Edit


def workspace_edit(server: Server, here: Spot, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """Versioned edits where the client takes them, so that none lands in a text that moved on; else plain ones."""
    homes = list(cells(server, server.cells[here.address])) if here.cell else [here]
    found = [(home, [each for each in edits if home.holds(each.span)]) for home in homes]
    changes = [(home, [types.TextEdit(home.range(each.span), each.text) for each in own]) for home, own in found if own]
    if not _takes_document_changes(server):
        return types.WorkspaceEdit(changes={home.address: own for home, own in changes})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri=home.address, version=home.version), list(own)
            )
            for home, own in changes
        ]
    )


def _takes_document_changes(server: Server) -> bool:
    workspace = server.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace else None
    return bool(edit and edit.document_changes)


def apply(server: Server, edit: types.WorkspaceEdit, label: str, otherwise: Callable[[], None]) -> None:
    """Ask the client to make an edit; one that cannot, or does not, makes `otherwise` be done."""
    workspace = server.client_capabilities.workspace
    if workspace and workspace.apply_edit:
        asked = types.ApplyWorkspaceEditParams(edit, label)
        server.protocol.ask(types.WORKSPACE_APPLY_EDIT, asked, lambda said: said.applied or otherwise(), otherwise)
        return
    otherwise()
