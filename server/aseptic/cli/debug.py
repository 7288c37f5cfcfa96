"""`aseptic debug`."""

from __future__ import annotations

from pathlib import Path

import click

from aseptic.analysis.projects.holding import holding
from aseptic.analysis.sessions.session import Session
from aseptic.cli.loading import standard_or_exit
from aseptic.feedback.paste import paste


@click.command("debug")
@click.option("--file", "path", type=click.Path(path_type=Path), help="The file that it is about.")
def command(path: Path | None) -> None:
    """Print what a report of a fault needs, in one paste, without source text.

    An editor's command "aseptic.debug" prints the same of the server that it runs.
    """
    here = Path.cwd().resolve()
    where = path.resolve() if path else here
    project = Session(standard_or_exit(), [here]).project(where)
    click.echo(paste([holding(where, project, [here])], [("runs as", "a command")], ()), nl=False)
