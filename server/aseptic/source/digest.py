"""The digest of a text that people keep: the same on every machine, whatever line ends a checkout gives it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def text_digest(text: str) -> str:
    """Return SHA-256 over a text with `\\n` for every line end, in hexadecimal digits."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def keys_digest(fields: Mapping[str, Any]) -> str:
    """Return SHA-256 over keys and their values, whatever their order and layout were in the file."""
    return text_digest(json.dumps(fields, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str))
