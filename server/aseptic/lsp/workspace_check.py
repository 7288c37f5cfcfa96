"""`aseptic.checkWorkspace`: all files of the workspace are checked, opened or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from aseptic.lsp.server import Server
from aseptic.lsp.showing import say
from aseptic.lsp.shown import refresh
from aseptic.lsp.sweeping import sweeping


def check_workspace(
    server: Server, address: Any = None, *_: Any
) -> Callable[[], Awaitable[dict[str, Any] | None]] | None:
    """Scan the workspace's folders in the background; the answer comes when that is done.

    A server that was given no folder scans that of the project of the document at `address`, if it has one.
    """
    refresh(server)
    folders = server.folders or _around(server, address)
    if not folders:
        return say(server, "No project here to check: open a file of one, or a folder")
    return partial(sweeping(server).check, folders)


def _around(server: Server, address: Any) -> list[Path]:
    """Return the project's folder of a document, else its own; nobody means all that is theirs or the machine's."""
    if not isinstance(address, str) or not address.startswith("file:"):
        return []
    path = server.path(address)
    found = (server.session.project(path).root, path.parent)
    return [each for each in found if each not in {Path.home(), Path(each.anchor)}][:1]
