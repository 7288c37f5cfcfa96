"""How long 5,000 approved records take to load, and what they add to a keystroke in a file that they cover all of."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

from attrs import frozen
from tests.bench.covering import Pair, folder_given, in_new_process, timed

from aseptic.analysis.projects.loading import shelf_of
from aseptic.records.deviation import read_deviation

RECORDS = 5_000
_RECORD = """\
---
id: {identity}
kind: mitigated
rule: INJ-003
requirements: [SEC-012]
where: {where}
fingerprint: {{v: 1, statement: "{statement}", around: ["{before}", "{after}"], of: 1/1}}
owner: pump-team
status: approved
raised: {{by: mira@example.org, on: 2026-11-23}}
approved: {{by: jo@example.org, on: 2026-11-24, of: "{digest}"}}
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
    found = [in_new_process(__name__, workspace / f"shelf-{number}", workspace) for number in range(rounds)]
    return Shelved(
        [each["loading"][0] for each in found],
        [each["loading"][1] for each in found],
        median(seconds for each in found for seconds in each["plain"]),
        median(seconds for each in found for seconds in each["covered"]),
    )


def _measured(root: Path) -> dict[str, Any]:
    pair = Pair(root)
    records = pair.root / "security"
    _file(pair, records / "deviations")
    loading = [timed(lambda: shelf_of(records, "security")) for _ in range(2)]
    pair.look_again()
    states = {str(placed.disposition.state) for placed in pair.snapshot.findings}
    assert states == {"approved"}, states
    deviations = pair.snapshot.project.shelf.deviations
    assert len(deviations) == RECORDS, len(deviations)
    assert all(each.approved.of == each.digest for each in deviations)
    typed = pair.type()
    return {"loading": loading, "plain": typed.plain, "covered": typed.covered}


def _file(pair: Pair, folder: Path) -> None:
    """Write the records, of which the first are about the document's findings, and the tests that verify them."""
    tests = pair.root / "tests" / "test_step.py"
    tests.parent.mkdir()
    tests.write_text("".join(f"def test_{at}():\n    pass\n" for at in range(RECORDS)), encoding="utf-8")
    folder.mkdir(parents=True)
    findings = pair.snapshot.findings
    for at in range(RECORDS):
        known = findings[at] if at < len(findings) else None
        before, after = known.finding.fingerprint.around if known else ("02ab77e1", "9c31d5f0")
        said: dict[str, str | int] = {
            "at": at,
            "identity": f"DEV-{at:04}",
            "where": f"pump.py::{known.scope}" if known else f"src/module_{at % 200}.py::Updater.step_{at}",
            "statement": known.finding.fingerprint.statement if known else f"{at:016x}",
            "before": before,
            "after": after,
        }
        path = folder / f"{said['identity']}.md"
        proposed, problems = read_deviation(path.name, _RECORD.format(digest="", **said))
        assert proposed is not None, problems
        path.write_text(_RECORD.format(digest=proposed.digest, **said), encoding="utf-8")


if __name__ == "__main__":
    print(json.dumps(_measured(folder_given("tests.bench.shelves"))))
