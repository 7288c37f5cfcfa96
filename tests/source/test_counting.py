"""Numbers of things in words."""

from __future__ import annotations

import pytest

from aseptic.source.counting import counted


@pytest.mark.parametrize(("count", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (-1, "-1 files")])
def test_one_thing_is_one(count: int, said: str) -> None:
    assert counted(count, "file") == said
