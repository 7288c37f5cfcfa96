"""The scopes of a tree that was made of another: where the new statement binds nothing, they are what they were.

What a name stands for elsewhere depends on what is bound, and where. So it is not looked up again.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import pairwise

from attrs import evolve, frozen

from aseptic.source.arms import leaves
from aseptic.source.binding import bind
from aseptic.source.chunk import Chunk
from aseptic.source.locals import Rare
from aseptic.source.parse import Parsed
from aseptic.source.reaching import Local, Stretch
from aseptic.source.reparse import BLOCKS
from aseptic.source.scopes import Scope
from aseptic.source.scoping import below
from aseptic.source.spacing import Spacing
from aseptic.source.view import View

Scoped = Sequence[tuple[ast.AST, Scope]]
"""Every node of a chunk with its scope, in the order of `scoped`."""
_BESIDE = ("stars", "facts", "own", "body", "above", "for_types", "inferred")
"""What a view tells of names beside what each stands for."""


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
    if any(isinstance(each, ast.stmt) and _binds(each) for each in (gone, came)) or not isinstance(came, ast.stmt):
        return None
    made = {old: new for old, new in holders if old}
    beside = gone if isinstance(gone, ast.stmt) else _above(came, holders[0][1])
    if leaves([beside]):
        return None  # what follows its block may be reached now, or no more
    lost = set(old.parsed.inside(beside))
    at = next((index for index, (node, _) in enumerate(nodes) if node is beside), -1)
    end = next((index for index in range(at, len(nodes)) if nodes[index][0] not in lost), len(nodes))
    if at < 0 or len(lost) != end - at:
        return None
    scope = nodes[at][1]
    *_, outside = scope.chain
    first = end if gone is None else at
    kept = [(made.get(node, node), scope) for node, scope in (*nodes[:first], *nodes[end:])]
    _forget(outside, [node for node, _ in kept])
    for each in scope.chain:
        each.rebind(partial(_stretched, beside=beside, last=came))
    return (*kept[:first], *below(new, [(came, scope, "")], outside, rare), *kept[first:])


def respaced(old: Resolved, new: Parsed, spacing: Spacing) -> Resolved:
    """Return what is known of a tree for the same one between whose statements blank lines came or went.

    As with `rescoped` the scopes are taken over.
    """
    same = dict(zip(old.parsed.inside(old.parsed.tree), new.inside(new.tree), strict=True))
    scopes = _scopes(old.nodes)

    def moved(place: tuple[int, int]) -> tuple[int, int]:
        return spacing.below(place[0] - new.above) + new.above, place[1]

    for scope in scopes:
        scope.rebind(partial(_moved, move=moved))
        scope.kept.clear()
    for known in {id(scope.known): scope.known for scope in scopes}.values():
        meant = {id(now): known[id(node)] for node, now in same.items() if id(node) in known}
        known.clear()
        known.update(meant)
    return Resolved(new, old.view, [(same[node], scope) for node, scope in old.nodes])


def _moved(local: Local, move: Callable[[tuple[int, int]], tuple[int, int]]) -> Local:
    def both(stretch: Stretch) -> Stretch:
        return move(stretch[0]), move(stretch[1])

    loops = tuple(map(both, local.loops))
    return evolve(local.moved(both), start=move(local.start), since=move(local.since), loops=loops)


def _above(came: ast.stmt, holder: ast.AST) -> ast.stmt:
    """Return the statement behind which one came."""
    blocks: Iterator[list[ast.stmt]] = (getattr(holder, name, []) for name in BLOCKS)
    return next(one for block in blocks for one, other in pairwise(block) if other is came)


def _may_compose(chunk: Chunk) -> bool:
    """Whether a name may be meant by a text that is put together, of a thing's parts or of what a function sees."""
    return chunk.composing or "locals" in chunk.names


def _is_unread(old: Resolved, chunk: Chunk, view: View) -> bool:
    """Whether views differ in names alone that are written in but one of the texts, so not by what is in both."""
    if any(getattr(view, name) != getattr(old.view, name) for name in _BESIDE):
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
    """Whether it may matter to a name that a statement came or went: it binds some, or what follows is not reached."""
    return isinstance(statement, ast.Global | ast.Nonlocal) or leaves([statement]) or any(bind(statement, False))


def _forget(outside: Scope, nodes: Sequence[ast.AST]) -> None:
    """Keep what nodes stand for; of what is gone nothing may stay, since another may get its identity."""
    identities = set(map(id, nodes))
    known = {identity: meant for identity, meant in outside.known.items() if identity in identities}
    outside.kept.clear()
    outside.known.clear()
    outside.known.update(known)


def _stretched(local: Local, beside: ast.stmt, last: ast.stmt) -> Local:
    """Return a binding whose block or loop ends where `last` does, which came for, or behind, the one that ended it."""
    start, end = (beside.lineno, beside.col_offset), (beside.end_lineno, beside.end_col_offset)
    now = (last.lineno, last.end_col_offset or last.col_offset)

    def renewed(stretch: Stretch) -> Stretch:
        return (stretch[0], now) if stretch[1] == end and stretch[0] <= start else stretch

    # A loop that begins there is the statement itself.
    loops = tuple([(loop[0], now) if loop[1] == end and loop[0] < start else loop for loop in local.loops])
    return evolve(local.moved(renewed), loops=loops)
