"""Hover, translated."""

from __future__ import annotations

from lsprotocol import types

from aseptic.feedback import hover as feedback
from aseptic.lsp.positions import position_in, range_out
from aseptic.lsp.server import Server


def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Answer what to say at a position."""
    path = server.path(params.text_document.uri)
    if not server.session.is_open(path):
        return None
    snapshot = server.session.snapshot(path)
    said = feedback.hover(snapshot, position_in(snapshot.lines, params.position, server.encoding))
    if said is None:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, said.markdown)
    return types.Hover(content, range_out(snapshot.lines, said.span, server.encoding))
