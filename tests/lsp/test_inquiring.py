"""What a worker says of a text that has moved on is let go: the document's own, and others' that it read on disk."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from inside import Inside
from wire import PATIENCE, RICH, edit

from aseptic.analysis.inference.limits import Limits
from aseptic.analysis.inference.message import Job, Outcome
from aseptic.analysis.inference.staff import WorkerClient
from aseptic.analysis.inference.state import Phase, State
from aseptic.analysis.sessions.session import Session
from aseptic.lsp import type_requests
from aseptic.lsp.preferences import ByFolder
from aseptic.lsp.type_requests import Inquiring, inquiring
from aseptic.standard.catalog import Standard

TEXT = "def f(s, url):\n    return s.get(url, verify=False, timeout=5)\n"


class Slow:
    """A staff whose outcomes are told by hand, and come even after they were withdrawn."""

    def __init__(self, _: Path, told: Callable[[Job, Outcome], None], __: object) -> None:
        self.jobs: list[Job] = []
        self.told = told
        self.state = State()

    def ask(self, job: Job) -> None:
        self.jobs.append(job)

    def withdraw(self, _: Path) -> None:
        pass


def test_an_outcome_of_an_older_job_is_let_go(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []

    monkeypatch.setattr(type_requests, "WorkerClient", Slow)
    monkeypatch.setattr(type_requests, "PAUSE", 0.0)
    path = tmp_path / "a.py"
    session = Session(standard, [tmp_path], editing=True)
    session.open(path, None, TEXT)

    async def asked(made: Inquiring, staff: Any) -> Job:
        count = len(staff.jobs)
        made.disturbed(path)
        async with asyncio.timeout(30):
            while len(staff.jobs) == count:
                await asyncio.sleep(0.01)
        return staff.jobs[-1]

    async def told(staff: Any, job: Job, meaning: str) -> list[Path]:
        staff.told(job, Outcome(job.number, ((meaning,),)))
        await asyncio.sleep(0.01)
        return shown

    async def both() -> None:
        made = Inquiring(serving(session, shown.append))
        staff: Any = made.staff
        older, newer = await asked(made, staff), await asked(made, staff)
        assert await told(staff, older, "requests.Session.get") == []
        assert made.busy, "the newer one is waited for"
        assert await told(staff, newer, "requests.Session.get") == [path]

    asyncio.run(both())


def serving(session: Session, show_again: Callable[[Path], None]) -> Any:
    """Return as much of a server as asking takes."""

    def part(_: object) -> Any:
        return SimpleNamespace(soon=lambda: None)

    return SimpleNamespace(session=session, preferences=ByFolder(), part=part, show_again=show_again, lost={})


def test_an_answer_by_a_file_with_unsaved_text_is_held_back(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type_requests, "WorkerClient", Slow)
    monkeypatch.setattr(type_requests, "PAUSE", 0.0)
    path, lib = tmp_path / "a.py", tmp_path / "lib.py"
    lib.write_text("x = 1\n", encoding="utf-8")
    session = Session(standard, [tmp_path], editing=True)
    session.open(path, None, TEXT)
    session.open(lib, None, "x = 1\n")

    def found() -> list[str]:
        return [each.finding.rule for each in session.snapshot(path).findings]

    async def answered(staff: Any, count: int) -> None:
        async with asyncio.timeout(30):
            while len(staff.jobs) < count:
                await asyncio.sleep(0.01)
        read = ((str(lib), lib.stat().st_mtime_ns, lib.stat().st_size),)
        job: Job = staff.jobs[-1]
        if lib in job.unsaved:
            staff.told(job, Outcome(job.number, ((),), held=(0,), read=read))
        else:
            staff.told(job, Outcome(job.number, (("requests.Session",),), read=read))
        await asyncio.sleep(0.01)

    async def all_of_it() -> None:
        made = Inquiring(serving(session, lambda _: None))
        staff: Any = made.staff
        made.disturbed(path)
        await answered(staff, 1)
        assert "TLS-002" in found()
        for count, text, expected in ((2, "x = 2\n", False), (3, "x = 1\n", True), (4, "x = 2\n", False)):
            session.edit(lib, None, [text])
            made.disturbed(lib)
            await answered(staff, count)
            assert ("TLS-002" in found()) is expected, text
            assert made.state.held == (0 if expected else 1)
        made.closed(lib)
        session.close(lib)
        await answered(staff, 5)
        assert "TLS-002" in found()
        # What became unsaved while the worker was at it is asked about again, and meanwhile nothing is taken away.
        session.open(lib, None, "x = 1\n")
        made.disturbed(path)
        async with asyncio.timeout(30):
            while len(staff.jobs) < 6:
                await asyncio.sleep(0.01)
        session.edit(lib, None, ["x = 3\n"])
        await answered(staff, 6)
        assert "TLS-002" in found()
        await answered(staff, 7)
        assert "TLS-002" not in found()

    asyncio.run(all_of_it())


@pytest.mark.parametrize(("experimental", "expected"), [({}, 1), ({"asepticStatus": True}, 0)])
def test_a_client_that_shows_no_status_is_told_once_that_types_are_given_up(
    inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch, experimental: dict[str, Any], expected: int
) -> None:
    def hire(_: Limits) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-S", "-c", "raise SystemExit(3)"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    made = partial(WorkerClient, hire=hire)
    monkeypatch.setattr(type_requests, "WorkerClient", made)
    monkeypatch.setattr(type_requests, "PAUSE", 0.0)
    wire = inside({**RICH, "experimental": experimental})
    address = wire.opened("a.py", TEXT)
    for version in (2, 3):
        until = time.monotonic() + PATIENCE
        while inquiring(wire.server).busy and inquiring(wire.server).state.phase is not Phase.RESTING:
            assert time.monotonic() < until
            time.sleep(0.01)
        wire.changed(address, version, edit(0, 0, "#\n"))
    assert wire.alive()
    told = [each["message"] for each in wire.told("window/showMessage")]
    assert ["5 times within 300 s" in each for each in told] == [True] * expected
