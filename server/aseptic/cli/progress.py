"""A sign of life on a terminal, and silence everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def watched(console: Console) -> Generator[Callable[[Path], None]]:
    """Give a function to call with each file; on a terminal it counts them in a line that goes away."""
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} files"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("")
        yield lambda path: progress.update(task, advance=1, description=path.name)
