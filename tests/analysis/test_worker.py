"""The worker's process itself: what it may cost, that it runs nothing of what it reads, and that it never outlives us."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from aseptic.analysis.inference.answering import Answering
from aseptic.analysis.inference.hiring import hired
from aseptic.analysis.inference.interrupting import BrokenOff, Interrupting
from aseptic.analysis.inference.limits import Limits
from aseptic.analysis.inference.message import (
    Job,
    Outcome,
    Question,
    Surroundings,
    job_line,
    message_of,
    outcome_of,
    stop_line,
)
from aseptic.analysis.inference.types import Text, Types
from aseptic.source.meaning import Meanings

PATIENCE = 30.0


class Hired:
    """A real worker."""

    def __init__(self, limits: Limits) -> None:
        self.process = hired(limits)

    def say(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        told = message_of(self.process.stdout.readline())
        assert told is not None
        return told

    def outcome(self) -> Outcome:
        while "answers" not in (told := self.hear()):
            pass
        return outcome_of(told)

    def end(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


@pytest.fixture
def worker() -> Iterator[Hired]:
    made = Hired(Limits())
    yield made
    made.end()


def job(root: Path, text: str, *questions: Question, libraries: tuple[Path, ...] = (), number: int = 1) -> bytes:
    around = Surroundings(root, (root,), libraries, ("smtplib.SMTP.login",))
    return job_line(Job(number, root / "a.py", text, around, questions))


@pytest.mark.skipif(os.name != "posix", reason="Windows is told as the process is made")
def test_everybody_else_goes_first(worker: Hired, tmp_path: Path) -> None:
    worker.say(job(tmp_path, "x = 1\n"))
    worker.outcome()
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, worker.process.pid) == min(ours + 10, 19)


@pytest.mark.skipif(os.name != "posix", reason="a program that leaves a mark is a script here")
def test_nothing_of_the_workspace_or_its_environment_is_run(worker: Hired, tmp_path: Path) -> None:
    mark = tmp_path / "run"
    code = f"open({str(mark)!r}, 'w')\n"
    project, packages = tmp_path / "project", tmp_path / "project" / "env" / "lib" / "python3.11" / "site-packages"
    (packages / "library").mkdir(parents=True)
    binary = project / "env" / "bin" / "python"
    binary.parent.mkdir()
    binary.write_text(f"#!/bin/sh\ntouch {mark}\n")
    binary.chmod(0o755)
    for name in (
        "jedi.py",
        "attr.py",
        "parso.py",
        "sitecustomize.py",
        "usercustomize.py",
        "json.py",
        "own.py",
        "conftest.py",
    ):
        (project / name).write_text(f"{code}import smtplib\ndef make(): return smtplib.SMTP('x')\n")
    for name in ("compiled.so", "compiled.abi3.so", "compiled.pyd"):
        (project / name).write_bytes(b"\x7fELF")
    (packages / "evil.pth").write_text(f"import os; {code}")
    (packages / "library" / "__init__.py").write_text(f"{code}import smtplib\ndef make(): return smtplib.SMTP('x')\n")
    text = "import own, library, compiled\nown.make().login\nlibrary.make().login\ncompiled.make().login\n"
    asked = (Question(1, 11, "login"), Question(2, 15, "login"), Question(3, 16, "login"))
    worker.say(job(project, text, *asked, libraries=(packages,)))
    assert worker.outcome().answers == (("smtplib.SMTP",), ("smtplib.SMTP",), ())
    assert not mark.exists()
    assert worker.process.poll() is None


def test_the_confined_process_starts_writes_and_connects_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "foreign.py").write_text("ran = True\n")
    program = f"""
import os, socket, subprocess, sys
from aseptic.analysis.inference.confinement import confine
sys.path = [each for each in sys.path if each]
confine()
sys.path.insert(0, {str(tmp_path)!r})
def denied(work):
    try: work()
    except PermissionError: return True
    return False
print([
    denied(lambda: subprocess.Popen([sys.executable])), denied(lambda: os.system("true")),
    denied(lambda: open({str(tmp_path / "file")!r}, "w")), denied(lambda: os.remove({str(tmp_path / "foreign.py")!r})),
    denied(lambda: socket.create_connection(("127.0.0.1", 9))), denied(lambda: __import__("foreign")),
    denied(lambda: os.fork()), denied(lambda: open({str(tmp_path / "foreign.py")!r}).read()),
    denied(lambda: __import__("wave")),
])
"""
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([True] * 7 + [False] * 2)


def test_a_question_that_takes_too_long_is_broken_off_and_the_worker_lives(tmp_path: Path) -> None:
    worker = Hired(Limits(question=0.002))
    try:
        # To know the type, a few thousand lines of stubs have to be read first.
        worker.say(job(tmp_path, "import smtplib\nsmtplib.SMTP('x').login\n", Question(1, 18, "login")))
        outcome = worker.outcome()
        assert (outcome.answers, outcome.timed_out) == (((),), (0,))
        worker.say(job(tmp_path, "x.login\n", number=2))
        assert worker.outcome().number == 2
    finally:
        worker.end()


def test_a_document_with_many_questions_is_answered_to_its_end(worker: Hired, tmp_path: Path) -> None:
    """jedi counts how often it looks at a function or a module, and never begins anew by itself."""
    (tmp_path / "net.py").write_text("import smtplib\ndef make(): return smtplib.SMTP('x')\n")
    text = "import net\n" + "".join(f"def f{at}(x):\n    s = net.make()\n    s.login(x)\n" for at in range(150))
    worker.say(job(tmp_path, text, *(Question(3 + 3 * at, 6, "login") for at in range(150))))
    outcome = worker.outcome()
    assert outcome.answers == (("smtplib.SMTP",),) * 150
    assert outcome.timed_out == ()


@pytest.mark.parametrize(
    "lines",
    [
        [line for at in range(320) for line in ("    if x:", f"        s = smtplib.SMTP('{at}')")],
        ["    s = smtplib.SMTP('x')", *["    s = s or x"] * 100],
    ],
    ids=["its own limit", "the interpreter's"],
)
def test_where_jedi_gives_up_is_said_and_spoils_no_other_answer(
    worker: Hired, tmp_path: Path, lines: list[str]
) -> None:
    (tmp_path / "net.py").write_text("import smtplib\ndef make(): return smtplib.SMTP('x')\n")
    text = "\n".join(["import smtplib, net", "def f(x):", *lines, "    s.login(x)", "net.make().login(x)", ""])
    last = len(lines) + 2
    worker.say(job(tmp_path, text, Question(last + 1, 11, "login"), Question(last, 6, "login")))
    outcome = worker.outcome()
    assert outcome.answers == (("smtplib.SMTP",), ())
    assert outcome.timed_out == (1,)
    assert [Path(name).name for name, _, _ in outcome.read] == ["net.py"]


def test_what_only_an_unsaved_file_tells_is_held_back_and_nothing_else(worker: Hired, tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text("import smtplib\ndef make(): return smtplib.SMTP('x')\n")
    (tmp_path / "mail.py").write_text("import smtplib\ndef make(): return smtplib.SMTP('x')\n")
    text = "import smtplib, net, mail\nnet.make().login\nmail.make().login\nsmtplib.SMTP('x').login\nx.login\n"
    places = ((1, 11), (2, 12), (3, 18), (4, 2))
    asked = tuple(Question(line, column, "login") for line, column in places)
    around = Surroundings(tmp_path, (tmp_path,), (), ("smtplib.SMTP.login",))
    worker.say(job_line(Job(1, tmp_path / "a.py", text, around, asked, (tmp_path / "net.py", tmp_path / "other.py"))))
    outcome = worker.outcome()
    assert outcome.answers == ((), ("smtplib.SMTP",), ("smtplib.SMTP",), ())
    assert outcome.held == (0,)
    assert {Path(name).name for name, _, _ in outcome.read} == {"net.py", "mail.py"}


def test_a_stopped_job_makes_way_for_the_next(worker: Hired, tmp_path: Path) -> None:
    text = "import smtplib\n" + "smtplib.SMTP('x').login\n" * 600
    worker.say(job(tmp_path, text, *(Question(line, 18, "login") for line in range(1, 601))))
    assert worker.hear()["begun"] == 0
    worker.say(stop_line(1))
    assert worker.outcome().answers == ()
    worker.say(job(tmp_path, text, Question(1, 18, "login"), number=2))
    assert worker.outcome().answers == (("smtplib.SMTP",),)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone holds a process to its address space")
def test_a_worker_without_memory_takes_no_more_than_it_may(tmp_path: Path) -> None:
    """It says that it is spent, or ends; and what it does with a library that bears the lack, it does within the bound.

    Some lacks it does not come back from: whoever hired it ends it when it has been silent for long, as here.
    """
    worker = Hired(Limits(address_space=50 << 20))
    silent = threading.Timer(5, worker.process.kill)
    silent.start()
    try:
        worker.say(job(tmp_path, "x = 1\n" * 20_000 + "x.login\n", Question(20_000, 2, "login")))
        assert worker.process.stdout is not None
        while (told := message_of(worker.process.stdout.readline())) is not None and "answers" not in told:
            pass
        assert told is None or outcome_of(told).spent or (outcome_of(told).resident or 0) < 50 << 20
    finally:
        silent.cancel()
        worker.end()


def test_the_users_cache_is_neither_needed_nor_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    lock = tmp_path / "cache" / "jedi" / "PARSO-CACHE-LOCK"
    lock.parent.mkdir(parents=True)
    lock.touch()
    os.utime(lock, (1, 1))
    for cache in ("file", "cache"):
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            monkeypatch.setenv(name, str(tmp_path / cache))
        worker = Hired(Limits())
        try:
            worker.say(job(tmp_path, "import smtplib\nsmtplib.SMTP('x').login\n", Question(1, 18, "login")))
            outcome = worker.outcome()
        finally:
            worker.end()
        assert (outcome.answers, outcome.failed) == ((("smtplib.SMTP",),), ())
    assert lock.stat().st_mtime == 1


class Odd(Types):
    """Fails on one attribute, and remembers nothing right from then on."""

    def text(self, path: Path, text: str, hidden: Sequence[Path] = ()) -> Text:
        return OddText(self, self.script(text, path))


class OddText(Text):
    half = False

    def answer(self, question: Question) -> Meanings:
        if question.attribute == "odd":
            self.half = True
            raise LookupError(question.attribute)
        return () if self.half else ("right",)


def test_a_question_that_raises_is_named_and_spoils_no_other_answer(tmp_path: Path) -> None:
    around = Surroundings(tmp_path, (tmp_path,), (), ("smtplib.SMTP.login",))
    asked = (Question(0, 2, "odd"), Question(1, 2, "login"))
    given = Job(1, tmp_path / "a.py", "x.odd\nx.login\n", around, asked)
    answering = Answering(given, Odd(around), Interrupting(), Limits(), lambda _: None)
    assert answering.answers() == [(), ("right",)]
    assert (answering.failed, answering.late) == ({0: "LookupError"}, set())


@pytest.mark.parametrize("busy", [False, True])
def test_the_worker_ends_with_the_pipe(worker: Hired, tmp_path: Path, busy: bool) -> None:
    if busy:
        text = "import smtplib\n" + "smtplib.SMTP('x').login\n" * 600
        worker.say(job(tmp_path, text, *(Question(line, 18, "login") for line in range(1, 601))))
    assert worker.process.stdin is not None
    worker.process.stdin.close()
    assert worker.process.wait(PATIENCE) is not None


def test_prints_do_not_reach_the_pipe(worker: Hired, tmp_path: Path) -> None:
    worker.say(b"no message\n" + job(tmp_path, "x.login\n", Question(0, 2, "login")))
    assert worker.hear() == {"number": 1, "begun": 0}
    assert worker.outcome().answers == ((),)


def test_work_is_broken_off_in_the_middle() -> None:
    interrupting = Interrupting()

    def for_ever() -> None:
        while True:
            pass

    if sys.platform != "win32":
        with pytest.raises(BrokenOff):
            interrupting.run(0.02, for_ever)
    assert interrupting.run(1.0, lambda: 3) == 3
    interrupting.begin(4)
    interrupting.stop(3)
    assert interrupting.run(1.0, lambda: 3) == 3, "another job was stopped"
    interrupting.stop(4)
    with pytest.raises(BrokenOff):
        interrupting.run(1.0, lambda: 3)
