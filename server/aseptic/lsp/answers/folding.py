"""Folding of records, translated."""

from __future__ import annotations

from lsprotocol import types

from aseptic.feedback.outline import folds
from aseptic.lsp.open_documents import leaf
from aseptic.lsp.server import Server


def folding_range(server: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    """Answer what of a record may be folded."""
    here = leaf(server, params.text_document.uri)
    if here is None or here.code:
        return None
    return [types.FoldingRange(each.first, each.last, kind=types.FoldingRangeKind.Region) for each in folds(here.lines)]
