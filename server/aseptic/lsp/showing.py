"""The client asked to show a record, and told what cannot be done."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from aseptic.lsp.server import Server


def show(server: Server, path: Path, place: types.Range, otherwise: str) -> None:
    """Ask the client to open a file at a place; one that cannot is told what there is instead."""

    def tell() -> None:
        say(server, otherwise, types.MessageType.Info)

    window = server.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        shown = types.ShowDocumentParams(uri=server.addresses.address(path), take_focus=True, selection=place)
        server.protocol.ask(types.WINDOW_SHOW_DOCUMENT, shown, lambda said: said.success or tell(), tell)
        return
    tell()


def say(server: Server, text: str, kind: types.MessageType = types.MessageType.Warning) -> None:
    """Tell the person something in one line."""
    server.window_show_message(types.ShowMessageParams(kind, text))
