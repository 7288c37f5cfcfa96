"""What an expression may stand for where it is written: the scopes of functions and classes, then the module's view.

A local name stands for what it was given on the way to the place that reads it: a later value hides an earlier one
where it is surely given, a value from a loop's end comes round again, and a function inside sees them all.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Sequence
from functools import cached_property

from attrs import define, evolve, field

from aseptic.source.binding import Binding, iterated
from aseptic.source.chunk import Kind
from aseptic.source.locals import Function, Local, Rare, arriving, locals_in, locals_of, reaching
from aseptic.source.meaning import BASES, Meanings, entries_in, joined, libraries, together
from aseptic.source.parse import Parsed
from aseptic.source.resolution import CLASS, At, attribute, inherited, resolve
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
    apart: bool = False
    """Whether it is the body of the class that owns the chunk: its other statements are chunks of their own."""
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
        perhaps: list[Meanings] = []
        while scope is not None:
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
            if scope.closed:
                at = None
            scope = scope.parent
        known = self.view.named(name, at, trail)
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


def scoped(parsed: Parsed, view: View) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield every node of a chunk's own statements with the scope that it is evaluated in."""
    rare = Rare.of(parsed.chunk.text)
    kept: Kept = {}
    known: dict[int, Meanings] = {}
    outside = Scope(view, kept=kept, known=known)
    body, own = outside, ""
    if parsed.chunk.kind is Kind.MEMBER:
        body, own = Scope(view, _in_body(parsed, view, rare), outside, False, True, True, kept, known), view.own
    yield from below(parsed, [(root, body, own) for root in reversed(parsed.roots)], outside, rare)


def below(
    parsed: Parsed, stack: list[tuple[ast.AST, Scope, str]], outside: Scope, rare: Rare
) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield nodes and all below them, from the last one on.

    Each is given with its scope and, where it is a statement of a class's body, the class, where its parts are known.
    """
    view, kept, known = outside.view, outside.kept, outside.known
    firsts: dict[int, Scope] = {}
    while stack:
        node, scope, own = stack.pop()
        yield node, scope
        inside = parsed.below(node)
        if not inside:
            continue
        inner = scope
        if isinstance(node, _COMPREHENSIONS):
            # What is gone through first is looked up outside, all else out of sight of a class's body.
            firsts[id(node.generators[0])] = scope
            inner = Scope(view, _comprehended(node, scope), _around(scope), closed=False, kept=kept, known=known)
        elif firsts and isinstance(node, ast.comprehension) and (outer := firsts.pop(id(node), None)):
            stack += reversed([(child, outer if child is node.iter else scope, "") for child in inside])
            continue
        elif isinstance(node, ast.ClassDef):
            made, body = scope.holding(node.name, own), set[ast.AST](node.body)
            inner = Scope(view, locals_in(node.body, rare), _around(scope), False, True, False, kept, known)
            stack += reversed([(child, inner, made) if child in body else (child, scope, "") for child in inside])
            continue
        elif isinstance(node, Function):
            names = locals_of(node, own, scope.everything, rare)
            if rare.above and scope.of_class:
                names[CLASS] = (Local(Binding(CLASS), stands_for=(own,) if own else ()),)
            if isinstance(node, ast.Lambda):
                names.update(_handed(node, parsed.parents.get(node), scope))
            inner = Scope(view, names, _around(scope), kept=kept, known=known)
            stack.extend((child, scope, "") for child in reversed(_outside(node)))
            body = node.body if isinstance(node.body, list) else [node.body]
            stack.extend((child, inner, "") for child in reversed(body))
            continue
        held = own if own and isinstance(node, ast.stmt) else ""
        stack += [(child, inner, held) for child in reversed(inside)]


def _around(scope: Scope) -> Scope:
    """Return the scope that functions, classes and comprehensions inside one see: no class's body."""
    while scope.of_class and scope.parent is not None:
        scope = scope.parent
    return scope


def _in_body(parsed: Parsed, view: View, rare: Rare) -> dict[str, tuple[Local, ...]]:
    """Return what a chunk's statements bind in the body of its class, and what that gave names above them."""
    names = locals_in(parsed.roots, rare)
    for name, meanings in view.body:
        names[name] = (Local(Binding(name), stands_for=meanings), *names.get(name, ()))
    return names


def _comprehended(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, scope: Scope
) -> dict[str, tuple[Local, ...]]:
    """Return what a comprehension binds for itself, in a scope where what it goes through first is looked up."""
    found: dict[str, tuple[Local, ...]] = {}
    for generator in node.generators:
        start = (generator.iter.lineno, generator.iter.col_offset)
        for part in ast.walk(generator.target):
            if isinstance(part, ast.Name):
                found[part.id] = ()
        for each in iterated(generator.target, generator.iter, conditional=False):
            name, local = each.name + each.part, Local(each, start, start)
            if scope.of_class and generator is node.generators[0] and each.target is not None:
                meant = resolve(each.target, scope, start, Trail(scope.kept))
                local = Local(evolve(each, target=None), start, start, stands_for=meant)
            found[name] = (*found.get(name, ()), local)
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
