"""The ledger's findings for people and for the problem resolution process: JSON, CSV, and a text for each open one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from aseptic.records.ledger.event import CHARACTERISTICS, Event, Word
from aseptic.records.ledger.history import Entry, History
from aseptic.standard.rule import Rule

FORMAT = 1
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the beginning of a formula, in wide letters, too."""
_COLUMNS = (
    "finding state rule severity where message known opened openedBy openedAt closed how reason closedBy verified "
    "notSeen fed exploitability versions cause related"
).split()


def closures(history: History, head: str) -> dict[str, Any]:
    """Return every finding with how it was opened, closed and verified, as plain values."""
    return {"format": FORMAT, "head": head, "findings": [closure(each) for each in history.entries.values()]}


def closure(entry: Entry) -> dict[str, Any]:
    """Return one finding as plain values; what is not there yet is None."""
    closed = entry.changed if entry.closed else None
    return {
        "finding": entry.id,
        "state": state(entry),
        "rule": entry.rule,
        "severity": entry.severity,
        "where": entry.where,
        "message": entry.message,
        "known": entry.known,
        "opened": entry.opened.on,
        "openedBy": entry.opened.by,
        "openedAt": entry.opened.commit or None,
        "closed": closed.on if closed else None,
        "how": entry.closed.value if entry.closed else None,
        "reason": entry.reason or None,
        "closedBy": closed.by if closed else None,
        "verified": [_verification(each) for each in entry.verified],
        "notSeen": entry.unseen or None,
        "fed": list(entry.fed),
        "characterised": {key: entry.characterised.get(key) for key in CHARACTERISTICS},
    }


def state(entry: Entry) -> str:
    """Say in a word or two how a finding stands; one that was closed and that nobody verified says so."""
    if entry.closed is None:
        return "not seen" if entry.unseen else "known" if entry.known else "open"
    return "closed" if entry.verified else "closed, not verified"


def closures_csv(history: History) -> str:
    """Return the same as a table. No cell begins as a formula does: a spreadsheet would run it."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for entry in history.entries.values():
        plain = closure(entry)
        plain |= plain.pop("characterised")
        plain |= {"severity": entry.severity}
        plain["verified"] = "; ".join(f"{each['how']}: {each['evidence']}" for each in plain["verified"])
        plain["fed"] = " ".join(plain["fed"])
        writer.writerow([_cell(plain[name]) for name in _COLUMNS])
    return stream.getvalue()


def github_issues(entries: Iterable[Entry], rules: Mapping[str, Rule]) -> list[dict[str, Any]]:
    """Return an issue for each finding as GitHub's REST interface takes it."""
    return [
        {"title": _title(entry), "body": _body(entry, rules.get(entry.rule)), "labels": ["security", entry.severity]}
        for entry in entries
    ]


def jira_issues(entries: Iterable[Entry], rules: Mapping[str, Rule], project: str) -> dict[str, Any]:
    """Return an issue for each finding as Jira's bulk interface takes them, in the Jira project of this key."""
    return {
        "issueUpdates": [
            {
                "fields": {
                    "project": {"key": project},
                    "issuetype": {"name": "Bug"},
                    "summary": _title(entry),
                    "description": _body(entry, rules.get(entry.rule)),
                    "labels": ["security", entry.rule, entry.id],
                }
            }
            for entry in entries
        ]
    }


def _title(entry: Entry) -> str:
    text = " ".join(f"{entry.rule} in {entry.where} ({entry.id})".split())
    return text if len(text) <= 250 else f"{text[:249]}…"


def _body(entry: Entry, rule: Rule | None) -> str:
    """Return what somebody needs who has to resolve it, in words that Markdown and Jira show alike."""
    lines = [
        entry.message,
        "",
        f"Finding: {entry.id}",
        f"Rule: {entry.rule}{f', {rule.title}' if rule else ''}",
        f"Severity: {entry.severity}",
        f"Where: {entry.where}",
        f"Opened: {entry.opened.on} by {entry.opened.by}{_at(entry.opened)}",
    ]
    if rule and rule.heading.cwe:
        lines.append(f"Weakness: {', '.join(f'CWE-{number}' for number in rule.heading.cwe)}")
    if entry.unseen:
        lines.append(f"Not seen by the last scan: {entry.unseen}")
    names = {"cause": "Root cause", "related": "Related findings", "versions": "Versions affected"}
    told = ((key, entry.characterised.get(key)) for key in CHARACTERISTICS if key != "severity")
    lines += [f"{names.get(key, key.capitalize())}: {text}" for key, text in told if text]
    if rule:
        lines += ["", "What is required", rule.shall.strip(), "", "Why", rule.why]
    lines += ["", f"When this is in the tracker: aseptic ledger feed {entry.id} ADDRESS"]
    return "\n".join(lines) + "\n"


def _at(event: Word) -> str:
    return f" at commit {event.commit[:12]}" if event.commit else ""


def _verification(event: Event) -> dict[str, str]:
    return {"how": event.says["how"], "evidence": event.says["evidence"], "on": event.word.on, "by": event.word.by}


def _cell(value: object) -> str:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULAS) else text
