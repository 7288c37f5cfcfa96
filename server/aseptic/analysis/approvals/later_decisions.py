"""Whether an approval that stands in a record was taken back in git's history, by a decision that came after it.

A record's text tells what somebody decided last only as long as nobody puts an old text back: by a merge that keeps one
side's, or a revert. So the history is asked. What was taken back counts once its approver gives it anew, in a commit:
what no commit has is whose it says for anybody who runs git.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from attrs import define

from aseptic.analysis.approvals.approvable import Approvable, bears, decided, read_as
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.versioning.commits import author, committed_by
from aseptic.analysis.versioning.identity import git_user
from aseptic.analysis.versioning.trees import touching
from aseptic.records.authority import same_person
from aseptic.records.deviation import Status
from aseptic.standard.policy import Proof

_AGAIN = "proposed again"


def taken_back(lifetime: RecordHistory, now: Approvable, needed: Proof) -> str:
    """Return which later decision a record's approval leaves out, as the end of a sentence; empty for none."""
    course = _course(lifetime, now)
    order = list(course.texts)
    first = max((at for at, each in enumerate(order) if course.has(each)), default=0)
    newer = (each for each in order[:first] if _verb(course.texts[each]))  # what is older came before the approval
    later = (each for each in newer if any(map(course.has, course.upto(each))))
    for commit in chain(later, course.merged_away()):
        verb = _verb(course.texts[commit])
        if how := course.left_out(commit, needed, verb):
            return f"it was {verb} in commit {commit[:12]}, {how}"
    return ""


def held_against(lifetime: RecordHistory, now: Approvable) -> str:
    """Return which committed decision an approval that no commit has leaves out, as the end of a sentence."""
    texts = _course(lifetime, now).texts
    last = next(iter(texts), "")
    verb = _verb(texts[last]) if last else ""
    if not verb or verb == _AGAIN:
        return ""
    how = "put the approval back" if any(decided(then) == decided(now) for then in texts.values()) else "approved it"
    who = git_user(lifetime.git.folder) or "somebody"
    by = now.approved.by or ""
    cure = "commit it" if same_person(who, by) else f"have {by} commit it"
    return f"it was {verb} in commit {last[:12]}, and {who} {how}, uncommitted; {cure}, if it is to count"


def decided_on_the_original(lifetime: RecordHistory, now: Approvable) -> str:
    """Return that a record was copied from one that was taken back there since; empty where it was not."""
    inner = "/".join(now.record.split("/")[-2:])
    for path, text in lifetime.places_then.originals.get(inner, {}).items() if not _verb(now) else ():
        then = read_as(now.record, text)
        if then is not None and _ended(then) and not _approved_since(lifetime, now, path):
            return (
                f"it was copied from {path}, which is {_verb(then)} there; first reject it here, too, and if it is to "
                "hold here all the same, then propose it again, and have it approved, each in a commit"
            )
    return ""


def _approved_since(lifetime: RecordHistory, now: Approvable, path: str) -> bool:
    """Say whether a commit gave a record's approval after the one that ended another record, which lies in a path.

    What the other had is given anew by its approver alone, where the record was here without it before.
    """
    changes = list(touching(lifetime.git, lifetime.head, [path]))
    found = lifetime.git.objects([f"{each}:{path}" for each in changes])
    texts = [read_as(now.record, text or b"") for text in found]
    end = next((at for at, then in enumerate(texts) if then is None or not _ended(then)), len(texts))
    brought = next((each.commit for each in reversed(lifetime.steps(now))), "")
    if not brought or not end:
        return False
    if lifetime.git.ask("merge-base", "--is-ancestor", changes[end - 1], brought) is None:
        return False
    if not any(then is not None and then.approved == now.approved for then in texts):
        return True
    own = lifetime.texts_by_commit(now)
    lay = any(each in own for each in lifetime.before(brought))
    return lay and same_person(author(lifetime.raw(brought)), now.approved.by or "")


def _ended(then: Approvable) -> bool:
    return _verb(then) not in ("", _AGAIN)


def _course(lifetime: RecordHistory, now: Approvable) -> _Course:
    """Return what a record was in each commit: taken back in one of two places that have it, it is taken back."""
    own = lifetime.course(now)
    texts, places = dict(own), dict[str, str]()
    for place, there in lifetime.beside(now):
        if any(decided(then) == decided(now) for then in there.values()):
            ended = {each: then for each, then in there.items() if each in own and _ended(then)}
            texts |= ended
            places |= dict.fromkeys(ended, place)
    return _Course(lifetime, now, texts, own, places)


@define(frozen=True, slots=False, eq=False)
class _Course:
    """How an approval came and went."""

    lifetime: RecordHistory
    now: Approvable
    texts: Mapping[str, Approvable]
    """The record in each commit that has it, under whatever name, the newest first."""
    own: Mapping[str, Approvable]
    """The same by the place alone that counted there."""
    places: Mapping[str, str]
    """The other places in which it was taken back, by the commits that have it so."""

    def has(self, commit: str) -> bool:
        """Say whether a commit has the approval."""
        return self._has(self.texts, commit)

    def _had(self, commit: str) -> bool:
        """Say whether its own file had it there, whatever lay beside it: who takes that away gives no approval."""
        return self._has(self.own, commit)

    def _has(self, texts: Mapping[str, Approvable], commit: str) -> bool:
        then = texts.get(commit)
        return then is not None and bears(then, self.now)

    def upto(self, commit: str) -> frozenset[str]:
        """Return what a commit came of, itself among them."""
        known: set[str] = set()
        waiting = [commit]
        while waiting:
            if (each := waiting.pop()) not in known:
                known.add(each)
                waiting += self.lifetime.before(each)
        return frozenset(known)

    def left_out(self, commit: str, needed: Proof, verb: str) -> str:
        """Return how a decision is left out, as the end of a sentence; empty where the approver decided anew."""
        by, back = self.now.approved.by or "", ""
        for who, shown, place in self._put_back(commit):
            if same_person(who, by) and (shown or needed is Proof.CLAIMED):
                return ""
            back = f"and {who or 'somebody'} put the approval back{place}"
        if not back and self._had(commit) and (place := self.places.get(commit)):
            return f"in {place}, where it lay as well"
        # A merge may well take the text that somebody else wrote instead of a proposal; a decision is no such text.
        return back or ("" if verb == _AGAIN else "which a merge left out")

    def merged_away(self) -> Iterator[str]:
        """Yield the commits that ended the record beside its approval, in a line whose text a merge did not take."""
        for merge in filter(self._had, self.own):
            before = self.lifetime.before(merge)
            taken = [each for each in before if self._had(each)]
            ends = [self._first(each) for each in before if each in self.own and _ended(self.own[each])]
            known = frozenset[str]().union(*map(self.upto, taken if ends else ()))
            yield from (each for each in ends if taken and each not in known)

    def _first(self, commit: str) -> str:
        """Return the first of the commits up to one in which the same was decided on the record as in that one."""
        then = decided(self.own[commit])
        while same := [
            each for each in self.lifetime.before(commit) if each in self.own and decided(self.own[each]) == then
        ]:
            commit = same[0]
        return commit

    def _put_back(self, commit: str) -> Iterator[tuple[str, bool, str]]:
        """Yield who gave the approval anew since a commit, whether git shows that it was they, and where."""
        if not any(map(self._had, self.lifetime.commits[:1])):
            yield git_user(self.lifetime.git.folder), False, ", uncommitted"
        for each in filter(self.has, self.texts):
            if not any(map(self._had, self.lifetime.before(each))) and commit in self.upto(each):
                raw = self.lifetime.raw(each)
                who = author(raw)
                yield who, committed_by(raw, who), f" in commit {each[:12]}"


def _verb(then: Approvable) -> str:
    """Return what was done to a record that is not approved; empty for one that is."""
    return {
        Status.REJECTED: "rejected",
        Status.WITHDRAWN: "withdrawn",
        Status.PROPOSED: _AGAIN,
        Status.APPROVED: "",
    }[then.status]
