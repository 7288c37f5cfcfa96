"""A chosen replacement made out: the edit that its action left out, or the client asked to make it."""

from __future__ import annotations

from typing import Any, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcInvalidParams

from aseptic.analysis.deviations.recording import find
from aseptic.feedback.actions import Action, replacement
from aseptic.lsp.edits import apply, workspace_edit
from aseptic.lsp.server import Server
from aseptic.lsp.showing import say
from aseptic.lsp.shown import refresh
from aseptic.lsp.targets import Spot, spot

_FORM = 1
"""The form of the data; another one is none of ours."""
_AGAIN = "ask for its actions again"


def data_of(here: Spot, action: Action) -> dict[str, Any]:
    """Return what names a replacement of a version of a document, and no text of it."""
    return {
        "v": _FORM,
        "uri": here.address,
        "version": here.version,
        "finding": action.diagnosis.data,
        "number": action.number,
    }


def edit_of(server: Server, here: Spot, action: Action) -> types.WorkspaceEdit:
    """Return the edit of a replacement, which a client may have to ask about."""
    return workspace_edit(server, here, action.edits, action.title if action.review else "")


def resolve(server: Server, params: types.CodeAction) -> types.CodeAction:
    """Answer a replacement's action with its edit; any other action lacks nothing and is answered as it came.

    Raises JsonRpcContentModified where the document is another than the action was offered for.
    """
    if params.data is not None:
        here, action = _named(server, params.data)
        params.edit = edit_of(server, here, action)
    return params


def replace(server: Server, data: Any = None, *_: Any) -> None:
    """Make a replacement for a client that knows commands alone."""
    try:
        here, action = _named(server, data)
    except JsonRpcContentModified as error:
        return say(server, f"Nothing was replaced: {error.message}")
    said = f"'{action.title}' was not made; the editor did not take the edit"
    return apply(server, edit_of(server, here, action), action.title, lambda: say(server, said))


def _named(server: Server, data: Any) -> tuple[Spot, Action]:
    """Return the replacement that data names. Raises JsonRpcInvalidParams where it is no data of ours."""
    given = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    address, key, number = given.get("uri"), given.get("finding"), given.get("number")
    if given.get("v") != _FORM or not isinstance(address, str) or not isinstance(key, dict) or type(number) is not int:
        raise JsonRpcInvalidParams("the action's data is not what came with it")
    refresh(server)
    here = spot(server, address)
    if here is None or here.version != given.get("version"):
        raise JsonRpcContentModified(f"the document was edited since the replacement was offered; {_AGAIN}")
    placed = find(here.snapshot, cast("dict[str, Any]", key))
    action = replacement(here.snapshot, placed, number) if placed else None
    if action is None:
        raise JsonRpcContentModified(f"the finding changed since the replacement was offered; {_AGAIN}")
    return here, action
