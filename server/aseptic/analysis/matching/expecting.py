"""Whether another file of the project, a test say, expects an AssertionError of a function, which another error fails.

This goes by the saved text of the files, as in `takers`: a call by the function's name in the block that expects the
error, or right above the `except` that catches it. What calls it by the way shows in no text.
"""

from __future__ import annotations

import re
from pathlib import Path

from aseptic.analysis.matching.takers import files_of

_EXPECTED = re.compile(rb"\b(?:raises|assertRaises(?:Regex)?|except)\b[ (]*\(?[^\n:]*\bAssertionError\b")
_NEAR = 12
"""Lines above an `except`, and below what expects an error, in which the call may stand."""


class Expecting:
    """The files below a project's root, of which those that expect an AssertionError are kept until `forget`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: tuple[str, ...] | None = None

    def expected(self, function: str) -> bool:
        """Say whether a file calls a function of this name where it expects an AssertionError."""
        if self._known is None:
            self._known = tuple(_expecting(self._root))
        word = re.compile(rf"\b{re.escape(function)}\b")
        return any(word.search(each) for each in self._known)

    def forget(self) -> None:
        """Look again when somebody asks."""
        self._known = None


def _expecting(root: Path) -> list[str]:
    """Return the lines round each place that expects the error; none beyond the files that anybody should look at."""
    found: list[str] = []
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


def _places(data: bytes) -> list[str]:
    lines, found = data.splitlines(), list[str]()
    for number, line in enumerate(lines):
        if met := _EXPECTED.search(line):
            caught = met[0].startswith(b"except")
            near = lines[max(number - _NEAR, 0) : number] if caught else _block(lines[number : number + _NEAR])
            found.append(b"\n".join(near).decode(errors="replace"))
    return found


def _block(lines: list[bytes]) -> list[bytes]:
    """Return a line, and those that are further in below it."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    below = [len(each) - len(each.lstrip()) > indent or not each.strip() for each in lines[1:]]
    return lines[: 1 + (below.index(False) if False in below else len(below))]
