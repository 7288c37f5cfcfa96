"""Arguments and programs: which of them are not ours.

What a function is given by its caller and hands on as it came, an address or a whole command, is judged where it is
called, once the flow of data is followed: a helper that fetches or runs what it is told to is no breach by itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.elements import values
from aseptic.checks.literals import is_constant, leading_text
from aseptic.checks.origins import is_handed_on
from aseptic.source.dotted import dotted

_NAMED_HOST = re.compile(r"[a-z][a-z0-9+.\-]*://[^/?#]+[/?#]", re.IGNORECASE)


def variable_argument(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a call whose first argument is not ours: no literals, not quoted, and on no host that we name.

    A call without any, as of an opener, is kept: what it gets comes later.
    """
    first = next(iter((*node.args, *(keyword.value for keyword in node.keywords))), None)
    if first is None:
        return True
    return not (is_handed_on(first, subject) or all(_ours(each) for each in values(first, subject)))


def variable_program(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a call that runs a program whose name is not ours; its arguments may be anybody's."""
    if not node.args or is_handed_on(node.args[0], subject):
        return False
    programs = [first for command in values(node.args[0], subject) for first in _firsts(command, subject, frozenset())]
    return not all(_chosen_by_us(each, subject) for program in programs for each in values(program, subject))


def _firsts(command: ast.expr, subject: Subject, met: frozenset[int]) -> Iterator[ast.expr]:
    """Yield what a command may begin with: of a list its first element, of a sum of lists that of the first."""
    match command:
        case ast.List(elts=[ast.Starred(value=first), *_]) | ast.Tuple(elts=[ast.Starred(value=first), *_]):
            yield from _firsts(first, subject, met)
        case ast.List(elts=[first, *_]) | ast.Tuple(elts=[first, *_]):
            yield first
        case ast.BinOp(left=left, op=ast.Add()) if not _is_text(left, subject):
            for each in values(left, subject):
                yield from _firsts(each, subject, met | {id(command)}) if id(each) not in met else ()
        case _:
            yield command


def _is_text(node: ast.expr, subject: Subject) -> bool:
    return any(leading_text(each) is not None for each in values(node, subject))


def _ours(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        written = dotted(value.func) or ""
        prepared = written.endswith("Request") and bool(value.args) and _ours(value.args[0])
        return prepared or written in ("shlex.join", "shlex.quote")
    return is_constant(value) or _NAMED_HOST.match(leading_text(value) or "") is not None


def _chosen_by_us(program: ast.expr, subject: Subject) -> bool:
    """Whether a program is a literal, this interpreter, what a search for one finds, or a text's first word."""
    if is_constant(program) or dotted(program) == "sys.executable":
        return True
    if isinstance(program, ast.BoolOp):
        return all(_chosen_by_us(each, subject) for each in program.values)
    if isinstance(program, ast.IfExp):
        return all(
            _chosen_by_us(first, subject)
            for each in (program.body, program.orelse)
            for first in _firsts(each, subject, frozenset())
        )
    if isinstance(program, ast.Call) and isinstance(program.func, ast.Attribute) and is_constant(program.func.value):
        return program.func.attr == "split"
    if isinstance(program, ast.Call) and program.args:
        written = dotted(program.func) or ""
        if written.endswith("which"):
            return is_constant(program.args[0])
        if written.endswith("split"):
            return _chosen_by_us(program.args[0], subject)
    return any(letter.isspace() for letter in (leading_text(program) or "").lstrip())
