"""The files and folders that the caller of a command names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.scanning.scan import Report

_REFUSED = (Cause.UNREADABLE, Cause.NOT_PYTHON)

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))
"""Any number of them. One that cannot be read is no reason to look at none of the others."""


def there(paths: Sequence[Path]) -> list[Path]:
    """Return those that are there, as far as anybody may know; the current folder where none is named."""
    return [path for path in paths if _is_there(path)] if paths else [Path()]


def missing(paths: Sequence[Path], found: Sequence[Path]) -> list[str]:
    """Say of each of the others that it is missing."""
    return [f"{path}: there is no such file or folder" for path in paths if path not in found]


def refused(report: Report, paths: Sequence[Path]) -> list[str]:
    """Say of those that could not be read, or are no Python, what to do: a call that asks for them is faulty."""
    named = {each for path in paths for each in (os.path.realpath(path), str(path.absolute()))}
    files = (file for file in report.files if str(file.path) in named)
    found = (each for file in files for each in file.unchecked if each.cause in _REFUSED)
    return [f"{each.path}: {each.reason}; {each.cure}" for each in found]


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # a scan says why
        return True
    return True
