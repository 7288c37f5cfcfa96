"""Syntax that a newer Python brought, recognised in text that the running one cannot parse.

It matters because such code is not wrong, and silence about it would be: the author must hear that nothing
looked at these lines, and what would. Sources: the "What's New" pages of Python 3.12 (PEP 695, 701), 3.14
(PEP 750, 758) and 3.15 (PEP 798, 810).
"""

from __future__ import annotations

import re
import sys

from aseptic.source.document import line_end, split_lines
from aseptic.source.lexing import string_closes
from aseptic.source.requoting import exhausts, spills

_FEATURES = (
    ((3, 12), re.compile(r"^\s*type\s+\w+\s*(?:\[[^\n=]*\]\s*)?=", re.MULTILINE)),
    ((3, 12), re.compile(r"^\s*(?:async\s+def|def|class)\s+\w+\s*\[", re.MULTILINE)),
    ((3, 14), re.compile(r"^\s*except\*?\s+[\w.]+\s*,[^\n:]*:", re.MULTILINE)),
    ((3, 14), re.compile(r"\"(?:(?<=(?<!\w)[tT]\")|(?<=(?<!\w)[tT][rR]\")|(?<=(?<!\w)[rR][tT]\"))")),
    ((3, 15), re.compile(r"^\s*lazy\s+(?:import|from)\s", re.MULTILINE)),
    ((3, 15), re.compile(r"[\[({]\s*\*{1,2}[^\n,\])}]+\sfor\s")),
)
"""As they look in a text without comments, in which every string is empty."""
_SAID = re.compile(
    r"#[^\r\n]*|\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|\"(?:[^\"\\\r\n]|\\.)*+\"?|'(?:[^'\\\r\n]|\\.)*+'?", re.DOTALL
)
_FORMATTED = re.compile(r"(?<!\w)(?:[fF][rR]?|[rR][fF])[\"']")


def newer_syntax(text: str, message: str, running: tuple[int, int] = sys.version_info[:2]) -> str:
    """Name the Python ("3.12") whose syntax made the running one fail with `message`, or return ""."""
    if running < (3, 12) and (spills(text) or _reuses_quotes(text, message)):
        return "3.12"
    bare = _SAID.sub(lambda match: "" if match[0].startswith("#") else '""', text)
    needed = (version for version, pattern in _FEATURES if version > running and pattern.search(bare))
    return ".".join(map(str, next(needed, ())))


def _reuses_quotes(text: str, message: str) -> bool:
    return ("f-string" in message or exhausts(text)) and _formatted_strings_close(text)


def _formatted_strings_close(text: str) -> bool:
    """Whether each one-line f-string ends on its line when read as 3.12 does: then nobody is still typing it."""
    return all(
        string_closes(line[: line_end(line)], match.start())
        for line in split_lines(text)
        for match in [_FORMATTED.search(line)]
        if match
    )
