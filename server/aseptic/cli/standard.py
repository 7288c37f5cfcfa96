"""`aseptic standard`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.standard_faults import unrunnable
from aseptic.analysis.projects.storage import ANSWERS, cache_folder
from aseptic.analysis.scanning.scan import Manner, Report, scan
from aseptic.analysis.sessions.session import Session
from aseptic.cli.bookbinding import bind
from aseptic.cli.destination import output_option
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.printing import put_out
from aseptic.cli.progress import watched
from aseptic.cli.whereabouts import fault
from aseptic.evidence.account import Account, account_values
from aseptic.evidence.account_markdown import account_markdown
from aseptic.evidence.account_text import account_text
from aseptic.evidence.accounting import account_of, unaccounted
from aseptic.evidence.summary import Summary, summary, summary_markdown, summary_text, summary_values
from aseptic.source.printable import printable

_CURE = "map it in a rule, or exclude it with a reason in the project's standard.md"
_ACCOUNTS: dict[str, Callable[[Account], str]] = {
    "text": lambda account: printable(account_text(account)),
    "json": lambda account: _json(account_values(account)),
    "markdown": lambda account: printable(account_markdown(account)),
}
_SUMMARIES: dict[str, Callable[[Summary], str]] = {
    "text": lambda body: printable(summary_text(body)),
    "json": lambda body: _json(summary_values(body)),
    "markdown": lambda body: printable(summary_markdown(body)),
}


@click.command("standard")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option(
    "--summary", "brief", is_flag=True, help="A line a rule: who holds it, and what the code here says of it."
)
@output_option()
@click.option("--book", type=click.Path(path_type=Path, file_okay=False), help="Write it as HTML into a folder.")
def command(form: str, brief: bool, output: Path | None, book: Path | None) -> None:
    """Account for the standard that holds here: rules, bandit's tests, tailoring, versions, one digest.

    Exit status: 0, or 2 where a bandit test is unaccounted for, a setting or record is faulty, or an own rule
    does not do what its page says.
    """
    if book and (brief or output or form != "text"):
        raise Failure("--book writes a folder of its own; leave --summary, --format and --output out")
    session = Session(standard_or_exit())
    project = session.project(Path.cwd().resolve())
    report: Report | None = None
    if book:
        _bound(project, book)
    elif brief:
        report = _scanned(session, project)
        put_out(_SUMMARIES[form](summary(project, report)), output)
    else:
        put_out(_ACCOUNTS[form](account_of(project)), output)
    faults = list(map(str, report.problems) if report else (fault(project, each) for each in project.problems))
    if not project.tailoring.standard:  # else the project's own page has a problem for each
        faults += map(str, unrunnable(project.standard, project.tailoring))
        faults += [f"bandit's {test} is not accounted for; {_CURE}" for test in unaccounted(project)]
    for line in faults:
        click.echo(line, err=True)
    sys.exit(2 if faults else 0)


def _json(body: object) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _scanned(session: Session, project: Project) -> Report:
    with watched(session, [project.root]) as seen:
        manner = Manner(processes=0, kept=cache_folder() / ANSWERS)
        return scan(session, [project.root], Path.cwd().resolve(), seen, manner)


def _bound(project: Project, folder: Path) -> None:
    made = import_module("aseptic.evidence.book").book(project)  # Jinja and Pygments, which nothing else here needs
    changed = bind(made, folder)
    click.echo(f"{folder / 'index.html'}: {len(project.adopted.rules)} rules, {changed} files changed")
