"""What an approval is an approval of."""

from __future__ import annotations

import pytest
from record_texts import REASON, deviation, fingerprint

SECTION = "\n## Code when raised\n```python\nx\n```\n"


def test_a_digest_is_a_sha_256():
    digest = deviation().digest
    assert len(digest) == 64
    assert set(digest) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "changes",
    [
        {"where": "src/pump/other.py::Updater.install"},
        {"where": "src/pump/update.py"},
        {"status": "approved"},
        {"approved": "{by: kim, on: 2026-11-24, of: abc}"},
        {"fingerprint": fingerprint(around=("x", "y"))},
        {"fingerprint": fingerprint(of="2/3")},
        {"measures": "[]"},
        {"risk": ""},
        {"raised": "{on: 2026-11-23, by: 'mira@example.org'}"},
        {"raised": "\n  by: mira@example.org\n  on: 2026-11-23"},
    ],
)
def test_what_the_machine_keeps_and_layout_do_not_count(changes: dict[str, str]):
    assert deviation(**changes).digest == deviation().digest


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "INJ-004"},
        {"kind": "false_positive"},
        {"expires": "2028-11-23"},
        {"fingerprint": fingerprint(statement="ffffffffffffffff")},
        {"raised": "{by: kim@example.org, on: 2026-11-23}"},
        {"owner": "kim"},
        {"risk": "RMF-001"},
        {"requirements": "[SEC-001]"},
        {"measures": "[{what: a, verified_by: b}]"},
        {"premises": "[{code: a, digest: b}]"},
    ],
)
def test_what_people_answer_for_counts(changes: dict[str, str]):
    assert deviation(**changes).digest != deviation().digest


def test_the_prose_counts():
    assert deviation(f"{REASON} Or nearly.").digest != deviation().digest
    assert deviation(more=SECTION).digest != deviation().digest
    assert deviation(more=SECTION.replace("x", "y")).digest != deviation(more=SECTION).digest


def test_a_line_moved_under_another_heading_counts():
    one = deviation(f"{REASON}\n{REASON}", "\n## Why not the replacement\nBecause.")
    two = deviation(REASON, f"\n## Why not the replacement\n{REASON}\nBecause.")
    assert one.digest != two.digest
