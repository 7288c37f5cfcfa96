"""The account as text for a terminal: a line a rule; `json` and `markdown` have every detector in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aseptic.evidence.account import Account, Held
from aseptic.evidence.account_lines import (
    SHORT,
    chapters,
    editions,
    policy_lines,
    scope_lines,
    tailoring_lines,
    totals,
)


def account_text(account: Account) -> str:
    """Write the account."""
    versions = account.versions
    lines = (
        *_rules(account),
        *_part("Bandit's tests", _bandit(account)),
        *_part("Analysis", scope_lines(account)),
        *_part("Policy", policy_lines(account)),
        *_part("Tailoring", tailoring_lines(account.tailoring) or ["none"]),
        *_part("Problems", account.problems),
        *editions(account),
        *totals(account),
        f"Aseptic {versions['aseptic']}, bandit {versions['bandit']}, Python {versions['python']}",
        f"Rules {account.rules_digest}; a check shows {account.rules_digest[:SHORT]}",
        f"Digest {account.digest}",
    )
    return "".join(f"{line}\n" for line in lines)


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    said = [f"  {line}" for line in lines]
    if said:
        yield from (title, *said, "")


def _rules(account: Account) -> Iterator[str]:
    for letters, title, rules in chapters(account):
        yield f"{letters}  {title} ({len(rules)})"
        yield from (f"  {line}" for line in _columns([_cells(rule) for rule in rules]))
        yield ""


def _cells(rule: Held) -> tuple[str, ...]:
    return rule.id, " ".join(rule.title.split()), rule.category, rule.severity, rule.by, rule.found_by


def _bandit(account: Account) -> Iterator[str]:
    return _columns([(each.test, each.is_, each.rule, " ".join(each.reason.split())) for each in account.bandit])


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines, all columns but the last of one width each."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        yield "  ".join((*map(str.ljust, row, widths), row[-1])).rstrip()
