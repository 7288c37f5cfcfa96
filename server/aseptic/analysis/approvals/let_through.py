"""By what alone approvals count that would not by the policy before: a change of it, or a move of their code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.left_behind import left_behind
from aseptic.analysis.approvals.policy_changes import unvouched
from aseptic.analysis.approvals.record_places import RecordPlaces, places_of
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.standard.policy import Proof


def let_through(project: Project, counted: Sequence[Provenance], places: RecordPlaces) -> Iterator[str]:
    """Yield a line for what nobody took over who might; `places` are those of the project's records."""
    change = unvouched(project, places=places)
    if change and (told := change.lets_through(counted)):
        yield told
    yield from left_behind(project, counted, change, places)


def let_through_beforehand(project: Project, record: Approvable, signed: bool = False) -> Sequence[str]:
    """Return the same of an approval that no commit has, as if whoever gives it commits it: `signed`, or plainly."""
    git = Git(project.root)
    prefix = git.text("rev-parse", "--show-prefix")
    if prefix is None:
        return []
    proof = Proof.RECORD_SIGNED if signed else Proof.COMMITTED
    return [*let_through(project, [Provenance(record, proof, proof, proof)], places_of(project, git, prefix))]
