"""The account as text for a terminal: a line a rule, what became of bandit's tests, the tailoring, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from aseptic.analysis.project import Project
from aseptic.evidence.account import account, bandit_map, enforcement, unaccounted
from aseptic.evidence.account_text import tailoring_lines
from aseptic.evidence.families import families
from aseptic.standard.detect import Detect
from aseptic.standard.rule import Rule


def account_plain(project: Project) -> str:
    """Write the account; `json` and `markdown` have every detector in words."""
    body = account(project)
    standard, versions = body["standard"], body["versions"]
    held = Counter(map(enforcement, project.standard.rules.values()))
    became = Counter(line.became for line in bandit_map(project))
    unknown = unaccounted(project)
    return "\n".join(
        (
            *_rules(project),
            "",
            "Bandit's tests",
            *_bandit(project),
            "",
            "Tailoring",
            *(f"  {line}" for line in tailoring_lines(body["tailoring"]) or ("none",)),
            "",
            f"{standard['name']} {standard['version']}, dated {standard['date'] or 'not at all'}, next review "
            f"{standard['nextReview'] or 'not set'}, approved by {standard['approvedBy'] or 'nobody yet'}",
            f"{len(body['rules'])} rules: {_counted(held)}",
            f"{len(body['bandit'])} tests of bandit's: {_counted(became)}",
            *(["unaccounted: " + ", ".join(unknown)] if unknown else ()),
            f"Aseptic {versions['aseptic']}, bandit {versions['bandit']}, Python {versions['python']}",
            f"Digest {body['digest']}",
            "",
        )
    )


def _rules(project: Project) -> Iterator[str]:
    for family in families(project.standard.rules.values(), project.standard.head):
        yield f"{family.letters}  {family.title} ({len(family.rules)})"
        yield from _columns([_cells(rule) for rule in family.rules])
        yield ""


def _cells(rule: Rule) -> tuple[str, ...]:
    category, severity = rule.heading.category.value, rule.severity.value
    return rule.id, " ".join(rule.title.split()), category, severity, enforcement(rule), _found_by(rule.heading.detect)


def _found_by(detect: Detect) -> str:
    """Name a rule's detectors by kind and number."""
    tests = " ".join((*detect.bandit, *(each.test for each in detect.narrows)))
    kinds = (
        ("name", detect.banned),
        ("setting", detect.settings),
        ("text", detect.texts),
        ("identifier", detect.names),
        ("comment", detect.comments),
        ("shape", detect.shapes),
    )
    counts = (f"{len(found)} {noun}{'s' if len(found) > 1 else ''}" for noun, found in kinds if found)
    return ", ".join(part for part in (tests, *counts) if part)


def _bandit(project: Project) -> Iterator[str]:
    yield from _columns([(each.test, each.became, each.rule, each.reason) for each in bandit_map(project)])


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines, all columns but the last of one width each."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        yield f"  {'  '.join((*map(str.ljust, row, widths), row[-1]))}".rstrip()


def _counted(counts: Counter[str]) -> str:
    parts: Iterable[str] = (f"{count} {name}" for name, count in counts.most_common())
    return ", ".join(parts)
