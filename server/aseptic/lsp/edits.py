"""Our edits in the protocol's form, and the client asked to make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lsprotocol import types

from aseptic.lsp.client_capabilities import asks_before_changes, makes_edits, takes_document_changes
from aseptic.lsp.server import Server
from aseptic.lsp.targets import Spot, cells
from aseptic.source.span import Edit

_REVIEW = "review"
"""Names the annotation in an edit that bears it."""


def workspace_edit(server: Server, here: Spot, edits: Sequence[Edit], review: str = "") -> types.WorkspaceEdit:
    """Versioned edits where the client takes them, so that none lands in a text that moved on; else plain ones.

    A client that asks before it makes an edit asks where `review` says, as a menu would, what is to be looked at.
    """
    homes = list(cells(server, server.cells[here.address])) if here.cell else [here]
    found = [(home, [each for each in edits if home.holds(each.span)]) for home in homes]
    changes = [(home, own) for home, own in found if own]
    if not takes_document_changes(server):
        plain = {home.address: [_plain(home, each) for each in own] for home, own in changes}
        return types.WorkspaceEdit(changes=plain)
    asked = bool(review) and asks_before_changes(server)
    made = [
        types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(uri=home.address, version=home.version),
            [_annotated(home, each) if asked else _plain(home, each) for each in own],
        )
        for home, own in changes
    ]
    annotations = {_REVIEW: _annotation(review)} if asked else None
    return types.WorkspaceEdit(document_changes=made, change_annotations=annotations)


def apply(server: Server, edit: types.WorkspaceEdit, label: str, otherwise: Callable[[], None]) -> None:
    """Ask the client to make an edit; one that cannot, or does not, makes `otherwise` be done."""
    if makes_edits(server):
        asked = types.ApplyWorkspaceEditParams(edit, label)
        server.protocol.ask(types.WORKSPACE_APPLY_EDIT, asked, lambda said: said.applied or otherwise(), otherwise)
        return
    otherwise()


def _plain(home: Spot, edit: Edit) -> types.TextEdit:
    return types.TextEdit(home.range(edit.span), edit.text)


def _annotated(home: Spot, edit: Edit) -> types.AnnotatedTextEdit:
    return types.AnnotatedTextEdit(_REVIEW, home.range(edit.span), edit.text)


def _annotation(label: str) -> types.ChangeAnnotation:
    said = "The code may do something else afterwards; keep this only if that is what you want"
    return types.ChangeAnnotation(label, needs_confirmation=True, description=said)
