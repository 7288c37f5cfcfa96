"""`aseptic record`."""

from __future__ import annotations

import click

from aseptic.analysis.ledgers.bookkeeping import scanned
from aseptic.cli.wholescan import counted, recorded, whole_scan
from aseptic.records.shelf import LEDGER


@click.command("record")
def command() -> None:
    """Scan the project and record in its ledger what was opened, closed or could not be seen.

    For CI, on the main branch. A second run on the same tree adds nothing. The head that is printed tells a review or
    a release tag that nothing before it was cut off. Exit status: 0, or 2 where nothing could be recorded.
    """
    whole = whole_scan()
    written = recorded(whole.project, scanned(whole.project, whole.seen), whole.seen)
    click.echo(f"{counted(written)}\nhead {written.head or 'none'}")
    if written.drafts:
        place = f"{whole.project.settings.records}/{LEDGER}"
        click.echo(
            f"commit {place}, and note the head: `aseptic ledger verify --head` holds the ledger to it", err=True
        )
