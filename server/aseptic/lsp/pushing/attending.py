"""Records that a project keeps elsewhere than in `security`: a client that can is asked to tell of these, too.

A client's own configuration names the documents that it tells of, and cannot know what each project calls the folder
of its records. Where the folder's path holds `security`, the client tells of it already, and twice would double what
it shows.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from lsprotocol import types

from aseptic.lsp.server import Server

USUAL = "security"
_ANSWERED = (
    "hover",
    "definition",
    "references",
    "rename",
    "completion",
    "document_symbol",
    "folding_range",
    "document_link",
    "code_lens",
    "code_action",
)
"""What is answered in records, as the client's capabilities name it."""
_TOLD: dict[str, dict[str, Any]] = {
    types.TEXT_DOCUMENT_DID_OPEN: {},
    types.TEXT_DOCUMENT_DID_CHANGE: {"syncKind": types.TextDocumentSyncKind.Incremental.value},
    types.TEXT_DOCUMENT_DID_SAVE: {"includeText": False},
    types.TEXT_DOCUMENT_DID_CLOSE: {},
}


def attend(server: Server) -> None:
    """Have the client tell of the records of every project met so far, and ask for what is answered in them.

    One selector names all folders, so that a document in two of them is told of once.
    """
    if not _asks(server):
        return
    folders = {each.settings.records for each in server.session.projects}
    found = {each for each in folders if USUAL not in PurePosixPath(each).parts}
    if found <= server.attending:
        return
    told = {**_TOLD, **_answered(server)}
    if server.attending:
        gone = [types.Unregistration(_identity(method), method) for method in told]
        server.protocol.ask(types.CLIENT_UNREGISTER_CAPABILITY, types.UnregistrationParams(gone))
    server.attending |= found
    selector = [{"scheme": "file", "pattern": f"**/{each}/**/*.md"} for each in sorted(server.attending)]
    asked = [
        types.Registration(_identity(method), method, {**options, "documentSelector": selector})
        for method, options in told.items()
    ]
    server.protocol.ask(types.CLIENT_REGISTER_CAPABILITY, types.RegistrationParams(asked))


def _asks(server: Server) -> bool:
    text = server.client_capabilities.text_document
    telling = text.synchronization if text else None
    return bool(telling and telling.dynamic_registration)


def _answered(server: Server) -> dict[str, dict[str, Any]]:
    """Return the options of each kind of answer that the client can be asked to ask for."""
    text, can = server.client_capabilities.text_document, server.server_capabilities
    found: dict[str, dict[str, Any]] = {}
    for name in _ANSWERED:
        if getattr(getattr(text, name), "dynamic_registration", False):
            first, *rest = name.split("_")
            method = f"textDocument/{first}{''.join(word.title() for word in rest)}"
            options = server.protocol.plain(getattr(can, f"{name}_provider"))
            found[method] = options if isinstance(options, dict) else {}
    return found


def _identity(method: str) -> str:
    return f"aseptic.records.{method}"
