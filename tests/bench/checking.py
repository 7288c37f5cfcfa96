"""How long a scan of a whole package takes, beside bandit's: from nothing, and again with nothing changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tests.bench.measure import Timed, in_turns
from tests.bench.packages import Package
from tests.bench.servers import environment

COLD, UNCHANGED, BANDIT = "aseptic, from nothing", "aseptic, nothing changed", "bandit"


def checking(rounds: int, package: Package, workspace: Path) -> tuple[int, list[Timed]]:
    """Time `aseptic check` and bandit over a copy of a package; return its lines, and the times."""
    tree = workspace / "checked" / package.name
    shutil.copytree(package.code, tree, ignore=shutil.ignore_patterns("__pycache__"))
    lines = sum(path.read_bytes().count(b"\n") for path in tree.rglob("*.py"))
    output = workspace / "checked.json"
    python, shape = sys.executable, ("--format", "json", "--output", str(output))
    ours = (python, "-m", "aseptic", "check", str(tree), *shape)
    theirs = (python, "-m", "bandit", "-r", "-q", "-f", "json", "-o", str(output), str(tree))

    def cold() -> float:
        shutil.rmtree(environment(workspace)["ASEPTIC_CACHE_DIR"], ignore_errors=True)
        return _run(ours, output, workspace)

    timed = {
        COLD: cold,
        UNCHANGED: lambda: _run(ours, output, workspace),
        BANDIT: lambda: _run(theirs, output, workspace),
    }
    return lines, in_turns(timed, rounds)


def _run(command: Sequence[str], output: Path, workspace: Path) -> float:
    """Run a check to its end and return the seconds. It exits with 1 where it finds something, which it will."""
    output.unlink(missing_ok=True)
    began = perf_counter()
    done = subprocess.run(command, cwd=workspace, env=environment(workspace), capture_output=True, check=False)
    seconds = perf_counter() - began
    if done.returncode not in {0, 1, 2} or not json.loads(output.read_text(encoding="utf-8")):
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.decode(errors='replace')[-500:]}")
    return seconds
