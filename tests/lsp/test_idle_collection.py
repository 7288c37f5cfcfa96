"""What opened documents bring and closed ones leave behind is looked at once, when nobody waits for an answer."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from inside import Inside
from wire import PATIENCE

from aseptic.analysis.documents import collector
from aseptic.lsp import idle_collection
from aseptic.lsp.idle_collection import LATEST, PAUSE, IdleCollection

MANY = 20


class Clock:
    """A clock that stands, and what is to be done at which time."""

    def __init__(self) -> None:
        self.now, self.heard = 100.0, 100.0
        self.due: list[tuple[float, Callable[[], None]]] = []

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        self.due.append((self.now + seconds, work))

    def until(self, when: float) -> None:
        while self.due and self.due[0][0] <= when:
            self.now, work = self.due.pop(0)
            work()
        self.now = when


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """A look for garbage each."""
    made: list[None] = []
    monkeypatch.setattr(collector, "take_back", lambda: made.append(None))
    return made


@pytest.fixture
def asides(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for each time that what came new was set aside."""
    made: list[None] = []
    monkeypatch.setattr(collector, "set_aside", lambda: made.append(None))
    return made


def closed(wire: Inside) -> None:
    addresses = [wire.opened(f"m{number}.py", "eval(x)\n") for number in range(MANY)]
    for address in addresses[1:]:
        wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    assert wire.hover(addresses[0], 0, 1)


def test_nobody_waits_for_it_after_many_documents_were_closed(
    inside: Callable[..., Inside], looks: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_collection, "PAUSE", 3600)
    wire = inside()
    closed(wire)
    assert looks == []


def test_it_comes_when_nothing_is_asked_any_more(
    inside: Callable[..., Inside], looks: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_collection, "PAUSE", 0.01)
    wire = inside()
    closed(wire)
    until = time.monotonic() + PATIENCE
    while not looks:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_burst_costs_one_look_a_pause_after_the_last_message(looks: list[None]) -> None:
    clock = Clock()
    idle = IdleCollection(lambda: clock.heard, clock.later, lambda: clock.now)
    for _ in range(MANY):
        clock.heard = clock.now
        idle.soon()
        clock.until(clock.now + PAUSE / 2)
    clock.heard = clock.now
    clock.until(clock.heard + PAUSE - 0.1)
    assert looks == []
    clock.until(clock.heard + PAUSE)
    assert len(looks) == 1
    clock.until(clock.heard + 10 * PAUSE)
    assert len(looks) == 1


def test_a_later_burst_is_looked_at_again(looks: list[None]) -> None:
    clock = Clock()
    idle = IdleCollection(lambda: clock.heard, clock.later, lambda: clock.now)
    for times in (1, 2):
        clock.heard = clock.now
        idle.soon()
        clock.until(clock.now + 2 * PAUSE)
        assert len(looks) == times


def test_who_types_right_after_opening_waits_for_no_look(
    inside: Callable[..., Inside], asides: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_collection, "PAUSE", 3600)
    wire = inside()
    address = wire.opened("m.py", "eval(x)\n")
    assert wire.hover(address, 0, 1)
    assert asides == []


def test_what_a_document_brought_is_set_aside_in_a_pause(asides: list[None], looks: list[None]) -> None:
    clock = Clock()
    idle = IdleCollection(lambda: clock.heard, clock.later, lambda: clock.now)
    idle.opened()
    clock.until(clock.heard + PAUSE - 0.1)
    assert asides == []
    clock.until(clock.heard + PAUSE)
    assert len(asides) == 1
    idle.opened()
    idle.soon()
    clock.heard = clock.now
    clock.until(clock.now + 2 * PAUSE)
    assert (len(asides), len(looks)) == (1, 1)


def test_it_waits_for_no_pause_for_ever(asides: list[None]) -> None:
    clock = Clock()
    idle = IdleCollection(lambda: clock.heard, clock.later, lambda: clock.now)
    idle.opened()
    for _ in range(int(2 * LATEST / PAUSE)):
        clock.until(clock.now + PAUSE / 2)
        clock.heard = clock.now
    assert len(asides) == 1


def test_documents_opened_one_after_another_leave_no_more_than_one(asides: list[None]) -> None:
    clock = Clock()
    idle = IdleCollection(lambda: clock.heard, clock.later, lambda: clock.now)
    for _ in range(MANY):
        idle.opened()
    assert len(asides) == MANY // 2
