"""Which names may stand for something else in the rest of a document, since an edit changed what some chunks bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from aseptic.analysis.documents.memo import Memo
from aseptic.source.bindings import Bindings
from aseptic.source.chunk import Chunk
from aseptic.source.contribution import Contribution
from aseptic.source.unwritten import ALL_NAMES

_Key = tuple[str, str, str]


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
    kept = [[key for key in _in_order(side) if old.get(key) == new.get(key)] for side in (before, after)]
    if kept[0] != kept[1]:  # what a name is given is made of what stands above it
        names |= {word for key in kept[0] for word in key[:2]}
    if not names:
        return Touched()
    return Touched(*(frozenset(some.union(*(each.depending(some) for each in bindings))) for some in (names, wholes)))


def _in_order(contributions: Sequence[Contribution]) -> Iterator[_Key]:
    """Yield the keys of what chunks bind."""
    return ((bound.name, bound.word, bound.part) for each in contributions for bound in each.names)


def _by_key(contributions: Sequence[Contribution]) -> dict[_Key, list[object]]:
    """Return what each name and part is given, one after another, by its words, and apart what bandit reads of it."""
    found: dict[_Key, list[object]] = {}
    for each in contributions:
        for binding in each.names:
            key = (binding.name, binding.word, binding.part)
            found.setdefault(key, []).append(binding)
        for name, target in each.aliases:
            found.setdefault((name, name, "as"), []).append(target)
    return found


def _stars(contributions: Sequence[Contribution]) -> list[object]:
    """Return what is imported by `*`, and among which other names where anything is."""
    if not any(each.stars for each in contributions):
        return []
    return [(each.stars, [*_in_order([each])]) for each in contributions]


def _bases(contributions: Sequence[Contribution]) -> list[tuple[str, object]]:
    return [(binding.name, binding.bases) for each in contributions for binding in each.names if binding.bases]


def _targets(contributions: Sequence[Contribution]) -> set[str]:
    """Return what imports bring anywhere, which other chunks may ask for by its own name: `sys.modules["m"]`."""
    return {target for each in contributions for target in each.targets}


def _imports(contributions: Sequence[Contribution]) -> list[str]:
    return [module for each in contributions for module in each.imports]
