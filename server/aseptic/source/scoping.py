"""Every node of a chunk with the scope that it is evaluated in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from attrs import evolve

from aseptic.source.binding import Binding, iterated, nested_blocks
from aseptic.source.chunk import Kind
from aseptic.source.locals import Function, Rare, Ways, locals_in, locals_of, module_ways
from aseptic.source.meaning import Meanings
from aseptic.source.parse import Parsed
from aseptic.source.reaching import Local
from aseptic.source.resolution import CLASS, resolve
from aseptic.source.scopes import Scope
from aseptic.source.trail import Kept, Trail
from aseptic.source.view import View

_STAR = re.compile(r"import\s*\*")
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def scoped(parsed: Parsed, view: View) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield every node of a chunk's own statements with the scope that it is evaluated in."""
    rare = Rare.of(parsed.chunk.text)
    kept: Kept = {}
    known: dict[int, Meanings] = {}
    outside = Scope(view, ways=_ways(parsed, view, rare), kept=kept, known=known)
    body, own = outside, ""
    if parsed.chunk.kind is Kind.MEMBER:
        names = _in_body(parsed, view, rare)
        body, own = Scope(view, names, outside, False, True, True, kept=kept, known=known), view.own
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
            inner = Scope(view, locals_in(node.body, rare), _around(scope), False, True, kept=kept, known=known)
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


def _ways(parsed: Parsed, view: View, rare: Rare) -> Ways:
    """Return what is given to the module's names on the way through a chunk, as far as that differs."""
    roots = parsed.roots if parsed.chunk.kind is Kind.STATEMENT else ()
    plain = len(roots) == 1 and not rare.walrus and not any(map(any, nested_blocks(roots[0])))
    starred = "*" in parsed.chunk.text and _STAR.search(parsed.chunk.text)  # nobody knows what comes with it
    return module_ways(() if plain or starred else roots, view.above, rare)


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
