"""Whether two people had a hand in an approved record, by what git shows and not by what the record says.

Asked where the policy asks for proof: there whoever wrote the record first is one who raised it, and so is who first
wrote what it argues by: its reasons, its kind, its measures. Its end is the approver's to set: a renewal does no more,
and the policy says how long. Who wrote it is the commit's author, and whom its message names as one besides, unless it
brought the approval too: a squash names all who had a part in it. Who committed another's work may have rebased it,
which is no writing, and git signs what it rebases; whoever types a false author types a false committer as easily, so
that to count it would stop honest people alone. It counts where the record does not name the author as one who raised
it; else it is named as `carried`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.record_history import RecordHistory, Test
from aseptic.analysis.versioning.commits import author, co_authors, committer, names
from aseptic.records.authority import raised_by, same_person
from aseptic.records.deviation import Deviation
from aseptic.standard.policy import Proof


def written_by_approver(lifetime: RecordHistory, now: Approvable, judges: Sequence[Judge], needed: Proof) -> str:
    """Return what the approver committed first of a record, as the end of a sentence; empty for nothing."""
    if needed is Proof.CLAIMED or not any(each.terms.policy.four_eyes for each in judges):
        return ""
    by = now.approved.by or ""

    for what, same in _parts(now):
        commit = lifetime.first(now, same)
        raw = lifetime.raw(commit) if commit and not lifetime.cut_at(commit) else b""
        how = _wrote(raw, now, what, commit[:12]) if raw else ""
        if not how and _named(lifetime, now, raw) and not _brought(lifetime, now, commit):
            how = f"is an author of the commit {commit[:12]} that has {what} first, as its message says"
        if how:
            return f"{by} {how}, and somebody else has to approve it"
    if any(same_person(then.raised.by, by) for then in lifetime.versions(now)):
        return f"{by} raised it in a version before, and somebody else has to approve it"
    return ""


def carried(lifetime: RecordHistory, now: Approvable) -> str:
    """Return that one person alone may have written and approved a record, where git cannot tell; empty for nothing."""
    by = now.approved.by or ""
    commit = lifetime.first(now, lambda then: _reasons(then) == _reasons(now))
    raw = lifetime.raw(commit) if by and commit and not lifetime.cut_at(commit) else b""
    if not raw or not same_person(committer(raw), by) or same_person(author(raw), by):
        return ""
    return (
        f"{by}, who approved it, committed its reasons as {author(raw)}'s, in {commit[:12]}: a rebase looks so, and so "
        "does what one person wrote under two names; ask who did"
    )


def _named(lifetime: RecordHistory, now: Approvable, raw: bytes) -> bool:
    """Say whether a commit's message names a record's approver as one who wrote, by a name that git knows, too."""
    by, named = now.approved.by or "", co_authors(raw)
    if not named:
        return False
    called = {by}.union(*(names(lifetime.raw(each), by) for each in lifetime.texts_by_commit(now)))
    return any(same_person(each, name) for each in named for name in called)


def _brought(lifetime: RecordHistory, now: Approvable, commit: str) -> bool:
    """Say whether a commit has a record approved as it is: then its authors may be the one who wrote and the other."""
    then = lifetime.texts_by_commit(now).get(commit)
    return then is not None and then.approved == now.approved


def _wrote(raw: bytes, now: Approvable, what: str, commit: str) -> str:
    """Return how a commit is shown to be the work of a record's approver; empty where it is not."""
    by, who = now.approved.by or "", author(raw)
    if same_person(who, by):
        return f"committed {what} first, in {commit}"
    if same_person(committer(raw), by) and not raised_by(who, now.raised.everybody):
        return f"committed {what} first, in {commit}, with {who} as the author, who did not raise it as it says"
    return ""


def _parts(now: Approvable) -> Iterator[tuple[str, Test]]:
    """Yield what of a record somebody wrote, each with what tells whether it was there before."""
    yield "it", lambda then: same_person(then.raised.by, now.raised.by)
    yield "its reasons", lambda then: _reasons(then) == _reasons(now)
    if isinstance(now, Deviation):
        yield "its kind", lambda then: isinstance(then, Deviation) and then.kind == now.kind
        yield "its measures", lambda then: isinstance(then, Deviation) and _measures(then) == _measures(now)


def _reasons(record: Approvable) -> tuple[str, ...]:
    if isinstance(record, Deviation):
        return record.justification, record.why_not, record.risk or ""
    return record.justification, record.condition


def _measures(deviation: Deviation) -> Collection[tuple[str, str]]:
    return [(each.what, each.verified_by) for each in deviation.measures]  # what an approval pins is no writing
