"""Front matter that was read strictly before, kept between runs, so that a start reads only what changed.

What is kept is JSON: nothing executable comes back. It is found by a digest of every rule's file and of the code that
reads them, so any change to either means that everything is read strictly again. Whatever is odd about a kept file
counts as nothing kept, and a folder that cannot be written costs no more than time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from aseptic.standard.head import Head
from aseptic.standard.plain import made, written
from aseptic.standard.rule import Heading
from aseptic.version import __version__

_SOURCE = ("frontmatter", "yamlkeys", "cut_off", "printable", "prose", "document")
_READERS = ("standard/*.py", *(f"source/{name}.py" for name in _SOURCE))
"""The code that decides what is read, and how strictly."""
_MOST = 8
"""Standards that are kept at most; the oldest go."""


@frozen
class Kept:
    """What the pages of a standard say, less their prose."""

    head: Head
    headings: tuple[Heading, ...]
    """Of every rule, in the order of the pages."""


def key_of(digest: str, names: Iterable[str]) -> str:
    """Return what a standard is kept under: its digest, the names of its files and what would read them."""
    whole = hashlib.sha256("\0".join((digest, _reader_digest(), *names)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def recall(folder: Path, key: str) -> Kept | None:
    """Return what was kept under a key; None where there is nothing, or nothing sound."""
    try:
        check, _, body = (folder / f"{key}.json").read_bytes().partition(b"\n")
        if check.decode() != hashlib.sha256(body).hexdigest():
            return None
        return _taken(json.loads(body))
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None


def keep(folder: Path, key: str, head: Head, headings: Sequence[Heading]) -> None:
    """Keep what was read, if it would come back equal."""
    kept = Kept(head, tuple(headings))
    try:
        body = json.dumps(written(kept), separators=(",", ":")).encode()
        if _taken(json.loads(body)) != kept:
            return
    except (ValueError, TypeError):  # a value that JSON does not know is read anew each time
        return
    with contextlib.suppress(OSError):  # whoever else prunes the folder may be quicker
        folder.mkdir(parents=True, exist_ok=True)
        _put(folder / f"{key}.json", hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)[_MOST:]:
            old.unlink()


def _taken(plain: Any) -> Kept:
    return made(Kept, plain)


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time."""
    draft = path.with_suffix(f".{os.getpid()}.draft")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@cache
def _reader_digest() -> str:
    here = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0".encode())
    for pattern in _READERS:
        for path in sorted(here.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
