"""Whether two people had a hand in an approved record, by what git shows and not by what the record says.

Asked where the policy asks for proof: there whoever wrote the record first is one who raised it, and so is who first
wrote what it argues by: its reasons, its kind, its measures. So is who put off the end of what was proposed: the end is
part of what is approved. A renewal of what was approved does that, too, and is the approver's: the policy says how
long. Words are whose they were first, whatever came between, and in whatever file. Who wrote is the commit's author,
and whom its message names as one besides, unless it brought the approval too: a squash names all who had a part in it.
Who committed another's work may have rebased it, which is no writing, and git signs what it rebases; whoever types a
false author types a false committer as easily, so that to count it would stop honest people alone. It counts where the
record does not name the author as one who raised it; else it is named as `carried`. Addresses that a committed
`.mailmap` makes one person's are one here (`joined_addresses`), and nowhere where that would give a right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.approvals.words_elsewhere import Words, said_elsewhere
from aseptic.analysis.versioning.co_authors import co_authors, names_somebody
from aseptic.analysis.versioning.commits import author, committer, names
from aseptic.records.approval import answered_for
from aseptic.records.authority import raised_by, same_person
from aseptic.records.deviation import Deviation, Status
from aseptic.standard.policy import Proof

_ELSE = "somebody else has to approve it"


def written_by_approver(
    lifetime: RecordHistory, now: Approvable, judges: Sequence[Judge], needed: Proof, called: str = ""
) -> str:
    """Return what the approver committed first of a record, as the end of a sentence; empty for nothing.

    `called` is a name of the approver's besides those that commits have.
    """
    if not _asked(judges, needed):
        return ""
    by = now.approved.by or ""
    if told := _hand(lifetime, now, by, called):
        return f"{by} {told}"
    for each in lifetime.joins.of(by):
        told = f"raised it, and {_ELSE}" if raised_by(each.address, now.raised.everybody) else ""
        if told := told or _hand(lifetime, now, each.address, ""):
            return f"{by}, who is {each.address} as well by {each.told(judges[0], lifetime.joins.place)}, {told}"
    return ""


def _hand(lifetime: RecordHistory, now: Approvable, by: str, called: str) -> str:
    """Return what somebody committed first of a record, or raised, as the rest of a sentence; empty for nothing."""
    for what, commit in _firsts(lifetime, now):
        raw = lifetime.raw(commit) if commit and not lifetime.cut_at(commit) else b""
        how = _wrote(raw, now, by, what, commit[:12]) if raw else ""
        if not how and _named(lifetime, now, raw, by, called) and not _brought(lifetime, now, commit):
            how = f"is an author of the commit {commit[:12]} that has {what} first, as its message says"
        if how:
            return f"{how}, and {_ELSE}{_squash(lifetime, now, raw, commit)}"
    return f"raised it in a version before, and {_ELSE}" if _raised(lifetime, now, by) else ""


def unwritten(lifetime: RecordHistory, now: Approvable, judges: Sequence[Judge], needed: Proof) -> str:
    """Return what of a record no commit has yet, which whoever commits its approval would have written; empty for none.

    Outside of a repository there is no git to ask.
    """
    if not _asked(judges, needed) or not (lifetime.head or lifetime.git.top()):
        return ""
    return next((what for what, commit in _firsts(lifetime, now) if not commit), "")


def only_proposed(lifetime: RecordHistory, now: Approvable) -> frozenset[str]:
    """Return who of those who raised a record only proposed it again, word for word as another had raised it."""
    known = dict.fromkeys(each.raised.by for each in lifetime.versions(now))
    return frozenset(each for each in now.raised.everybody if each in known and not _raised(lifetime, now, each))


def _raised(lifetime: RecordHistory, now: Approvable, by: str) -> bool:
    """Say whether somebody raised a version of a record that nobody else had raised before, word for word."""
    others: list[Mapping[str, str]] = []
    for then in reversed([*lifetime.texts_by_commit(now).values()]):
        said = _said(then)
        if same_person(then.raised.by, by):
            if said not in others:
                return True
        else:
            others.append(said)
    return False


def _said(record: Approvable) -> Mapping[str, str]:
    """Return all that is answered for in a record, but for who raised it when."""
    said = {key: each for key, each in answered_for(record.page).items() if key not in ("raised", "owner")}
    return said | {"owner": record.owned_by} if isinstance(record, Deviation) else said


def _asked(judges: Sequence[Judge], needed: Proof) -> bool:
    return needed is not Proof.CLAIMED and any(each.terms.policy.four_eyes for each in judges)


def carried(lifetime: RecordHistory, now: Approvable) -> str:
    """Return that one person alone may have written and approved a record, where git cannot tell; empty for nothing."""
    by = now.approved.by or ""
    commit = _written(lifetime, now, _reasons)
    raw = lifetime.raw(commit) if by and commit and not lifetime.cut_at(commit) else b""
    if not raw or not same_person(committer(raw), by) or same_person(author(raw), by):
        return ""
    return (
        f"{by}, who approved it, committed its reasons as {author(raw)}'s, in {commit[:12]}: a rebase looks so, and so "
        "does what one person wrote under two names; ask who did"
    )


def _firsts(lifetime: RecordHistory, now: Approvable) -> Iterator[tuple[str, str]]:
    """Yield what of a record somebody wrote, each with the commit that has it first; empty where none has."""
    yield "it", lifetime.first(now, lambda then: same_person(then.raised.by, now.raised.by))
    yield "its reasons", _written(lifetime, now, _reasons)
    if isinstance(now, Deviation):
        yield "its kind", lifetime.first(now, lambda then: isinstance(then, Deviation) and then.kind == now.kind)
        yield "its measures", _written(lifetime, now, _measures)
    commit, texts = lifetime.first(now, lambda then: then.expires >= now.expires), lifetime.texts_by_commit(now)
    earlier = lifetime.before(commit) if commit else lifetime.commits[:1]
    before = [texts[each] for each in earlier if each in texts]
    if before and not any(_stood(each) or each.expires >= now.expires for each in before):
        yield "its later end", commit


def _stood(then: Approvable) -> bool:
    """Say whether a record was approved, so that its end was put off by whoever renewed it."""
    return then.approved.given and then.status is Status.APPROVED


def _named(lifetime: RecordHistory, now: Approvable, raw: bytes, by: str, name: str) -> bool:
    """Say whether a commit's message names somebody as one who wrote a record, by a name that git knows, too."""
    named = co_authors(raw)
    if not named:
        return False
    called = ({by, name} - {""}).union(*(names(lifetime.raw(each), by) for each in lifetime.texts_by_commit(now)))
    return any(names_somebody(each, one) for each in named for one in called)


def _brought(lifetime: RecordHistory, now: Approvable, commit: str) -> bool:
    """Say whether a commit has a record approved as it is: then its authors may be the one who wrote and the other."""
    then = lifetime.texts_by_commit(now).get(commit)
    return then is not None and then.approved == now.approved


def _squash(lifetime: RecordHistory, now: Approvable, raw: bytes, commit: str) -> str:
    """Return what helps where a commit squashed what others wrote with its approval; empty where none did."""
    if not co_authors(raw) or not _brought(lifetime, now, commit):
        return ""
    return f" (a squash is one author's: merge instead, or have {now.raised.by} squash it, with the record signed)"


def _wrote(raw: bytes, now: Approvable, by: str, what: str, commit: str) -> str:
    """Return how a commit is shown to be somebody's work on a record; empty where it is not."""
    who = author(raw)
    if same_person(who, by):
        return f"committed {what} first, in {commit}"
    if same_person(committer(raw), by) and not raised_by(who, now.raised.everybody):
        return f"committed {what} first, in {commit}, with {who} as the author, who did not raise it as it says"
    return ""


def _written(lifetime: RecordHistory, now: Approvable, words: Callable[[Approvable], Words]) -> str:
    """Return the first commit that has a record's words, whatever came between; empty where none has.

    Who takes words out and puts them back, or files the record under another name, did not write them.
    """
    if not words(now):  # taking all of them out is a choice of its own
        return lifetime.first(now, lambda then: not words(then))
    having = [each for each, then in lifetime.texts_by_commit(now).items() if words(then) == words(now)]
    if having:
        having += said_elsewhere(lifetime, now, words)
    order = {each: at for at, each in enumerate(lifetime.commits)}
    return max(having, key=lambda each: order[each], default="")


def _reasons(record: Approvable) -> Words:
    if isinstance(record, Deviation):
        return record.justification, record.why_not, record.risk or ""
    return record.justification, record.condition


def _measures(record: Approvable) -> Words:
    """Return what is done about it; what an approval pins is no writing."""
    measures = record.measures if isinstance(record, Deviation) else ()
    return tuple(word for each in measures for word in (each.what, each.verified_by))
