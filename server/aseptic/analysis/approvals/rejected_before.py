"""Whether a record says what was rejected before: under another number, or under its own, which nobody proposed again.

What was rejected under another number may lie there or be gone. A revert, or a record written anew in the place of one
that was deleted, has no word of a rejection; only a proposal says that somebody knew of it. So an approval that came
after the rejection leaves it out, and does not count, as one that was taken back does not. Who approved the same before
decides anew, and of two that say the same one may be rejected for that: there, and where one commit has both, people
are told to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import dropwhile

from attrs import frozen

from aseptic.analysis.approvals.approvable import Approvable, decided, read_as
from aseptic.analysis.approvals.record_history import RecordHistory, lifetime_of
from aseptic.analysis.versioning.commits import author
from aseptic.records.amending import history_of
from aseptic.records.authority import same_person
from aseptic.records.deviation import CLOSED, Deviation, Status
from aseptic.records.rewording import reworded

_About = tuple[str, str]


@frozen
class Rejection:
    """That the same reasons were rejected for the same statement."""

    said: str
    """Who did, or where, as the beginning of a sentence."""
    cure: str
    commit: str
    """The first commit that has it; empty where none has."""

    def __str__(self) -> str:
        """Write it as one sentence with the way on."""
        return f"{self.said}; {self.cure}"


def left_out(lifetime: RecordHistory, now: Approvable, found: Rejection) -> bool:
    """Say whether an approval was first given although the rejection was there; what no commit has comes last."""

    def stood(then: Approvable) -> bool:
        return isinstance(then, Deviation) and then.status is Status.APPROVED and bool(_alike(then, now))

    by = now.approved.by or ""
    own = [
        each for each, then in lifetime.course(now).items() if stood(then) and same_person(then.approved.by or "", by)
    ]
    given = {*own[-1:], lifetime.first(now, stood)} - {""}
    return all(_came_after(lifetime, each, found.commit) for each in given)


def _came_after(lifetime: RecordHistory, later: str, commit: str) -> bool:
    if commit in ("", later):
        return False
    return lifetime.git.ask("merge-base", "--is-ancestor", commit, later) is not None


def rejected_before(lifetime: RecordHistory, now: Approvable, deviations: Iterable[Deviation]) -> Rejection | None:
    """Return the rejection of the same reasons for the same statement; None where nobody rejected them.

    `deviations` are those that stand there. What was rejected counts by the last that its file said: it may have been
    approved since.
    """
    if not isinstance(now, Deviation) or now.status in CLOSED:
        return None
    if told := _under_its_number(lifetime, now):
        return told
    first = f"withdraw {now.id} and propose"
    for each in deviations:
        if each.status is Status.REJECTED and each.id != now.id and (alike := _alike(each, now)):
            course = lifetime_of(lifetime.git, [each]).course(each)
            said = f"{alike} are rejected as {each.id}"
            return Rejection(said, f"{first} that one again, or give other reasons", _began(course))
    for then, commit, back in _gone(lifetime).get(_about(now), ()):
        if then.id != now.id and (alike := _alike(then, now)):
            again = f"{first} {then.id} again, which `{back}` has back, or give other reasons"
            return Rejection(f"{alike} were rejected as {then.id} by {_who(lifetime, commit)}", again, commit)
    return None


def _under_its_number(lifetime: RecordHistory, now: Deviation) -> Rejection | None:
    """Return that a record's own last rejection is left out in it; None where it was proposed again since.

    Of an approval that was given before it, and put back, `later_decisions` tells.
    """
    course = lifetime.course(now)
    rejected = {each: then for each, then in course.items() if _is_rejected(then)}
    last = next(iter(rejected.values()), None)
    older = dropwhile(lambda each: each is not last, course.values())
    if any(decided(then) == decided(now) for then in older):
        return None
    if last is None or _proposals(now) > _proposals(last) or not (alike := _alike(last, now)):
        return None
    first = [each for each, then in rejected.items() if _proposals(then) == _proposals(last)][-1]
    said = f"{alike} were rejected in it by {_who(lifetime, first)}, and nobody proposed it again since"
    return Rejection(said, "propose it again, or give other reasons", first)


@lru_cache(maxsize=1)
def _gone(lifetime: RecordHistory) -> Mapping[_About, list[tuple[Deviation, str, str]]]:
    """Return what was rejected last in files that are gone, by what it is about, with when and what has it back."""
    found: dict[_About, list[tuple[Deviation, str, str]]] = {}
    for name, texts in lifetime.gone.items():
        last = next(iter(texts), "")
        then = read_as(name, texts[last]) if last else None
        if isinstance(then, Deviation) and _is_rejected(then):
            first = _began({each: read_as(name, text) for each, text in texts.items()})
            found.setdefault(_about(then), []).append((then, first, lifetime.restoring(name, last)))
    return found


def _began(course: Mapping[str, Approvable | None]) -> str:
    """Return the first commit in which a record was rejected; empty where it was in none."""
    return next((each for each in reversed([*course]) if _is_rejected(course[each])), "")


def _who(lifetime: RecordHistory, commit: str) -> str:
    return f"{author(lifetime.raw(commit))} in {commit[:12]}"


def _is_rejected(then: Approvable | None) -> bool:
    return isinstance(then, Deviation) and then.status is Status.REJECTED


def _proposals(record: Approvable) -> int:
    return sum(" proposed again by " in each for each in history_of(record.page))


def _about(one: Deviation) -> _About:
    return one.rule, one.fingerprint.statement


def _alike(then: Approvable, now: Approvable) -> str:
    """Return what two records have in common, as the beginning of a sentence; empty where it is too little."""
    if not isinstance(then, Deviation) or not isinstance(now, Deviation) or _about(then) != _about(now):
        return ""
    if then.reason_words == now.reason_words:
        return "the same reasons for the same statement"
    return "nearly the same reasons for the same statement" * reworded(then.reason_words, now.reason_words)
