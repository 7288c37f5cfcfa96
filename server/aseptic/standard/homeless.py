"""Bans under a rule that there is none of: a slip in an id must not let go what a project bans."""

from __future__ import annotations

from attrs import evolve

from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.refusal import unknown
from aseptic.standard.tailoring import BANNED_BY_PROJECTS, ProjectBanned, Tailoring
from aseptic.standard.vocabulary import Category

_MEANWHILE = f"until then {BANNED_BY_PROJECTS} holds the ban"


def housed(standard: Standard, tailoring: Tailoring) -> tuple[Tailoring, tuple[Problem, ...]]:
    """Return a tailoring with each such ban under the rule that bans of projects have, and a problem for each."""
    problems: list[Problem] = []
    banned: list[ProjectBanned] = []
    for number, entry in enumerate(tailoring.banned):
        fault = _fault(standard, tailoring, entry.rule)
        if fault:
            key = f"banned[{number}].rule"
            problems.append(Problem(tailoring.path, *fault, tailoring.page.line(key), key))
        banned.append(evolve(entry, rule=BANNED_BY_PROJECTS) if fault else entry)
    return evolve(tailoring, banned=tuple(banned)) if problems else tailoring, tuple(problems)


def _fault(standard: Standard, tailoring: Tailoring, name: str) -> tuple[str, str] | None:
    """Return why no finding could be one of a rule here, and the cure."""
    reason = unknown(standard, name)
    if reason is not None:
        return reason[0], f"{reason[1]} {_MEANWHILE}" if reason[1].endswith("?") else f"{reason[1]}; {_MEANWHILE}"
    category = tailoring.categories.get(name, standard.rules[name].heading.category)
    if name in tailoring.excluded and category is Category.ADVISORY and name != BANNED_BY_PROJECTS:
        return f"{name} is left out here, and cannot ban", f"name another rule; {_MEANWHILE}"
    return None
