"""The commits that changed a project's policy or its own rules, and the merges in which two of its histories met.

By its first parent a merge is what it changed of one side. One that keeps that side's files whole (`-s ours`) changes
nothing there, whatever became of the policy beside it: so the other sides are known, too.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

from attrs import define

from aseptic.analysis.approvals.folders_then import SETTINGS
from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.records.reading import STANDARD
from aseptic.records.shelf import OWN_RULES, SIGNERS

_MOST_STEPS = 100
"""Names on the way to a file, those that links add included, after which it is one that leads nowhere."""


@define(frozen=True, slots=False, eq=False)
class PolicyHistory:
    """How a project's policy came about up to a commit; git is asked when it is needed first."""

    project: Project
    git: Git
    upto: str
    places: RecordPlaces | None = None
    """Where the project lay before, if that is to count."""

    @property
    def commits(self) -> Sequence[str]:
        """The commits of the mainline that changed the policy, or in which its histories met, the oldest first."""
        merged = self.sides and self._listed("--first-parent", "--reverse")
        if not merged:
            return self.changes
        known = {*self.changes, *self.sides}
        return [each for each in merged if each in known]

    @cached_property
    def changes(self) -> Sequence[str]:
        """The commits of the mainline that changed the policy against their first parent, the oldest first."""
        return self._listed("--first-parent", "--reverse", files=True)

    @cached_property
    def sides(self) -> Mapping[str, tuple[str, ...]]:
        """The merges that had a choice of policies, each with the commits that tell those.

        What git calls simplified: none in which one side had only what the other had before, or took it over.
        """
        found = (line.split() for line in self._listed("--simplify-merges", "--parents", files=True))
        return {commit: tuple(parents) for commit, *parents in found if len(parents) > 1}

    def _listed(self, *how: str, files: bool = False) -> list[str]:
        if not self.upto:
            return []
        limit = ("--", *self._files) if files else ("--",)
        found = self.git.text("--literal-pathspecs", "rev-list", *how, self.upto, *limit)
        return found.split("\n") if found else []

    @property
    def _files(self) -> Sequence[str]:
        records, owners = self.project.settings.records, self.project.tailoring.policy.codeowners
        here = [step for name in _named(records, owners) for step in _on_the_way(self.project.root, name)]
        if self.places is None:
            return here
        once = (
            posixpath.relpath(f"/{folder}{name}", f"/{self.places.prefix}")
            for folder, then in self.places.projects
            for name in _named(then, owners)
        )
        return list(dict.fromkeys((*here, *once)))


def _named(records: str, owners: str) -> Sequence[str]:
    """Return the files that say what a project's policy is, from its folder."""
    among = (f"{records}/{name}" for name in (STANDARD, SIGNERS, OWN_RULES))
    return SETTINGS, *among, *((owners,) if owners else ())


def _on_the_way(root: Path, name: str) -> Sequence[str]:
    """Return a name in a project, and what links on the way to it lead to inside of it: what changes there counts."""
    waiting, at, found = list(PurePosixPath(name).parts), PurePosixPath(), [name]
    for _ in range(_MOST_STEPS):
        if not waiting:
            break
        at = PurePosixPath(posixpath.normpath(at / waiting.pop(0)))
        if (root / at).is_symlink():
            waiting = [*(root / at).readlink().parts, *waiting]
            at = at.parent
            found.append(posixpath.normpath(at.joinpath(*waiting)))
    return [each for each in dict.fromkeys(found) if not each.startswith(("/", ".."))]
