"""The place that a rewrite works on: a node, what names mean there, and the exact text."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from aseptic.source.meaning import written_out
from aseptic.source.parse import Parsed
from aseptic.source.scopes import Scope
from aseptic.source.scoping import scoped
from aseptic.source.span import Span
from aseptic.source.view import View

_FORMATTED = ("JoinedStr", "TemplateStr")
"""Before Python 3.12 the parser misplaces nodes in f-strings, and the quotes of the outer string are taken."""


@frozen(eq=False)
class Site:
    """A node of a chunk with the scope that it is evaluated in."""

    parsed: Parsed
    node: ast.AST
    scope: Scope
    symbol: str = ""
    """What the detector took the called name for; used where the scope knows nothing."""
    module_names: Mapping[str, str] = field(factory=dict[str, str])
    """What each name at the module's level stands for, or "" for a thing of the module's own. The view holds only
    names that the chunk writes already; this one lets a rewrite find an alias that it does not write yet."""
    owner: str = ""
    """The class that the chunk is a member of; its tree may be shared with an equal member of another class."""
    width: int = 0
    """Columns of a line, as the project's formatter is told; 0 where it is told nothing."""

    @property
    def columns(self) -> int:
        """The columns that a line may have: most formatters take 88 of themselves."""
        return self.width or 88

    @property
    def call(self) -> ast.Call | None:
        """The call in question: the node itself, the call whose keyword it is, or the decorator that was found."""
        match self.node:
            case ast.keyword():
                node = self.parsed.parents.get(self.node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                node = self._decorator(self.node.decorator_list)
            case _:
                node = self.node
        return node if isinstance(node, ast.Call) else None

    def _decorator(self, decorators: list[ast.expr]) -> ast.Call | None:
        calls = [each for each in decorators if isinstance(each, ast.Call)]
        return next((each for each in calls if self.symbol and self.symbol in self.scope.meanings(each.func)), None)

    @property
    def called(self) -> str:
        """The dotted name that is called; "" where it may be several."""
        call = self.call
        meanings = self.scope.meanings(call.func) if call else ()
        if len(meanings) > 1:
            return ""
        own = self._own(call.func) if call and not meanings and "." not in self.symbol else ""
        return meanings[0] if meanings else own or self.symbol

    def _own(self, node: ast.expr) -> str:
        """Return the dotted name of what another module of the project has; "" for all else."""
        found = self.scope.everything(node)
        return written_out(found[0]) if len(found) == 1 else ""

    def meaning(self, node: ast.expr) -> str:
        """Return the one dotted name that an expression stands for; "" where there is none, or several."""
        meanings = self.scope.meanings(node)
        return meanings[0] if len(meanings) == 1 else "" if meanings else self._own(node)

    def text(self, span: Span) -> str:
        """Return the source between two places of the chunk, with its line ends as they are."""
        lines, start, end = self.parsed.lines, span.start, span.end
        if start.line == end.line:
            return lines[start.line][start.column : end.column]
        middle = lines[start.line + 1 : end.line]
        return "".join((lines[start.line][start.column :], *middle, lines[end.line][: end.column]))

    def text_of(self, node: ast.AST) -> str:
        """Return a node's source exactly as it is written."""
        return self.text(self.parsed.span(node))

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what holds a node, from the inside out."""
        parents = self.parsed.parents
        while node in parents:
            node = parents[node]
            yield node


def node_at(parsed: Parsed, span: Span) -> ast.AST | None:
    """Find the node that stands exactly at `span`: a call or keyword before any other; None where none does."""
    line = span.start.line + parsed.above
    first: ast.AST | None = None
    for node in ast.walk(parsed.tree):
        if getattr(node, "lineno", None) == line and parsed.span(node) == span:
            if isinstance(node, ast.Call | ast.keyword):
                return node
            first = first or node
    return first


def site_at(
    parsed: Parsed,
    view: View,
    span: Span,
    symbol: str = "",
    module_names: Mapping[str, str] | None = None,
    owner: str = "",
    width: int = 0,
) -> Site | None:
    """Return the site of the node at `span`; None where there is none, or where it stands in an f-string."""
    found = node_at(parsed, span)
    if found is None:
        return None
    # Since Python 3.12 the letters of an f-string stand where they stand; before, where the whole does.
    whole = parsed.parents.get(found)
    if isinstance(found, ast.Constant) and type(whole).__name__ in _FORMATTED and whole is not None:
        found = whole
    for node, scope in scoped(parsed, view):
        if node is found:
            site = Site(parsed, node, scope, symbol, module_names or {}, owner, width)
            formatted = any(type(outer).__name__ in _FORMATTED for outer in site.above(node))
            return None if formatted else site
    return None
