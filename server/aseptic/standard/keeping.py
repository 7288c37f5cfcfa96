"""What was worked out before, kept between runs in files of the user's cache folder.

What is kept is JSON: nothing executable comes back. A file holds the digest of what it says, so one that was cut off
or tampered with counts as nothing kept. A folder that cannot be written costs no more than time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from aseptic.standard.whole_files import drafted, new_mode
from aseptic.version import __version__


def recalled(folder: Path, name: str) -> Any:
    """Return what was kept under a name; None where there is nothing, or nothing sound."""
    try:
        check, _, body = (folder / f"{name}.json").read_bytes().partition(b"\n")
        return json.loads(body) if check.decode() == hashlib.sha256(body).hexdigest() else None
    except (OSError, ValueError, RecursionError):
        return None


def keep(folder: Path, name: str, plain: Any, most: int) -> None:
    """Keep a value that JSON knows, whole or not at all; of more than `most` in a folder the oldest go."""
    body = json.dumps(plain, separators=(",", ":")).encode()
    with contextlib.suppress(OSError):  # whoever else prunes the folder may be quicker
        folder.mkdir(parents=True, exist_ok=True)
        data = hashlib.sha256(body).hexdigest().encode() + b"\n" + body
        with drafted(folder, data, f"{name}.", durable=False) as draft:
            draft.chmod(new_mode())
            draft.replace(folder / f"{name}.json")
        for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)[most:]:
            old.unlink()


@cache
def code_digest(*rooms: str) -> str:
    """Return a digest of the code in some of our own rooms, and of the Python that runs it.

    What is kept under it holds only as long as what made it would make it again.
    """
    here = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0".encode())
    for path in (path for room in rooms for path in sorted((here / room).rglob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()
