"""What the first code action needs is imported while nobody waits: between two keys there is no time for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from aseptic.lsp import preloading
from aseptic.lsp.preloading import Ahead

_KEYS = 40
_PATIENCE = 10.0


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was imported since."""
    made: list[str] = []
    monkeypatch.setattr(preloading, "_names", lambda: iter(["one", "two"]))
    monkeypatch.setattr(preloading, "import_module", made.append)
    monkeypatch.setattr(preloading, "_PAUSE", 0)
    monkeypatch.setattr(preloading, "_BREATH", 0)
    return made


async def typed(heard: Callable[[], float], imported: list[str], keys: int) -> None:
    Ahead(heard).begin()
    for _ in range(keys):
        await asyncio.sleep(0.001)
    until = time.monotonic() + _PATIENCE
    while not keys and len(imported) < 2 and time.monotonic() < until:
        await asyncio.sleep(0.001)


def test_nothing_is_imported_while_somebody_types(imported: list[str]) -> None:
    asyncio.run(typed(time.monotonic, imported, _KEYS))
    assert imported == []


def test_all_of_it_is_when_the_last_message_is_a_moment_ago(
    imported: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preloading, "QUIET", 0.02)
    last = time.monotonic()
    asyncio.run(typed(lambda: last, imported, 0))
    assert imported == ["one", "two"]
    assert time.monotonic() >= last + 0.02
