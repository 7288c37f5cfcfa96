"""`aseptic explain`."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown

from aseptic.analysis.session import Session
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.evidence.account import enforcement
from aseptic.evidence.wording import detectors
from aseptic.standard.rule import Rule


@click.command("explain")
@click.argument("rule", metavar="ID")
def command(rule: str) -> None:
    """Explain a rule, or the rule that a bandit test belongs to, as it holds here."""
    standard = Session(standard_or_exit()).project(Path.cwd().resolve()).standard
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
