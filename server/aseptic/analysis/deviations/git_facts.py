"""What git has to say of one deviation, asked where somebody looks at it: no keystroke waits for it."""

from __future__ import annotations

from functools import lru_cache

from attrs import frozen

from aseptic.analysis.approvals.amendment import amendment
from aseptic.analysis.approvals.premise_changes import Change, changes, on_disk
from aseptic.analysis.approvals.provenance import Approvals, provenance
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.documents.reading import FileStamp, stamped
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.git import Git
from aseptic.records.deviation import Deviation, Status
from aseptic.standard.policy import Proof


@frozen
class Remembered:
    """What git remembers of a deviation."""

    changes: tuple[Change, ...] = ()
    """What of it, or of the ground that it rests on, is not as it was when it was approved."""
    proof: str = ""
    """How well its approval is proved, where the policy asks for more than anybody's word."""


def remembered(session: Session, project: Project, identity: str) -> Remembered:
    """Return what git remembers of an approved deviation; nothing of any other."""
    deviation = next((each for each in project.deviations if each.id == identity), None)
    if deviation is None or deviation.status is not Status.APPROVED:
        return Remembered()
    git = Git(project.root)
    digest = session.beside(project).digest
    pinned = {each.code: each.digest for each in deviation.premises}
    pinned |= {each.verified_by: each.digest for each in deviation.measures}
    shaken = any(was and digest(name) not in (was, "") for name, was in pinned.items())

    def now(path: str) -> str | None:
        place = project.root / path
        return "".join(session.snapshot(place).lines) if session.is_open(place) else on_disk(project, path)

    return Remembered(
        (*amendment(git, deviation), *(changes(git, project, deviation, now) if shaken else ())),
        _proof(git, project, deviation),
    )


def judgement(project: Project, deviation: Deviation) -> Provenance:
    """Return what git says of an approval, for a menu: it is asked once for a project and a checkout as they stand.

    What was fetched or signed meanwhile is not in it.
    """
    return _judged(project, deviation, tuple(map(stamped, Git(project.root).marks())))


@lru_cache(maxsize=64)
def _judged(project: Project, deviation: Deviation, checkout: tuple[FileStamp, ...]) -> Provenance:
    return _approvals(project, checkout).judged(deviation)


@lru_cache(maxsize=1)
def _approvals(project: Project, _checkout: tuple[FileStamp, ...]) -> Approvals:
    return Approvals(project, Git(project.root))


def _proof(git: Git, project: Project, deviation: Deviation) -> str:
    found = provenance(git, project, deviation)
    if found.lack:
        return f"{found.told}: `aseptic check` and the gate count it as proposed"
    shown = f"git shows it as '{found.proof.words}', as the policy asks" if found.needed is not Proof.CLAIMED else ""
    return "; ".join(filter(None, (shown, found.unkept, found.alone)))
