"""What counts by one policy that did not by another, and whether two say the same."""

from __future__ import annotations

from collections.abc import Iterator

from aseptic.analysis.approvals.governing import Judge
from aseptic.records.authority import people
from aseptic.records.codeowners import Codeowners

_ENDLESS = 1 << 30
"""More days than any policy allows."""


def loosened(before: Judge, after: Judge) -> tuple[str, ...]:
    """Return in what a policy lets through more than one before it, in a few words each; none where in nothing."""
    if (before.terms, before.signers) == (after.terms, after.signers):  # as most are, and there are many
        return ()
    return tuple(dict.fromkeys((*_by_whom(before, after), *_of_what(before, after))))


def same(one: Judge, other: Judge) -> bool:
    """Say whether two judge alike, as far as a project says by what."""
    mine, others = one.terms, other.terms
    said = (mine.policy, mine.severities, mine.owners) == (others.policy, others.severities, others.owners)
    return said and mine.mandatory == others.mandatory and one.signers == other.signers


def _by_whom(before: Judge, after: Judge) -> Iterator[str]:
    old, new = before.terms.policy, after.terms.policy
    if old.names_approvers:
        if not new.names_approvers or people(new.approvers, new) - people(old.approvers, old):
            yield "who may approve"
        if new.codeowners and _owners(after) != _owners(before):
            yield "who owns which file"
    if old.four_eyes and not new.four_eyes:
        yield "four eyes"
    if any(name not in new.former or new.former[name] > day for name, day in old.former.items()):
        yield "who left"
    if {*after.signers.splitlines()} - {*before.signers.splitlines()}:
        yield "the signers"


def _owners(judge: Judge) -> Codeowners | None:
    return judge.terms.owners if judge.terms.policy.codeowners else None


def _of_what(before: Judge, after: Judge) -> Iterator[str]:
    old, new = before.terms.policy, after.terms.policy
    if new.shortest_justification < old.shortest_justification:
        yield "how long a justification is"
    for rule in before.terms.severities:
        if after.needed(rule).rank < before.needed(rule).rank:
            yield "the proof that is asked for"
        if _longest(after, rule) > _longest(before, rule):
            yield "the longest time"
        if _barred(before, rule) and not _barred(after, rule):
            yield "what allows no deviation"


def _longest(judge: Judge, rule: str) -> int:
    severity = judge.terms.severities.get(rule)
    return judge.terms.policy.longest_days.get(severity, _ENDLESS) if severity else _ENDLESS


def _barred(judge: Judge, rule: str) -> bool:
    return rule in judge.terms.mandatory or rule in judge.terms.policy.no_deviation
