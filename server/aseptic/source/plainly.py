"""Statements that are read without a parser: imports, class headers, and names that are given a constant or a name.

They are most of what binds a name in most modules. Whatever may be anything else is left to the parser.
"""

from __future__ import annotations

import ast
import re
from functools import reduce
from keyword import iskeyword

_COMMENT = r"#[^\r\n\0\ud800-\udfff]*+"
_LEAD = rf"(?:[ \t]*+(?:{_COMMENT})?+\r?\n)*+"
_END = rf"[ \t]*+(?:{_COMMENT})?+(?:\s*+{_COMMENT}(?![^\r\n]))*+\s*+\Z"
_NAME = r"[A-Za-z_]\w*+"
_DOTTED = rf"{_NAME}(?:\.{_NAME})*+"
_AS = rf"[ \t]++as[ \t]++{_NAME}"
_ONE = rf"{_NAME}(?:{_AS})?+"
_MODULE = rf"{_DOTTED}(?:{_AS})?+"
_FROM = re.compile(
    rf"from[ \t]++(?P<dots>\.*+)(?P<module>{_DOTTED})?+[ \t]++import[ \t]*+"
    rf"(?:\(\s*+(?P<within>{_ONE}(?:\s*+,\s*+{_ONE})*+)\s*+,?+\s*+\)"
    rf"|(?<=[ \t])(?P<names>{_ONE}(?:[ \t]*+,[ \t]*+{_ONE})*+)){_END}",
    re.ASCII,
)
_IMPORT = re.compile(rf"import[ \t]++(?P<names>{_MODULE}(?:[ \t]*+,[ \t]*+{_MODULE})*+){_END}", re.ASCII)
_CLASS = re.compile(
    rf"{_LEAD}class[ \t]++(?P<name>{_NAME})[ \t]*+"
    rf"(?:\(\s*+(?:(?P<bases>{_DOTTED}(?:\s*+,\s*+{_DOTTED})*+)\s*+,?+\s*+)?+\))?+[ \t]*+:{_END}",
    re.ASCII,
)
_GIVEN = re.compile(
    rf"{_LEAD}(?P<indent>[ \t]*+)(?P<name>{_NAME})[ \t]*+(?::[ \t]*+(?P<annotation>{_DOTTED})[ \t]*+)?+=[ \t]*+"
    r"(?:\"(?P<double>[^\"\\\r\n\0\ud800-\udfff]*+)\"|'(?P<single>[^'\\\r\n\0\ud800-\udfff]*+)'"
    rf"|(?P<number>0|[1-9]\d{{0,17}}+)(?![\w.])|(?P<other>{_DOTTED})(?![\"'])){_END}",
    re.ASCII,
)
_WORD = re.compile(r"[\w.]+", re.ASCII)
_CONSTANTS = {"None": None, "True": True, "False": False}


def plain_import(text: str) -> ast.Import | ast.ImportFrom | None:
    """Return the import that a text is, without places; None where it may be anything else."""
    match = _FROM.match(text) if text.startswith("from") else _IMPORT.match(text)
    if match is None:
        return None
    groups = match.groupdict()
    module, written = groups.get("module"), groups["names"] or groups["within"]
    names = [_alias(each.split()) for each in written.split(",")]
    if _reserved(module or "") or any(_reserved(word) for word in _WORD.findall(written) if word != "as"):
        return None
    if text.startswith("import"):
        return ast.Import(names)
    level = len(groups["dots"])
    return ast.ImportFrom(module, names, level) if level or module else None


def plain_class(text: str) -> ast.ClassDef | None:
    """Return the class whose header a text is, without its members; None where it may be anything else."""
    match = _CLASS.match(text)
    if match is None:
        return None
    bases = _WORD.findall(match["bases"] or "")
    if any(map(_reserved, (match["name"], *bases))):
        return None
    return ast.ClassDef(
        match["name"], list(map(_dotted, bases)), [], [], [], lineno=1, col_offset=0, end_lineno=1, end_col_offset=1
    )


def plain_value(text: str, indented: bool) -> ast.Assign | None:
    """Return the assignment of a constant or a dotted name that a text is; None where it may be anything else."""
    match = _GIVEN.match(text)
    if match is None or bool(match["indent"]) != indented:
        return None
    groups = match.groupdict()
    name, annotation, other = groups["name"], groups["annotation"], groups["other"]
    if _reserved(name) or (annotation not in _CONSTANTS and _reserved(annotation or "")):
        return None
    if other is None:
        written = groups["double"] if groups["single"] is None else groups["single"]
        value: ast.expr = ast.Constant(int(groups["number"]) if written is None else written)
    elif other in _CONSTANTS:
        value = ast.Constant(_CONSTANTS[other])
    elif _reserved(other):
        return None
    else:
        value = _dotted(other)
    return ast.Assign([ast.Name(name)], value, lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)


def _dotted(name: str) -> ast.expr:
    first, *steps = name.split(".")
    return reduce(ast.Attribute, steps, ast.Name(first))


def _alias(words: list[str]) -> ast.alias:
    return ast.alias(words[0], words[2] if len(words) > 1 else None)


def _reserved(name: str) -> bool:
    """Say whether a part of a dotted name is a keyword, which names nothing."""
    return any(map(iskeyword, name.split(".")))
