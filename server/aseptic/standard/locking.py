"""The system's lock on something open: it goes with the process that holds it."""

from __future__ import annotations

import errno

_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What a system answers while another holds a lock; all else says that it locks nothing there."""


def lock(descriptor: int) -> bool | None:
    """Try once to get the lock; False while another holds it, None where there are no locks."""
    try:
        try:
            import fcntl
        except ImportError:
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            return True
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _HELD else None
    return True
