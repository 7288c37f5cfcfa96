"""A time of day without its zone, to one that has it."""

from __future__ import annotations

import ast
import re

from attrs import define, evolve, field

from aseptic.replacements.arguments import keyword_of
from aseptic.replacements.declared import declared
from aseptic.replacements.fate import fate
from aseptic.replacements.naming import is_imported
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
_ZONE = re.compile(r"Z\b|%z|[+-]00|UTC|GMT")
_DEFAULTS = frozenset({"pop", "get", "setdefault"})
_SHOWING = frozenset("print str repr format debug info warning error critical exception log write append dumps".split())
_AWARE = {"datetime.datetime.utcnow": _NOW, "datetime.datetime.utcfromtimestamp": _THEN}


def aware_time(site: Site, call: ast.Call) -> Replacement | None:
    """Ask for the time in UTC; None where it may meet another time, since one without a zone would raise,
    where its zone is written behind it by hand, since it would stand there twice, and where another module of the
    project hands the function on: there it is to be mended for all.
    """
    rewriting, way = _AWARE.get(site.called), _Way(site)
    if (
        rewriting is None
        or _is_handed_on(site, call.func)
        or way.meets_another(call)
        or any(map(_says_zone, fate(site, call)))
    ):
        return None
    made = declared(rewriting)(site)
    return made and evolve(made, kept=frozenset(way.kept))


def _is_handed_on(site: Site, function: ast.expr) -> bool:
    """Whether a function is imported from elsewhere than its class, by which alone `datetime` offers it."""
    if isinstance(function, ast.Name):
        return is_imported(site, function.id)
    owner = site.meaning(function.value) if isinstance(function, ast.Attribute) else ""
    return bool(owner) and owner != "datetime.datetime"


@define(eq=False)
class _Way:
    """Where a time goes in its chunk."""

    site: Site
    kept: set[str] = field(factory=set[str])
    """The words by which other chunks may reach it."""
    named: set[str] = field(factory=set[str])

    def meets_another(self, node: ast.AST) -> bool:
        """Whether a time is held against another, or kept where nobody sees what it is held against."""
        outer = self.site.parsed.parents.get(node)
        match outer:
            case ast.Compare(ops=ops):
                return not all(isinstance(each, ast.Is | ast.IsNot) for each in ops)
            case ast.BinOp(left=left, right=right, op=ast.Sub() | ast.Add()):
                other = right if left is node else left
                return not _is_span(other) or self.meets_another(outer)
            case ast.Attribute(attr="replace"):
                moved = self.site.parsed.parents.get(outer)
                return isinstance(moved, ast.Call) and keyword_of(moved, "tzinfo") is None and self.meets_another(moved)
            case ast.BoolOp() | ast.IfExp():
                return self.meets_another(outer)
            case ast.NamedExpr(target=target):
                return self._met_by(outer, target) or self.meets_another(outer)
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                return self._met_by(outer, target)
            case ast.keyword():
                call = self.site.parsed.parents.get(outer)
                return isinstance(call, ast.Call) and self._meets_in(call)
            case ast.Call(func=ast.Name(id="min" | "max")):
                return True
            case ast.Call(args=args) if node in args:
                return self._meets_in(outer)
            case _:
                return isinstance(outer, ast.Assign | ast.AugAssign)

    def _meets_in(self, call: ast.Call) -> bool:
        """Whether what is called may hold a time against another: a default is, what only shows it does not."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        return self.meets_another(call) if name in _DEFAULTS else name not in _SHOWING

    def _met_by(self, given: ast.AST, target: ast.expr) -> bool:
        """Whether a time meets another by what it is given to; other chunks are left to whoever sees them."""
        word = _word(target)
        if word is None or word in self.named:
            return word is None
        self.named.add(word)
        read = reads_of(self.site, given, word) if isinstance(target, ast.Name) else None
        if read is None:
            self.kept.add(word)
            read = [each for each in self.site.parsed.inside(self.site.parsed.tree) if _reads(each, word)]
        return any(self.meets_another(each) for each in read)


def _word(target: ast.expr) -> str | None:
    match target:
        case ast.Name(id=word) | ast.Attribute(attr=word) | ast.Subscript(slice=ast.Constant(value=str(word))):
            return word
        case _:
            return None


def _says_zone(holder: ast.AST) -> bool:
    return any(isinstance(each, ast.Constant) and _ZONE.search(str(each.value)) for each in ast.walk(holder))


def _reads(node: ast.AST, word: str) -> bool:
    return isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Load) and _word(node) == word


def _is_span(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("timedelta")
