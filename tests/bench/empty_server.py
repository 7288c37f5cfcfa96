"""The least that a pygls server can be: one fixed diagnostic for whatever is opened."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("empty", "1")
PLACE = types.Range(types.Position(0, 0), types.Position(0, 1))


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(params: types.DidOpenTextDocumentParams) -> None:
    """Push the diagnostic."""
    document, found = params.text_document, [types.Diagnostic(PLACE, "always the same")]
    shown = types.PublishDiagnosticsParams(document.uri, found, document.version)
    server.text_document_publish_diagnostics(shown)


server.start_io()
