"""What an author asks for next, imported while nobody waits: the first save would else wait for it."""

from __future__ import annotations

import asyncio
import threading
from importlib import import_module

_IDLE = 2.0
"""Seconds after the first document was shown."""
_NEXT = ("aseptic.lsp.code_action", "aseptic.lsp.fixing")


def foresee() -> None:
    """Import it soon, in a thread of its own, so that keystrokes pass meanwhile."""
    loop = asyncio.get_running_loop()
    loop.call_later(_IDLE, threading.Thread(target=_load, name="foresight", daemon=True).start)


def _load() -> None:
    for each in _NEXT:
        import_module(each)
