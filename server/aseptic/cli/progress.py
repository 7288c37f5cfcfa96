"""A sign of life on a terminal, and silence everywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from aseptic.analysis.scanning.scope import python_files
from aseptic.analysis.sessions.session import Session

_FORCING = ("FORCE_COLOR", "TTY_COMPATIBLE")
"""Variables by which rich may take for a terminal what is none."""


@contextmanager
def watched(session: Session, paths: Iterable[Path], gitignore: bool = True) -> Generator[Callable[[Path], None]]:
    """Give a function to call with each file at and below `paths`; on a terminal a bar grows with it, and goes away.

    The files are counted first, and on a terminal only: nobody else needs their number.
    """
    if not sys.stderr.isatty() and not any(name in os.environ for name in _FORCING):  # rich takes a while to import
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("looking for files", total=None)
        progress.update(task, total=sum(1 for _ in python_files(session, paths, lambda _: None, gitignore=gitignore)))
        yield lambda path: progress.update(task, advance=1, description=path.name)
