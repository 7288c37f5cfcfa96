"""A scan for an editor, in a process of its own that lets everybody else go first: what came of each file, by lines.

Run as a module: one line of JSON says what to scan, every line of the answer is JSON. Nothing of the workspace is
imported, and the process ends with whoever reads its answers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from attrs import frozen

from aseptic.analysis.documents import collector
from aseptic.analysis.projects.storage import ANSWERS, STANDARDS, cache_folder
from aseptic.analysis.scanning.processes import processors
from aseptic.analysis.scanning.scan import Manner, scan
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.analysis.scanning.scope import python_files
from aseptic.analysis.sessions.outcome import Outcome
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import shipped
from aseptic.standard.plain import made, written

MOST = 20_000
"""Files beyond which a folder is more than a workspace."""
_NICE = 10


@frozen(eq=False)
class Swept:
    """One file in which there is something, or that nobody could check."""

    path: Path
    outcome: Outcome | None


def begun(folders: Iterable[Path]) -> subprocess.Popen[bytes]:
    """Start a scan of some folders. Raises OSError where no process can be started."""
    return started(__name__, [str(each) for each in folders])


def started(module: str, asked: Any) -> subprocess.Popen[bytes]:
    """Start one of our modules that is `answering`. Raises OSError where no process can be started."""
    package = str(Path(__file__).resolve().parents[3])
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(sys.executable).parent,
        env={**os.environ, "PYTHONPATH": package, "PYTHONSAFEPATH": "1"},
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(asked).encode() + b"\n")
    process.stdin.close()
    process.stdin = None
    return process


def answering(answer: Callable[[Any, Callable[[Any], object]], None]) -> None:
    """Answer what this process is asked, and let everybody else go first."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever prints must not end up among the answers
    if sys.platform != "win32":
        os.nice(_NICE)
    collector.set_aside()
    try:
        answer(json.loads(sys.stdin.buffer.readline()), lambda said: answers.write(json.dumps(said).encode() + b"\n"))
    except BrokenPipeError:
        os._exit(1)


def swept(said: dict[str, Any]) -> Swept:
    """Read what is said of a file."""
    given = said["outcome"]
    return Swept(Path(said["path"]), made(Outcome, given) if given is not None else None)


def _main() -> None:
    answering(_scan)


def _scan(asked: list[str], tell: Callable[[dict[str, Any]], object]) -> None:
    """Tell how many files there are, each that is done, and then what was found."""
    folders = [Path(each) for each in asked]
    session = Session(shipped(cache_folder() / STANDARDS)[0], folders)
    found: Counter[Path] = Counter()
    for path in python_files(session, folders, lambda _: None):
        found[_branch(path, folders)] += 1
        if found.total() > MOST:
            tell({"most": MOST, "folder": str(found.most_common(1)[0][0])})
            return
    tell({"of": found.total()})
    manner = Manner(processes=max(processors() - 1, 1), kept=cache_folder() / ANSWERS)

    def seen(path: Path) -> None:
        tell({"done": path.name})

    report = scan(session, folders, folders[0], seen, manner)
    for each in report.files:
        if each.outcome.found or each.unchecked:
            tell({"path": str(each.path), "outcome": _outcome(each)})
    tell({"files": len(report.files)})


def _outcome(each: Scanned) -> Any:
    return written(each.outcome) if each.project is not None else None


def _branch(path: Path, folders: Iterable[Path]) -> Path:
    """Return the folder right below a workspace's that holds a file."""
    for folder in folders:
        if path.is_relative_to(folder):
            return folder / path.relative_to(folder).parts[0]
    return path.parent


if __name__ == "__main__":
    _main()
