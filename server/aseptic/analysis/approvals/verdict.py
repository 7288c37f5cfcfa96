"""What is known of one approval: how well it is proved, how well it has to be, and what speaks against it."""

from __future__ import annotations

from attrs import frozen

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.standard.policy import Proof

NO_GIT = "no commit is known here, so the policy and the signers in the tree judge it"
FIRST = "it came with the first commit, so the policy and the signers in that judge it"
CUT_OFF = (
    "the history was cut off, so the policy and the signers in the tree judge it; `git fetch --unshallow` has it whole"
)


@frozen
class Provenance:
    """What is known of one approval."""

    record: Approvable
    proof: Proof
    then: Proof
    """The proof that the policy before it asks for."""
    now: Proof
    """The proof that today's policy asks for."""
    commit: str = ""
    """The commit that brought it; empty where none has, or where a history was cut off."""
    against: str = ""
    """Why it does not count, though somebody wrote it; empty where nothing speaks against it."""
    basis: str = ""
    """Why something else than the policy before it judges it; empty where that does."""
    unkept: str = ""
    """Why git can keep no history of it, with the cure; empty where it can."""
    doubt: str = ""
    """What people should ask about it, where it counts and git cannot tell."""
    shown: str = ""
    """What git, or a signature, shows instead of the proof that is asked for."""
    cure: str = ""
    """What helps where its approver wrote it, or is named no more; empty where that is not what speaks against it."""
    stale: bool = False
    """Whether it does not count whoever gives it once more: what speaks against it is how it came about."""

    @property
    def needed(self) -> Proof:
        """The proof that it needs: the better of the two."""
        return max(self.then, self.now, key=lambda each: each.rank)

    @property
    def lack(self) -> str:
        """Why it does not count, as the end of a sentence; empty where it does."""
        if self.against or self.proof.rank >= self.needed.rank:
            return self.against
        cut = ", for the history was cut off" if self.basis == CUT_OFF else ""
        whose = "the policy before it" if self.then.rank > self.now.rank else "the policy"
        return f"git shows it as '{self.proof.words}'{cut}, and {whose} asks for '{self.needed.words}'"

    @property
    def spent(self) -> bool:
        """Whether it does not count and never will, so that the record has to be proposed and approved again."""
        return self.stale or bool(self.lack and self.commit)

    @property
    def told(self) -> str:
        """Why it does not count, with the way on where it has to be given anew."""
        if self.stale:
            return f"{self.lack}, so {self.cure or 'propose it again'}"
        if self.against and self.cure:
            return f"{self.lack}; {self.cure}"
        if not self.lack or self.against or self.unkept or self.basis in (NO_GIT, CUT_OFF):
            return self.lack
        return f"{self.lack}: {'; '.join(filter(None, (self.shown, self._proving)))}"

    @property
    def _proving(self) -> str:
        """How its approver gives the proof that is asked for, with the command for it."""
        by, sign = self.record.approved.by, f"(`aseptic deviations approve {self.record.id} --sign KEY`)"
        if self.needed is Proof.RECORD_SIGNED:
            return f"{by} signs it {sign}"
        how = "signs the commit" if self.needed is Proof.COMMIT_SIGNED else "commits it"
        first = "approves it again and " * bool(self.commit)
        return f"{by} {first}{how}, or signs it {sign}"

    @property
    def holds(self) -> bool:
        """Whether it counts, and is proved as well as the policy asks."""
        return not self.lack
