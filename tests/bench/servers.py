"""Who is measured, and how each is started."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from attrs import field, frozen


@frozen
class Contender:
    """A language server: its name in the table, how it is started, and what `initialize` tells it."""

    name: str
    command: tuple[str, ...]
    options: dict[str, Any] = field(factory=dict)


_PYTHON = sys.executable
_RUFF = str(Path(_PYTHON).with_name("ruff"))
_EMPTY = str(Path(__file__).with_name("empty_server.py"))

ASEPTIC = Contender("aseptic", (_PYTHON, "-m", "aseptic", "server"))
RUFF = Contender(
    "ruff server", (_RUFF, "server"), {"settings": {"lint": {"select": ["S"], "preview": False}, "logLevel": "error"}}
)
EMPTY = Contender("empty pygls", (_PYTHON, _EMPTY))
"""A server that does nothing: what is left of a start-up once our own work is taken away."""
