"""What of a project's tailoring is granted: it may tighten any rule and loosen only advisory ones.

What is refused is a problem at its line and is gone from what is returned, so that nothing states it as a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from attrs import define, evolve

from aseptic.source.problem import Problem
from aseptic.standard import refusal
from aseptic.standard.catalog import Standard
from aseptic.standard.head import PathSetting
from aseptic.standard.raising import raised
from aseptic.standard.refusal import Reason
from aseptic.standard.tailoring import BANNED_BY_PROJECTS, ProjectBanned, Tailoring

V = TypeVar("V")


def granted(standard: Standard, tailoring: Tailoring) -> tuple[Tailoring, tuple[Problem, ...]]:
    """Return what of a tailoring may stand over a standard, and why the rest may not."""
    judge = _Judge(tailoring, [])
    categories = judge.entries("categories", tailoring.categories, refusal.of_category, standard)
    # What a category is raised to counts for everything below: a rule made required is excluded no more.
    standard = raised(standard, categories)
    may_stand = evolve(
        tailoring,
        categories=categories,
        severities=judge.entries("severities", tailoring.severities, refusal.of_severity, standard),
        excluded=judge.entries("excluded", tailoring.excluded, refusal.of_exclusion, standard),
        not_applicable=judge.entries("not_applicable", tailoring.not_applicable, refusal.of_any, standard),
        requirements=judge.entries("requirements", tailoring.requirements, refusal.of_any, standard),
        banned=tuple(
            judge.ban(f"banned[{number}].severity", entry, standard)
            for number, entry in enumerate(tailoring.banned)
            if judge.allows(f"banned[{number}]", refusal.unknown(standard, entry.rule))
        ),
        paths=tuple(
            kept
            for number, entry in enumerate(tailoring.paths)
            if (kept := judge.path_setting(f"paths[{number}]", entry, standard)).without
        ),
    )
    return may_stand, tuple(judge.problems)


@define
class _Judge:
    """Asks of each entry why it may not stand, and notes the answers."""

    tailoring: Tailoring
    problems: list[Problem]

    def allows(self, key: str, reason: Reason | None) -> bool:
        """Say whether there is no reason against the entry at a key; note it where there is."""
        if reason is not None:
            self.problems.append(Problem(self.tailoring.path, *reason, self.tailoring.page.line(key), key))
        return reason is None

    def entries(
        self,
        key: str,
        entries: Mapping[str, V],
        why_not: Callable[[Standard, str, V], Reason | None],
        standard: Standard,
    ) -> dict[str, V]:
        """Return which of the entries under a key may stand."""
        return {
            name: entry
            for name, entry in entries.items()
            if self.allows(f"{key}.{name}", why_not(standard, name, entry))
        }

    def ban(self, key: str, entry: ProjectBanned, standard: Standard) -> ProjectBanned:
        """Return a ban that is no milder than the rule that it stands under: it may name what that finds already."""
        rule = standard.rules[entry.rule]
        mild = entry.severity is not None and entry.severity.rank < rule.severity.rank
        if not mild or entry.rule == BANNED_BY_PROJECTS:
            return entry
        message = f"a ban under {rule.id} is {rule.severity} at least, as the rule is"
        self.allows(key, (message, "leave the severity out, or ban it under no rule"))
        return evolve(entry, severity=None)

    def path_setting(self, key: str, entry: PathSetting, standard: Standard) -> PathSetting:
        """Return a setting with those of its rules that may rest."""
        without = (name for name in entry.without if self.allows(key, refusal.of_rest(standard, name)))
        return evolve(entry, without=tuple(without))
