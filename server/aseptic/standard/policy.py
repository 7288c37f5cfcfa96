"""The policy of a project: its numbers, and who may decide what."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePosixPath

from attrs import field, frozen

from aseptic.standard.degree import Degree, reason_of, severity_of
from aseptic.standard.vocabulary import Severity

Fault = tuple[str, str, str]
"""The key at fault, what is wrong with its value, and the cure."""
_MOST_DAYS = 3650
"""Ten years: what holds for longer is no exception."""
_LONGEST_TEXT = 2000
"""Characters that a policy may ask of a justification."""


class Proof(StrEnum):
    """How well an approval is shown to be its approver's own, the weakest first."""

    CLAIMED = "claimed"
    COMMITTED = "committed"
    COMMIT_SIGNED = "commit_signed"
    RECORD_SIGNED = "record_signed"

    @property
    def rank(self) -> int:
        """Its place among the proofs, from 0 for the weakest."""
        return list(Proof).index(self)

    @property
    def words(self) -> str:
        """The proof as people read it."""
        return _WORDS[self]


_WORDS = {
    Proof.CLAIMED: "claimed",
    Proof.COMMITTED: "committed by",
    Proof.COMMIT_SIGNED: "commit signed",
    Proof.RECORD_SIGNED: "record signed",
}


@frozen
class Policy:
    """What a project sets: numbers, and who may approve."""

    expires_days: int = 365
    """How long a new deviation holds, in days."""
    expiring_days: int = 30
    """How many days before its end a deviation is shown as expiring."""
    shortest_justification: int = 20
    """How many characters a justification has at least."""
    gate: Degree = Severity.LOW
    """Open findings of this severity and above fail a check."""
    approvers: tuple[str, ...] = ()
    """Who may approve: addresses as git has them, and teams with `@` before their name. Empty: anybody else."""
    teams: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    """The members of each team, by its name without `@`."""
    codeowners: str = ""
    """A CODEOWNERS file, from the project's root, whose owners of a file may approve deviations in it."""
    four_eyes: bool = True
    """Whether nobody approves what they raised."""
    longest_days: dict[Severity, int] = field(factory=dict[Severity, int])
    """For how many days a deviation may hold, by the severity of its rule."""
    no_deviation: tuple[str, ...] = ()
    """Rules that allow no deviation here."""
    proof: dict[Severity, Proof] = field(factory=dict[Severity, Proof])
    """The least proof that an approval needs, by the severity of its rule."""
    former: dict[str, datetime.date] = field(factory=dict[str, datetime.date])
    """Who left, and when: what they approved before stands, and needs somebody else to answer for it."""

    shortest_reason: int = 8
    """How many characters a reason in `standard.md`, or of a rejection, has at least: a line, and no prose."""

    @property
    def threshold(self) -> Severity:
        """The gate's severity."""
        return severity_of(self.gate)

    @property
    def names_approvers(self) -> bool:
        """Whether only some may approve."""
        return bool(self.approvers or self.codeowners)


def policy_faults(policy: Policy) -> Iterator[Fault]:
    """Yield what is wrong with a policy whose values fit one by one."""
    texts, days = ("shortest_justification", "shortest_reason"), ("expires_days", "expiring_days")
    numbers = {name: getattr(policy, name) for name in (*days, *texts)}
    numbers |= {f"longest_days.{severity.value}": number for severity, number in policy.longest_days.items()}
    for name, number in numbers.items():
        most = _LONGEST_TEXT if name in texts else _MOST_DAYS
        if number < 1:
            yield f"policy.{name}", "a number above nought is expected", "correct the value"
        elif number > most:
            yield f"policy.{name}", f"{most:,} is the most that makes sense", "correct the value"
    if policy.threshold.rank > Severity.LOW.rank and not reason_of(policy.gate):
        cure = f"write {{to: {policy.threshold}, reason: …}}"
        yield "policy.gate", "a gate that lets findings pass needs a reason", cure
    for number, each in enumerate(policy.approvers):
        if each.startswith("@") and each[1:] not in policy.teams:
            yield f"policy.approvers[{number}]", f"the team '{each}' has no members", "list them in 'teams'"
    place = PurePosixPath(policy.codeowners)
    if policy.codeowners and (place.is_absolute() or ".." in place.parts):
        yield "policy.codeowners", "the path leaves the project", "write it from the project's root"
