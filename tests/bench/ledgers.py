"""How long a ledger of 100,000 lines takes to load, and what it adds to a keystroke in a file that it knows all of.

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

LINES = 100_000
_PROGRAM = """
import datetime, json, sys
from pathlib import Path
from time import process_time
from aseptic.analysis import garbage
from aseptic.analysis.ledger import load_ledger
from aseptic.analysis.session import Session
from aseptic.records.ledger.chain import linked
from aseptic.records.ledger.event import Draft, Kind, Stamp
from aseptic.records.ledger.judgement import Judge
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import shipped

root, lines, keys = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
path, ledger = root / "pump.py", root / "security" / "ledger.jsonl"
each = 'def step_{0}(name):\\n    value_{0} = len(name)\\n    run(name, {0})\\n    os.system(name + "{0}")\\n'
filler = "".join(f"    value_{at} = {at}\\n" for at in range(16))
text = "import os\\n" + "".join(each.format(at) + filler for at in range(500))
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
        edit = Edit(Span.of(5005, 4, 5005, 4), "x")
        times.append(timed(lambda: [session.edit(path, version + at, [edit]).groups]))
    return times

def says(at, where, statement, around):
    print_of = {"v": 1, "statement": statement, "around": list(around), "of": "1/1"}
    return {"rule": "INJ-003", "where": where, "fingerprint": print_of, "severity": "high", "known": at % 7 > 0,
            "message": "os.system runs a shell, so data can become a command", "detectors": "0123456789abcdef"}

def drafts(sights):
    for at, sight in enumerate(sights):
        print_of = sight.finding.fingerprint
        body = says(1, f"pump.py::{sight.scope}", print_of.statement, print_of.around)
        yield Draft(Kind.OPENED, f"FND-{at:012x}", body)
    for at in range(len(sights), lines // 2):
        where = f"src/pump/module_{at % 2000}.py::Updater.step_{at}"
        yield Draft(Kind.OPENED, f"FND-{at:012x}", says(at, where, f"{at:016x}", ("02ab77e1", "9c31d5f0")))
    for at in range(lines // 2, lines):
        body = {"rule": "INJ-003", "where": "src/pump/module.py::Updater", "how": "fixed", "reason": ""}
        yield Draft(Kind.CLOSED, f"FND-{at % (lines // 2) + lines // 4:012x}", body)

snapshot = session.open(path, 1, text)
sights = snapshot.sights
garbage.set_aside()
without = typed(2)
ledger.parent.mkdir(exist_ok=True)
ledger.write_bytes(linked(drafts(sights), Stamp("m@example.org", datetime.datetime.now(datetime.UTC), "0" * 40), [])[0])
loading = [timed(lambda: load_ledger(root, "security", {}, Judge(), None)) for _ in range(2)]
session.refresh()
garbage.set_aside()
states = {str(sight.disposition.state) for sight in session.snapshot(path).sights}
with_ledger = typed(2 + keys)
print(json.dumps([len(sights), sorted(states), loading, without, with_ledger]))
"""


@frozen
class Kept:
    """What a ledger costs."""

    findings: int
    """In the document that is typed in, all of which the ledger knows."""
    loading: list[float]
    """Seconds for the whole ledger when nothing is known of it, one a round."""
    again: list[float]
    """The same as known from a run before."""
    plain: float
    """Seconds for a keystroke without a ledger: the median."""
    known: float
    """The same with it."""


def ledgers(rounds: int, workspace: Path) -> Kept:
    """Write a ledger, load it and type, in new processes."""
    folder = workspace / "ledgers"
    folder.mkdir()
    loading: list[float] = []
    again: list[float] = []
    plain: list[float] = []
    known: list[float] = []
    findings = 0
    for _ in range(rounds):
        (folder / "security" / "ledger.jsonl").unlink(missing_ok=True)
        command = [sys.executable, "-c", _PROGRAM, str(folder), str(LINES), "200"]
        done = subprocess.run(command, cwd=folder, env=environment(workspace), capture_output=True, check=True)
        findings, states, seconds, without, with_ledger = json.loads(done.stdout)
        assert states == ["known"], states
        loading.append(seconds[0])
        again.append(seconds[1])
        plain += without
        known += with_ledger
    return Kept(findings, loading, again, median(plain), median(known))
