"""Bans of a project that say nothing new: what it says twice itself, and what a rule of its standard says already."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from aseptic.checks.bandit.installed import call_names
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.detect import Banned, Used
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import ProjectBanned, Tailoring

_IMPORTS = "B4"
"""How the ids of bandit's lists of imports begin."""
_SAID = "message", "replace", "severity", "rule"
"""What an entry adds to a ban without making it another."""


def overlapping(standard: Standard, tailoring: Tailoring) -> Iterator[Problem]:
    """Yield each ban that another one holds already, at its line. It holds all the same."""
    before: dict[str, list[Banned]] = {}
    for number, entry in enumerate(tailoring.banned):
        asked = evolve(entry, name="", also=(), **{name: getattr(_PLAIN, name) for name in _SAID})
        for name in entry.names:
            said = before.setdefault(name, [])
            fault = _twice(name) if asked in said else _ruled(name, entry, standard)
            said.append(asked)
            if fault:
                key = f"banned[{number}].name"
                yield Problem(tailoring.path, *fault, tailoring.page.line(key), key)


def _twice(name: str) -> tuple[str, str]:
    return f"{_spoken(name)} is banned twice", "keep one of the two"


def _ruled(name: str, entry: Banned, standard: Standard) -> tuple[str, str] | None:
    rule = next((rule for rule in standard.rules.values() if _bans(rule, name, entry.used)), None)
    return rule and (f"{_spoken(name)} is banned by {rule.id} already ({rule.title})", "remove the ban")


_PLAIN = ProjectBanned("a.b")


def _spoken(name: str) -> str:
    return name.removeprefix("builtins.")


def _bans(rule: Rule, name: str, used: Used) -> bool:
    """Whether a rule bans such a use of a name whatever the arguments are, and wherever it stands."""
    detect = rule.heading.detect
    listed = (test for test in detect.bandit if test.startswith(_IMPORTS) == (used is Used.IMPORT))
    if used in (Used.CALL, Used.IMPORT) and any(name in call_names(test) for test in listed):
        return True
    return any(
        name in entry.names and entry.used is used and not _is_conditional(entry)
        for entry in detect.banned
        if not isinstance(entry, ProjectBanned)
    )


def _is_conditional(entry: Banned) -> bool:
    """Whether an entry bans only some uses of its names."""
    asked = (entry.when, entry.unless, entry.missing, entry.without, entry.not_after)
    return any(asked) or entry.untested or entry.unmeasured or entry.in_async is not None
