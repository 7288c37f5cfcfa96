"""The commands of git's that people are told to run, which do the same wherever in the repository they run."""

from __future__ import annotations

import shlex


def committing(path: str, said: str) -> str:
    """Return what commits a file alone, named from the repository's top, with a message; one that is ignored, too."""
    name = _named(path)
    return f"`git add -f {name} && git commit -m {shlex.quote(said)} {name}`"


def restoring(path: str) -> str:
    """Return what has a file as the last commit has it."""
    return f"`git restore -SW {_named(path)}`"


def _named(path: str) -> str:
    return shlex.quote(f":/{path}")
