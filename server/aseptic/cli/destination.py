"""Where a command may write its result: anywhere but among the records, over which nothing is ever written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from aseptic.analysis.projects.loading import settings_of
from aseptic.analysis.projects.place import OWN_FOLDER, found_root, project_root
from aseptic.cli.failure import Failure

F = TypeVar("F", bound=Callable[..., object])


def output_option(said: str = "Write to a file.") -> Callable[[F], F]:
    """Make the option `--output`, which refuses a file inside a project's records."""
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option("--output", type=kind, callback=_refused, help=said)


def _refused(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    return _outside(path)


def _outside(path: Path | None) -> Path | None:
    if path is None:
        return None
    real = Path(os.path.realpath(path))
    for root in {project_root(Path.cwd().resolve()), *_declared(real.parent)}:
        records = Path(os.path.realpath(root / settings_of(root)[0].records))
        if real.is_relative_to(records):
            raise Failure(f"{path} lies among the records in {records}, not for results; name another place")
    return path


def _declared(folder: Path) -> Iterator[Path]:
    """Yield the project that a folder is in, where anything says that it is in one."""
    root, sign = found_root(folder)
    if sign != OWN_FOLDER:
        yield root
