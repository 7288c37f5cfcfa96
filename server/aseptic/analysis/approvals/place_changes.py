"""Whether an approved record still means the place that was approved: `where` is no part of what an approval binds.

What moved is followed by whoever the policy names as one who approves, where it names nobody by who approved it, or by
a rename of git's; of anybody else it is a proposal.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.versioning.commits import author, committed_by
from aseptic.analysis.versioning.identity import git_user
from aseptic.records.authority import may_approve, raised_by, same_person
from aseptic.records.deviation import Deviation
from aseptic.standard.policy import Proof


def repointed(lifetime: RecordHistory, now: Deviation, judges: Sequence[Judge], needed: Proof) -> str:
    """Return who made an approved record mean another place without leave, as the end of a sentence; empty for nobody.

    Looked at are the changes since the approval, the latest first; one that may be made vouches for those before it.
    An approval that was taken out and put back is the one that it was at first.
    """
    origin = lifetime.origin(now)
    if origin and isinstance(origin.record, Deviation) and _place(origin.record, now) == _place(now, now):
        return ""
    later, commit = now, ""
    for step in (*lifetime.steps(now), *([origin] if origin else [])):
        then = step.record
        if isinstance(then, Deviation) and _place(then, now) != _place(later, now):
            raw = lifetime.raw(commit)
            who = author(raw) if commit else git_user(lifetime.git.folder)
            shown = committed_by(raw, who) if commit else False
            if all(_may(who, now, each) for each in judges) and (shown or needed is Proof.CLAIMED):
                return ""
            if not _renamed(lifetime, then, later, commit):
                made = f"{who} in commit {commit[:12]}" if commit else f"{who}, uncommitted"
                meant = later.where if later.where != then.where else "another statement there"
                return f"it was approved at {then.where}, and {made} made it mean {meant}"
        later, commit = then if isinstance(then, Deviation) else later, step.commit
    return ""


def _place(one: Deviation, now: Deviation) -> tuple[Any, ...]:
    """Return what tells which code a record means. What is new with a carried over fingerprint was not chosen."""
    fingerprint = one.fingerprint
    if fingerprint.v != now.fingerprint.v:
        return (one.where, *_place(now, now)[1:])
    return one.where, fingerprint.of, fingerprint.around


def _may(who: str, record: Deviation, judge: Judge) -> bool:
    policy = judge.terms.policy
    if not policy.names_approvers:  # anybody would do, so that it is the one who saw the place before
        return same_person(who, record.approved.by or "")
    if policy.four_eyes and raised_by(who, record.raised.everybody):
        return False
    return may_approve(who, judge.inside + record.path, policy, judge.terms.owners)


def _renamed(lifetime: RecordHistory, then: Deviation, later: Deviation, commit: str) -> bool:
    """Say whether a record followed a rename in a commit, or uncommitted; where the old file lies, it is of a copy."""
    same = (then.scope, *_place(then, later)[1:]) == (later.scope, *_place(later, later)[1:])
    if not same or then.path == later.path or _lies(lifetime, then.path, commit):
        return False
    return lifetime.git.renamed(then.path, later.path)


def _lies(lifetime: RecordHistory, path: str, commit: str) -> bool:
    git = lifetime.git
    return git.show(commit, path) is not None if commit else os.path.lexists(git.folder / path)
