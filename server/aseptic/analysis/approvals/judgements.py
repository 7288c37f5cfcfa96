"""What git says of all approvals of a project at one instant, kept by whoever is asked for it again and again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.provenance import approved, judged
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.branching import marks_of
from aseptic.analysis.versioning.git import Git


@frozen(eq=False)
class Judgements:
    """The approvals of a project, judged; of a record that was changed since nothing is known."""

    _found: Mapping[str, Provenance] = field(factory=dict[str, Provenance])
    """By the record's file."""

    def of(self, record: Approvable) -> Provenance | None:
        """Return what git says of a record's approval; None where it was not asked about the record as it is."""
        found = self._found.get(record.record)
        return found if found is not None and found.record == record else None

    def told(self, record: Approvable) -> str:
        """Tell why an approval does not count by git's word, as the end of a sentence; empty where it may."""
        found = self.of(record)
        return found.told if found is not None else ""

    def spent(self, record: Approvable) -> bool:
        """Say whether an approval does not count and never will, so that its record is to be proposed again."""
        found = self.of(record)
        return found is not None and found.spent

    @property
    def lacking(self) -> bool:
        """Whether there is an approval that does not count."""
        return any(not each.holds for each in self._found.values())


UNJUDGED = Judgements()


def judgements(project: Project) -> Judgements:
    """Ask git about a project's approvals: a moment for hundreds of them, or as long as git takes to answer."""
    return Judgements({each.record.record: each for each in judged(project)})


def has_approvals(project: Project) -> bool:
    """Say whether there is anything to ask git about."""
    return any(True for _ in approved(project))


def marks(project: Project) -> tuple[Path, ...]:
    """Return the files that change when git may judge otherwise: its own, and signatures; git is asked where they are.

    What was fetched is in it as far as it is of the default branch.
    """
    signatures = (project.root / f"{each.record}.sig" for each in approved(project))
    return (*Git(project.root).marks(), *marks_of(project.root), *signatures)
