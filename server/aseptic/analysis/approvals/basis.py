"""What judges one approval, and where that is from."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.record_signature import Signers
from aseptic.standard.policy import Proof


@frozen(eq=False)
class Basis:
    """What an approval is judged by, and where it is from."""

    judge: Judge
    commit: str = ""
    basis: str = ""
    merged: Mapping[str, Judge] = field(factory=dict[str, Judge])
    """What judges it beside that, by the commit that has it: what was made of the policy on the sides of a merge."""
    at: str = ""
    """The commit that has the judge; empty for the tree."""
    fork: str = ""
    """Where what brought it left the default branch, where that is not there yet; that has the judge."""

    @property
    def judges(self) -> tuple[Judge, ...]:
        """All that judges it; what one does not let through does not count."""
        return self.judge, *self.merged.values()

    @property
    def signers(self) -> Signers:
        """The lists of signers of all that judges it."""
        return Signers(frozenset(each.signers for each in self.judges), self.at, bool(self.fork))

    @property
    def words(self) -> str:
        """Which policy judges it first, as people read it."""
        if self.basis:
            return "the policy that came with it"
        return f"the policy before it{f', in commit {self.fork[:12]} of the default branch' if self.fork else ''}"

    def needed(self, rule: str) -> Proof:
        """Return the proof that all of them are content with."""
        return max((each.needed(rule) for each in self.judges), key=lambda each: each.rank)
