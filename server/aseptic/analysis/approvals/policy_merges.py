"""Which merges only bring the policy that one of their sides had: who changed it there did, and not whose the merge is.

A pull or a web merge has the name of whoever came last. What it leaves out of the other side is a choice, and theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from attrs import define, field

from aseptic.analysis.approvals.governing import Judge, judges_wherever
from aseptic.analysis.approvals.loosening import loosened, same
from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.versioning.commits import parents
from aseptic.standard.catalog import Standard

_MOST = 100
"""Merges that are looked into; of more the merger is told."""


@define(eq=False)
class PolicyMerges:
    """What is known of merges."""

    places: RecordPlaces
    adopted: Standard
    vouched: Callable[[str], bool]
    """Says of a commit whether all changes of the policy up to it are theirs who might."""
    _known: dict[str, bool] = field(factory=dict[str, bool])

    def only_brings(self, commit: str, raw: bytes, last: Judge, merged: Judge, told: Collection[str]) -> bool:
        """Say so of a commit; `last` is what judged on its line, and `told` are changes there that were not theirs."""
        if commit not in self._known:
            self._known[commit] = False  # until that is known
            sides = parents(raw)[1:] if len(self._known) < _MOST else ()
            self._known[commit] = any(
                self._is_of(f"{commit}^1", side, last, merged) and self._has(side, told) for side in sides
            )
        return self._known[commit]

    def _is_of(self, first: str, side: str, last: Judge, merged: Judge) -> bool:
        bases = (self.places.git.text("merge-base", "--all", first, side) or "").split()
        judges = judges_wherever(self.places, [(each, "") for each in (side, *bases)], self.adopted)
        if not bases or not same(judges[side, ""], merged):
            return False
        kept = not loosened(last, merged) or all(same(judges[each, ""], last) for each in bases)
        return kept and self.vouched(side)

    def _has(self, side: str, told: Collection[str]) -> bool:
        """Say whether a side came of some commits: one from before them has taken none of them over."""
        return all(self.places.git.text("merge-base", each, side) == each for each in told)
