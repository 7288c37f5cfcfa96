"""Which merges only bring what their sides made of the policy: who changed it there did, and not whose the merge is.

A pull or a web merge has the name of whoever came last. What it leaves out of a side is a choice, and theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from attrs import define, field

from aseptic.analysis.approvals.governing import Judge, judges_wherever
from aseptic.analysis.approvals.loosening import loosened, same
from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.approvals.three_way import merges_cleanly
from aseptic.analysis.versioning.commits import parents
from aseptic.standard.catalog import Standard

MOST = 100
"""Merges that are looked into; of more the merger is told."""


@define(eq=False)
class PolicyMerges:
    """What is known of merges."""

    places: RecordPlaces
    adopted: Standard
    vouched: Callable[[str], bool]
    """Says of a commit whether all changes of the policy up to it are theirs who might."""
    _known: dict[str, bool] = field(factory=dict[str, bool])
    _clean: dict[tuple[str, str], bool] = field(factory=dict[tuple[str, str], bool])
    """Of merges, each with one of its sides, whether nobody chose."""

    def only_brings(self, commit: str, raw: bytes, last: Judge, merged: Judge, told: Collection[str]) -> bool:
        """Say so of a commit; `last` is what judged on its line, and `told` are changes there that were not theirs."""
        if commit not in self._known:
            self._known[commit] = False  # until that is known
            sides = parents(raw)[1:] if len(self._known) < MOST else ()
            self._known[commit] = any(
                self._comes_of(commit, side, last, merged) and self.vouched(side) and self.has(side, told)
                for side in sides
            )
        return self._known[commit]

    def brought(self, commit: str, raw: bytes, last: Judge, merged: Judge) -> str:
        """Return the side of which a commit took what it has of the policy, whoever made that; empty where none is."""
        return next((each for each in parents(raw)[1:] if self._comes_of(commit, each, last, merged)), "")

    def chooses(self, commit: str, raw: bytes, last: Judge, merged: Judge) -> bool:
        """Say whether whose a merge of two is chose what it has, of what the sides had made of the policy."""
        sides = parents(raw)[1:]
        return len(sides) != 1 or not self._comes_of(commit, sides[0], last, merged)

    def _comes_of(self, commit: str, side: str, last: Judge, merged: Judge) -> bool:
        """Say whether a merge took one side's policy that lets through no more, or what both had made of theirs."""
        if (key := (commit, side)) not in self._clean:
            self._clean[key] = len(self._clean) < MOST and self._looked_into(commit, side, last, merged)
        return self._clean[key]

    def _looked_into(self, commit: str, side: str, last: Judge, merged: Judge) -> bool:
        bases = (self.places.git.text("merge-base", "--all", f"{commit}^1", side) or "").split()
        judges = judges_wherever(self.places, [(each, "") for each in (side, *bases)], self.adopted)
        theirs = judges[side, ""]
        kept = same(theirs, merged) and not loosened(last, merged)
        clean = (kept or merges_cleanly(judges[each, ""], last, theirs, merged) for each in bases)
        return bool(bases) and all(clean)

    def has(self, side: str, told: Collection[str]) -> bool:
        """Say whether a side came of some commits: one from before them has taken none of them over."""
        return all(self.places.git.text("merge-base", each, side) == each for each in told)
