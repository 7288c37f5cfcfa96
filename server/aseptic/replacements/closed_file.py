"""A file that is opened for one call and left to the collector, to one that a `with` statement closes."""

from __future__ import annotations

import ast
from itertools import takewhile

from aseptic.replacements.naming import visible
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of, step_of
from aseptic.source.document import split_lines
from aseptic.source.span import Edit, Span

_NAMES = ("file", "handle", "stream", "opened")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_READ_ON = ("csv.reader", "csv.DictReader", "csv.writer", "csv.DictWriter", "yaml.safe_load_all")
"""What takes from the file, or gives to it, only later, when a `with` statement has closed it."""
_LATER = (ast.IfExp, ast.BoolOp, ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.Yield)
_LISTED = (ast.ListComp, ast.SetComp, ast.DictComp)
_LASTING = (*_FUNCTIONS, ast.ClassDef, ast.GeneratorExp)
"""What may read a name later on."""
_PLAIN = (ast.Name, ast.Attribute, ast.Constant, ast.expr_context, ast.keyword)


def closed_file(site: Site, call: ast.Call) -> Replacement | None:
    """Open the file in a `with` statement round the statement; None where that opens it sooner than a condition says.

    None, too, where the statement is laid out over lines that a deeper indent would change. What a call has to make
    first is made after the file was opened, which empties one that is written to: then it needs review.
    """
    opened = next((each for each in _values(call) if _opens(site, each)), None)
    statement = next((each for each in site.above(call) if isinstance(each, ast.stmt)), None)
    if opened is None or statement is None or site.called in _READ_ON:
        return None
    if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return | ast.Expr):
        return None
    holder = next((each for each in site.above(call) if isinstance(each, (*_FUNCTIONS, ast.ClassDef))), None)
    if opened_later(site, call) or isinstance(holder, ast.ClassDef):
        return None
    indent, name = indent_of(site, statement), _name(site)
    if indent is None or name is None or "\n" in site.text_of(opened) or _holds_long_text(site, statement):
        return None
    end, step, span = ending_of(site), step_of(indent), site.parsed.span(statement)
    inner = site.parsed.span(opened)
    rest = f"{site.text(Span(span.start, inner.start))}{name}{site.text(Span(inner.end, span.end))}"
    deeper = "".join(step + line if at and line.strip() else line for at, line in enumerate(split_lines(rest)))
    head = f"with {site.text_of(opened)} as {name}:{end}{indent}{step}"
    edits = (Edit(span, head + deeper),)
    first = statement.value is call and _is_first(call, opened)
    return Replacement("Close the file by a with statement", edits, safe=bool(holder) and first)


def _values(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(each.value for each in call.keywords)]


def _is_first(call: ast.Call, opened: ast.expr) -> bool:
    """Whether nothing that could fail is worked out before the file is opened."""
    values = _values(call)
    before = (inner for each in values[: values.index(opened)] for inner in ast.walk(each))
    return all(isinstance(each, _PLAIN) for each in before)


def _opens(site: Site, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and site.meaning(node.func) in ("builtins.open", "io.open", "open")


def opened_later(site: Site, call: ast.Call) -> bool:
    """Say whether a call is made under a condition of its expression, later than the statement begins, or often."""
    inner: ast.AST = call
    for outer in takewhile(lambda each: not isinstance(each, ast.stmt), site.above(call)):
        first = isinstance(outer, _LISTED) and outer.generators[0] is inner and _goes_over(outer.generators[0], call)
        if isinstance(outer, _LATER) and not first:
            return True
        inner = outer
    return False


def _goes_over(clause: ast.comprehension, call: ast.Call) -> bool:
    """Whether a call is in what a comprehension goes over, which is asked once and at first."""
    return any(each is call for each in ast.walk(clause.iter))


def _name(site: Site) -> str | None:
    """Return a name for the file that nothing here has any longer."""
    function = next((each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)), None)
    taken = visible(site) | {each.id for each in ast.walk(function or site.parsed.tree) if isinstance(each, ast.Name)}
    return next((name for name in _NAMES if name not in taken or (function and _is_free(site, function, name))), None)


def _is_free(site: Site, function: ast.AST, name: str) -> bool:
    """Whether a function uses a name of its own only within `with` statements that give it, none of them round here."""
    round_it = {*site.above(site.node)}

    def is_over(use: ast.AST) -> bool:
        for outer in takewhile(lambda each: not isinstance(each, _LASTING), site.above(use)):
            if isinstance(outer, ast.With) and outer not in round_it:
                given = (each.optional_vars for each in outer.items)
                return any(isinstance(each, ast.Name) and each.id == name for each in given)
        return False

    uses = site.parsed.naming(function, name)
    return bool(uses) and all(isinstance(use, ast.Name) and is_over(use) for use in uses)


def _holds_long_text(site: Site, statement: ast.stmt) -> bool:
    """Whether a text goes over lines, which an indent would become part of."""
    texts = (each for each in ast.walk(statement) if isinstance(each, ast.Constant | ast.JoinedStr))
    return any("\n" in site.text_of(each) for each in texts)
