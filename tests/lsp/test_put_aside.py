"""A chunk whose check never ends, or ends the server: said once to be unchecked, and not met again by a restart."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from wire import PATIENCE, Wire, codes, edit

Start = Callable[..., Wire]
TEXT = "import os\n\n\ndef f(x):\n    os.system(x)\n\n\ndef g(x):\n    os.system('boom' + x)\n"
PROGRAM = """\
import os, signal, sys
from aseptic.analysis.documents import watchdog
from aseptic.checks.checker import Checker
watchdog._LEAST = 0.3
plain = Checker.check
def check(self, subject):
    if "boom" in subject.parsed.chunk.text:
        {act}
    return plain(self, subject)
Checker.check = check
from aseptic.cli.main import main
main(['server'], prog_name='aseptic')
"""


def command(act: str) -> tuple[str, ...]:
    return (sys.executable, "-c", PROGRAM.format(act=act))


@pytest.fixture
def own_cache(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "ASEPTIC_CACHE_DIR": str(tmp_path / "cache")}


def test_a_check_that_never_ends_is_broken_off_and_the_rest_is_shown(start: Start, own_cache: dict[str, str]) -> None:
    wire = start(command=command("while True: pass"), env=own_cache)
    address = wire.opened("a.py", TEXT)
    found = {each["code"]: each for each in wire.shown(address, 1)["diagnostics"]}
    assert set(found) == {"INJ-003", "not-checked"}
    assert "Lines 8-" in found["not-checked"]["message"]
    assert "took too long" in found["not-checked"]["message"]
    assert codes(wire.changed(address, 2, edit(8, 15, "calm", 19))) == ["INJ-003", "INJ-003"]
    assert wire.end() == 0
    assert "took too long" in wire.log
    assert "boom" not in wire.log
    again = start(command=command("raise SystemExit"), env=own_cache)
    again.open(address, TEXT)
    assert "not-checked" in codes(again.shown(address, 1)["diagnostics"])
    assert again.end() == 0


def test_a_check_that_raises_is_named_and_the_rest_is_shown(start: Start, own_cache: dict[str, str]) -> None:
    wire = start(command=command("raise KeyError(subject)"), env=own_cache)
    address = wire.opened("a.py", TEXT)
    found = {each["code"]: each for each in wire.shown(address, 1)["diagnostics"]}
    assert set(found) == {"INJ-003", "not-checked"}
    said = "Lines 8-9 not checked: the check failed (KeyError); please report it, with the code if you may"
    assert found["not-checked"]["message"] == said
    assert codes(wire.changed(address, 2, edit(8, 15, "calm", 19))) == ["INJ-003", "INJ-003"]
    assert wire.end() == 0
    assert "a chunk could not be checked: KeyError" in wire.log
    assert "boom" not in wire.log


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_chunk_that_ends_the_server_ends_it_twice(start: Start, own_cache: dict[str, str]) -> None:
    lethal = command("os.kill(os.getpid(), signal.SIGKILL)")
    for _ in range(2):
        wire = start(command=lethal, env=own_cache)
        address = wire.write("a.py", TEXT)
        wire.open(address, TEXT)
        assert wire.process.wait(PATIENCE) == -signal.SIGKILL
    for _ in range(2):
        again = start(command=lethal, env=own_cache)
        again.open(address, TEXT)
        said = again.shown(address, 1)["diagnostics"]
        assert sorted(codes(said)) == ["INJ-003", "not-checked"]
        assert "ended Aseptic" in next(each["message"] for each in said if each["code"] == "not-checked")
        assert again.hover(address, 4, 6)
        assert again.end() == 0


def test_a_client_that_leaves_in_the_middle_of_a_check_blames_no_chunk(
    start: Start, own_cache: dict[str, str], tmp_path: Path
) -> None:
    for _ in range(2):
        wire = start(command=command("import time; time.sleep(60)"), env=own_cache)
        wire.open(wire.write("a.py", TEXT), TEXT)
        deadline = time.monotonic() + PATIENCE
        while not any(each.read_bytes().strip() for each in (tmp_path / "cache").glob("aside/*.checking")):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert wire.process.stdin
        wire.process.stdin.close()
        assert wire.process.wait(PATIENCE) == 1
    again = start(env=own_cache)
    assert codes(again.shown(again.opened("a.py", TEXT), 1)["diagnostics"]) == ["INJ-003", "INJ-003"]
