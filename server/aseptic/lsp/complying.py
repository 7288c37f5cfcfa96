"""The command that shows how to comply with a rule."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from aseptic.analysis.projects.complying import compliant_example
from aseptic.lsp.server import Server
from aseptic.lsp.showing import browse, say, show
from aseptic.lsp.shown import refresh


def show_rule(server: Server, address: Any = None, rule: Any = None, *_: Any) -> None:
    """Show the compliant example of a rule as it holds for the document at `address`."""
    if not isinstance(address, str) or not isinstance(rule, str):
        return say(server, "A rule is shown for a finding: use its code action")
    refresh(server)
    path = server.cells[address] if address in server.cells else server.path(address)
    found = compliant_example(server.session.project(path), rule)
    if found is None:
        return say(server, f"There is no rule {rule} here any more")
    told = f"How to comply with {rule}: {found.page or f'{found.path}:{found.first + 1}'}"
    if found.page:
        return browse(server, found.page, told)
    place = types.Range(types.Position(found.first, 0), types.Position(found.end, 0))
    return show(server, found.path, place, told)
