"""Links of records, and of code to them, translated."""

from __future__ import annotations

from lsprotocol import types

from aseptic.feedback.links import links
from aseptic.lsp.open_documents import leaf
from aseptic.lsp.server import Server


def document_link(server: Server, params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
    """Answer the links of a record or of code to records and files."""
    here = leaf(server, params.text_document.uri)
    if here is None:
        return None
    return [
        types.DocumentLink(
            here.range(each.span),
            target=server.addresses.address(each.path) + (f"#L{each.line + 1}" if each.line else ""),
            tooltip=each.told,
        )
        for each in links(here.project, here.path, here.lines, here.code)
    ]
