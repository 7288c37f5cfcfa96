"""Who is measured, and how each is started."""

from __future__ import annotations

import os
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


def environment(workspace: Path) -> dict[str, str]:
    """Return what every process is started with.

    Python may keep the code that it compiled, as in every installation, and Aseptic what it keeps between runs, in a
    folder of this measurement's own; the first rounds, which are not counted, fill both.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "ASEPTIC_CACHE_DIR": str(workspace / ".cache")}


_PYTHON = sys.executable
_RUFF = str(Path(_PYTHON).with_name("ruff"))
_EMPTY = str(Path(__file__).with_name("empty_server.py"))

ASEPTIC = Contender("aseptic", (_PYTHON, "-m", "aseptic", "server"))
RUFF = Contender(
    "ruff server", (_RUFF, "server"), {"settings": {"lint": {"select": ["S"], "preview": False}, "logLevel": "error"}}
)
EMPTY = Contender("empty pygls", (_PYTHON, _EMPTY))
"""A server that does nothing: what is left of a start-up once our own work is taken away."""
