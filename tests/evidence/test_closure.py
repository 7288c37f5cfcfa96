"""The ledger handed on: no cell is a formula, and a closure that nobody verified says so."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest

from aseptic.evidence.closure import closures_csv, github_issues, jira_issues, state
from aseptic.records.ledger.chain import linked
from aseptic.records.ledger.event import Draft, Kind, Stamp
from aseptic.records.ledger.history import History, read_history

STAMP = Stamp("mira@example.org", datetime(2026, 11, 25, tzinfo=UTC), "a" * 40)
FINDING = "FND-0123456789ab"


def opened(**changes: object) -> Draft:
    says = {
        "rule": "INJ-003",
        "where": "a.py::run",
        "fingerprint": {"v": 1, "statement": "s", "around": ["", ""], "of": "1/1"},
        "severity": "high",
        "message": "Do not.",
        "detectors": "d",
        "known": False,
    }
    return Draft(Kind.OPENED, FINDING, {**says, **changes})


def told(*drafts: Draft) -> History:
    history, chain = read_history(linked(drafts, STAMP, [])[0], "ledger.jsonl")
    assert not chain.problems
    return history


def row(history: History) -> dict[str, str]:
    (found,) = csv.DictReader(io.StringIO(closures_csv(history), newline=""))
    return found


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_begins_as_a_formula(start: str) -> None:
    text = f'{start}HYPERLINK("x","y")'
    history = told(
        opened(message=text, where=text),
        Draft(Kind.CHARACTERISED, FINDING, {"cause": text, "exploitability": text}),
        Draft(Kind.FED, FINDING, {"to": text}),
        Draft(Kind.CLOSED, FINDING, {"how": "not_a_finding", "reason": text}),
        Draft(Kind.VERIFIED, FINDING, {"how": "reviewer", "evidence": "kim"}),
    )
    found = row(history)
    for name in ("message", "where", "cause", "exploitability", "fed", "reason"):
        assert found[name] == f"'{text}", name


def test_a_cell_keeps_quotes_commas_and_lines() -> None:
    text = 'say "no",\nthen go'
    assert row(told(opened(message=text)))["message"] == text


def test_states() -> None:
    (entry,) = told(opened()).entries.values()
    assert state(entry) == "open"
    (entry,) = told(opened(known=True)).entries.values()
    assert state(entry) == "known"
    fixed = Draft(Kind.CLOSED, FINDING, {"how": "fixed", "reason": ""})
    (entry,) = told(opened(), fixed).entries.values()
    assert state(entry) == "closed, not verified"
    (entry,) = told(opened(), fixed, Draft(Kind.VERIFIED, FINDING, {"how": "test", "evidence": "t"})).entries.values()
    assert state(entry) == "closed"
    (entry,) = told(opened(), Draft(Kind.NOT_SEEN, FINDING, {"cause": "why"})).entries.values()
    assert state(entry) == "not seen"


def test_an_issue_says_what_is_needed_to_resolve_it() -> None:
    more = {"severity": "low", "cause": "copied", "versions": "2.0 to 2.3", "related": "FND-000000000001"}
    history = told(
        opened(), Draft(Kind.CHARACTERISED, FINDING, more), Draft(Kind.NOT_SEEN, FINDING, {"cause": "excluded"})
    )
    (issue,) = github_issues(history.entries.values(), {})
    assert issue["title"] == f"INJ-003 in a.py::run ({FINDING})"
    assert issue["labels"] == ["security", "low"]
    for text in (
        "Do not.",
        "Severity: low",
        "Root cause: copied",
        "Versions affected: 2.0 to 2.3",
        "excluded",
        FINDING,
    ):
        assert text in issue["body"]
    (fields,) = jira_issues(history.entries.values(), {}, "PUMP")["issueUpdates"]
    assert fields["fields"]["description"] == issue["body"]


def test_a_title_fits_a_tracker_and_is_one_line() -> None:
    (issue,) = github_issues(told(opened(where=f"a{'b' * 400}.py\n::run")).entries.values(), {})
    assert len(issue["title"]) == 250
    assert "\n" not in issue["title"]
