"""Whether a record says what was rejected before: under another number, or under its own, which nobody proposed again.

What was rejected under another number may lie there, be gone, or be what a file said before another record took its
number. A revert, or a record written anew in the place of one that was deleted, has no word of a rejection; only a
proposal says that somebody knew of it, and it does so for the place that it names. So an approval that came after the
rejection leaves it out, and does not count, as one that was taken back does not. Who approved the same before decides
anew, and of two that say the same one may be rejected for that: there, and where one commit has both, people are told
to ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile

from attrs import evolve, frozen

from aseptic.analysis.approvals.approvable import Approvable, decided
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.approvals.rejections_ever import (
    RejectedText,
    follows,
    is_rejected,
    proposed_since,
    rejections_ever,
    reopened,
)
from aseptic.analysis.approvals.said_again import other_way, said_again
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.commits import author
from aseptic.records.authority import same_person
from aseptic.records.deviation import CLOSED, Deviation, Status


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


def barred(lifetime: RecordHistory, now: Approvable, project: Project) -> Rejection | None:
    """Return the first rejection that an approval leaves out; None where it leaves out none."""
    return next((each for each in rejections(lifetime, now, project) if left_out(lifetime, now, each)), None)


def rejections(lifetime: RecordHistory, now: Approvable, project: Project) -> Iterator[Rejection]:
    """Yield the rejections of the same reasons for the same, as `said_again` has it."""
    if now.status in CLOSED:
        return
    if told := _under_its_number(lifetime, now):
        yield told
    known, lying = rejections_ever(lifetime, now.rule), (*project.deviations, *project.shelf.permits)
    for each in lying:
        if is_rejected(each) and each.id != now.id and (alike := _said_again(lifetime, each, now)):
            own = (one for one in known if one.name == each.record and said_again(one.then, each))
            since = next((one.commit for one in own if not proposed_since(one.then, each)), "")
            yield Rejection(f"{alike} are rejected as {each.id}", other_way(each, now), since)
    for each in known:
        if each.then.id == now.id or not (alike := _said_again(lifetime, each.then, now)):
            continue
        if not reopened(lifetime, each, now):
            said = f"{alike} were rejected as {each.then.id} by {_who(lifetime, each.commit)}"
            yield Rejection(said, _way(lifetime, each, now, lying), each.commit)


def _said_again(lifetime: RecordHistory, then: Approvable, now: Approvable) -> str:
    """Return what two records have in common, where git says that the file of the one became the other's, too."""
    if found := said_again(then, now):
        return found
    if not isinstance(then, Deviation) or not isinstance(now, Deviation) or then.scope != now.scope:
        return ""
    found = said_again(evolve(then, where=now.where), now)
    return found if found and lifetime.git.renamed(then.path, now.path) else ""


def _way(lifetime: RecordHistory, found: RejectedText, now: Approvable, lying: Sequence[Approvable]) -> str:
    """Return what to do instead: what is there by now under the number of what was rejected stays."""
    then, commit = found.then, found.commit
    if not any(each.record == found.name for each in lying):
        return other_way(then, now, lifetime.restoring(found.name, commit))
    if any(
        each.id != now.id and each.reason_words == then.reason_words and each.status not in CLOSED for each in lying
    ):
        return "give other reasons"
    return other_way(then, now, shown=lifetime.showing(found.name, commit))


def _under_its_number(lifetime: RecordHistory, now: Approvable) -> Rejection | None:
    """Return that a record's own last rejection is left out in it; None where it was proposed again since.

    Of an approval that was given before it, and put back, `later_decisions` tells. Of one that had another number then,
    and tells nothing of it, `rejections_ever`: no proposal here would answer that.
    """
    course = lifetime.course(now)
    rejected = {each: then for each, then in course.items() if is_rejected(then)}
    last = next(iter(rejected.values()), None)
    older = dropwhile(lambda each: each is not last, course.values())
    if any(decided(then) == decided(now) for then in older):
        return None
    if last is None or (last.id != now.id and not follows(last, now)):
        return None
    if proposed_since(last, now) or not (alike := said_again(last, now)):
        return None
    first = [each for each, then in rejected.items() if not proposed_since(then, last)][-1]
    said = f"{alike} were rejected in it by {_who(lifetime, first)}, and nobody proposed it again since"
    return Rejection(said, "propose it again, or give other reasons", first)


def _who(lifetime: RecordHistory, commit: str) -> str:
    return f"{author(lifetime.raw(commit))} in {commit[:12]}"
