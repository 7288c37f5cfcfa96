"""Renaming an id across records and code, translated."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import groupby
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from aseptic.analysis.deviations.renaming import irrevocable, strayed, unfit
from aseptic.feedback.known import known
from aseptic.feedback.references import pointed_at
from aseptic.lsp.answers.references import everywhere
from aseptic.lsp.open_documents import Leaf, leaf, location
from aseptic.lsp.pushing.shown import refresh
from aseptic.lsp.server import Server

_FAILED = -32803


def prepare_rename(server: Server, params: types.PrepareRenameParams) -> types.Range | None:
    """Answer what would be renamed, or why it keeps its name."""
    refresh(server)
    here = leaf(server, params.text_document.uri)
    found = pointed_at(here.lines, here.code, here.position(params.position)) if here else None
    if here is None or found is None:
        return None
    _refuse(irrevocable(here.project, found.id))
    return here.range(found.span)


def rename(server: Server, params: types.RenameParams) -> Callable[[], Awaitable[types.WorkspaceEdit]] | None:
    """Answer the edits that give an id another name everywhere, its record's file included."""
    refresh(server)
    here = leaf(server, params.text_document.uri)
    found = pointed_at(here.lines, here.code, here.position(params.position)) if here else None
    if here is None or found is None:
        return None
    _refuse(irrevocable(here.project, found.id) or unfit(here.project, found.id, params.new_name))
    return partial(_renamed, here, found.id, params.new_name)


async def _renamed(here: Leaf, identity: str, name: str) -> types.WorkspaceEdit:
    found = sorted(await everywhere(here, identity), key=lambda each: (str(each.path), each.span))
    edits = {
        path: [types.TextEdit(location(here.server, each).range, name) for each in places]
        for path, places in groupby(found, key=lambda each: each.path)
    }
    there = known(here.project).get(identity)
    old = there.path if there else strayed(here.project, identity)
    return _edit(here.server, edits, old if old and old.name == f"{identity}.md" else None, name)


def _edit(server: Server, edits: dict[Path, list[types.TextEdit]], old: Path | None, name: str) -> types.WorkspaceEdit:
    """Rename the file, too, where the client can; else the record's own problem says how it is to be named."""
    workspace = server.client_capabilities.workspace
    able = workspace.workspace_edit if workspace else None
    if not (able and able.document_changes):
        return types.WorkspaceEdit(changes={server.addresses.address(path): own for path, own in edits.items()})
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
        types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(uri=server.addresses.address(path), version=None), list(own)
        )
        for path, own in edits.items()
    ]
    if old is not None and types.ResourceOperationKind.Rename in (able.resource_operations or ()):
        new = server.addresses.address(old.with_name(f"{name}.md"))
        changes.append(types.RenameFile(old_uri=server.addresses.address(old), new_uri=new))
    return types.WorkspaceEdit(document_changes=changes)


def _refuse(why: str) -> None:
    if why:
        raise JsonRpcException(why, _FAILED)
