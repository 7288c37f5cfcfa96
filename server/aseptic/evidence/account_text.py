"""The account as Markdown, for a file in an audit's folder."""

from __future__ import annotations

from collections import defaultdict
from typing import Any


def account_markdown(account: dict[str, Any]) -> str:
    """Write the account for people."""
    standard, versions = account["standard"], account["versions"]
    parts = [
        f"# Analyzer configuration: {standard['name']} {standard['version']}",
        f"Digest `{account['digest']}`, over everything below. Rules `{standard['digest']}`.",
        f"Aseptic {versions['aseptic']}, bandit {versions['bandit']}, Python {versions['python']}. "
        f"Dated {standard['date'] or 'not at all'}, next review {standard['nextReview'] or 'not set'}, "
        f"approved by {standard['approvedBy'] or 'nobody yet'}.",
        _rules(account["rules"]),
        _bandit(account["bandit"]),
        _tailoring(account["tailoring"]),
    ]
    if account["problems"]:
        parts.append("## Problems\n\n" + "\n".join(f"- {each}" for each in account["problems"]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _rules(rules: list[dict[str, Any]]) -> str:
    families: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for rule in rules:
        families[rule["id"].partition("-")[0]].append(rule)
    lines = [f"## Rules ({len(rules)})"]
    for family, members in sorted(families.items()):
        lines.append(f"\n### {family}\n")
        lines.append("| rule | title | category | severity | held by | detectors |\n|---|---|---|---|---|---|")
        for each in members:
            cells = [each[key] for key in ("id", "title", "category", "severity", "enforced")]
            lines.append(f"| {' | '.join(_cell([cell]) for cell in cells)} | {_cell(each['detectors'])} |")
    return "\n".join(lines)


def _bandit(lines: list[dict[str, Any]]) -> str:
    rows = "\n".join(
        f"| {each['test']} | {each['is']} | {each['rule']} | {_cell([each['reason']])} |" for each in lines
    )
    return f"## Bandit's tests ({len(lines)})\n\n| test | is | rule | why |\n|---|---|---|---|\n{rows}"


def tailoring_lines(tailoring: dict[str, Any]) -> list[str]:
    """Say each entry of the account's tailoring in a line."""
    lines = [f"{name} is of severity {value}" for name, value in tailoring["severities"].items()]
    lines += [f"{name} is {value}" for name, value in tailoring["categories"].items()]
    lines += [f"{name} is left out: {reason}" for name, reason in tailoring["excluded"].items()]
    lines += [f"{name} does not apply: {reason}" for name, reason in tailoring["notApplicable"].items()]
    lines += [f"{each['name']} is banned under {each['rule']}" for each in tailoring["banned"]]
    lines += [f"{each} is a rule of the project's own" for each in tailoring["own"]]
    lines += [
        f"{', '.join(each['without'])} rests in {', '.join(each['globs'])}: {each['reason']}"
        for each in tailoring["paths"]
    ]
    return [" ".join(line.split()) for line in lines]


def _tailoring(tailoring: dict[str, Any]) -> str:
    lines = tailoring_lines(tailoring)
    return "## Tailoring\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _cell(parts: list[str]) -> str:
    return " ".join("; ".join(parts).split()).replace("|", "\\|")
