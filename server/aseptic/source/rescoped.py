"""The scopes of a tree that was made of another: where the new statement binds nothing, they are what they were.

What a name stands for elsewhere depends on what is bound, and where. So it is not looked up again.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from attrs import evolve, frozen

from aseptic.source.binding import bind
from aseptic.source.chunk import Chunk
from aseptic.source.locals import Local, Rare, Stretch
from aseptic.source.parse import Parsed
from aseptic.source.scopes import Scope, below
from aseptic.source.view import View

Scoped = Sequence[tuple[ast.AST, Scope]]
"""Every node of a chunk with its scope, in the order of `scoped`."""


@frozen(eq=False)
class Resolved:
    """A tree with its nodes' scopes under a view."""

    parsed: Parsed
    view: View
    nodes: Scoped


def rescoped(old: Resolved, new: Parsed, view: View) -> Scoped | None:
    """Return what `scoped` would, from the nodes of the tree that `new` was made of.

    The old nodes' scopes are taken over, so nobody can ask those any more. None where a name may stand for something
    else now.
    """
    nodes, rare = old.nodes, Rare.of(new.chunk.text)
    if rare != Rare.of(old.parsed.chunk.text) or not (view == old.view or _is_unread(old, new.chunk, view)):
        return None
    composing = _may_compose(new.chunk) or _may_compose(old.parsed.chunk)
    if view != old.view and composing and not _forgotten(nodes, view):
        return None  # a text that is put together may name what is not written
    if view != old.view:
        _see(nodes, view)
    if new.tree is old.parsed.tree:
        return nodes
    if not new.swapped or new.swapped[-1][0] is not old.parsed.tree or rare.walrus:
        return None
    (gone, came), *holders = new.swapped
    if not isinstance(gone, ast.stmt) or not isinstance(came, ast.stmt) or _binds(gone) or _binds(came):
        return None
    lost = set(old.parsed.inside(gone))
    at = next((index for index, (node, _) in enumerate(nodes) if node is gone), -1)
    end = next((index for index in range(at, len(nodes)) if nodes[index][0] not in lost), len(nodes))
    if at < 0 or len(lost) != end - at:
        return None
    scope = nodes[at][1]
    *_, outside = scope.chain
    made = dict(holders)
    kept = [(made.get(node, node), scope) for node, scope in (*nodes[:at], *nodes[end:])]
    _forget(outside, [node for node, _ in kept])
    for each in scope.chain:
        each.names = {name: tuple([_stretched(local, came) for local in bound]) for name, bound in each.names.items()}
    return (*kept[:at], *below(new, [(came, scope, False)], outside, rare), *kept[at:])


def _may_compose(chunk: Chunk) -> bool:
    """Whether a name may be meant by a text that is put together, of a thing's parts or of what a function sees."""
    return chunk.composing or "locals" in chunk.names


def _is_unread(old: Resolved, chunk: Chunk, view: View) -> bool:
    """Whether views differ in names alone that are written in but one of the texts, so not by what is in both."""
    same = (view.stars, view.facts, view.own, view.inferred)
    if same != (old.view.stars, old.view.facts, old.view.own, old.view.inferred):
        return False
    both = chunk.names & old.parsed.chunk.names
    return not any(name in both for name, _ in set(view.names) ^ set(old.view.names))


def _forgotten(nodes: Scoped, view: View) -> bool:
    """Forget what nodes stand for; say whether what they bind is the same whatever that is."""
    for scope in _scopes(nodes):
        scope.known.clear()
        scope.kept.clear()
        given = {local.stands_for for bound in scope.names.values() for local in bound}
        if not given <= {(), (view.own,)}:
            return False
    return True


def _see(nodes: Scoped, view: View) -> None:
    """Let the scopes of nodes see a view in which those names stand for the same that the nodes read."""
    for scope in _scopes(nodes):
        scope.view = view


def _scopes(nodes: Scoped) -> Collection[Scope]:
    inner = {id(scope): scope for _, scope in nodes}
    return {id(each): each for scope in inner.values() for each in scope.chain}.values()


def _binds(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Global | ast.Nonlocal) or any(bind(statement, False))


def _forget(outside: Scope, nodes: Sequence[ast.AST]) -> None:
    """Keep what nodes stand for; of what is gone nothing may stay, since another may get its identity."""
    identities = set(map(id, nodes))
    known = {identity: meant for identity, meant in outside.known.items() if identity in identities}
    outside.kept.clear()
    outside.known.clear()
    outside.known.update(known)


def _stretched(local: Local, last: ast.stmt) -> Local:
    """Return a binding whose block or loop ends where the statement does that ends it."""
    block, loop = _ending(local.block, last), _ending(local.loop, last)
    same = block is local.block and loop is local.loop
    return local if same else evolve(local, block=block, loop=loop)


def _ending(stretch: Stretch | None, last: ast.stmt) -> Stretch | None:
    if stretch is None or stretch[1][0] != last.lineno:
        return stretch
    return stretch[0], (last.lineno, last.end_col_offset or last.col_offset)
