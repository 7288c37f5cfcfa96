"""A severity that a project sets: alone where it is stricter, with a reason where it is milder."""

from __future__ import annotations

from attrs import frozen

from aseptic.standard.structure import either
from aseptic.standard.vocabulary import Severity


@frozen
class Milder:
    """A severity that is lower, or a gate that is higher, than what holds otherwise, and why."""

    to: Severity
    reason: str


Degree = Severity | Milder
"""A severity as people write it: alone where it is stricter, with a reason where it is milder."""


def severity_of(degree: Degree) -> Severity:
    """Return the severity itself."""
    return degree.to if isinstance(degree, Milder) else degree


def reason_of(degree: Degree) -> str:
    """Return why it is milder; empty where no reason is given."""
    return degree.reason if isinstance(degree, Milder) else ""


either(Degree, Milder, Severity)
