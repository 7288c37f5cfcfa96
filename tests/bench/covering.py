"""What records and a ledger add to a keystroke: the same one in two projects that differ by them alone, in turns.

It is the thread's processor time that counts, so that other programs on the machine have no say in it. The process's
own is no measure here: while a timer guards a check, Linux counts it by ticks of four milliseconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import thread_time
from typing import Any

from attrs import frozen
from tests.bench.servers import environment

from aseptic.analysis.documents import collector
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import shipped

_ROOT = Path(__file__).resolve().parents[2]
FINDINGS = 500
_KEYS = 200
_HEIGHT = 20
_TYPED = _HEIGHT * 250 + 6
"""The line that is typed in: inside a function with a finding, below it."""


@frozen
class Typed:
    """Seconds for each keystroke."""

    plain: list[float]
    """Without records and ledger."""
    covered: list[float]
    """With them."""


def in_new_process(module: str, folder: Path, workspace: Path) -> Any:
    """Run a module of the bench on a folder, and return what it prints as JSON."""
    env = {**environment(workspace), "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), *sys.path)))}
    command = [sys.executable, "-m", module, str(folder)]
    done = subprocess.run(command, cwd=workspace, env=env, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2_000:])
    return json.loads(done.stdout)


def folder_given(module: str) -> Path:
    """Return the folder that a module of the bench was started with; it ends where there is none."""
    if len(sys.argv) != 2:
        sys.exit(f"say in which folder to measure, an empty one: python -m {module} FOLDER")
    return Path(sys.argv[1])


class Pair:
    """A document with five hundred findings, open in a project without anything and in one with what is measured."""

    def __init__(self, root: Path) -> None:
        """Write both projects below a folder."""
        self._sessions = {name: _session(root / name) for name in ("plain", "covered")}
        self.root = root / "covered"
        self._version = 1

    @property
    def snapshot(self) -> Snapshot:
        """The document as it is in the project with what is measured."""
        return self._sessions["covered"].snapshot(self.root / "pump.py")

    def look_again(self) -> None:
        """Take in what was filed meanwhile."""
        self._sessions["covered"].refresh()

    def type(self) -> Typed:
        """Type one letter after another, in turns here and there."""
        collector.set_aside()
        typed: dict[str, list[float]] = {name: [] for name in self._sessions}
        for number in range(_KEYS):
            self._version += 1
            for name in (*self._sessions,)[:: -1 if number % 2 else 1]:
                typed[name].append(timed(partial(self._key, name)))
        return Typed(typed["plain"], typed["covered"])

    def _key(self, name: str) -> None:
        edit = Edit(Span.of(_TYPED, 4, _TYPED, 4), "x")
        snapshot = self._sessions[name].edit(self.root.with_name(name) / "pump.py", self._version, [edit])
        assert sum(len(group.found) for group in snapshot.groups) == FINDINGS


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of the processor's time that some work takes."""
    begun = thread_time()
    work()
    return thread_time() - begun


def _session(root: Path) -> Session:
    root.mkdir(parents=True)
    path, text = root / "pump.py", _text()
    root.joinpath("pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    session = Session(shipped()[0], editing=True)
    assert len(session.open(path, 1, text).findings) == FINDINGS
    return session


def _text() -> str:
    filler = "".join(f"    value_{at} = {at}\n" for at in range(_HEIGHT - 3))
    each = 'def step_{0}(name):\n    run(name, {0})\n    os.system(name + "{0}")\n' + filler
    return "import os\n" + "".join(each.format(at) for at in range(FINDINGS))
