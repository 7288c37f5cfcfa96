"""What an expression may stand for where it is written: the scopes of functions and classes, then the module's view.

A local name stands for what it was given on the way to the place that reads it: a later value hides an earlier one
where it is surely given, a value from a loop's end comes round again, and a function inside sees them all.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cached_property

from attrs import define, field

from aseptic.source.meaning import BASES, Meanings, entries_in, joined, libraries, together
from aseptic.source.reaching import Local, arriving, at_hand, reaching
from aseptic.source.resolution import At, attribute, inherited, resolve
from aseptic.source.term import Root, term
from aseptic.source.trail import Kept, Trail
from aseptic.source.view import NodePlace, View, unbound


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
    apart: bool = False
    """Whether it is the body of the class that owns the chunk: its other statements are chunks of their own."""
    ways: dict[str, tuple[Local, ...]] = field(factory=dict[str, tuple[Local, ...]])
    """What the chunk's own statements give the module's names, outside of all functions, and what those are above."""
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
            found = () if what is None or self._is_unreal(what.root) else resolve(what, self, at, Trail(self.kept))
            if self.view.inferred and isinstance(node, ast.Attribute):
                found = together((found, *self._typed(node)))
            self.known[id(node)] = found
        return found

    def _is_unreal(self, root: Root) -> bool:
        """Whether what runs here has no such name."""
        return root in self.view.for_types and not any(root in scope.names for scope in self.chain)

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

    def rebind(self, moved: Callable[[Local], Local]) -> None:
        """Take what each binding becomes of which the place is another."""
        self.names = {name: tuple([moved(each) for each in bound]) for name, bound in self.names.items()}
        self.ways = {name: tuple([moved(each) for each in bound]) for name, bound in self.ways.items()}

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
        scope = self
        perhaps: list[Meanings] = []
        while True:
            if name in scope.names:
                if not scope.of_class:
                    known = scope._local(name, at, trail)
                    return together((*perhaps, known)) if perhaps else known
                # Until a class's body has bound a name, it is what it is round the class.
                bound, surely = arriving(scope.names[name], at)
                if bound:
                    perhaps.append(scope._any((name, at), bound, scope._mark + name, trail))
                if surely:
                    return together(perhaps)
                # Of what is round it Python asks the module alone, then.
                at = None if any(each.closed for each in scope.chain if each.parent) else at
                *_, scope = scope.chain
            if scope.parent is None:
                break
            at = None if scope.closed else at
            scope = scope.parent
        known = scope._in_module(name, at, trail)
        return together((*perhaps, known)) if perhaps else known

    def part(self, own: str, step: str, trail: Trail) -> Meanings | None:
        """Return what a part of a thing of the project's own stands for."""
        for scope in self.chain:
            if own.startswith(scope._mark):
                return scope._part(own, step, trail)
        return self.view.part(own, step, trail)

    def holding(self, name: str, own: str) -> str:
        """Return the thing of the project's own that a class in this scope is; nothing where nothing is known of it.

        `own` is the class whose body the scope is, if any.
        """
        if self.of_class:
            whole = f"{own}.{name}" if own else ""
        elif self.parent is not None:
            whole = self._mark + name
        else:
            named = self.view.named(name, None, Trail())
            whole = next((each for each in named if each.endswith(f":{name}")), "")
        return whole if whole and self.knows(whole) else ""

    def knows(self, own: str) -> bool:
        """Say whether anything is known of the parts of a thing of the project's own."""
        for scope in self.chain:
            if own.startswith(scope._mark):
                name = own.removeprefix(scope._mark)
                return name in scope._parted or any(each.binding.bases for each in scope.names.get(name, ()))
        return self.view.knows(own)

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

    def _part(self, own: str, step: str, trail: Trail) -> Meanings | None:
        """Return what a part of a thing of this scope stands for: as bound here, or by a class that it derives from."""
        whole = joined(own, step)
        bound = self.names.get(whole.removeprefix(self._mark))
        if bound is not None:
            return self._any(whole, bound, whole, trail)
        made = self.names.get(own.removeprefix(self._mark), ())
        terms = [(base, each.start) for each in made for base in each.binding.bases]
        if not terms or not (step == BASES or step.startswith(".")):
            return None
        bases = trail.once((own, BASES), lambda: together([resolve(each, self, at, trail) for each, at in terms]))
        return bases if step == BASES else inherited(own, bases, step[1:], self, trail)

    def _in_module(self, name: str, at: At, trail: Trail) -> Meanings:
        """Return what a name of the module stands for: on the way through the chunk's statements, or for a function."""
        seen = self.view.named(name, at, trail)
        if at is None or name not in self.ways:
            return seen
        bound, surely = at_hand(self.ways[name], at)
        own = tuple([each for each in seen if each.endswith(f":{name}")])
        known = trail.once(
            (id(self), "way", name, at), lambda: together([self._on_the_way(each, own, trail) for each in bound])
        )
        return known if surely else together((seen, known))

    def _on_the_way(self, local: Local, own: Meanings, trail: Trail) -> Meanings:
        binding = local.binding
        if binding.gone:
            return unbound(binding.name, ())
        known = local.stands_for or local.since == (0, 0) or binding.module or binding.target
        return self._bound(local, "", trail) if known else own

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
            return (own,) if local.binding.bases or own.removeprefix(self._mark) in self._parted else ()
        return resolve(local.binding.target, self, None if local.binding.by_function else local.start, trail)


def place_of(node: ast.expr) -> NodePlace:
    """Return where an expression stands in its chunk's tree."""
    return node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
