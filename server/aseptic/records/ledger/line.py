"""One line of the ledger: an event, its own digest and those of what it follows; or why it is none."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from aseptic.records.ledger.event import Event, event_of

_DIGEST = re.compile(rb'"digest":"([0-9a-f]{64})",')
_DECODER = json.JSONDecoder()


Line = tuple[str, Sequence[str], Event]
"""Of one that holds its digest, the digests of the lines that it follows, and its event."""


def line_of(text: bytes) -> Line | str:
    """Return what a line holds, else why it does not."""
    says = _parsed(text)
    if says is None:
        return "is none of an event"
    digest: Any = says.get("digest")
    after: Any = says.get("after")
    found = _DIGEST.search(text)
    if found is None or digest != found[1].decode("ascii"):
        return "has no digest of its own"
    start, end = found.span()
    if digest_of(text[:start] + text[end:]) != digest:
        return "was edited: it does not fit its own digest"
    if type(after) is not list or set(map(type, cast("list[Any]", after))) - {str}:
        return "does not say what it follows"
    event = event_of(says)
    return f"cannot be used: {event}" if isinstance(event, str) else (digest, cast("list[str]", after), event)


def digest_of(text: bytes) -> str:
    """Return what a line without its digest, or one that was never finished, is known by."""
    return hashlib.sha256(text).hexdigest()


def _parsed(text: bytes) -> Mapping[str, Any] | None:
    """Return a line as JSON, None for one that is no object."""
    try:
        found, end = _DECODER.raw_decode(text.decode("ascii"))
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if type(found) is dict and end == len(text) else None
