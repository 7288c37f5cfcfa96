"""Whether a project's policy can be read: while it cannot, nobody knows who may decide."""

from __future__ import annotations

from aseptic.analysis.projects.project import Project
from aseptic.source.problem import Mistake, Problem
from aseptic.standard.tailoring import read_tailoring

_POLICY = "policy"


def unread_policy(project: Project) -> Problem | None:
    """Return what keeps the policy of `standard.md` from being read whole; None where nothing does.

    A key that nobody knows may have been meant as the policy. A fault in another entry leaves the policy as it is.
    """
    path = f"{project.settings.records}/standard.md"
    if project.shelf.standard is None:
        return next((each for each in project.shelf.problems if each.path == path), None)
    tailoring, problems = read_tailoring(path, project.shelf.standard)
    return next((each for each in problems if tailoring is None or _hides(each)), None)


def _hides(problem: Problem) -> bool:
    top, inside, _ = problem.key.replace("[", ".").partition(".")
    return top == _POLICY or (problem.mistake is Mistake.UNKNOWN and not inside)
