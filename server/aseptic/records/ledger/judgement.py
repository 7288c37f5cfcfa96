"""When a closing as no finding lets the finding pass: under what the policy asks of a deviation, or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import NamedTuple

from attrs import field, frozen

from aseptic.records.authority import objection, same_person, to_come
from aseptic.records.reasons import too_short, unfinished, weight
from aseptic.records.terms import Terms
from aseptic.standard.policy import Proof

Word = tuple[str, str]
"""Who said it, and the instant as the ledger has it."""


UNCONFIRMED = "nobody else confirmed it; `aseptic ledger confirm` does"


class Judged(NamedTuple):
    """That a finding is none, as the ledger tells it."""

    reason: str
    by: str
    on: str
    confirmed: tuple[Word, ...] = ()
    """Who looked at it since."""


Earlier = Callable[[str, Judged, Word], tuple[Terms, str] | None]
"""From a statement, how it was closed and one word on that to what held before the word came: the terms, and the
project's folder as seen from the one that they are of. None where nothing else than today's terms is known."""


def unknown(*_: object) -> None:
    """Know of no terms but today's."""


@frozen
class Judge:
    """What decides whether such a word counts."""

    terms: Terms = field(factory=Terms)
    today: datetime.date = datetime.date.max
    earlier: Earlier = unknown

    def against(self, rule: str, path: str, judged: Judged, statement: str = "") -> str:
        """Return why a finding counts as open all the same, as the end of a sentence; empty where it does not.

        Whoever closed it raised it, as with a deviation: under four eyes somebody else has to confirm it. A word counts
        by today's terms and by those before it, so that it brings no terms of its own.
        """
        if why := inadmissible(rule, judged.reason, self.terms):
            return why
        closing = judged.by, judged.on
        heard = [*judged.confirmed, *(() if self.terms.policy.four_eyes else (closing,))]
        if not heard:
            return UNCONFIRMED
        objections = [
            self._objection(rule, path, judged.by, *word, self.terms)
            or self._before(rule, path, judged, word, statement)
            for word in heard
        ]
        return "" if "" in objections else objections[0]

    def _before(self, rule: str, path: str, judged: Judged, word: Word, statement: str) -> str:
        held = self.earlier(statement, judged, word)
        if held is None:
            return ""
        terms, inside = held
        alone = terms.policy.four_eyes and word == (judged.by, judged.on)
        why = inadmissible(rule, judged.reason, terms) or (UNCONFIRMED if alone else "")
        why = why or self._objection(rule, inside + path, judged.by, *word, terms)
        return f"{why}, by the policy before it" if why else ""

    def _objection(self, rule: str, path: str, closed_by: str, who: str, instant: str, terms: Terms) -> str:
        try:
            on = datetime.date.fromisoformat(instant[:10])
        except ValueError:
            return f"'{instant}' is no time at which {who} said so"
        if to_come(on, self.today):
            return f"{who} said so on {on.isoformat()}, which is still to come"
        if terms.policy.four_eyes and same_person(who, closed_by):
            return f"{who} closed it, and somebody else has to confirm it"
        return objection((), path, rule, self.today, who, on, terms)


def inadmissible(rule: str, reason: str, terms: Terms) -> str:
    """Return why nobody's word closes a finding of a rule for a reason, as the end of a sentence; empty if it may."""
    return next(_against(rule, reason, terms), "")


def _against(rule: str, reason: str, terms: Terms) -> Iterator[str]:
    policy = terms.policy
    if rule in terms.mandatory:
        yield f"{rule} is mandatory and admits no exception"
    if rule in policy.no_deviation:
        yield f"the policy allows no exception from {rule}"
    severity = terms.severities.get(rule)
    proof = policy.proof.get(severity, Proof.CLAIMED) if severity else Proof.CLAIMED
    if proof is not Proof.CLAIMED:
        yield f"the policy asks for '{proof.words}', which no line of the ledger is; record it as a false_positive"
    shortest = policy.shortest_justification
    if unfinished(reason):
        yield "its reason is still to be written"
    if weight(reason) < shortest:
        yield f"its reason is too short: {too_short(reason, shortest)}"
