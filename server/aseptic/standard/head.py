"""The standard's own page: its name, version and dates, what of the analyzer it leaves out, and where rules rest."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from fnmatch import translate
from functools import lru_cache

from attrs import field, frozen

from aseptic.source.problem import Problem
from aseptic.standard.structure import read_keys

HEAD = "standard.md"


@frozen
class PathSetting:
    """Rules that do not hold in some files, and why. Only advisory rules may rest."""

    globs: tuple[str, ...]
    """From the project's root, with `/`; `**` spans folders."""
    without: tuple[str, ...]
    reason: str


@frozen
class Head:
    """What the standard says of itself."""

    standard: str = ""
    version: str = ""
    date: datetime.date | None = None
    next_review: datetime.date | None = None
    excluded: dict[str, str] = field(factory=dict[str, str])
    """Tests of bandit's that no rule uses, each with the reason."""
    paths: tuple[PathSetting, ...] = ()
    families: dict[str, str] = field(factory=dict[str, str])
    """What the letters of rules' ids stand for, in the order of a table of contents."""


def read_head(path: str, text: str) -> tuple[Head, tuple[Problem, ...]]:
    """Read the page; with any fault nothing is excluded and no rule rests."""
    page, head, problems = read_keys(path, text, Head)
    if page is None or head is None:
        return Head(), problems
    problems = tuple(
        Problem(path, f"'{key}': the reason is missing", "say why in a sentence", page.line(key), key)
        for key, reason in _reasons(head)
        if not reason.strip()
    )
    return (Head(), problems) if problems else (head, ())


@lru_cache(maxsize=1024)
def resting(settings: tuple[PathSetting, ...], path: str) -> frozenset[str]:
    """Return the rules that do not hold in the file at `path`, given from the project's root."""
    return frozenset(
        rule
        for setting in settings
        if any(re.match(translate(glob), path) for glob in setting.globs)
        for rule in setting.without
    )


def _reasons(head: Head) -> Iterator[tuple[str, str]]:
    yield from ((f"excluded.{test}", reason) for test, reason in head.excluded.items())
    yield from ((f"paths[{number}].reason", setting.reason) for number, setting in enumerate(head.paths))
