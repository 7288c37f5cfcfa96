"""Imports written in the plain way, read without a parser: nearly every module begins with a dozen of them."""

from __future__ import annotations

import ast
import re
from keyword import iskeyword

_AS = r"[ \t]+as[ \t]+\w+"
_ONE = rf"\w+(?:{_AS})?"
_DOTTED = rf"\w+(?:\.\w+)*(?:{_AS})?"
_END = r"[ \t]*(?:#[^\r\n]*)?\s*\Z"
_FROM = re.compile(
    r"from[ \t]+(?P<dots>\.*)(?P<module>\w+(?:\.\w+)*)?[ \t]+import[ \t]*"
    rf"(?:\(\s*(?P<within>{_ONE}(?:\s*,\s*{_ONE})*)\s*,?\s*\)|[ \t](?P<names>{_ONE}(?:[ \t]*,[ \t]*{_ONE})*)){_END}",
    re.ASCII,
)
_IMPORT = re.compile(rf"import[ \t]+(?P<names>{_DOTTED}(?:[ \t]*,[ \t]*{_DOTTED})*){_END}", re.ASCII)
_WORD = re.compile(r"[\w.]+")


def plain_import(text: str) -> ast.Import | ast.ImportFrom | None:
    """Return the import that a text is, without places; None where it may be anything else."""
    match = _FROM.match(text) if text.startswith("from") else _IMPORT.match(text)
    if match is None or any(map(_odd, _WORD.findall(text.partition("#")[0]))):
        return None
    groups = match.groupdict()
    names = [_alias(each.split()) for each in (groups["names"] or groups["within"]).split(",")]
    if text.startswith("import"):
        return ast.Import(names)
    level = len(groups["dots"])
    return ast.ImportFrom(groups["module"], names, level) if level or groups["module"] else None


def _alias(words: list[str]) -> ast.alias:
    return ast.alias(words[0], words[2] if len(words) > 1 else None)


def _odd(word: str) -> bool:
    """Say whether a dotted name is none: it holds a keyword, or begins with a digit."""
    if word in _EXPECTED:
        return False
    return any(iskeyword(each) or each[:1].isdigit() for each in word.split("."))


_EXPECTED = frozenset({"from", "import", "as"})
