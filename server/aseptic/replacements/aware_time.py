"""A time of day without its zone, to one that has it."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import keyword_of
from aseptic.replacements.declared import declared
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.uses import reads_of
from aseptic.standard.remedy import Rewriting

_NOW = Rewriting(
    call="datetime.datetime.now",
    append=("{datetime.timezone}.utc",),
    title="Give the time its zone: datetime.now(timezone.utc)",
)
_THEN = Rewriting(
    call="datetime.datetime.fromtimestamp",
    append=("{datetime.timezone}.utc",),
    title="Give the time its zone: datetime.fromtimestamp(…, timezone.utc)",
)
_AWARE = {"datetime.datetime.utcnow": _NOW, "datetime.datetime.utcfromtimestamp": _THEN}


def aware_time(site: Site, call: ast.Call) -> Replacement | None:
    """Ask for the time in UTC; None where it may meet another time, since one without a zone would raise."""
    rewriting = _AWARE.get(site.called)
    if rewriting is None or _meets_another(site, call):
        return None
    return declared(rewriting)(site)


def _meets_another(site: Site, node: ast.AST) -> bool:
    """Whether a time is held against another, or kept where nobody sees what it is held against."""
    outer = site.parsed.parents.get(node)
    match outer:
        case ast.Compare(ops=ops):
            return not all(isinstance(each, ast.Is | ast.IsNot) for each in ops)
        case ast.BinOp(left=left, right=right, op=ast.Sub() | ast.Add()):
            other = right if left is node else left
            return not _is_span(other) or _meets_another(site, outer)
        case ast.Attribute(attr="replace"):
            moved = site.parsed.parents.get(outer)
            return (
                isinstance(moved, ast.Call) and moved.func is outer and _stays_so(moved) and _meets_another(site, moved)
            )
        case ast.BoolOp() | ast.IfExp():
            return _meets_another(site, outer)
        case ast.NamedExpr(target=ast.Name(id=name)):
            return _is_met(site, outer, name) or _meets_another(site, outer)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _is_met(site, outer, name)
        case ast.Call(func=ast.Name(id="min" | "max")):
            return True
        case _:
            return isinstance(outer, ast.Assign | ast.AnnAssign | ast.AugAssign)


def _is_met(site: Site, given: ast.AST, name: str) -> bool:
    read = reads_of(site, given, name)
    return read is None or any(_meets_another(site, each) for each in read)


def _is_span(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("timedelta")


def _stays_so(call: ast.Call) -> bool:
    """Whether `replace` leaves the zone as it is."""
    return keyword_of(call, "tzinfo") is None
