"""Completion, translated."""

from __future__ import annotations

from lsprotocol import types

from aseptic.feedback.completion import Proposal, complete_record, complete_tie
from aseptic.lsp.open_documents import leaf
from aseptic.lsp.server import Server


def completion(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """Answer what may stand at a position: in code only behind a tie to a record."""
    here = leaf(server, params.text_document.uri)
    if here is None or params.position.line >= len(here.lines):
        return None
    at = here.position(params.position)
    if here.code:
        found = complete_tie(here.project, here.lines[at.line], at)
    else:
        found = complete_record(here.project, here.path, here.lines, at)
    if found is None:
        return None
    place = here.range(found.span)
    behind = here.lines[at.line][at.column :].strip()
    return types.CompletionList(False, [_item(each, place, behind) for each in found.found])


def _item(proposal: Proposal, place: types.Range, behind: str) -> types.CompletionItem:
    text = f"{proposal.text}: " if proposal.key and not behind.startswith(":") else proposal.text
    kind = types.CompletionItemKind.Property if proposal.key else types.CompletionItemKind.Reference
    return types.CompletionItem(proposal.text, kind=kind, detail=proposal.detail, text_edit=types.TextEdit(place, text))
