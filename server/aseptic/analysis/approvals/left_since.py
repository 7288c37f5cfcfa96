"""Who approved on a branch, and left before it was merged: what is said later of when they left counts there, too.

Such an approval is judged by the policy to which the branch came. That names its approver no more, and where it does
not say yet that they left, it takes them for somebody who never might. So what is said of it by now is taken, as long
as that gives nobody what they had not: they might approve by the policy that the branch left, and by the one on it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from attrs import evolve

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.basis import Basis
from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.objections import objection_of
from aseptic.analysis.versioning.git import Git
from aseptic.records.authority import left


def leaving(judge: Judge, who: str, day: datetime.date) -> Judge:
    """Return what judges once its policy says on which day somebody left, too."""
    policy = judge.terms.policy
    return evolve(judge, terms=evolve(judge.terms, policy=evolve(policy, former={**policy.former, who: day})))


def policies_against(record: Approvable, base: Basis, said: Judge, given: Collection[Judge]) -> str:
    """Return what the policies that judge an approval have against it, but for what `said` has of when somebody left.

    `given` is what governed the approval where it was given, if that is elsewhere.
    """
    if told := _objection(record, base.judge, said, given):
        return f"{told}, by {base.words}"
    for commit, judge in base.merged.items():
        if told := _objection(record, judge, said, given):
            return f"{told}, by the policy in commit {commit[:12]}, which was merged with it"
    return ""


def _objection(record: Approvable, judge: Judge, said: Judge, given: Collection[Judge]) -> str:
    told, by = objection_of(record, judge), record.approved.by or ""
    day = left(by, said.terms.policy)
    if not told or day is None or left(by, judge.terms.policy) is not None:
        return told
    might = bool(given) and not any(objection_of(record, each) for each in given)
    return objection_of(record, leaving(judge, by, day)) if might else told


def given_under(git: Git, before: str, commit: str) -> tuple[str, ...]:
    """Return the commits whose policies governed a commit that gave an approval on a branch; none where nobody knows.

    That is the last of the mainline which the branch had, and the one before it there; `before` is what it came to.
    """
    own, parent = git.text("rev-list", "--first-parent", "--reverse", before, f"^{commit}"), git.parent(commit)
    first = (own or "").partition("\n")[0]
    fork = before if own == "" else git.parent(first) if first else None
    return (fork, parent) if fork and parent else ()
