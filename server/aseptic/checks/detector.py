"""What a detector is: a function from a subject to marks. There is no other signature."""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterable
from functools import cached_property
from itertools import chain

from attrs import define, frozen

from aseptic.checks.sieve.need import Sought
from aseptic.source.locals import Rare, locals_in
from aseptic.source.parse import Parsed
from aseptic.source.reaching import Local
from aseptic.source.rescoped import Resolved, Scoped, rescoped
from aseptic.source.scopes import Scope
from aseptic.source.scoping import scoped
from aseptic.source.span import Span
from aseptic.source.view import View
from aseptic.standard.detect import Declared
from aseptic.standard.remedy import Remedy
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Severity

_NAMES = frozenset((ast.Name,))


@frozen(eq=False)
class Given:
    """What a name may be where it is read."""

    values: tuple[ast.expr, ...] = ()
    parameter: bool = False
    """A caller may have given it."""
    other: bool = False
    """It may be something that is not spelled out."""


@define(frozen=True, slots=False, eq=False)
class Subject:
    """One parsed chunk with what its names stand for."""

    parsed: Parsed
    view: View
    sought: Sought
    """What each detector may find here; whatever is not in it is not here."""
    before: Resolved | None = None
    """What was looked at before, which the tree may be made of; nobody looks at it again."""

    @cached_property
    def nodes(self) -> Scoped:
        """Every node with the scope that it is evaluated in."""
        known = rescoped(self.before, self.parsed, self.view) if self.before else None
        return tuple(scoped(self.parsed, self.view)) if known is None else known

    @property
    def resolved(self) -> Resolved | None:
        """What the next one may be made of, if anybody asked for the nodes of this one."""
        return Resolved(self.parsed, self.view, self.nodes) if "nodes" in vars(self) else None

    def among(self, kinds: Container[type[ast.AST]]) -> list[tuple[ast.AST, Scope]]:
        """Return the nodes of some kinds, each with its scope."""
        found = [places for kind, places in self._places.items() if kind in kinds]
        nodes = self.nodes
        return [nodes[at] for at in sorted(chain.from_iterable(found))]

    @cached_property
    def _places(self) -> dict[type[ast.AST], list[int]]:
        """Where among the nodes those of each kind are."""
        found: dict[type[ast.AST], list[int]] = {}
        for at, (node, _) in enumerate(self.nodes):
            kind = type(node)
            if kind in found:
                found[kind].append(at)
            else:
                found[kind] = [at]
        return found

    @cached_property
    def lowered(self) -> str:
        """The chunk's text in small letters, in which pieces of banned texts are looked for."""
        return self.parsed.chunk.text.lower()

    @cached_property
    def digests(self) -> dict[int, str]:
        """The digests of statements that were asked for, by the statements' identity."""
        return {}

    @cached_property
    def given(self) -> dict[int, Given]:
        """What the names that were asked for may be, by the names' identity."""
        return {}

    @cached_property
    def stores(self) -> dict[str, list[ast.Name]]:
        """Where names are written that are given something, by the name."""
        found: dict[str, list[ast.Name]] = {}
        for node, _ in self.among(_NAMES):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.setdefault(node.id, []).append(node)
        return found

    @cached_property
    def names(self) -> dict[str, tuple[Local, ...]]:
        """What the chunk's own statements bind outside of functions."""
        return locals_in(self.parsed.tree.body, Rare.of(self.parsed.chunk.text))

    @cached_property
    def scopes(self) -> dict[int, Scope]:
        """The scope of each node, by the node's identity."""
        return {id(node): scope for node, scope in self.nodes}


@frozen(eq=False)
class Mark:
    """What a detector saw, before it becomes a finding."""

    rule: str
    node: ast.AST
    symbol: str = ""
    lineno: int | None = None
    """The line to report, from 1 as the parser counts, where it is not the node's own."""
    bandit: str = ""
    severity: Severity | None = None
    replace: tuple[Remedy, ...] = ()
    message: str = ""
    """What to say instead of the rule's message."""
    place: Span | None = None
    """What to underline, in lines of the chunk, where it is no node: a comment."""
    silenced: tuple[str, ...] = ()
    """What that names that it silences."""

    @classmethod
    def of(
        cls,
        rule: Rule,
        entry: Declared,
        node: ast.AST,
        symbol: str = "",
        *,
        remedy: Remedy = "",
        place: Span | None = None,
    ) -> Mark:
        """Make the mark of what a rule's entry declares; `remedy` mends it."""
        replace = (remedy,) if remedy else ()
        return cls(rule.id, node, symbol, severity=entry.severity, replace=replace, message=entry.message, place=place)


Detector = Callable[[Subject], Iterable[Mark]]
