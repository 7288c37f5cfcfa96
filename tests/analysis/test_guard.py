"""A check that raises, never ends, or ends the process: the chunk is put aside, and nothing else suffers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from aseptic.analysis.documents import quarantine as notes
from aseptic.analysis.documents import watchdog as guarding
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.documents.quarantine import Quarantine
from aseptic.analysis.documents.watchdog import PutAside, TookTooLong, Watchdog
from aseptic.analysis.sessions import outcome
from aseptic.analysis.sessions.session import Session
from aseptic.checks.checker import Checker, compiled
from aseptic.checks.detector import Subject
from aseptic.source.chunk import Chunk
from aseptic.source.view import View
from aseptic.standard.catalog import Standard

CHUNK = Chunk("os.system(x)\n")
OTHER = Chunk("os.system(y)\n")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watchdog]:
    monkeypatch.setattr(guarding, "_LEAST", 0.1)
    yield Watchdog()


def endless() -> None:
    while True:
        pass


def swallowing() -> None:
    """Fail as bandit does with its plugins: every plain exception is a fault of one node."""
    while True:
        try:
            endless()
        except Exception:
            continue


def backtracking() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


@pytest.mark.parametrize("work", [endless, swallowing, backtracking])
def test_what_never_ends_is_broken_off(impatient: Watchdog, work: Callable[[], None]) -> None:
    with pytest.raises(TookTooLong):
        impatient.run(CHUNK, work)
    assert impatient.run(CHUNK, lambda: "the next one") == "the next one"


def test_what_ends_in_time_is_left_in_peace(impatient: Watchdog) -> None:
    began = time.process_time()
    while time.process_time() - began < 0.5:
        assert impatient.run(CHUNK, lambda: sum(range(10_000))) == 49_995_000
    time.sleep(0.2)  # nothing is checked: no time is too long


def test_waiting_costs_no_time_of_the_processor_and_is_not_broken_off(impatient: Watchdog) -> None:
    impatient.run(CHUNK, lambda: time.sleep(0.4))


def test_a_long_chunk_gets_more_time(impatient: Watchdog) -> None:
    def work() -> None:
        began = time.process_time()
        while time.process_time() - began < 0.4:
            pass

    impatient.run(evolve(CHUNK, height=1000), work)


def test_outside_the_main_thread_nothing_is_watched(impatient: Watchdog) -> None:
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(impatient.run(CHUNK, lambda: "done")))
    thread.start()
    thread.join()
    assert answers == ["done"]


def failing(standard: Standard, act: Callable[[], Any]) -> tuple[Memo, list[str]]:
    """Return a memo whose checker does something first, and the texts that it was given."""
    seen: list[str] = []

    class Odd(Checker):
        def check(self, subject: Subject) -> Any:
            seen.append(subject.parsed.chunk.text)
            if subject.parsed.chunk == CHUNK:
                act()
            return super().check(subject)

    plain = compiled(standard)
    return Memo(Odd(plain.standard, plain.filter, plain.detectors, plain.names, plain.endings)), seen


VIEWS = [View(names=(("os", ("os",)),), aliases=(("x", number),)) for number in ("a", "b", "c")]


def test_a_chunk_that_raises_is_not_tried_again_for_each_view(standard: Standard) -> None:
    def act() -> None:
        raise ValueError("os.system(x)")

    memo, seen = failing(standard, act)
    assert [memo.checked(CHUNK, view).failed for view in VIEWS] == ["ValueError"] * 3
    assert seen == [CHUNK.text]
    assert [each.rule for each in memo.checked(OTHER, VIEWS[0]).findings] == ["INJ-003"]


def test_what_nests_too_deep_costs_one_line_of_the_log(
    standard: Standard, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def deep(*given: object) -> None:
        deep(*given)  # handed on: Python 3.13.0 counts no depth of a call without them

    memo, _ = failing(standard, deep)
    assert memo.checked(CHUNK, VIEWS[0]).failed == "RecursionError"
    path = tmp_path / "a.py"
    path.write_text("os.system(x)\n", encoding="utf-8")
    monkeypatch.setattr(outcome, "glanced", deep)
    fault = outcome.examined(Session(standard, [tmp_path]), path).fault
    assert fault is not None
    assert "RecursionError" in fault.reason
    assert [bool(each.exc_info) for each in caplog.records] == [False, False]
    assert all("RecursionError" in each.getMessage() for each in caplog.records)


def test_a_chunk_that_never_ends_is_said_to_be_unchecked(
    standard: Standard, impatient: Watchdog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aseptic.analysis.documents.memo.guard", lambda: impatient)
    memo, seen = failing(standard, endless)
    assert [memo.checked(CHUNK, view).failed for view in VIEWS] == ["it took too long"] * 3
    assert seen == [CHUNK.text]
    assert [each.rule for each in memo.checked(OTHER, VIEWS[0]).findings] == ["INJ-003"]


def test_what_was_broken_off_is_not_tried_by_the_next_process(impatient: Watchdog, tmp_path: Path) -> None:
    impatient.remember(tmp_path)
    with pytest.raises(TookTooLong):
        impatient.run(CHUNK, endless)
    second = Watchdog()
    second.remember(tmp_path)
    with pytest.raises(PutAside, match="took too long"):
        second.run(CHUNK, lambda: pytest.fail("it was tried"))
    assert second.run(OTHER, lambda: "tried") == "tried"
    assert not [each for each in tmp_path.iterdir() if b"os.system" in each.read_bytes()], "no source text"


DYING = """\
import os, signal, sys
from pathlib import Path
from aseptic.analysis.documents.watchdog import guard
from aseptic.source.chunk import Chunk
guard().remember(Path(sys.argv[1]))
guard().run(Chunk("harmless = 1\\n"), lambda: None)
guard().run(Chunk("os.system(x)\\n"), lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


def die_at_it(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DYING, str(folder)])
    assert done.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_what_ended_two_processes_in_a_row_is_not_tried_by_the_next_one(tmp_path: Path) -> None:
    die_at_it(tmp_path)
    kept = Quarantine.opened(tmp_path)
    assert kept.reason(kept.identity(CHUNK)) == "", "the user may have ended it"
    die_at_it(tmp_path)
    kept = Quarantine.opened(tmp_path)
    assert "ended Aseptic" in kept.reason(kept.identity(CHUNK))
    assert kept.reason(kept.identity(Chunk("harmless = 1\n"))) == ""
    assert kept.reason(kept.identity(OTHER)) == ""
    again = Quarantine.opened(tmp_path)
    assert "ended Aseptic" in again.reason(again.identity(CHUNK)), "a note stays"


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_check_that_ends_well_clears_the_chunk(tmp_path: Path) -> None:
    die_at_it(tmp_path)
    between = Watchdog()
    between.remember(tmp_path)
    between.run(CHUNK, lambda: None)
    die_at_it(tmp_path)
    kept = Quarantine.opened(tmp_path)
    assert kept.reason(kept.identity(CHUNK)) == ""


@pytest.mark.skipif(os.name != "posix", reason="locks tell the living")
def test_what_a_living_process_is_at_is_left_alone(tmp_path: Path) -> None:
    living = Quarantine.opened(tmp_path)
    living.begin(living.identity(CHUNK))
    other = Quarantine.opened(tmp_path)
    assert other.reason(other.identity(CHUNK)) == ""
    assert len(list(tmp_path.glob("*.checking"))) == 2


def test_another_version_tries_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Quarantine.opened(tmp_path)
    kept.note(kept.identity(CHUNK), "it took too long")
    monkeypatch.setattr(notes, "_versions", lambda: b"another")
    later = Quarantine.opened(tmp_path)
    assert later.reason(later.identity(CHUNK)) == ""


def test_old_notes_and_more_than_enough_of_them_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "_MOST", 3)
    kept = Quarantine.opened(tmp_path)
    for number in range(5):
        kept.note(f"{number:032x}", "it took too long")
        os.utime(tmp_path / f"{number:032x}", (time.time() - 100 + number,) * 2)
    os.utime(tmp_path / f"{4:032x}", (0, 0))
    later = Quarantine.opened(tmp_path)
    assert [number for number in range(5) if later.reason(f"{number:032x}")] == [1, 2, 3]
    assert len([each for each in tmp_path.iterdir() if each.suffix != ".checking"]) == 3


def test_a_folder_that_cannot_be_used_costs_nothing_but_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    watching = Watchdog()
    watching.remember(tmp_path / "file" / "folder")
    assert watching.run(CHUNK, lambda: "done") == "done"
