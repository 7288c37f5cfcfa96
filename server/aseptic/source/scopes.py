"""What an expression may stand for where it is written: function scopes first, then the module's view."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from attrs import field, frozen

from aseptic.source.binding import Binding, bind, nested_blocks
from aseptic.source.bindings import View
from aseptic.source.dotted import dotted, instance, split_root

Done = dict[tuple[int, str], tuple[str, ...]]
"""What names were found to mean while one question is answered; a name that is being looked at means nothing yet."""


@frozen(eq=False)
class Scope:
    """The names of one function, inside those of the functions round it and of the module."""

    view: View
    names: dict[str, tuple[Binding, ...]] = field(factory=dict[str, tuple[Binding, ...]])
    parent: Scope | None = None

    def meanings(self, node: ast.expr) -> tuple[str, ...]:
        """Return the dotted names that an expression may stand for; none where nothing is known."""
        written = dotted(node)
        return () if written is None else self.resolve(written)

    def resolve(self, written: str, done: Done | None = None) -> tuple[str, ...]:
        """Return what a dotted name, as it is written here, may stand for."""
        root, rest = split_root(written)
        targets = self._root(root, {} if done is None else done)
        return tuple(dict.fromkeys(instance(target + rest) for target in targets))

    def _root(self, name: str, done: Done) -> tuple[str, ...]:
        bindings = self.names.get(name)
        if bindings is None:
            return self.parent._root(name, done) if self.parent else self.view.meanings(name)
        key = (id(self), name)
        if key not in done:
            done[key] = ()
            done[key] = tuple(target for binding in bindings for target in self._targets(binding, done))
        return done[key]

    def _targets(self, binding: Binding, done: Done) -> tuple[str, ...]:
        if binding.target is None:
            return ()
        if binding.imported:
            return (binding.target,)
        if split_root(binding.target)[0] == binding.name:
            # `run = run` in a function reads the name that it hides; in Python that fails, so it means nothing.
            return ()
        return self.resolve(binding.target, done)


def scoped(roots: Sequence[ast.stmt], view: View) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield every node under `roots` with the scope that it is evaluated in."""
    stack: list[tuple[ast.AST, Scope]] = [(root, Scope(view)) for root in reversed(roots)]
    while stack:
        node, scope = stack.pop()
        yield node, scope
        inner = scope
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            inner = Scope(view, {name: (Binding(name),) for name in _comprehended(node)}, scope)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inner = Scope(view, dict(_locals(node)), scope)
            outside = _outside(node)
            stack.extend((child, scope) for child in reversed(outside))
            body = node.body if isinstance(node.body, list) else [node.body]
            stack.extend((child, inner) for child in reversed(body))
            continue
        stack.extend((child, inner) for child in reversed(list(ast.iter_child_nodes(node))))


def _comprehended(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> Iterator[str]:
    """Yield the names that a comprehension binds for itself."""
    for generator in node.generators:
        yield from (part.id for part in ast.walk(generator.target) if isinstance(part, ast.Name))


def _outside(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[ast.AST]:
    """Return what belongs to a function's head and is evaluated outside it: decorators and defaults."""
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return [*decorators, node.args]


def _locals(
    function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
) -> Iterator[tuple[str, tuple[Binding, ...]]]:
    arguments = function.args
    every = (
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    )
    found: dict[str, list[Binding]] = {each.arg: [Binding(each.arg)] for each in every if each is not None}
    if not isinstance(function, ast.Lambda):
        elsewhere: set[str] = set()
        for binding in _bound(function.body, elsewhere):
            found.setdefault(binding.name, []).append(binding)
        for name in elsewhere:
            found.pop(name, None)
    return ((name, tuple(bindings)) for name, bindings in found.items())


def _bound(statements: Sequence[ast.stmt], elsewhere: set[str]) -> Iterator[Binding]:
    for statement in statements:
        if isinstance(statement, ast.Global | ast.Nonlocal):
            elsewhere.update(statement.names)
        yield from bind(statement, conditional=True)
        for handler in getattr(statement, "handlers", ()):
            if handler.name:
                yield Binding(handler.name)
        for block in nested_blocks(statement):
            yield from _bound(block, elsewhere)
