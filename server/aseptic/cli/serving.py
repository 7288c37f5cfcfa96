"""Serving an editor, without click: importing it would cost a twentieth of a server's start."""

from __future__ import annotations

import sys

from aseptic.analysis.documents import collector
from aseptic.cli.terminal import prepare

LEVEL = "warning"


def serve(address: tuple[str, int] | None = None, level: str = LEVEL) -> int:
    """Serve one client over stdio, or over TCP at an address; return the exit status.

    Raises OSError where nobody can listen there.
    """
    prepare()
    collector.put_off()
    from aseptic.lsp.wire.journal import open_journal  # while nothing is looked at as garbage

    open_journal(sys.stderr, level)
    from aseptic.lsp.features import serve_stdio, serve_tcp

    return serve_stdio() if address is None else serve_tcp(*address)
