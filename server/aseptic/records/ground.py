"""The grounds on which a breach may stand, in the words of an editor's question."""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    """Why a breach may stand, in the order in which an editor asks: its name in a record, and the same in words."""

    MITIGATED = "mitigated", "something else protects"
    ACCEPTED_RISK = "accepted_risk", "the risk is accepted"
    FALSE_POSITIVE = "false_positive", "it is no breach in truth"
    TEST_ONLY = "test_only", "only tests run it"

    words: str
    """What somebody is told who has to choose one."""

    def __new__(cls, name: str, words: str) -> Ground:
        """Make a ground that is its name in a record, and knows its words."""
        made = str.__new__(cls, name)
        made._value_ = name
        made.words = words
        return made
