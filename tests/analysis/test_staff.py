"""The worker as its server sees it: it may die, grow, fall silent or be stopped, and nobody who asked is harmed.

Its part is played by small programs, so that it does all that at once.
"""

from __future__ import annotations

import errno
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aseptic.analysis.inference import stand_ins
from aseptic.analysis.inference.limits import Limits
from aseptic.analysis.inference.message import Job, Outcome, Question, Surroundings
from aseptic.analysis.inference.staff import WorkerClient
from aseptic.analysis.inference.state import WRITABLE, Phase, State
from aseptic.lsp.pushing.status import worker_line, worker_said

HEAD = """
import json, os, sys, time
def say(**told): print(json.dumps(told), flush=True)
def done(job, **more):
    answers = [[each[2]] for each in job["questions"]]
    say(**{"number": job["number"], "answers": answers, "timed_out": [], "read": [], "resident": 7, "spent": False, **more})
for line in sys.stdin:
    job = json.loads(line)
    if "stop" in job: continue
    for at, (_, _, attribute) in enumerate(job["questions"]):
        say(number=job["number"], begun=at)
"""
QUICK = HEAD + "    done(job)\n"
DEADLY = HEAD + "        if attribute == 'deadly': os._exit(9)\n    done(job)\n"
STILLBORN = "raise SystemExit(3)"
LARGE = HEAD + "    done(job, resident=1 << 40)\n"
FAILING = HEAD + "    done(job, failed=[[1, 'LookupError']])\n"
SPENT = HEAD + "    done(job, spent=True)\n"
SILENT = HEAD + "        if attribute == 'deadly': time.sleep(60)\n    done(job)\n"
PATIENT = """
import json, sys
for line in sys.stdin:
    told = json.loads(line)
    if "stop" in told:
        print(json.dumps({"number": told["stop"], "answers": [], "timed_out": [], "read": [], "resident": 1, "spent": False}), flush=True)
    elif told["path"].endswith("b.py"):
        print(json.dumps({"number": told["number"], "answers": [["b"]], "timed_out": [], "read": [], "resident": 1, "spent": False}), flush=True)
"""
AROUND = Surroundings(Path("/project"), (), (), ("requests.Session.get",))
PATIENCE = 30.0
Play = Callable[..., WorkerClient]


class Heard:
    """What a staff told and how it was."""

    def __init__(self) -> None:
        self.outcomes: queue.SimpleQueue[tuple[Job, Outcome]] = queue.SimpleQueue()
        self.states: list[State] = []
        self.hired: list[subprocess.Popen[bytes]] = []

    def outcome(self) -> Outcome:
        return self.outcomes.get(timeout=PATIENCE)[1]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def play(tmp_path: Path, heard: Heard) -> Iterator[Play]:
    staffs: list[WorkerClient] = []

    def play(program: str, **limits: float) -> WorkerClient:
        def hire(_: Limits) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-c", program]
            heard.hired.append(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            )
            return heard.hired[-1]

        told = lambda job, outcome: heard.outcomes.put((job, outcome))  # noqa: E731
        staffs.append(WorkerClient(tmp_path, told, heard.states.append, Limits(**limits), hire))  # type: ignore[arg-type]
        return staffs[-1]

    yield play
    for staff in staffs:
        staff.close()
    for process in heard.hired:
        process.wait(PATIENCE)


def job(number: int, *attributes: str, path: str = "a.py") -> Job:
    text = "".join(f"x.{each}\n" for each in attributes)
    return Job(
        number,
        Path("/project") / path,
        text,
        AROUND,
        tuple(Question(at, 2, each) for at, each in enumerate(attributes)),
    )


def settled(staff: WorkerClient, wanted: Callable[[State], bool]) -> State:
    until = time.monotonic() + PATIENCE
    while not wanted(staff.state) and time.monotonic() < until:
        time.sleep(0.005)
    assert wanted(staff.state), staff.state
    return staff.state


def test_nobody_is_hired_before_somebody_asks(play: Play, heard: Heard) -> None:
    staff = play(QUICK)
    assert staff.state == State()
    assert heard.hired == []


def test_one_worker_answers_one_job_after_another(play: Play, heard: Heard) -> None:
    staff = play(QUICK)
    for number in range(3):
        staff.ask(job(number, "get", "post"))
        assert heard.outcome().answers == (("get",), ("post",))
    assert len(heard.hired) == 1
    assert settled(staff, lambda each: each.phase is Phase.IDLE) == State(Phase.IDLE, resident=7, answered=3)
    assert [each.phase for each in heard.states[:2]] == [Phase.BUSY, Phase.IDLE]


def test_where_nothing_can_stand_in_for_libraries_it_is_said(
    play: Play, heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    staff = play(QUICK)
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    monkeypatch.setattr(stand_ins, "stand_ins", refused)
    for number in range(2):
        staff.ask(job(number, "get"))
        outcome = heard.outcome()
        assert (outcome.answers, outcome.lacking) == ((("get",),), "Not a directory")
    state = settled(staff, lambda each: each.phase is Phase.IDLE)
    assert state.lacking == "Not a directory"
    assert worker_said(state)["worker"]["lacking"] == "Not a directory"
    assert "libraries that are not installed can be written nowhere (Not a directory); let " in worker_line(state)
    assert [each.getMessage().partition(" (")[2] for each in caplog.records] == [f"Not a directory); {WRITABLE}"]
    monkeypatch.undo()
    staff.ask(job(2, "get"))
    assert heard.outcome().lacking == ""
    assert "lacking" not in worker_said(staff.state)["worker"]


def refused(names: object, keeping: Path) -> Path:
    raise NotADirectoryError(errno.ENOTDIR, "Not a directory")


def test_a_question_that_kills_is_left_out_and_the_others_are_answered(play: Play, heard: Heard) -> None:
    staff = play(DEADLY)
    staff.ask(job(1, "get", "deadly", "post"))
    outcome = heard.outcome()
    assert outcome.answers == (("get",), (), ("post",))
    assert (outcome.failed, outcome.timed_out) == (((1, "its process ended"),), ())
    assert settled(staff, lambda each: each.phase is Phase.IDLE).restarts == 1
    staff.ask(job(2, "deadly", "get"))
    assert heard.outcome().answers == ((), ("get",)), "it is not tried again"
    assert len(heard.hired) == 2


def test_a_question_that_raised_is_counted_and_logged(
    play: Play, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    staff = play(FAILING)
    staff.ask(job(1, "get", "odd"))
    assert heard.outcome().failed == ((1, "LookupError"),)
    state = settled(staff, lambda each: each.phase is Phase.IDLE)
    assert (state.failed, state.timed_out) == (1, 0)
    assert worker_said(state)["worker"]["failed"] == 1
    assert "1 not checked, as inference failed" in worker_line(state)
    assert "a.py: 1 question about types: inference failed (LookupError); please report it" in caplog.text


def test_where_a_job_raised_on_our_side_none_of_its_questions_counts_as_checked(
    play: Play, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = play(QUICK)
    with monkeypatch.context() as patched:
        patched.setattr(stand_ins, "stand_ins", odd)
        staff.ask(job(1, "get", "post"))
        assert heard.outcome().failed == ((0, "LookupError"), (1, "LookupError"))
    assert settled(staff, lambda each: each.phase is Phase.ABSENT).failed == 2
    staff.ask(job(2, "get"))
    assert heard.outcome().answers == (("get",),)


def odd(names: object, keeping: Path) -> Path:
    raise LookupError(keeping)


def test_a_question_that_raised_keeps_its_place_among_those_that_are_left_out(play: Play, heard: Heard) -> None:
    staff = play(DEADLY.replace("done(job)", "done(job, failed=[[1, 'LookupError']])"))
    staff.ask(job(1, "deadly", "get", "odd"))
    outcome = heard.outcome()
    assert (outcome.timed_out, outcome.failed) == ((), ((0, "its process ended"), (2, "LookupError")))


def test_a_worker_that_dies_at_once_is_not_started_for_ever(
    play: Play, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    staff = play(STILLBORN, deaths=2)
    staff.ask(job(1, "get"))
    assert settled(staff, lambda each: each.phase is Phase.RESTING).restarts == 3
    staff.ask(job(2, "get"))
    time.sleep(0.05)
    assert len(heard.hired) == 3
    assert ["is not started again for so long" in each for each in caplog.messages] == [False, False, True]
    assert "3 times within 300 s" in caplog.messages[-1]


def test_after_a_rest_it_is_tried_again(play: Play, heard: Heard) -> None:
    staff = play(STILLBORN, deaths=0, memory_of_deaths=0.2)
    staff.ask(job(1, "get"))
    settled(staff, lambda each: each.restarts == 1 and each.phase is Phase.RESTING)
    time.sleep(0.25)
    staff.ask(job(2, "get"))
    settled(staff, lambda each: each.restarts == 2)


def test_a_worker_killed_while_idle_is_replaced(play: Play, heard: Heard) -> None:
    staff = play(QUICK)
    staff.ask(job(1, "get"))
    heard.outcome()
    settled(staff, lambda each: each.phase is Phase.IDLE)
    heard.hired[0].kill()
    state = settled(staff, lambda each: each.phase is not Phase.IDLE)
    assert state == State(Phase.ABSENT, restarts=1, resident=None, answered=1), "it is told before anybody asks again"
    staff.ask(job(2, "post"))
    assert heard.outcome().answers == (("post",),)
    assert settled(staff, lambda each: each.phase is Phase.IDLE).restarts == 1


@pytest.mark.parametrize("program", [LARGE, SPENT])
def test_a_worker_that_grew_is_let_go_with_its_answers_kept(play: Play, heard: Heard, program: str) -> None:
    staff = play(program)
    for number in range(2):
        staff.ask(job(number, "get"))
        assert heard.outcome().answers == (("get",),)
    assert len(heard.hired) == 2
    assert heard.hired[0].wait(PATIENCE) is not None
    state = settled(staff, lambda each: each.answered == 2)
    assert (state.phase, state.replaced, state.restarts) == (Phase.ABSENT, 2, 0)


def test_a_worker_that_falls_silent_is_taken_for_dead(play: Play, heard: Heard) -> None:
    staff = play(SILENT, silence=0.5)
    staff.ask(job(1, "get", "deadly"))
    assert heard.outcome().answers == (("get",), ())
    assert heard.hired[0].wait(PATIENCE) is not None


def test_no_typing_keeps_a_worker_that_fell_silent(play: Play, heard: Heard) -> None:
    """One that lacks memory may go round in circles: each keystroke says that its answer is not wanted any more."""
    staff = play(SILENT, silence=0.5)
    staff.ask(job(1, "deadly"))
    settled(staff, lambda each: each.phase is Phase.BUSY)
    until = time.monotonic() + PATIENCE
    while not staff.state.restarts and time.monotonic() < until:
        staff.withdraw(Path("/project/a.py"))
        time.sleep(0.01)
    assert staff.state.restarts == 1
    assert heard.hired[0].wait(PATIENCE) is not None


def test_a_job_that_nobody_waits_for_gives_way(play: Play, heard: Heard) -> None:
    staff = play(PATIENT)
    staff.ask(job(1, "get"))
    settled(staff, lambda each: each.phase is Phase.BUSY)
    staff.ask(job(2, "get", path="b.py"))
    staff.withdraw(Path("/project/a.py"))
    assert heard.outcome().answers == (("b",),)
    assert heard.outcomes.empty()
    assert len(heard.hired) == 1, "it was stopped, not killed"


def test_the_newest_job_about_a_document_is_the_one_that_counts(play: Play, heard: Heard) -> None:
    staff = play(PATIENT)
    staff.ask(job(1, "get"))
    settled(staff, lambda each: each.phase is Phase.BUSY)
    for number in range(2, 6):
        staff.ask(job(number, "get", path="b.py"))
    staff.withdraw(Path("/project/a.py"))
    heard.outcome()
    settled(staff, lambda each: each.phase is Phase.IDLE)
    assert staff.state.answered == 1


def test_an_impossible_start_is_a_death(tmp_path: Path, heard: Heard) -> None:
    def hire(_: Limits) -> subprocess.Popen[bytes]:
        raise OSError

    staff = WorkerClient(tmp_path, lambda *_: None, heard.states.append, Limits(deaths=1), hire)
    staff.ask(job(1, "get"))
    assert settled(staff, lambda each: each.phase is Phase.RESTING).restarts == 2
    staff.close()
