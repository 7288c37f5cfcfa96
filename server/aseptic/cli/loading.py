"""The shipped standard for a command, or the one line that says why there is none."""

from __future__ import annotations

from aseptic.analysis.projects.storage import STANDARDS, cache_folder
from aseptic.cli.failure import Failure
from aseptic.standard.catalog import NoStandardError, Standard, shipped


def standard_or_exit() -> Standard:
    """Return the shipped standard; a fault in it ends the command with status 2."""
    try:
        standard, problems = shipped(cache_folder() / STANDARDS)
    except NoStandardError as error:
        raise Failure(str(error)) from error
    if problems:
        raise Failure(str(problems[0]))
    return standard
