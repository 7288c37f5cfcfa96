"""Where a finding is underlined: on the line that bandit reports, whatever line its node begins on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document
from aseptic.source.span import Span
from aseptic.standard.finding import Finding

SPREAD = """\
import hashlib
import subprocess
import tarfile


class Pump:
    def install(self, name):
        \"\"\"Start it.\"\"\"
        return subprocess.Popen(
            ["apply", name],
            env={},
            shell=True,
        )

    def digest(self, text):
        return hashlib.new(
            "md5",
            text,
        )


subprocess.call(
    "ls",
    cwd=None, shell=
    True,
)
tarfile.open("x").extractall(
    path="y",
)
"""


def found(memo: Memo, text: str) -> list[tuple[int, Finding]]:
    return [(start, finding) for start, entry in fresh(Document.of(text), memo).found for finding in entry.findings]


def underlined(memo: Memo, text: str, rule: str) -> list[Span]:
    return [finding.span.moved(start) for start, finding in found(memo, text) if finding.rule == rule]


def test_a_call_over_several_lines_is_shown_at_the_argument_that_breaches(memo: Memo) -> None:
    spans = underlined(memo, SPREAD, "INJ-003")
    assert spans == [Span.of(11, 12, 11, 22), Span.of(24, 4, 24, 8)]


def test_every_finding_stands_on_the_line_that_bandits_command_reports(memo: Memo, tmp_path: Path) -> None:
    path = tmp_path / "spread.py"
    path.write_text(SPREAD, encoding="utf-8")
    command = [sys.executable, "-m", "bandit", "-f", "json", "-q", str(path)]
    report = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    whole = {test for rule in memo.checker.standard.rules.values() for test in rule.heading.detect.bandit}
    theirs = sorted(
        (each["line_number"] - 1, each["test_id"]) for each in report["results"] if each["test_id"] in whole
    )
    assert len(theirs) >= 3
    assert theirs == sorted(
        (start + finding.span.start.line, test)
        for start, finding in found(memo, SPREAD)
        for test in finding.bandit
        if test in whole
    )


def test_a_call_on_one_line_is_shown_at_its_name(memo: Memo) -> None:
    text = "import subprocess\nsubprocess.run(x, shell=True)\n"
    assert underlined(memo, text, "INJ-003") == [Span.of(1, 0, 1, 14)]
