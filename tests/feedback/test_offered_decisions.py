"""What a menu offers at a finding whose record stands no more."""

from __future__ import annotations

import pytest

from aseptic.feedback.decisions import decisions
from aseptic.records.authority import renewing
from aseptic.records.disposition import Disposition, State
from aseptic.records.verb import Verb


@pytest.mark.parametrize(
    ("way", "spent", "verbs"),
    [
        ("", False, [Verb.WITHDRAW]),
        ("", True, [Verb.PROPOSE, Verb.WITHDRAW]),
        (renewing("DEV-0001"), True, [Verb.RENEW, Verb.WITHDRAW]),
    ],
)
def test_what_lasts_too_long_by_now_is_renewed(way: str, spent: bool, verbs: list[Verb]):
    said = Disposition(State.PROPOSED, "DEV-0001", "DEV-0001 is approved, but it lasts 365 days", way=way)
    assert [each.verb for each in decisions(said, {}, spent)] == verbs
