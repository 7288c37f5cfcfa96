"""What a check in which nothing changed does not need is not imported for it: half of such a run is imports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Process = Callable[..., CompletedProcess[bytes]]
SLOW = (
    "aseptic.analysis.approvals.provenance aseptic.analysis.inference.message aseptic.analysis.versioning.git "
    "aseptic.checks.detector aseptic.records.deviation bandit.core.manager cattrs lsprotocol multiprocessing "
    "pathspec rich.console yaml"
).split()


def imported(process: Process) -> set[str]:
    """Return what a check imports, in which something is found."""
    done = process("check", "--format", "json", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert [each["rule"] for each in json.loads(done.stdout)["findings"]] == ["INJ-003"], done.stderr
    return {line.rpartition("|")[2].strip() for line in done.stderr.decode().split("\n")}


def test_a_check_in_which_nothing_changed_imports_no_more_than_it_needs(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\n\n\ndef run(x):\n    os.system(x)\n", encoding="utf-8")
    assert "aseptic.checks.detector" in imported(process), "what is imported is seen"
    assert imported(process).intersection(SLOW) == set()
