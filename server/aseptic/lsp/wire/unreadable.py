"""What can be told of a message that no parser reads: nested too deep, or with a number too long."""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\]]', re.DOTALL)
_ID = re.compile(rb'\s*+:\s*+(-?\d{1,18}|"(?:[^"\\]|\\.){0,200}+")\s*+[,}]', re.DOTALL)
_NAME = re.compile(rb"\s*+:")


def request_id(body: bytes) -> int | str | None:
    """Return the id of what may be a request by its outermost keys; None where it has none that can be read."""
    depth, found, asks = 0, None, False
    for token in _TOKEN.finditer(body):
        match token[0]:
            case b"{" | b"[":
                depth += 1
            case b"}" | b"]":
                depth -= 1
            case b'"id"' if depth == 1 and (value := _ID.match(body, token.end())):
                found = value[1]
            case b'"method"' if depth == 1 and _NAME.match(body, token.end()):
                asks = True
            case _:
                pass
    if found is None or not asks:
        return None
    try:
        return json.loads(found)
    except ValueError:
        return None
