"""What is done with the status that `os.system` returns: an exit code, in its place, would be read in another way.

The status holds the code in its upper byte, so `status >> 8` of a plain code is nought, and a failure a success.
"""

from __future__ import annotations

import ast

from aseptic.replacements.site import Site
from aseptic.replacements.uses import reads_of

_STATUS_READERS = ("os.W", "os.waitstatus_to_exitcode")
"""Functions that take a status apart."""
_TRUTH = (ast.If, ast.While, ast.Assert, ast.Expr)


def may_be_code(site: Site, node: ast.expr) -> bool:
    """Say whether an exit code may stand where a status stands: asked for failure only, told, or handed on.

    A name is followed in its function. One of the module is not, since what else reads it is out of sight.
    """
    outer = site.parsed.parents.get(node)
    match outer:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _uses_may(site, outer, name)
        case ast.NamedExpr(target=ast.Name(id=name)):
            return _passes(site, outer) and _uses_may(site, outer, name)
        case _:
            return _passes(site, node)


def _uses_may(site: Site, given: ast.AST, name: str) -> bool:
    """Whether every use of a name in the function that gives it may be of an exit code."""
    read = reads_of(site, given, name)
    return read is not None and all(_passes(site, each) for each in read)


def _passes(site: Site, node: ast.expr) -> bool:
    """Whether what holds a status makes nothing of it that it would not make of an exit code."""
    outer = site.parsed.parents.get(node)
    match outer:
        case ast.BoolOp() | ast.IfExp():
            return (isinstance(outer, ast.IfExp) and outer.test is node) or may_be_code(site, outer)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            return _is_nought(right if left is node else left)
        case ast.Call(args=args, keywords=keywords):
            others = (*args, *(each.value for each in keywords))
            return not site.meaning(outer.func).startswith(_STATUS_READERS) and not any(map(_is_number, others))
        case ast.keyword():
            call = site.parsed.parents.get(outer)
            return isinstance(call, ast.Call) and not site.meaning(call.func).startswith(_STATUS_READERS)
        case ast.Tuple():
            return _is_formatted(site.parsed.parents.get(outer), outer)
        case _:
            plain = isinstance(outer, (*_TRUTH, ast.Return, ast.FormattedValue))
            return plain or _is_denied(outer) or _is_formatted(outer, node)


def _is_denied(node: ast.AST | None) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _is_formatted(outer: ast.AST | None, node: ast.expr) -> bool:
    """Whether a value is put into a text by `%`."""
    match outer:
        case ast.BinOp(left=ast.Constant(value=str()) | ast.JoinedStr(), op=ast.Mod(), right=right):
            return right is node
        case _:
            return False


def _is_nought(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value == 0


def _is_number(node: ast.expr) -> bool:
    """Whether a status is set beside a number that is written out, as in `assertEqual(status, 256)`."""
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value != 0
