"""`aseptic init`."""

from __future__ import annotations

from pathlib import Path

import click

from aseptic.analysis.projects.day import utc_today
from aseptic.analysis.projects.loading import settings_of
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.records.filing import write_new
from aseptic.records.reading import KINDS
from aseptic.records.samples import samples


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False, exists=True))
def command(folder: Path) -> None:
    """Write security/ with a standard and a sample of each record. A file that is there already stays as it is."""
    settings, problems = settings_of(folder)
    if problems:
        raise Failure(str(problems[0]))
    records, written = folder / settings.records, 0
    for name, text in samples(standard_or_exit().head, utc_today(), settings.ids).items():
        path = records / name
        try:
            fresh = write_new(path, text)
        except OSError as error:
            raise Failure(f"{path}: {error.strerror}") from error
        written += fresh
        click.echo(f"{'wrote' if fresh else 'kept '}  {path}")
    click.echo(f"{written} written. Next: read {records / 'standard.md'}, then run 'aseptic check'.")
    folders = ", ".join(f"{kind.folder}/" for kind in KINDS)
    click.echo(f"{records / 'samples'} shows one record of each kind and counts for nothing; yours go into {folders}")
