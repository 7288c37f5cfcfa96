"""Whom the words of a trailer name, where addresses hold what elsewhere stands between two people."""

from __future__ import annotations

import pytest

from aseptic.analysis.versioning.co_authors import names_somebody


@pytest.mark.parametrize(
    ("value", "who", "named"),
    [
        ("jo+lab@example.org", "jo+lab@example.org", True),
        ("Jo <jo+lab@example.org>", "jo+lab@example.org", True),
        ("jo+lab@example.org", "jo", False),
        ("jo+lab@example.org", "lab@example.org", False),
        ("Jo <jo+lab@example.org>, Mira Berg", "Mira Berg", True),
        ("ann@example.org/jo+lab@example.org", "jo+lab@example.org", True),
        ("ann@example.org+jo@example.org", "jo@example.org", True),
        ("ann@example.org & jo", "jo", True),
        ("ann + jo", "jo", True),
        ("Jo Berg <somebody+else@example.org>", "Jo", False),
    ],
)
def test_an_address_is_read_whole(value: str, who: str, named: bool) -> None:
    assert names_somebody(value, who) is named
