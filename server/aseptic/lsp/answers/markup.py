"""What a hover says, for clients that show Markdown and for those that do not."""

from __future__ import annotations

import re

from lsprotocol import types

from aseptic.lsp.client_capabilities import takes_markdown
from aseptic.lsp.server import Server

_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*\n?", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>~|-])")


def contents(server: Server, markdown: str) -> types.MarkupContent:
    """Return what a hover says, with its markup where the client shows it."""
    if takes_markdown(server):
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain(markdown))


def plain(markdown: str) -> str:
    """Return Markdown of ours as text: links by their words, code and headings as they stand."""
    text = _FENCE.sub("", markdown)
    for pattern in (_HEADING, _LINK, _STRONG, _ESCAPED):
        text = pattern.sub(lambda found: found[1] if found.re.groups else "", text)
    return text
