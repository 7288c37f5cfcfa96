"""Symbols of a record and of a workspace, translated."""

from __future__ import annotations

from lsprotocol import types

from aseptic.feedback.outline import found as records_found
from aseptic.feedback.outline import parts
from aseptic.feedback.references import Location
from aseptic.lsp.client_capabilities import takes_nested_symbols
from aseptic.lsp.open_documents import leaf, location
from aseptic.lsp.pushing.shown import refresh
from aseptic.lsp.server import Server
from aseptic.source.span import Span

_Symbols = list[types.DocumentSymbol] | list[types.SymbolInformation]


def document_symbol(server: Server, params: types.DocumentSymbolParams) -> _Symbols | None:
    """Answer the parts of a record; of code nothing, which other servers know."""
    here = leaf(server, params.text_document.uri)
    if here is None or here.code:
        return None
    found = [
        (each, types.SymbolKind.String if each.whole.start.line else types.SymbolKind.Key) for each in parts(here.lines)
    ]
    if takes_nested_symbols(server):
        return [
            types.DocumentSymbol(each.title, kind, here.range(each.whole), here.range(each.head))
            for each, kind in found
        ]
    return [
        types.SymbolInformation(types.Location(here.address, here.range(each.whole)), each.title, kind)
        for each, kind in found
    ]


def workspace_symbol(server: Server, params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation] | None:
    """Answer the records of the open projects that a query is about."""
    refresh(server)
    named = [each for project in server.session.open_projects for each in records_found(project, params.query)]
    return [
        types.SymbolInformation(
            location(server, Location(each.path, Span.of(each.line, 0, each.line, 0))),
            f"{each.id} {each.title}".strip(),
            types.SymbolKind.Key,
            container_name=each.noun,
        )
        for each in named
    ] or None
