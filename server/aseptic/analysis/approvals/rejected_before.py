"""Whether a record says what was rejected before: under another number, or under its own, which nobody proposed again.

What was rejected under another number may lie there or be gone. A revert, or a record written anew in the place of one
that was deleted, has no word of a rejection; only a proposal says that somebody knew of it. So an approval that came
after the rejection leaves it out, and does not count, as one that was taken back does not. Who approved the same before
decides anew, and of two that say the same one may be rejected for that: there, and where one commit has both, people
are told to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import dropwhile

from attrs import frozen

from aseptic.analysis.approvals.approvable import Approvable, decided, read_as
from aseptic.analysis.approvals.record_history import RecordHistory, lifetime_of
from aseptic.analysis.approvals.said_again import other_way, said_again
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.commits import author
from aseptic.records.amending import history_of
from aseptic.records.authority import same_person
from aseptic.records.deviation import CLOSED, Status


@frozen
class Rejection:
    """That the same reasons were rejected for the same statement or place, or of permits for the same files."""

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
        return then.status is Status.APPROVED and bool(said_again(then, now))

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


def rejected_before(lifetime: RecordHistory, now: Approvable, project: Project) -> Rejection | None:
    """Return the rejection of the same reasons for the same, as `said_again` has it; None where nobody rejected them.

    Of what was rejected the last counts that its file said: it may have been approved since.
    """
    if now.status in CLOSED:
        return None
    if told := _under_its_number(lifetime, now):
        return told
    for each in (*project.deviations, *project.shelf.permits):
        if _is_rejected(each) and each.id != now.id and (alike := said_again(each, now)):
            course = lifetime_of(lifetime.git, [each]).course(each)
            return Rejection(f"{alike} are rejected as {each.id}", other_way(each, now), _began(course))
    for then, commit, back in _gone(lifetime).get(now.rule, ()):
        if then.id != now.id and (alike := said_again(then, now)):
            said = f"{alike} were rejected as {then.id} by {_who(lifetime, commit)}"
            return Rejection(said, other_way(then, now, back), commit)
    return None


def _under_its_number(lifetime: RecordHistory, now: Approvable) -> Rejection | None:
    """Return that a record's own last rejection is left out in it; None where it was proposed again since.

    Of an approval that was given before it, and put back, `later_decisions` tells.
    """
    course = lifetime.course(now)
    rejected = {each: then for each, then in course.items() if _is_rejected(then)}
    last = next(iter(rejected.values()), None)
    older = dropwhile(lambda each: each is not last, course.values())
    if any(decided(then) == decided(now) for then in older):
        return None
    if last is None or _proposals(now) > _proposals(last) or not (alike := said_again(last, now)):
        return None
    first = [each for each, then in rejected.items() if _proposals(then) == _proposals(last)][-1]
    said = f"{alike} were rejected in it by {_who(lifetime, first)}, and nobody proposed it again since"
    return Rejection(said, "propose it again, or give other reasons", first)


@lru_cache(maxsize=1)
def _gone(lifetime: RecordHistory) -> Mapping[str, list[tuple[Approvable, str, str]]]:
    """Return what was rejected last in files that are gone, by its rule, with when and what has it back."""
    found: dict[str, list[tuple[Approvable, str, str]]] = {}
    for name, texts in lifetime.gone.items():
        last = next(iter(texts), "")
        then = read_as(name, texts[last]) if last else None
        if then is not None and _is_rejected(then):
            first = _began({each: read_as(name, text) for each, text in texts.items()})
            found.setdefault(then.rule, []).append((then, first, lifetime.restoring(name, last)))
    return found


def _began(course: Mapping[str, Approvable | None]) -> str:
    """Return the first commit in which a record was rejected; empty where it was in none."""
    return next((each for each in reversed([*course]) if _is_rejected(course[each])), "")


def _who(lifetime: RecordHistory, commit: str) -> str:
    return f"{author(lifetime.raw(commit))} in {commit[:12]}"


def _is_rejected(then: Approvable | None) -> bool:
    return then is not None and then.status is Status.REJECTED


def _proposals(record: Approvable) -> int:
    return sum(" proposed again by " in each for each in history_of(record.page))
