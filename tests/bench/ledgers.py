"""How long a ledger of 100,000 lines takes to load, and what it adds to a keystroke in a file that it knows all of."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from attrs import frozen
from tests.bench.covering import FINDINGS, Pair, folder_given, in_new_process, timed

from aseptic.analysis.projects.ledger import load_ledger
from aseptic.analysis.sessions.snapshot import ChunkFinding
from aseptic.records.ledger.chain import linked
from aseptic.records.ledger.event import Draft, Kind, Stamp
from aseptic.records.ledger.judgement import Judge

LINES = 100_000


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
    found = [in_new_process(__name__, workspace / f"ledger-{number}", workspace) for number in range(rounds)]
    return Kept(
        FINDINGS,
        [each["loading"][0] for each in found],
        [each["loading"][1] for each in found],
        median(seconds for each in found for seconds in each["plain"]),
        median(seconds for each in found for seconds in each["covered"]),
    )


def _measured(root: Path) -> dict[str, Any]:
    pair = Pair(root)
    ledger = pair.root / "security" / "ledger.jsonl"
    ledger.parent.mkdir()
    stamp = Stamp("m@example.org", datetime.datetime.now(datetime.UTC), "0" * 40)
    ledger.write_bytes(linked(_drafts(pair.snapshot.findings), stamp, [])[0])
    loading = [timed(lambda: load_ledger(pair.root, "security", {}, Judge(), None)) for _ in range(2)]
    pair.look_again()
    states = {str(placed.disposition.state) for placed in pair.snapshot.findings}
    assert states == {"known"}, states
    typed = pair.type()
    return {"loading": loading, "plain": typed.plain, "covered": typed.covered}


def _drafts(findings: Sequence[ChunkFinding]) -> Iterator[Draft]:
    for at, placed in enumerate(findings):
        fingerprint = placed.finding.fingerprint
        body = _says(1, f"pump.py::{placed.scope}", fingerprint.statement, fingerprint.around)
        yield Draft(Kind.OPENED, f"FND-{at:012x}", body)
    for at in range(len(findings), LINES // 2):
        where = f"src/pump/module_{at % 2000}.py::Updater.step_{at}"
        yield Draft(Kind.OPENED, f"FND-{at:012x}", _says(at, where, f"{at:016x}", ("02ab77e1", "9c31d5f0")))
    for at in range(LINES // 2, LINES):
        body = {"rule": "INJ-003", "where": "src/pump/module.py::Updater", "how": "fixed", "reason": ""}
        yield Draft(Kind.CLOSED, f"FND-{at % (LINES // 2) + LINES // 4:012x}", body)


def _says(at: int, where: str, statement: str, around: Sequence[str]) -> dict[str, Any]:
    return {
        "rule": "INJ-003",
        "where": where,
        "fingerprint": {"v": 1, "statement": statement, "around": list(around), "of": "1/1"},
        "severity": "high",
        "known": at % 7 > 0,
        "message": "os.system runs a shell, so data can become a command",
        "detectors": "0123456789abcdef",
    }


if __name__ == "__main__":
    print(json.dumps(_measured(folder_given("tests.bench.ledgers"))))
