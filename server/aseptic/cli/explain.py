"""`aseptic explain`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown

from aseptic.analysis.projects.holding import holding
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.cli.failure import Failure
from aseptic.cli.holdings import print_holding
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.whereabouts import fault
from aseptic.evidence.account import enforcement, in_part
from aseptic.evidence.sought import sought
from aseptic.evidence.wording import detectors
from aseptic.source.printable import printable
from aseptic.standard.rule import Rule


@click.command("explain")
@click.argument("rule", metavar="[ID]", required=False)
@click.option(
    "--file", "path", type=click.Path(path_type=Path), help="Say what holds for a file, and from where it comes."
)
def command(rule: str | None, path: Path | None) -> None:
    """Explain a rule, or the rule that a bandit test belongs to, as it holds here or for a file.

    With --file alone: which project, standard, settings and tailoring hold for the file, and who said so.
    """
    here = Path.cwd().resolve()
    where = path.resolve() if path else here
    project = Session(standard_or_exit(), [here]).project(where)
    if rule is not None:
        _explain(rule, project)
    elif path is not None:
        if where.is_dir():
            raise Failure(f"{path} is a folder; name a file, as in 'aseptic explain --file {path / 'a.py'}'")
        held = holding(where, project, [here])
        print_holding(held, Console(highlight=False))
        if not where.exists():
            click.echo(f"{path}: there is no such file; this is what would hold for it", err=True)
        for problem in held.problems:
            click.echo(fault(project, problem), err=True)
        sys.exit(2 if held.problems else 0)
    else:
        raise click.UsageError("name a rule, as in 'aseptic explain INJ-003', or a file with --file")


def _explain(asked: str, project: Project) -> None:
    found = sought(project, asked.upper())
    if found.rule is not None:
        Console().print(Markdown(printable(_markdown(found.rule, found.notes))))
        return
    for note in found.notes:
        click.echo(printable(note))
    for problem in found.problems:
        click.echo(fault(project, problem), err=True)
    if found.problems:
        sys.exit(2)
    if not found.notes:
        raise Failure(f"no rule has the id {asked}" + (f"; did you mean {found.near}?" if found.near else ""))


def _markdown(rule: Rule, notes: Sequence[str]) -> str:
    heading = rule.heading
    by = in_part(enforcement(rule), heading.detect.flow)
    examples = "\n\n".join(f"```python\n{code.text.rstrip()}\n```" for code in rule.noncompliant)
    compliant = "\n\n".join(f"```python\n{code.text.rstrip()}\n```" for code in rule.compliant)
    found = "\n".join(f"- {each}" for each in detectors(rule))
    return "\n\n".join(
        (
            f"# {rule.id} {rule.title}",
            "\n".join(f"- {note}" for note in notes),
            rule.shall,
            f"{heading.category.value}, {rule.severity.value}, held by {by} · "
            f"{', '.join(f'CWE-{each}' for each in heading.cwe)} · {', '.join(heading.capabilities)}",
            rule.why,
            f"## Noncompliant\n\n{examples}",
            f"## Compliant\n\n{compliant}",
            f"## Deviation\n\n{rule.deviation}",
            f"## What finds it\n\n{found}" if found else "",
            f"References: {', '.join(heading.references)}" if heading.references else "",
        )
    )
