"""Which names may stand for something else in the rest of a document, since an edit changed what some chunks bind."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from aseptic.analysis.documents.memo import Memo
from aseptic.source.bindings import Bindings
from aseptic.source.chunk import Chunk
from aseptic.source.contribution import Contribution
from aseptic.source.unwritten import ALL_NAMES


@frozen
class Touched:
    """The names whose meaning may differ."""

    names: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    """Among them those of classes that may be another, or made of others: their members need not write a word of it."""

    def concerns(self, chunk: Chunk) -> bool:
        """Say whether a chunk may mean any of these: by a word that it writes, or as a member of its class."""
        written = not self.names.isdisjoint(chunk.names)
        return written or chunk.owner in self.classes or ALL_NAMES in chunk.names or chunk.naming


def rebound(
    before: Sequence[Contribution], after: Sequence[Contribution], bindings: tuple[Bindings, Bindings], memo: Memo
) -> Touched | None:
    """Return the names whose meaning may differ now; None where it may be any name's.

    `after` stands in the place of `before`: whoever stands below sees all that either binds, in its order.
    """
    imports = set(_imports(before)) ^ set(_imports(after))
    if memo.checker.filter.watching(imports) or _stars(before) != _stars(after) or _bases(before) != _bases(after):
        return None
    old, new = _by_key(before), _by_key(after)
    changed = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    names, wholes = {word for key in changed for word in key[:2]}, {name for name, _, part in changed if not part}
    names.update(target.rpartition(".")[2] for target in _targets(before) ^ _targets(after))
    both = [[each for each in _in_bodies(side) if old.get(each) == new.get(each)] for side in (before, after)]
    if both[0] != both[1]:  # what stands in a class's body is made of what stands above it there
        names |= {word for key in both[0] for word in key[:2]}
    if not names:
        return Touched()
    return Touched(*(frozenset(some.union(*(each.depending(some) for each in bindings))) for some in (names, wholes)))


def _in_bodies(contributions: Sequence[Contribution]) -> list[tuple[str, str, str]]:
    """Return the keys of what the bodies of classes bind, in order."""
    return [(bound.name, bound.word, bound.part) for each in contributions for bound in each.names if bound.in_body]


def _by_key(contributions: Sequence[Contribution]) -> dict[tuple[str, str, str], list[object]]:
    """Return what each name and part is given, one after another, by its words, and apart what bandit reads of it."""
    found: dict[tuple[str, str, str], list[object]] = {}
    for each in contributions:
        for binding in each.names:
            found.setdefault((binding.name, binding.word, binding.part), []).append(binding)
        for name, target in each.aliases:
            found.setdefault((name, name, "as"), []).append(target)
    return found


def _stars(contributions: Sequence[Contribution]) -> list[str]:
    return [module for each in contributions for module in each.stars]


def _bases(contributions: Sequence[Contribution]) -> list[tuple[str, object]]:
    return [(binding.name, binding.bases) for each in contributions for binding in each.names if binding.bases]


def _targets(contributions: Sequence[Contribution]) -> set[str]:
    """Return what imports bring anywhere, which other chunks may ask for by its own name: `sys.modules["m"]`."""
    return {target for each in contributions for target in each.targets}


def _imports(contributions: Sequence[Contribution]) -> list[str]:
    return [module for each in contributions for module in each.imports]
