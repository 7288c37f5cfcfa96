"""What a project's standard leaves unsaid or promises in vain: each a problem at its line.

The rewrites are imported only for projects that name one, so that a start without them costs nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.projects.redundant_bans import overlapping
from aseptic.checks.bandit import installed as bandit
from aseptic.checks.bandit.installed import unaccounted
from aseptic.checks.bandit.release import READ, unread_release
from aseptic.records.shelf import Shelf
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.head import Head
from aseptic.standard.refusal import TEST, unknown
from aseptic.standard.tailoring import Tailoring

if TYPE_CHECKING:
    from aseptic.records.own_rule import OwnRule

Fault = tuple[str, str, str]
"""The key at fault, what is wrong with its value, and the cure."""


def unrunnable(standard: Standard, tailoring: Tailoring) -> Iterator[Problem]:
    """Yield what the standard wants of bandit and the installed one cannot give; own rules name their tests."""
    where, line = (tailoring.path, tailoring.page.line("standard")) if tailoring.standard else ("bandit", None)
    for module in bandit.unread():
        yield Problem(where, f"bandit's {module} cannot be imported", "install bandit again", line, "standard")
    for test in bandit.absent(standard):
        owner = standard.by_bandit[test]
        if not owner.own:
            message = f"{owner.id} rests on bandit's {test}, which the installed bandit lacks"
            yield Problem(where, message, "install the release of bandit that Aseptic asks for", line, "standard")


def unsaid(standard: Standard, tailoring: Tailoring, today: datetime.date) -> Iterator[Problem]:
    """Yield what an adopted standard does not say: bandit tests nobody accounts for, a review that is due."""
    if not tailoring.standard:
        return

    def problem(key: str, message: str, cure: str) -> Problem:
        return Problem(tailoring.path, message, cure, tailoring.page.line(key), key)

    yield from (problem(*fault) for fault in (*_another(standard.head, tailoring), *_untimely(tailoring, today)))
    for test in unaccounted(standard):
        cure = "map it in a rule, or exclude it with a reason"
        yield problem("excluded", f"bandit's {test} is not accounted for", cure)
    if other := unread_release():
        cure = (
            f"install bandit {READ}, or an Aseptic that knows this one; until then each test runs on all code, slowly"
        )
        yield problem("standard", f"bandit {other} is installed, which Aseptic has not read", cure)
    for test in sorted(filter(TEST.fullmatch, tailoring.excluded.keys() - bandit.known_tests())):
        cure = "correct the id, or remove the line"
        yield problem(f"excluded.{test}", f"the installed bandit has no test {test}", cure)
    yield from unrunnable(standard, tailoring)
    named = [(f"banned[{number}].replace", entry.replace) for number, entry in enumerate(tailoring.banned)]
    if any(name for _, name in named):
        from aseptic.analysis.projects.examples import unknown_rewrite

        yield from (problem(key, *fault) for key, name in named if (fault := unknown_rewrite(name)))
    yield from overlapping(standard, tailoring)


def _another(head: Head, tailoring: Tailoring) -> Iterator[Fault]:
    """Yield where what the project adopted is not what runs."""
    adopted = (("standard", tailoring.standard, head.standard), ("version", str(tailoring.version), head.version))
    for key, said, running in adopted:
        if running and said != running:
            message = f"the project adopts {key} '{said}', and what runs is {head.standard} {head.version}"
            yield key, message, "adopt the one that runs, or run the one that is adopted"


def _untimely(tailoring: Tailoring, today: datetime.date) -> Iterator[Fault]:
    due = tailoring.next_review
    if due is not None and due < today:
        yield (
            "next_review",
            f"the review of the standard was due on {due}",
            "review it, and set the next date",
        )
    if approved_later(tailoring, today):
        message = f"the approval is of {tailoring.approved.on}, which is still to come"
        yield "approved.on", message, "write the day of the approval"


def approved_later(tailoring: Tailoring, today: datetime.date) -> bool:
    """Say whether the standard's approval is of a day that is still to come."""
    if tailoring.approved.on is None:
        return False
    from aseptic.records.authority import to_come  # as in `loading.shelf_of`

    return to_come(tailoring.approved.on, today)


def untraced(standard: Standard, tailoring: Tailoring, shelf: Shelf) -> Iterator[Problem]:
    """Yield rules and requirements that name one another, and of which there is no such one."""
    unread = {PurePosixPath(problem.path).stem for problem in shelf.problems}
    known = {each.id for each in shelf.requirements} | unread
    for rule, names in tailoring.requirements.items():
        line = tailoring.page.line(f"requirements.{rule}")
        yield from _strangers(tailoring.path, f"requirements.{rule}", line, names, known)
    for own in shelf.rules:
        yield from _strangers(
            own.record, "requirements", own.line("requirements"), own.rule.heading.requirements, known
        )
    for requirement in shelf.requirements:
        for at, name in enumerate(requirement.rules):
            reason = None if name in unread else unknown(standard, name)
            if reason:
                key = f"rules[{at}]"
                yield Problem(requirement.record, f"'rules': {reason[0]}", reason[1], requirement.line(key), key)


def _strangers(path: str, key: str, line: int, names: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, 1)
            cure = f"did you mean '{close[0]}'?" if close else f"write it, as requirements/{name}.md"
            yield Problem(path, f"'{key}': there is no requirement {name}", cure, line, key)


def unheld(own: Sequence[OwnRule], memo: Memo) -> Iterator[Problem]:
    """Yield what own rules promise and do not hold."""
    if own:
        from aseptic.analysis.projects.examples import untrue

        yield from untrue(own, memo)
