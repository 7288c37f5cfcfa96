"""What an error says of a test that failed: the test as it is written, and the number that did not pass it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from aseptic.replacements.command import quoted
from aseptic.replacements.site import Site
from aseptic.source.dotted import dotted

_SIZED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_WORDS: dict[type[ast.cmpop], str] = {
    ast.Eq: "equal",
    ast.NotEq: "not equal",
    ast.Lt: "be <",
    ast.LtE: "be <=",
    ast.Gt: "be >",
    ast.GtE: "be >=",
    ast.Is: "be",
    ast.IsNot: "not be",
    ast.In: "be in",
    ast.NotIn: "not be in",
}
"""What a test demands of a name."""
_WITHIN = re.compile(r"""["{}\\\n]""")
"""What cannot stand within an f-string of every Python."""


def expected(site: Site, test: ast.expr) -> tuple[str, ...]:
    """Return the sources of texts that tell what was expected, and what came where that is a length or a number.

    The one that tells most comes first, and the shortest last; literals side by side stand on lines of their own.
    """
    condition = _must(site, test, site.text_of)
    shown = _shown(test) if isinstance(test, ast.Compare) and not _WITHIN.search(condition) else None
    if shown is None:
        return (quoted(condition, '"'),)
    filled = _must(site, test, lambda limit: _filled(site, limit, shown))
    value = f"{{{site.text_of(shown)}{'' if isinstance(shown, ast.Call) else '!r'}}}"
    texts = [
        (f'f"{each}, not {value}"', f'{"f" * (each != condition)}"{each}, "\nf"not {value}"')
        for each in dict.fromkeys((filled, condition))
    ]
    return (*(each for both in texts for each in both), quoted(condition, '"'))


def with_value(site: Site, test: ast.expr, said: ast.expr) -> str:
    """Return a text that tells the value by which a test failed; empty where what is said is none that is tested."""
    values = said.elts if isinstance(said, ast.Tuple) else [said]
    tested = {ast.dump(each) for each in ast.walk(test)}
    if not values or any(isinstance(each, ast.Constant) or ast.dump(each) not in tested for each in values):
        return ""
    named = isinstance(test, ast.Compare) and ast.dump(test.left) == ast.dump(said)
    condition = _must(site, test, site.text_of) if named else f"expected {site.text_of(test)}"
    shown = site.text_of(said)
    return "" if _WITHIN.search(condition + shown) else f'f"{condition}, not {{{shown}!r}}"'


def _must(site: Site, test: ast.expr, written: Callable[[ast.expr], str]) -> str:
    """Return what was expected: of a name what it must be, of all else the test as it is written but for its limits."""
    match test:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if _is_name(left):
            return f"{site.text_of(left)} must {_WORDS[type(op)]} {written(right)}"
        case ast.Compare() if "\n" not in site.text_of(test):
            text, start = site.text_of(test), site.parsed.span(test).start.column
            for limit in reversed([test.left, *test.comparators]):
                span = site.parsed.span(limit)
                first, end = span.start.column - start, span.end.column - start
                text = f"{text[:first]}{written(limit)}{text[end:]}"
            return f"expected {text}"
        case _:
            return f"expected {site.text_of(test)}"


def _filled(site: Site, limit: ast.expr, shown: ast.expr) -> str:
    text = site.text_of(limit)
    return text if limit is shown or isinstance(limit, ast.Constant) else f"{{{text}}}"


def _shown(test: ast.Compare) -> ast.expr | None:
    """Return the side of a comparison that is asked for: a length, or a name that is held against a limit."""
    sides = [test.left, *test.comparators]
    asked, limits = (sides[1], (sides[0], *sides[2:])) if len(sides) == 3 else (sides[0], sides[1:])
    if not all(map(_is_number, limits)) or not _is_number(asked) or isinstance(asked, ast.Constant):
        return None
    counted = isinstance(asked, ast.Call) and all(isinstance(each, (ast.Eq, *_SIZED)) for each in test.ops)
    return asked if counted or (_is_name(asked) and all(isinstance(each, _SIZED) for each in test.ops)) else None


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and dotted(node) is not None


def _is_number(node: ast.expr) -> bool:
    """Whether a value may be a number that is there already, or is counted without any effect."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, int | float)
        case ast.Call(func=ast.Name(id="len"), args=[held], keywords=[]):
            return _is_name(held)
        case ast.Subscript(value=ast.Attribute(attr="shape") as held, slice=ast.Constant()):
            return _is_name(held)
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult()):
            return _is_number(left) and _is_number(right)
        case _:
            return _is_name(node)
