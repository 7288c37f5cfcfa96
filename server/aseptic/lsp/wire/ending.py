"""The end of the client's process, noticed even where its pipe stays open."""

from __future__ import annotations

import os
import select
import time

GRACE = 0.5
"""Seconds that the loop gets to end by itself when the client is gone, so that all is over within a second."""
LEAVE = 10.0
"""The same after an orderly `exit`: what was asked before it is still answered, start-up included."""
_LOOK = 0.3
"""Seconds between two looks, where the system does not tell by itself."""


def lives(process: object) -> bool:
    """Say whether a process is there to be watched; False where nobody can ask without harm."""
    if os.name != "posix" or not isinstance(process, int) or process <= 0:
        return False
    try:
        os.kill(process, 0)
    except PermissionError:
        return True  # somebody else's, but there
    except (OSError, OverflowError):
        return False
    return True


def wait_for_end(process: int) -> None:
    """Return when a process has ended."""
    try:
        descriptor = os.pidfd_open(process)
    except (AttributeError, OSError):  # not Linux, or it ended a moment ago
        while lives(process):
            time.sleep(_LOOK)
        return
    try:
        select.select([descriptor], [], [])
    finally:
        os.close(descriptor)
