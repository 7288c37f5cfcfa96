"""What an id stands for in a project, whatever became of the rule: left out, renamed, at fault, or of bandit's."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import PurePosixPath

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.evidence.tailoring_words import changes
from aseptic.records.shelf import OWN_RULES
from aseptic.source.problem import Problem
from aseptic.standard.rule import Rule


@frozen
class Sought:
    """What there is to say about an id."""

    rule: Rule | None = None
    """The rule, as it holds here; as adopted where the project leaves it out."""
    notes: tuple[str, ...] = ()
    """What became of the id or of its rule here, in sentences of Markdown."""
    problems: tuple[Problem, ...] = ()
    """Why a rule of the project's own with this id does not hold."""
    near: str = ""
    """An id that may have been meant."""


def sought(project: Project, wanted: str) -> Sought:
    """Say what an id stands for: a rule's, one that a rule had formerly, or a test of bandit's."""
    adopted, standard = project.adopted, project.standard
    if wanted in adopted.rules:
        return _rule(project, wanted)
    if wanted in adopted.formerly:
        return _rule(project, adopted.formerly[wanted], f"{wanted} is {adopted.formerly[wanted]} now.")
    reason = standard.head.excluded.get(wanted)
    if wanted in adopted.by_bandit:
        owner = adopted.by_bandit[wanted].id
        return _rule(project, owner, *([f"Bandit's {wanted} is left out here: {reason}"] if reason else []))
    if reason:
        return Sought(notes=(f"{wanted} is left out of the standard: {reason}",))
    problems = tuple(each for each in project.problems if _of_own_rule(project, each, wanted))
    if problems:
        return Sought(
            notes=(f"{wanted} is a rule of the project's own, and is at fault: it does not hold.",), problems=problems
        )
    return Sought(near=next(iter(get_close_matches(wanted, adopted.rules, 1)), ""))


def _rule(project: Project, name: str, *notes: str) -> Sought:
    adopted = project.adopted.rules[name]
    said = dict.fromkeys((*notes, *changes(project, adopted)))
    return Sought(project.standard.rules.get(name, adopted), tuple(said))


def _of_own_rule(project: Project, problem: Problem, wanted: str) -> bool:
    path = PurePosixPath(problem.path)
    return path.stem == wanted and path.parent == PurePosixPath(project.settings.records, OWN_RULES)
