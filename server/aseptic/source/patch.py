"""Two versions of a file as a unified diff that `git apply` and `patch -p1` take, byte for byte."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

_LINES = re.compile(rb"[^\n]*\n|[^\n]+")
"""A diff's lines end at line feeds alone; a carriage return before one belongs to the line."""
_NO_END = b"\n\\ No newline at end of file\n"
_QUOTED = re.compile(rb'[\x00-\x1f"\\\x7f]')
_ESCAPES = {b"\t": b"\\t", b"\n": b"\\n", b"\r": b"\\r", b'"': b'\\"', b"\\": b"\\\\"}


def patch(path: bytes, before: bytes, after: bytes) -> bytes:
    """Return the diff between two versions of a file; empty where they are equal.

    The path is as the file system spells it, with `/` between folders. A relative one counts from the folder in which
    the diff is to be applied, an absolute one from the root.
    """
    name = path.lstrip(b"/")
    names = (_header(b"a/" + name), _header(b"b/" + name))
    lines = _LINES.findall(before), _LINES.findall(after)
    return b"".join(_ended(difflib.diff_bytes(difflib.unified_diff, *lines, *names, lineterm=b"\n")))


def _ended(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line if line.endswith(b"\n") else line + _NO_END


def _header(name: bytes) -> bytes:
    """Return a name as it stands after `---`: quoted as in C where it must be, else ended by a tab if it has blanks."""
    if _QUOTED.search(name):
        return b'"' + _QUOTED.sub(lambda found: _ESCAPES.get(found[0], b"\\%03o" % found[0][0]), name) + b'"'
    return name + b"\t" if b" " in name else name
