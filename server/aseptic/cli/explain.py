"""`aseptic explain`."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown

from aseptic.analysis.holding import holding
from aseptic.analysis.session import Session
from aseptic.cli.failure import Failure
from aseptic.cli.holdings import print_holding
from aseptic.cli.loading import standard_or_exit
from aseptic.evidence.account import enforcement
from aseptic.evidence.wording import detectors
from aseptic.standard.catalog import Standard
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
        _explain(rule, project.standard)
    elif path is not None:
        held = holding(where, project, [here])
        print_holding(held, Console(highlight=False))
        for problem in held.problems:
            click.echo(str(problem), err=True)
        sys.exit(2 if held.problems else 0)
    else:
        raise click.UsageError("name a rule, as in 'aseptic explain INJ-003', or a file with --file")


def _explain(rule: str, standard: Standard) -> None:
    wanted = rule.upper()
    found = standard.rules.get(wanted) or standard.by_bandit.get(wanted)
    if found is None and wanted in standard.head.excluded:
        click.echo(f"{wanted} is left out of the standard: {standard.head.excluded[wanted]}")
        return
    if found is None:
        close = get_close_matches(wanted, standard.rules, 1)
        raise Failure(f"no rule has the id {rule}" + (f"; did you mean {close[0]}?" if close else ""))
    Console().print(Markdown(_markdown(found)))


def _markdown(rule: Rule) -> str:
    heading = rule.heading
    examples = "\n\n".join(f"```python\n{code.text.rstrip()}\n```" for code in rule.noncompliant)
    compliant = "\n\n".join(f"```python\n{code.text.rstrip()}\n```" for code in rule.compliant)
    found = "\n".join(f"- {each}" for each in detectors(rule))
    return "\n\n".join(
        (
            f"# {rule.id} {rule.title}",
            rule.shall,
            f"{heading.category.value}, {rule.severity.value}, held by {enforcement(rule)} · "
            f"{', '.join(f'CWE-{each}' for each in heading.cwe)} · {', '.join(heading.capabilities)}",
            rule.why,
            f"## Noncompliant\n\n{examples}",
            f"## Compliant\n\n{compliant}",
            f"## Deviation\n\n{rule.deviation}",
            f"## What finds it\n\n{found}" if found else "",
            f"References: {', '.join(heading.references)}" if heading.references else "",
        )
    )
