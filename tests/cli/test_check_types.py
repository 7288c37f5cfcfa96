"""`aseptic check --types`: what a worker tells counts as what names tell, and what it had no time for is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "net.py").write_text("import requests\n\n\ndef make():\n    return requests.Session()\n")
    user = "import net\n\n\ndef fetch(url):\n    return net.make().get(url, verify=False, timeout=5)\n"
    (tmp_path / "a.py").write_text(user)
    return tmp_path


def check(project: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "aseptic", "check", "--format", "json", *more]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_types_find_what_names_leave_open(project: Path) -> None:
    done = check(project, "--types")
    assert done.returncode == 1
    assert "TLS-002" in json.dumps(json.loads(done.stdout))
    assert done.stderr == ""


def test_without_types_or_time_nothing_is_asked_and_the_lack_of_time_is_said(project: Path) -> None:
    plain, late = check(project), check(project, "--types", "--types-seconds", "0")
    assert (plain.returncode, plain.stderr) == (0, "")
    assert late.returncode == 0
    told = json.loads(late.stdout)
    assert told["integrity"].pop("typesTimedOut") == {"a.py": 1}
    assert told["integrity"].pop("typesNotAsked") == 0
    expected = json.loads(plain.stdout)
    assert expected["integrity"].pop("typesNotAsked") == 2, "what was not asked is said, as it may hide findings"
    assert expected["integrity"].pop("typesTimedOut") == {}
    assert told == expected
    text = check(project, "--types", "--types-seconds", "0", "--format", "text").stdout
    assert "a.py  types open  1 question about types ran out of time; allow more with --types-seconds\n" in text
    assert "; types not asked for in 2 files (--types asks);" in check(project, "--format", "text").stdout
    sarif = json.loads(check(project, "--format", "sarif").stdout)
    assert sarif["runs"][0]["invocations"][0]["properties"]["integrity"]["typesNotAsked"] == 2
    assert late.stderr == "1 of 1 questions about types ran out of time and are open; allow more with --types-seconds\n"


NOWHERE = """\
import sys, tempfile
tempfile.tempdir = sys.argv.pop(1)
from aseptic.cli.main import main
main(prog_name='aseptic')
"""


def test_a_cache_that_cannot_be_written_hides_nothing_and_nothing_stays_behind(project: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    (tmp_path / "file").touch()
    env = {**os.environ, "ASEPTIC_CACHE_DIR": str(tmp_path / "file" / "x"), "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "aseptic", "check", "--types", "--format", "json", "a.py"]
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "TLS-002" in json.dumps(json.loads(done.stdout))
    assert list(temporary.iterdir()) == []


def test_where_no_folder_can_be_written_at_all_the_file_counts_as_not_checked(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    env = {**os.environ, "ASEPTIC_CACHE_DIR": str(tmp_path / "file" / "x")}
    command = [sys.executable, "-c", NOWHERE, str(tmp_path / "file"), "check", "--types", "--format", "json"]
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert told["integrity"]["notChecked"] == {"types": 1}
    (missing,) = told["notChecked"]
    assert missing["path"] == "a.py"
    assert missing["reason"].startswith("1 question about types: what stands in for libraries that are not installed ")
    assert missing["cure"] == "let ASEPTIC_CACHE_DIR or TMPDIR name a folder that can be written"


FAILING = """\
from aseptic.analysis.inference import answering, worker
def answer(text, question): raise LookupError(question.attribute)
answering.Text.answer = answer
worker.main()
"""
FAILED = """\
import functools, subprocess, sys
from aseptic.analysis.scanning import typed
program = sys.argv.pop(1)
def hire(limits): return subprocess.Popen([sys.executable, '-c', program], stdin=-1, stdout=-1)
typed.WorkerClient = functools.partial(typed.WorkerClient, hire=hire)
from aseptic.cli.main import main
main(prog_name='aseptic')
"""


def test_where_inference_raised_the_file_counts_as_not_checked(project: Path) -> None:
    def failed(form: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", FAILED, FAILING, "check", "--types", "--format", form]
        return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

    reason = "1 question about types: inference failed (LookupError)"
    done = failed("json")
    assert (done.returncode, done.stderr) == (2, f"a.py: {reason}; please report it, with the code if you may\n")
    told = json.loads(done.stdout)
    assert told["integrity"]["notChecked"] == {"types": 1}
    assert told["integrity"]["typesTimedOut"] == {}
    assert [(each["path"], each["reason"]) for each in told["notChecked"]] == [("a.py", reason)]
    (invocation,) = json.loads(failed("sarif").stdout)["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    assert any(reason in each["message"]["text"] for each in invocation["toolExecutionNotifications"])
    assert "1 place lacks what types tell" in failed("text").stdout


DYING = {
    "at once": "raise SystemExit",
    "of the question": FAILING.replace("raise LookupError(question.attribute)", "import os; os._exit(1)"),
}


@pytest.mark.parametrize("program", DYING.values(), ids=DYING)
def test_where_the_worker_died_the_file_counts_as_not_checked(project: Path, program: str) -> None:
    command = [sys.executable, "-c", FAILED, program, "check", "--types", "--format", "json"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert done.returncode == 2
    reason = "1 question about types: inference failed (its process ended)"
    assert [(each["path"], each["reason"]) for each in told["notChecked"]] == [("a.py", reason)]
    assert told["integrity"]["notChecked"] == {"types": 1}
    assert told["integrity"]["typesTimedOut"] == {}
