"""One project's kept answers as a file: whole or not at all, read in one go, and nothing in it is ever executed.

A digest, a line that says what is known of which file, and for each file a line of what it was told and a line of
what its check came to, which are read only when somebody asks. A file that is odd in any way holds nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import field, frozen

from aseptic.standard.whole_files import ENDING, drafted

_SUFFIX = ".answers"
_MOST_BYTES = 200_000_000
_MOST_FILES = 500
_LONG_AGO = 3600
"""Seconds after which a draft is one that a process left when it died."""


@frozen
class Record:
    """What is kept of one file of code."""

    digest: str
    place: str
    """Where it stands among the project's modules."""
    places: Mapping[str, str] = field(factory=dict[str, str])
    folders: Mapping[str, str] = field(factory=dict[str, str])
    told: str = ""
    outcome: str = ""
    """Empty where nobody knows what its check comes to."""


def shard_path(folder: Path, *key: str) -> Path:
    """Return where the answers are kept that belong to a key."""
    name = hashlib.blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return folder / f"{name}{_SUFFIX}"


def read_shard(path: Path) -> dict[str, Record]:
    """Return what is kept, by files' paths; nothing where it cannot be read or is not whole."""
    try:
        check, _, body = path.read_bytes().partition(b"\n")
        if check.decode("ascii", "replace") != _check(body):
            return {}
        head, *lines = body.decode("ascii").split("\n")
        records = json.loads(head)
        texts: Iterator[Any] = zip(records.items(), lines[::2], lines[1::2], strict=True)
        return {
            name: Record(digest, place, places, folders, told, outcome)
            for (name, (digest, place, places, folders)), told, outcome in texts
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def write_shard(path: Path, records: Mapping[str, Record]) -> None:
    """Keep these records, in a file that others see whole or not at all. Without the room for it nothing is kept."""
    head = {name: [each.digest, each.place, dict(each.places), dict(each.folders)] for name, each in records.items()}
    lines = [json.dumps(head, separators=(",", ":"))]
    for each in records.values():
        lines += (each.told, each.outcome)
    body = "\n".join(lines).encode("ascii")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with drafted(path.parent, _check(body).encode() + b"\n" + body, durable=False) as draft:
            draft.replace(path)
    prune(path.parent)


def touch(path: Path) -> None:
    """Note that what is kept was used: what nobody used for longest goes first."""
    with suppress(OSError):
        os.utime(path)


def prune(folder: Path) -> None:
    """Remove what was not used for longest until the rest is few and small enough, and what dead processes left."""
    with suppress(OSError):
        found = [(each, each.stat()) for each in os.scandir(folder)]
        found.sort(key=lambda pair: pair[1].st_mtime, reverse=True)
        size = count = 0
        for each, status in found:
            if each.name.endswith(_SUFFIX):
                size, count = size + status.st_size, count + 1
                over = size > _MOST_BYTES or count > _MOST_FILES
            else:
                over = each.name.endswith(ENDING) and time.time() - status.st_mtime > _LONG_AGO
            if over:
                Path(each.path).unlink(missing_ok=True)


def _check(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()
