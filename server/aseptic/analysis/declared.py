"""What a project's standard leaves unsaid or promises in vain: each a problem at its line.

The rewrites are imported only for projects that name one, so that a start without them costs nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aseptic.analysis.memo import Memo
from aseptic.checks.bandit import unaccounted
from aseptic.checks.bandit_release import READ, unread_release
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard
from aseptic.standard.tailoring import Tailoring

if TYPE_CHECKING:
    from aseptic.records.own_rule import OwnRule


def unsaid(standard: Standard, tailoring: Tailoring) -> Iterator[Problem]:
    """Yield what an adopted standard does not say: bandit tests nobody accounts for, a review that is due."""
    if not tailoring.standard:
        return

    def problem(key: str, message: str, cure: str) -> Problem:
        return Problem(tailoring.path, message, cure, tailoring.page.line(key), key)

    for test in unaccounted(standard):
        cure = "map it in a rule, or exclude it with a reason"
        yield problem("excluded", f"bandit's {test} is not accounted for", cure)
    if other := unread_release():
        cure = (
            f"install bandit {READ}, or an Aseptic that knows this one; until then each test runs on all code, slowly"
        )
        yield problem("standard", f"bandit {other} is installed, which Aseptic has not read", cure)
    due = tailoring.next_review
    if due is not None and due < datetime.date.today():
        cure = "review the standard, and set the next date"
        yield problem("next_review", f"the review of the standard was due on {due}", cure)
    named = [(f"banned[{number}].replace", entry.replace) for number, entry in enumerate(tailoring.banned)]
    if any(name for _, name in named):
        from aseptic.analysis.examples import unknown_rewrite

        yield from (problem(key, *fault) for key, name in named if (fault := unknown_rewrite(name)))


def unheld(own: Sequence[OwnRule], memo: Memo) -> Iterator[Problem]:
    """Yield what own rules promise and do not hold."""
    if own:
        from aseptic.analysis.examples import untrue

        yield from untrue(own, memo)
