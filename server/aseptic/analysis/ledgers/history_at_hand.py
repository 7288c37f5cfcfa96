"""Whether git has here what shows which approvals count: without it an approved finding would be recorded as open."""

from __future__ import annotations

from collections.abc import Collection

from aseptic.analysis.approvals.provenance import approved, provenance
from aseptic.analysis.approvals.verdict import NO_GIT
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.file_versions import GitError, head, is_shallow
from aseptic.analysis.versioning.git import NOTHING_SAID, Git, refusal
from aseptic.source.counting import counted

_CUT_OFF = "the history was cut off when it was fetched; `git fetch --unshallow` has it whole"
_UNBORN = "no commit is checked out; commit the project, or check out its branch"

_SEE = "git refuses to look into the repository, as said above"  # whoever asks git tells it, with the cure


def missing_history(project: Project) -> str:
    """Return what of git's history is not here though approvals are judged by it, with the cure; empty for nothing.

    A project that is in no repository is judged by what lies in its tree, and so is one without approvals.
    """
    count = sum(1 for _ in approved(project))
    if not count or not any((each / ".git").exists() for each in (project.root, *project.root.parents)):
        return ""
    why = _why(project)
    return f"{counted(count, 'approval')} cannot be judged here: {why}" if why else ""


def unshown(project: Project, deviations: Collection[str]) -> str:
    """Return why deviations that counted before count no more for want of git alone, with the cure; empty if not."""
    permits = {each.permit for each in project.deviations if each.id in deviations}
    for each in approved(project):
        if each.id in deviations or each.id in permits:
            found = provenance(Git(project.root), project, each)
            if found.basis == NO_GIT and found.lack and not found.against:
                return f"{each.id} counted before, and here {found.lack}; record it where its repository is"
    return ""


def _why(project: Project) -> str:
    try:
        cut_off = is_shallow(project.root)
    except GitError:
        return _SEE if refusal(project.root) else NOTHING_SAID
    return _CUT_OFF if cut_off else "" if head(project.root) else _UNBORN
