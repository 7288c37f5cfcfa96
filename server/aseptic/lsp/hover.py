"""Hover, translated."""

from __future__ import annotations

from lsprotocol import types

from aseptic.feedback import hover as feedback
from aseptic.lsp.places import spot
from aseptic.lsp.server import Server


def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Answer what to say at a position."""
    here = spot(server, params.text_document.uri)
    said = feedback.hover(here.snapshot, here.position(params.position)) if here else None
    if here is None or said is None:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, said.markdown), here.range(said.span))
