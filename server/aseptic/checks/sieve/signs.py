"""The signs in a text that letters may be hidden in it, or that a text in it may differ from what is written."""

from __future__ import annotations

import re

from aseptic.checks.sieve.need import LETTER

_GAP = r"(?:\s|\\|#[^\r\n]*+)*+[A-Za-z]{0,2}"
"""What may stand between two texts that Python joins: the second one's prefix, too."""
_VOID = r"(?:\s|\\|#[^\r\n]*+)*+"
"""What may stand between two parts of an expression."""
_LONG = r"""(?:(?<=")""|(?<=')'')?+"""
"""The rest of three quotes."""
_ESCAPED = re.compile(r"\\(?:x[2-9a-fA-F]|[uU]|N\{|[0-3]?[0-7]{2}" + rf"|(?<={LETTER}\\)(?:\r\n?|\n){LETTER})")
_CHANGED = re.compile(
    rf"""\+\s*["'(\[A-Za-z_]|["'][\w.:]*%s(?:[\w.:]|%s)*["']|:{_VOID}:{_VOID}-"""
    rf"""|(?:["'][\w.:{{}}]*["']|\)){_VOID}\.{_VOID}(?:format|join)\b|["')\]]{_VOID}\.{_VOID}(?:casefold|lower)\b"""
)
_FORMATTED = re.compile(r"""[fF][rR]?(["'])(?:[\w.:]|\{[^{}\r\n]*\})*\1""")
_PARTED = re.compile(r"\}[A-Za-z]")
_JOINED = re.compile(rf"""["'](?<={LETTER}["']){_LONG}{_GAP}(?:["']{_LONG}{LETTER}|""|'')""")
_TOUCHING = re.compile(rf"""["'](?<!""|''){_LONG}{_GAP}["']""")
_SIGN = re.compile(r"[\"'\\{}%+\r]")
"""Without one of these on a line nothing begins or ends there that the other patterns look for, but `_CHANGED`."""


def is_escaped(text: str) -> bool:
    """Whether an escape may hide a letter."""
    return "\\" in text and _ESCAPED.search(text) is not None


def is_joined(text: str) -> bool:
    """Whether two texts may be joined in the middle of a word."""
    return _JOINED.search(text) is not None


def is_touching(text: str) -> bool:
    """Whether two texts may be joined."""
    return _TOUCHING.search(text) is not None


def is_changing(text: str) -> bool:
    """Whether texts that could be names may be put together, or changed, or turned round."""
    return _CHANGED.search(text) is not None or _FORMATTED.search(text) is not None


def is_parted(text: str) -> bool:
    """Whether a field of a text may stand in the middle of a word."""
    return _PARTED.search(text) is not None


def plain_change(before: str, after: str) -> str | None:
    """Return the one line in which a text differs from an earlier one, if no sign can have come with it; else None.

    Every sign but that of `is_changing` begins and ends with a quote, a brace or a backslash, and between these is
    nothing but space and comments. So a line that has none of them and had none ends none, begins none and, unless
    it was space or a comment before, is part of none.
    """
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new) or old == new:
        return None
    at = next(at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other)
    if old[at + 1 :] != new[at + 1 :] or (at and new[at - 1].rstrip().endswith("\\")):
        return None
    line = new[at]
    signs = any(_SIGN.search(each.removesuffix("\r")) for each in (line, old[at]))
    if signs or line.endswith("\r") != old[at].endswith("\r"):
        return None
    return None if _is_void(line) and not _is_void(old[at]) else line


def _is_void(line: str) -> bool:
    return line.lstrip()[:1] in ("", "#")
