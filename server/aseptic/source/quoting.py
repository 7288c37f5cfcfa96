"""Is a string that swallows definitions meant, or did somebody just type three quotes?

While three quotes stand unclosed, all strings and all code below change places. A string that runs over a line
such as `def treat(…):` is therefore doubted: it is believed when the statement round it parses and what follows
looks like code. Prose after a closing quote is the sign that the quote was meant to open a docstring.
"""

from __future__ import annotations

from collections.abc import Sequence

from aseptic.source.document import line_end
from aseptic.source.lexing import CLEAN, advance
from aseptic.source.requoting import tree_of

_FRAMES = (
    ("", ""),
    ("", "\n pass"),
    ("if 0: pass\n", "\n pass"),
    ("try: pass\n", "\n pass"),
    ("", "\n pass\nfinally: pass"),
    ("", "\ndef _(): pass"),
)
"""What to put before and after one logical line so that it stands alone: headers, branches, decorators."""


def parses(text: str) -> bool:
    """Say whether the running Python parses `text`."""
    try:
        tree_of(text.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def believed(lines: Sequence[str], first: int, last: int) -> bool:
    """Say whether the logical line `lines[first:last + 1]`, which ends a doubted string, looks like code."""
    if not _stands("".join(lines[first : last + 1])):
        return False
    for line in lines[last + 1 : last + 4]:
        if line[: line_end(line)].strip():
            return not advance(line, CLEAN).clean or _stands(line)
    return True


def _stands(text: str) -> bool:
    bare = text.strip("\ufeff \t\f\r\n")
    return any(parses(before + bare + after) for before, after in _FRAMES)
