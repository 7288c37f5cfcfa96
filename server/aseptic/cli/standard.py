"""`aseptic standard`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from aseptic.analysis.project import Project
from aseptic.analysis.scan import scan
from aseptic.analysis.session import Session
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.output import write_whole
from aseptic.cli.progress import watched
from aseptic.evidence.account import account, bandit_map, enforcement, unaccounted
from aseptic.evidence.account_text import account_markdown

_CURE = "map it in a rule, or exclude it with a reason in the project's standard.md"


@click.command("standard")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--summary", is_flag=True, help="One line a rule: how it is held, and what the code here says of it.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def command(form: str, summary: bool, output: Path | None) -> None:
    """Account for the standard that holds here: rules, bandit's tests, tailoring, versions, one digest.

    Exit status: 0, or 2 where a bandit test is unaccounted for or a setting or record is faulty.
    """
    session = Session(standard_or_exit())
    project = session.project(Path.cwd().resolve())
    if summary:
        _summarise(session, project)
    elif form == "text":
        _print(project)
    else:
        body = account(project)
        text = json.dumps(body, indent=2, ensure_ascii=False) + "\n" if form == "json" else account_markdown(body)
        if output is None:
            click.echo(text, nl=False)
        else:
            try:
                write_whole(output, text)
            except OSError as error:
                raise Failure(f"{output}: {error.strerror}") from error
    faults = [str(problem) for problem in project.problems]
    if not project.tailoring.standard:  # else the project's own page has a problem for each
        faults += [f"bandit's {test} is not accounted for; {_CURE}" for test in unaccounted(project)]
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(2 if faults else 0)


def _print(project: Project) -> None:
    console = Console(highlight=False)
    body = account(project)
    standard, versions = body["standard"], body["versions"]
    console.print(f"[bold]{standard['name']} {standard['version']}[/]  digest {body['digest'][:16]}")
    console.print(f"Aseptic {versions['aseptic']}, bandit {versions['bandit']}, Python {versions['python']}")
    rules = project.standard.rules.values()
    held = Counter(enforcement(rule) for rule in rules)
    console.print(f"{len(rules)} rules: " + ", ".join(f"{count} {name}" for name, count in held.most_common()))
    table = Table(box=None, pad_edge=False)
    for heading in ("family", "rules", "by a tool", "declared", "high", "medium", "low"):
        table.add_column(heading, justify="left" if heading == "family" else "right")
    families = sorted({rule.id.partition("-")[0] for rule in rules})
    for family in families:
        members = [rule for rule in rules if rule.id.startswith(f"{family}-")]
        held, weights = Counter(map(enforcement, members)), Counter(rule.severity.value for rule in members)
        row = (len(members), held["tool"], held["declared"], weights["high"], weights["medium"], weights["low"])
        table.add_row(family, *map(str, row))
    console.print(table)
    became = Counter(line.became for line in bandit_map(project))
    console.print("bandit's tests: " + ", ".join(f"{count} {name}" for name, count in became.most_common()))
    if tests := unaccounted(project):
        console.print("unaccounted: " + ", ".join(tests))
    console.print("The whole account: aseptic standard --format markdown")


def _summarise(session: Session, project: Project) -> None:
    with watched(Console(stderr=True), session, [project.root]) as seen:
        report = scan(session, [project.root], Path.cwd().resolve(), seen)
    found: Counter[str] = Counter()
    deviated: Counter[str] = Counter()
    for file in report.files:
        for sight in file.snapshot.sights if file.snapshot else ():
            (deviated if sight.disposition.covers else found)[sight.finding.rule] += 1
    table = Table(box=None, pad_edge=False)
    for heading in ("rule", "title", "held by", "state"):
        table.add_column(heading)
    for rule in sorted(project.standard.rules.values(), key=lambda rule: rule.id):
        table.add_row(
            rule.id, rule.title, enforcement(rule), _state(project, rule.id, enforcement(rule), found, deviated)
        )
    Console(highlight=False).print(table)


def _state(project: Project, rule: str, held: str, found: Counter[str], deviated: Counter[str]) -> str:
    reason = project.tailoring.not_applicable.get(rule)
    if reason is not None and not found[rule]:
        return f"not applicable: {reason}"
    if held != "tool":
        return "a question for the review"
    parts = [f"{found[rule]} found"] if found[rule] else []
    parts += [f"{deviated[rule]} deviated"] if deviated[rule] else []
    return ", ".join(parts) or "complies"
