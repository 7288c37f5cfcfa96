"""Whether another file of the project, a test say, expects an AssertionError of a function, which another error fails.

This goes by the saved text of the files, as in `takers`: a call by the function's name in the block that expects the
error, or right above the `except` that catches it. A generator function runs where what it returned is gone through,
so that its call may stand above. What calls it by the way shows in no text.
"""

from __future__ import annotations

import re
from pathlib import Path

from aseptic.analysis.matching.takers import files_of

_EXPECTED = re.compile(rb"\b(?:raises|assertRaises(?:Regex)?|except)\b[ (]*\(?[^\n:]*\bAssertionError\b")
_GONE_THROUGH = re.compile(
    rb"\b(?:next|list|tuple|set|frozenset|dict|sorted|sum|any|all|deque)(?:\(|,)\s*([A-Za-z_]\w*)\s*[,)]"
    rb"|\b(?:for\b[^\n]*?\bin|yield from)\s+([A-Za-z_]\w*)\s*(?::|\)|\]|$)",
    re.MULTILINE,
)
"""A name whose values are asked for, also by what is handed to `assertRaises`."""
_NEAR = 12
"""Lines above an `except`, and round what expects an error, in which the call may stand."""


class Expecting:
    """The files below a project's root, of which those that expect an AssertionError are kept until `forget`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: tuple[tuple[str, str], ...] | None = None

    def expected(self, function: str, generator: bool = False) -> bool:
        """Say whether a file calls a function of this name where it expects an AssertionError.

        For a generator function, the call also may give its result a name that is gone through there.
        """
        if self._known is None:
            self._known = tuple(_expecting(self._root))
        word = re.compile(rf"\b{re.escape(function)}\b")
        return any(word.search(near) or (generator and word.search(made)) for near, made in self._known)

    def forget(self) -> None:
        """Look again when somebody asks."""
        self._known = None


def _expecting(root: Path) -> list[tuple[str, str]]:
    """Return the lines round each place that expects the error, and those above that make what it goes through.

    None beyond the files that anybody should look at.
    """
    found: list[tuple[str, str]] = []
    for file in files_of(root):
        if file is None:
            break
        try:
            data = file.read_bytes()
        except OSError:
            continue
        if b"AssertionError" in data:
            found += _places(data)
    return found


def _places(data: bytes) -> list[tuple[str, str]]:
    lines, found = data.splitlines(), list[tuple[str, str]]()
    for number, line in enumerate(lines):
        if met := _EXPECTED.search(line):
            above = lines[max(number - _NEAR, 0) : number]
            near = above if met[0].startswith(b"except") else _block(lines[number : number + _NEAR])
            made = _made(above, b"\n".join(near))
            found.append((b"\n".join(near).decode(errors="replace"), b"\n".join(made).decode(errors="replace")))
    return found


def _made(above: list[bytes], near: bytes) -> list[bytes]:
    """Return the line above, for each name that is gone through, which gave the name its value last."""
    names = {name for found in _GONE_THROUGH.findall(near) for name in found if name}
    giving = {name: re.compile(rb"\s*%s\s*(?::[^=]*)?=(?!=)" % name) for name in names}
    lines = (next((line for line in reversed(above) if given.match(line)), b"") for given in giving.values())
    return [line for line in lines if line]


def _block(lines: list[bytes]) -> list[bytes]:
    """Return a line, and those that are further in below it."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    below = [len(each) - len(each.lstrip()) > indent or not each.strip() for each in lines[1:]]
    return lines[: 1 + (below.index(False) if False in below else len(below))]
