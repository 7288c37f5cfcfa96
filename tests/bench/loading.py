"""How long the whole standard takes to load, read strictly and as kept from a run before, in new processes.

It is the processor's time that counts, so that other programs on the machine have no say in it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Timed
from tests.bench.servers import environment

READ, KEPT, COMPILED = "read strictly", "kept from before", "compiled to detectors"
_PROGRAM = """
import json, sys
from pathlib import Path
from time import process_time
from aseptic.checks.checker import compiled
from aseptic.standard.catalog import shipped

def timed(work):
    begun = process_time()
    made = work()
    return process_time() - begun, made

kept = Path(sys.argv[1])
strictly, _ = timed(shipped) if sys.argv[2] == "strictly" else (0, None)
again, (standard, problems) = timed(lambda: shipped(kept))
made, _ = timed(lambda: compiled(standard))
print(json.dumps([len(standard.rules), strictly, again, made]))
"""


def loading(rounds: int, workspace: Path) -> tuple[int, list[Timed]]:
    """Return how many rules there are, and the processor's seconds; the first round writes what the others find."""
    _loaded(workspace, "kept")
    rules, read, kept, compiled = 0, [], [], []
    for _ in range(rounds):
        rules, strictly, _, _ = _loaded(workspace, "strictly")
        _, _, again, made = _loaded(workspace, "kept")
        read.append(strictly)
        kept.append(again)
        compiled.append(made)
    return rules, [Timed(READ, read), Timed(KEPT, kept), Timed(COMPILED, compiled)]


def _loaded(workspace: Path, how: str) -> tuple[int, float, float, float]:
    command = [sys.executable, "-c", _PROGRAM, str(workspace / ".standards"), how]
    done = subprocess.run(command, cwd=workspace, env=environment(workspace), capture_output=True, check=True)
    rules, strictly, again, made = json.loads(done.stdout)
    return rules, strictly, again, made
