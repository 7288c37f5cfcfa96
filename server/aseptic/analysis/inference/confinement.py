"""What the worker may not do, whatever it reads: start a program, use the network, write a file, run others' code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import CodeType
from typing import Any

_FORBIDDEN = (
    *("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "pty."),
    *("socket.", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "shutil."),
    "ctypes.",
)
"""The beginnings of audit events."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine() -> None:
    """Hold this process to reading, for good; only modules of where its own lie can still be imported."""
    own = tuple(str(Path(os.path.realpath(each))) + os.sep for each in _own_folders())

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            flags = arguments[2] if len(arguments) > 2 else 0
            if isinstance(flags, int) and flags & _WRITING:
                raise PermissionError("inference writes nothing")
        elif event in {"exec", "import"}:
            if not _is_own(_origin(event, arguments), own):
                raise PermissionError("inference runs nothing but itself")
        elif event.startswith(_FORBIDDEN):
            raise PermissionError(f"inference does without {event}")

    sys.addaudithook(look)


def _own_folders() -> Iterable[str]:
    yield from (each for each in sys.path if each and Path(each).is_dir())
    yield from (sys.prefix, sys.base_prefix)


def _origin(event: str, arguments: tuple[Any, ...]) -> str:
    """Return the file whose code is to run; empty where there is none, as for what is made on the spot."""
    if event == "import":
        found = arguments[1] if len(arguments) > 1 else None
        return found if isinstance(found, str) else ""
    code = arguments[0] if arguments else None
    return code.co_filename if isinstance(code, CodeType) else ""


def _is_own(origin: str, own: tuple[str, ...]) -> bool:
    return not origin or origin.startswith("<") or os.path.realpath(origin).startswith(own)
