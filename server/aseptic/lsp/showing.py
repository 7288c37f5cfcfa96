"""The client asked to show a record, and told what cannot be done."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from aseptic.lsp.server import Server


def show(server: Server, path: Path, place: types.Range, otherwise: str) -> None:
    """Ask the client to open a file at a place; one that cannot is told what there is instead."""

    address = server.addresses.address(path)
    _show(server, types.ShowDocumentParams(uri=address, take_focus=True, selection=place), otherwise)


def browse(server: Server, address: str, otherwise: str) -> None:
    """Ask the client to open a page outside the editor; one that cannot is told what there is instead."""
    _show(server, types.ShowDocumentParams(uri=address, external=True, take_focus=True), otherwise)


def _show(server: Server, wanted: types.ShowDocumentParams, otherwise: str) -> None:
    def tell() -> None:
        say(server, otherwise, types.MessageType.Info)

    window = server.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        server.protocol.ask(types.WINDOW_SHOW_DOCUMENT, wanted, lambda said: said.success or tell(), tell)
        return
    tell()


def say(server: Server, text: str, kind: types.MessageType = types.MessageType.Warning) -> None:
    """Tell the person something in one line."""
    server.window_show_message(types.ShowMessageParams(kind, text))
