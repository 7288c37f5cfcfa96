"""A place where code breaches a rule."""

from __future__ import annotations

from attrs import frozen

from aseptic.source.span import Span
from aseptic.standard.remedy import Remedy
from aseptic.standard.vocabulary import Severity

FINGERPRINT_VERSION = 1
"""How statements are told apart today; it changes when the same statement gets another fingerprint."""


@frozen
class Fingerprint:
    """What recognises a finding when its file changes: the statement, and the statements beside it."""

    statement: str
    around: tuple[str, str]


@frozen
class Finding:
    """A breach, in lines counted from its chunk's first, so that it moves with the chunk for free."""

    rule: str
    span: Span
    """What an editor underlines."""
    node: Span
    """The whole expression or statement, on which a replacement works."""
    message: str
    severity: Severity
    scope: str
    """The function or class inside the chunk, dotted; empty at the chunk's own level."""
    fingerprint: Fingerprint
    symbol: str = ""
    """The dotted name that was called, where one was."""
    bandit: tuple[str, ...] = ()
    """The bandit tests that found it."""
    replace: tuple[Remedy, ...] = ()
    """The rewrites that may mend it, in the order to try them."""
    tied: tuple[str, ...] = ()
    """The ids that a comment at its statement names as its deviations."""
    bare: str = ""
    """Of a comment that names what it silences, what its fingerprint would say of the statement without that."""

    @property
    def at_statement(self) -> str:
        """What tells the statement at which it stands, whatever a comment there says."""
        return self.bare or self.fingerprint.statement
