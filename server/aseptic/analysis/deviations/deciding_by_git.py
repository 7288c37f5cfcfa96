"""What git and signatures say of a decision before it is written."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Callable
from pathlib import Path

from attrs import evolve

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.approvers_left import left_alone, who_may
from aseptic.analysis.approvals.beforehand import in_vain
from aseptic.analysis.approvals.four_eyes import only_proposed
from aseptic.analysis.approvals.governing import judge_of
from aseptic.analysis.approvals.let_through import let_through_beforehand
from aseptic.analysis.approvals.provenance import Approvals, provenance
from aseptic.analysis.approvals.record_history import lifetime_of
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.identity import mapped
from aseptic.records.authority import raised_by
from aseptic.records.decisions import Case, Refused
from aseptic.records.deviation import Status
from aseptic.records.permit_decisions import PermitCase
from aseptic.standard.policy import Proof


def hold_to_git(project: Project, after: Approvable, done: str = "approved") -> None:
    """Refuse an approval that git would not let count once it is committed."""
    if after.approved.given and (why := in_vain(project, after)):
        raise Refused(f"{after.id} is not {done}: {why}")


def hold_to_signature(project: Project, after: Approvable, signed: bool) -> None:
    """Refuse an approval without the signature that alone would prove it; a renewal is signed once it is written."""
    if not signed and Approvals(project, Git(project.root)).needed(after) is Proof.RECORD_SIGNED:
        why = f"the policy asks for '{Proof.RECORD_SIGNED.words}'"
        raise Refused(
            f"{after.id} is not approved: {why}; `aseptic deviations approve {after.id} --sign KEY` does both"
        )


def warned(project: Project, after: Approvable, signed: bool) -> str:
    """Return by what alone an approval will count, as `verify` tells it then, to be added to a sentence."""
    told = let_through_beforehand(project, after, signed) if after.approved.given else ()
    return "".join(f"; but {each.removeprefix(f'{after.id}: ')}" for each in told)


def by_git(project: Project, case: Case) -> Case:
    """Return a case with what git shows of an approval that stands by its own word, and of who raised the record."""
    deviation, git = case.deviation, Git(project.root)
    given = deviation.status is Status.APPROVED
    if not given or not case.stands.covers:
        lifetime = lifetime_of(git, [deviation])
        raisers = project.terms.policy.four_eyes and raised_by(case.who, deviation.raised.everybody)
        told = who_may(lifetime, deviation, judge_of(project), case.today) if raisers else mapped_words(project, case)
        merely = frozenset[str]() if given else only_proposed(lifetime, deviation)
        found = provenance(git, project, deviation) if given else None
        if found and found.cure and f"is approved, but {found.against}:" in case.stands.note:
            case = evolve(case, stands=evolve(case.stands, way=found.cure))
        return evolve(case, only_proposed=merely, who_may=told)
    found = provenance(git, project, deviation)
    if not found.spent:
        return case
    return evolve(case, spent=found.lack, shown=found.told, anew=not found.stale, cure=found.cure)


def permit_by_git(project: Project, case: PermitCase, expires: datetime.date) -> PermitCase:
    """Return the same of a permit, and who may decide on it until a day, or as whom."""
    permit, git = case.permit, Git(project.root)
    lifetime = lifetime_of(git, [permit])
    if project.terms.policy.four_eyes and raised_by(case.who, permit.raised.everybody):
        told = who_may(lifetime, permit, judge_of(project), case.today)
    else:
        told = _mapped(project, case.who, lambda each: evolve(case, who=each).objection(expires))
    case = evolve(case, who_may=told, only_proposed=only_proposed(lifetime, permit))
    found = provenance(git, project, permit) if case.counts else None
    if found is None or not found.spent:
        return case
    return evolve(case, spent=found.lack, anew=not found.stale, cure=found.cure)


def mapped_words(project: Project, case: Case, expires: datetime.date | None = None) -> str:
    """Return as whom somebody has to act who decides on a deviation until a day, and may not as who they are."""
    return _mapped(project, case.who, lambda each: evolve(case, who=each).objection(expires))


def _mapped(project: Project, who: str, against: Callable[[str], str]) -> str:
    """Return that `.mailmap` has whoever decides as one who may; empty where it has not."""
    if not against(who) or (known := mapped(project.root, who)) == who or against(known):
        return ""
    return f"; .mailmap has that as {known}, so act as that: git config user.email {shlex.quote(known)}"


def leaving_alone(project: Project, before: Approvable, after: Approvable, today: datetime.date) -> str:
    """Return what somebody has to know of a proposal that leaves nobody to approve it, to be added to a sentence."""
    told = left_alone(lifetime_of(Git(project.root), [after]), before, after, judge_of(project), today)
    return f"; {told}" if told else ""


def way_back(project: Project, path: Path, before: bytes, otherwise: str) -> str:
    """Tell how a record that was withdrawn is had back as it was: by git, or what to do `otherwise`, to be added."""
    name = path.relative_to(project.root).as_posix()
    return taken_back(project, path, before) or f"; to take that back {otherwise} {name}"


def taken_back(project: Project, path: Path, before: bytes) -> str:
    """Tell how git has a record back as it was before a decision, to be added; empty where git has another."""
    name = path.relative_to(project.root).as_posix()
    (known,) = Git(project.root).objects([f":./{name}"])  # what git has for the next commit, which it restores
    if known is not None and known.replace(b"\r\n", b"\n") == before.replace(b"\r\n", b"\n"):
        top = (Git(project.root).text("rev-parse", "--show-prefix") or "") + name
        return f"; `git restore {shlex.quote(f':/{top}')}` takes that back"
    return ""
