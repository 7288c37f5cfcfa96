"""Whether a text can be shown as HTML: it is a literal, or was escaped where it was made."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject
from aseptic.checks.literals import is_constant
from aseptic.checks.origins import every_value
from aseptic.source.dotted import dotted

_ESCAPING = frozenset(
    (
        "format_html format_html_join escape conditional_escape force_escape json_script escapejs linebreaks "
        "render render_to_string as_p as_ul as_table as_div as_widget label_tag legend_tag as_hidden "
        "urlencode urlquote int float len number_format floatformat"
    ).split()
)
"""Functions whose result is escaped or holds no markup: Django's own, and what renders a template."""


def is_escaped(node: ast.expr, subject: Subject) -> bool:
    """Say whether all that a text is made of is escaped, rendered by a template, a number or a literal."""
    return _is_escaped(node, subject, frozenset())


def _is_escaped(node: ast.expr, subject: Subject, met: frozenset[str]) -> bool:
    def inner(each: ast.expr) -> bool:
        return _is_escaped(each, subject, met)

    match node:
        case ast.Name(id=name) if not is_constant(node):
            found = every_value(node, subject)
            # What a name holds in a list may grow by more than the list shows.
            plain = bool(found) and not any(isinstance(each, ast.List | ast.Dict | ast.Set) for each in found)
            return name not in met and plain and all(_is_escaped(each, subject, met | {name}) for each in found)
        case ast.IfExp(body=body, orelse=other):
            return inner(body) and inner(other)
        case ast.JoinedStr(values=parts):
            return all(inner(part.value) for part in parts if isinstance(part, ast.FormattedValue))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return inner(left) and inner(right)
        case ast.BinOp(left=left, op=ast.Mod(), right=ast.Tuple(elts=parts)):
            return inner(left) and all(inner(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            return inner(left) and inner(right)
        case ast.Call(func=ast.Attribute(value=text, attr="join"), args=[rows]):
            return inner(text) and inner(rows)
        case ast.Call(func=ast.Attribute(value=text, attr="format"), args=args, keywords=keywords):
            return inner(text) and all(inner(each) for each in (*args, *(keyword.value for keyword in keywords)))
        case ast.Call(func=ast.Name(id="str"), args=[value]):
            return inner(value)
        case ast.Call(func=function):
            return _called(function) in _ESCAPING
        case ast.GeneratorExp(elt=each) | ast.ListComp(elt=each):
            return inner(each)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(inner(part) for part in parts)
        case _:
            return is_constant(node)


def _called(function: ast.expr) -> str:
    """Return the last part of a called name."""
    name = dotted(function)
    return name.rpartition(".")[2] if name else function.attr if isinstance(function, ast.Attribute) else ""
