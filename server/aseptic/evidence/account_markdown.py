"""The account as Markdown, for a file in an audit's folder: every detector in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aseptic.evidence.account import Account
from aseptic.evidence.account_lines import (
    SHORT,
    chapters,
    editions,
    policy_lines,
    scope_lines,
    tailoring_lines,
    totals,
)


def account_markdown(account: Account) -> str:
    """Write the account for people."""
    versions = account.versions
    parts = (
        f"# Analyzer configuration: {account.standard.name} {account.standard.version}",
        f"Digest `{account.digest}`, over all below but the approval and the problems.",
        f"Rules as they hold here `{account.rules_digest}`; a check shows `{account.rules_digest[:SHORT]}`.",
        f"Aseptic {versions['aseptic']}, bandit {versions['bandit']}, Python {versions['python']}.",
        _list("Standard", editions(account)),
        _list("Totals", totals(account)),
        "\n".join(_rules(account)),
        _bandit(account),
        _list("Analysis", scope_lines(account)),
        _list("Policy", policy_lines(account)),
        _list("Tailoring", tailoring_lines(account.tailoring) or ["none"]),
        _list("Problems", account.problems),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _list(title: str, lines: Iterable[str]) -> str:
    said = [f"- {' '.join(line.split())}" for line in lines]
    return "\n".join((f"## {title}\n", *said)) if said else ""


def _rules(account: Account) -> Iterator[str]:
    yield f"## Rules ({len(account.rules)})"
    for letters, title, rules in chapters(account):
        yield f"\n### {letters} {title} ({len(rules)})\n"
        yield "| rule | title | category | severity | held by | detectors |\n|---|---|---|---|---|---|"
        for rule in rules:
            yield _row((rule.id, rule.title, rule.category, rule.severity, rule.by, "; ".join(rule.detectors)))


def _bandit(account: Account) -> str:
    head = f"## Bandit's tests ({len(account.bandit)})\n\n| test | is | rule | why |\n|---|---|---|---|"
    return "\n".join((head, *(_row((each.test, each.is_, each.rule, each.reason)) for each in account.bandit)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"
