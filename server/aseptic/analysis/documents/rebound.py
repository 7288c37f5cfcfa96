"""Which names may stand for something else in the rest of a document, since an edit changed what some chunks bind."""

from __future__ import annotations

from collections.abc import Sequence

from aseptic.analysis.documents.memo import Memo
from aseptic.source.bindings import Bindings
from aseptic.source.contribution import Contribution


def rebound(
    before: Sequence[Contribution], after: Sequence[Contribution], bindings: tuple[Bindings, Bindings], memo: Memo
) -> frozenset[str] | None:
    """Return the names whose meaning may differ now; None where it may be any name's.

    `after` stands in the place of `before`: whoever stands below sees all that either binds, in its order.
    """
    imports = set(_imports(before)) ^ set(_imports(after))
    if memo.checker.filter.watching(imports) or _stars(before) != _stars(after) or _bases(before) != _bases(after):
        return None
    old, new = _by_key(before), _by_key(after)
    names = {word for key in old.keys() | new.keys() if old.get(key) != new.get(key) for word in key[:2]}
    names.update(target.rpartition(".")[2] for target in _targets(before) ^ _targets(after))
    return frozenset(names.union(*(each.depending(names) for each in bindings))) if names else frozenset()


def _by_key(contributions: Sequence[Contribution]) -> dict[tuple[str, str, str], list[object]]:
    """Return what each name and part is given, one after another, by its words, and apart what bandit reads of it.

    In the body of a class it counts what stands above: with it go those of its names that are bound there.
    """
    found: dict[tuple[str, str, str], list[object]] = {}
    above: set[tuple[str, str]] = set()
    for each in contributions:
        for binding in each.names:
            known: object = binding
            if binding.in_body:
                used = binding.target.names if binding.target else ()
                known = binding, [name for name in used if (binding.name, name) in above]
                above.add((binding.name, binding.word))
            found.setdefault((binding.name, binding.word, binding.part), []).append(known)
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
