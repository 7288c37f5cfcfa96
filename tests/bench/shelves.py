"""How long 5,000 records take to load, and what they add to a keystroke in a file that they cover all of.

It is the processor's time that counts, so that other programs on the machine have no say in it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from attrs import frozen
from tests.bench.servers import environment

RECORDS = 5_000
_PROGRAM = """
import datetime, json, sys
from pathlib import Path
from time import process_time
from aseptic.analysis import garbage
from aseptic.analysis.project import shelf_of
from aseptic.analysis.session import Session
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import shipped

root, count, keys = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
path, folder = root / "pump.py", root / "security" / "deviations"
filler = "".join(f"    value_{at} = {at}\\n" for at in range(16))
each = 'def step_{0}(name):\\n    os.system(name + "{0}")\\n' + filler
text = "import os\\n" + "".join(each.format(at) for at in range(500))
root.joinpath("pyproject.toml").write_text("[tool.aseptic]\\n")
path.write_text(text)
session = Session(shipped()[0], editing=True)

def timed(work):
    begun = process_time()
    work()
    return process_time() - begun

def typed(version):
    times = []
    for at in range(keys):
        edit = Edit(Span.of(4502, 4, 4502, 4), "x")
        times.append(timed(lambda: [session.edit(path, version + at, [edit]).groups]))
    return times

def record(at, where, statement):
    return f'''---
id: DEV-{at:04}
kind: mitigated
rule: INJ-003
requirements: [SEC-012]
where: {where}
fingerprint: {{v: 1, statement: "{statement}", around: ["", ""], of: 1/1}}
owner: pump-team
status: approved
raised: {{by: mira@example.org, on: 2026-11-23}}
approved: {{by: jo@example.org, on: 2026-11-24, of: "{at:064}"}}
expires: 2999-11-23
measures: [{{what: The command is one of a list, verified_by: "tests/test_step.py::test_{at}"}}]
risk: RMF-031
---
## Justification

The command of step {at} is a constant of the module, and nothing from outside can reach it.

## Code when raised

```python
    os.system(name + "{at}")
```
'''

snapshot = session.open(path, 1, text)
sights = snapshot.sights
garbage.set_aside()
without = typed(2)
folder.mkdir(parents=True, exist_ok=True)
for at in range(count):
    known = sights[at] if at < len(sights) else None
    where = f"pump.py::{known.scope}" if known else f"src/module_{at % 200}.py::Updater.step_{at}"
    statement = known.finding.fingerprint.statement if known else f"{at:016x}"
    folder.joinpath(f"DEV-{at:04}.md").write_text(record(at, where, statement))
loading = [timed(lambda: shelf_of(root / "security", "security")) for _ in range(2)]
session.refresh()
garbage.set_aside()
states = {str(sight.disposition.state) for sight in session.snapshot(path).sights}
shelf = session.project(path).shelf
with_records = typed(2 + keys)
print(json.dumps([len(shelf.deviations), sorted(states), loading, without, with_records]))
"""


@frozen
class Shelved:
    """What records cost."""

    first: list[float]
    """Seconds for all records when nothing is known of them, one a round."""
    kept: list[float]
    """The same as known from a run before."""
    plain: float
    """Seconds for a keystroke without a record: the median."""
    covered: float
    """The same with all of them."""


def shelves(rounds: int, workspace: Path) -> Shelved:
    """Write records, load them and type, in new processes."""
    first: list[float] = []
    kept: list[float] = []
    plain: list[float] = []
    covered: list[float] = []
    for number in range(rounds):
        folder = workspace / f"shelf-{number}"
        folder.mkdir()
        command = [sys.executable, "-c", _PROGRAM, str(folder), str(RECORDS), "200"]
        done = subprocess.run(command, cwd=folder, env=environment(workspace), capture_output=True, check=True)
        count, states, seconds, without, with_records = json.loads(done.stdout)
        assert (count, states) == (RECORDS, ["amended"]), (count, states)
        first.append(seconds[0])
        kept.append(seconds[1])
        plain += without
        covered += with_records
    return Shelved(first, kept, median(plain), median(covered))
