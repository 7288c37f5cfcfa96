"""What an expression may stand for where it is written: the scopes of functions and classes, then the module's view.

A local name stands for what it was given on the way to the place that reads it: a later value hides an earlier one
where it is surely given, a value from a loop's end comes round again, and a function inside sees them all.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Sequence
from functools import cached_property

from attrs import define, field

from aseptic.source.binding import Binding, iterated
from aseptic.source.locals import Function, Local, Rare, locals_in, locals_of, reaching
from aseptic.source.meaning import Meanings, entries_in, joined, libraries, together
from aseptic.source.parse import Parsed
from aseptic.source.resolution import CLASS, At, attribute, resolve
from aseptic.source.term import term
from aseptic.source.trail import Kept, Trail
from aseptic.source.view import NodePlace, View

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@define(slots=False, eq=False)
class Scope:
    """The names of one function, class or comprehension, inside those round it and of the module."""

    view: View
    names: dict[str, tuple[Local, ...]] = field(factory=dict[str, tuple[Local, ...]])
    parent: Scope | None = None
    closed: bool = True
    """Whether what runs in it runs later than what is round it, as a function does."""
    of_class: bool = False
    """Whether functions inside do not see it."""
    own: str = ""
    """The class of the module whose body it is."""
    kept: Kept = field(factory=dict[object, tuple[Meanings, int]], repr=False)
    known: dict[int, Meanings] = field(factory=dict[int, Meanings], repr=False)
    """What the nodes stand for that were asked for, by identity."""

    def meanings(self, node: ast.expr) -> Meanings:
        """Return the libraries' dotted names that an expression may stand for; none where nothing is known."""
        return libraries(self.everything(node))

    def everything(self, node: ast.expr) -> Meanings:
        """Return all that an expression may stand for, things of the project's own and texts included."""
        found = self.known.get(id(node))
        if found is None:
            what = term(node)
            at = (node.lineno, node.col_offset)
            found = () if what is None else resolve(what, self, at, Trail(self.kept))
            if self.view.inferred and isinstance(node, ast.Attribute):
                found = together((found, *self._typed(node)))
            self.known[id(node)] = found
        return found

    def _typed(self, node: ast.Attribute) -> Iterator[Meanings]:
        """Yield what an attribute stands for by the type of what it is one of."""
        for meaning in self.view.typed(place_of(node.value)):
            yield attribute(meaning, node.attr, self, Trail(self.kept))

    def surely(self, node: ast.expr, names: Container[str]) -> bool:
        """Say whether an expression stands for these libraries' names alone, whatever its function gives its name."""
        known = self.everything(node)
        if not known or any(each not in names for each in known):
            return False
        if not isinstance(node, ast.Name):
            return True
        at: At = (node.lineno, node.col_offset)
        for scope in self.chain:
            if node.id in scope.names:
                bound = reaching(scope.names[node.id], at)
                return all(scope._bound(each, scope._mark + node.id, Trail(self.kept)) for each in bound)
            at = None if scope.closed else at
        return True

    def resolve(self, name: str) -> Meanings:
        """Return the libraries' dotted names that a name may stand for at any time."""
        return libraries(self.resolve_all(name))

    def resolve_all(self, name: str) -> Meanings:
        """Return all that a name may stand for at any time, things of the project's own and texts included."""
        return self.named(name, None, Trail(self.kept))

    def binds(self, name: str) -> bool:
        """Say whether a function round the place or the module binds a name."""
        return any(name in scope.names for scope in self.chain) or self.view.binds(name)

    @property
    def chain(self) -> Iterator[Scope]:
        """This scope and those round it, from the inside out."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def named(self, name: str, at: At, trail: Trail) -> Meanings:
        """Return what a name stands for when it is read at a time."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope._local(name, at, trail)
            if scope.own and (known := self.view.told(f"{scope.own}.{name}")) is not None:
                return known
            if scope.closed:
                at = None
            scope = scope.parent
        return self.view.named(name, at, trail)

    def part(self, own: str, step: str, trail: Trail) -> Meanings | None:
        """Return what a part of a thing of the project's own stands for."""
        whole = joined(own, step)
        for scope in self.chain:
            if own.startswith(scope._mark):
                bound = scope.names.get(whole.removeprefix(scope._mark))
                return None if bound is None else scope._any(whole, bound, whole, trail)
        return self.view.part(own, step, trail)

    def entries(self, own: str) -> Iterator[str]:
        """Yield the steps to the entries that a table has."""
        for scope in self.chain:
            if own.startswith(scope._mark):
                return entries_in(own.removeprefix(scope._mark), scope.names)
        return self.view.entries(own)

    def imported(self, target: str) -> Meanings:
        """Return what an import inside the function brings."""
        return self.view.imported(target)

    @property
    def _mark(self) -> str:
        return f"<{id(self)}>:"

    @cached_property
    def _parted(self) -> frozenset[str]:
        """The names of which parts are known."""
        return frozenset(name[:at] for name in self.names for at, sign in enumerate(name) if sign in ".[")

    def _local(self, name: str, at: At, trail: Trail) -> Meanings:
        return self._any((name, at), reaching(self.names[name], at), self._mark + name, trail)

    def _any(self, key: object, bound: Sequence[Local], own: str, trail: Trail) -> Meanings:
        return trail.once((id(self), key), lambda: together([self._bound(each, own, trail) for each in bound]))

    def _bound(self, local: Local, own: str, trail: Trail) -> Meanings:
        if local.stands_for:
            return local.stands_for
        if local.binding.module:
            return self.imported(local.binding.module)
        if local.binding.target is None:
            # A function or class of its own, a table, or nobody knows what: its parts may still be known.
            return (own,) if local.binding.name in self._parted else ()
        return resolve(local.binding.target, self, local.start, trail)


def place_of(node: ast.expr) -> NodePlace:
    """Return where an expression stands in its chunk's tree."""
    return node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset


def scoped(parsed: Parsed, view: View) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield every node of a chunk's own statements with the scope that it is evaluated in."""
    rare = Rare.of(parsed.chunk.text)
    kept: Kept = {}
    known: dict[int, Meanings] = {}
    outside = Scope(view, kept=kept, known=known)
    body = (
        Scope(view, parent=outside, closed=False, of_class=True, own=view.own, kept=kept, known=known)
        if view.own
        else outside
    )
    yield from below(parsed, [(root, body, bool(view.own)) for root in reversed(parsed.roots)], outside, rare)


def below(
    parsed: Parsed, stack: list[tuple[ast.AST, Scope, bool]], outside: Scope, rare: Rare
) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield nodes and all below them, from the last one on, each given with its scope and whether a class holds it."""
    view, kept, known = outside.view, outside.kept, outside.known
    while stack:
        node, scope, member = stack.pop()
        yield node, scope
        inside = parsed.below(node)
        if not inside:
            continue
        inner = scope
        if isinstance(node, _COMPREHENSIONS):
            inner = Scope(view, _comprehended(node), scope, closed=False, kept=kept, known=known)
        elif isinstance(node, ast.ClassDef):
            inner = Scope(view, locals_in(node.body, rare), scope, closed=False, of_class=True, kept=kept, known=known)
        elif isinstance(node, Function):
            around = next((each for each in scope.chain if not each.of_class), outside)
            names = locals_of(node, view.own if member else "", scope.everything, rare)
            if rare.above and scope.of_class:
                names[CLASS] = (Local(Binding(CLASS), stands_for=(view.own,) if member and view.own else ()),)
            if isinstance(node, ast.Lambda):
                names.update(_handed(node, parsed.parents.get(node), scope))
            inner = Scope(view, names, around, kept=kept, known=known)
            stack.extend((child, scope, False) for child in reversed(_outside(node)))
            body = node.body if isinstance(node.body, list) else [node.body]
            stack.extend((child, inner, False) for child in reversed(body))
            continue
        held = member and isinstance(node, ast.stmt)
        stack += [(child, inner, held) for child in reversed(inside)]


def _comprehended(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> dict[str, tuple[Local, ...]]:
    """Return what a comprehension binds for itself."""
    found: dict[str, tuple[Local, ...]] = {}
    for generator in node.generators:
        start = (generator.iter.lineno, generator.iter.col_offset)
        for part in ast.walk(generator.target):
            if isinstance(part, ast.Name):
                found[part.id] = ()
        for each in iterated(generator.target, generator.iter, conditional=False):
            name = each.name + each.part
            found[name] = (*found.get(name, ()), Local(each, start, start))
    return {name: bound or (Local(Binding(name)),) for name, bound in found.items()}


def _handed(node: ast.Lambda, call: ast.AST | None, scope: Scope) -> Iterator[tuple[str, tuple[Local, ...]]]:
    """Yield what the parameters of a function stand for that is called where it is written."""
    if isinstance(call, ast.Call) and call.func is node:
        for parameter, given in zip((*node.args.posonlyargs, *node.args.args), call.args, strict=False):
            if isinstance(given, ast.Starred):
                return
            if meant := scope.everything(given):
                yield parameter.arg, (Local(Binding(parameter.arg), stands_for=meant),)


def _outside(node: Function) -> list[ast.AST]:
    """Return what belongs to a function's head and is evaluated outside it: decorators and defaults."""
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return [*decorators, node.args]
