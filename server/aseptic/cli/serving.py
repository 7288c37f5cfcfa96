"""Serving an editor, without click: importing it would cost a twentieth of a server's start."""

from __future__ import annotations

import logging
import sys

from aseptic.analysis import garbage
from aseptic.cli.terminal import prepare

LEVEL = "warning"


def serve(address: tuple[str, int] | None = None, level: str = LEVEL) -> int:
    """Serve one client over stdio, or over TCP at an address; return the exit status.

    Raises OSError where nobody can listen there.
    """
    prepare()
    garbage.put_off()
    logging.basicConfig(
        level=level.upper(), stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # pygls writes messages, and with them source text, into its log; we log what failed, and where, ourselves.
    logging.getLogger("pygls").setLevel(logging.DEBUG if level == "debug" else logging.CRITICAL)
    from aseptic.lsp.features import serve_stdio, serve_tcp  # while nothing is looked at as garbage

    return serve_stdio() if address is None else serve_tcp(*address)
