"""What the next messages need is made while nobody waits: between two keys there is no time for it."""

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


async def typed(
    heard: Callable[[], float], imported: list[str], keys: int, meet: Callable[[type], object] = lambda _: None
) -> None:
    Ahead(heard, meet).begin()
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


def test_what_reads_a_keystroke_is_written_first_and_a_type_that_cannot_be_met_ends_nothing(
    imported: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preloading, "QUIET", 0)
    met: list[str] = []

    def meet(kind: type) -> None:
        assert imported == []
        met.append(kind.__name__)
        if len(met) == 1:
            raise TypeError(kind)

    asyncio.run(typed(lambda: 0.0, imported, 0, meet))
    assert met[:2] == ["TextDocumentContentChangePartial", "DidChangeTextDocumentNotification"]
    assert imported == ["one", "two"]
