"""Front matter that was read strictly before, kept between runs, so that a start reads only what changed.

It is found by a digest of every rule's file and of the code that reads them, so any change to either means that
everything is read strictly again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from aseptic.standard import keeping
from aseptic.standard.head import Head
from aseptic.standard.plain import made, written
from aseptic.standard.rule import Heading

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
    parts = (digest, keeping.code_digest("source", "standard"), *names)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def recall(folder: Path, key: str) -> Kept | None:
    """Return what was kept under a key; None where there is nothing, or nothing sound."""
    try:
        return _taken(keeping.recalled(folder, key))
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def keep(folder: Path, key: str, head: Head, headings: Sequence[Heading]) -> None:
    """Keep what was read, if it would come back equal."""
    kept = Kept(head, tuple(headings))
    try:
        plain = written(kept)
        if _taken(json.loads(json.dumps(plain))) != kept:
            return
    except (ValueError, TypeError):  # a value that JSON does not know is read anew each time
        return
    keeping.keep(folder, key, plain, _MOST)


def _taken(plain: Any) -> Kept:
    return made(Kept, plain)
