"""Which addresses are one person's by a repository's `.mailmap`, as commits have it.

It is read here and not asked of git, which would take the file as it lies there, whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from aseptic.analysis.versioning.git import Git

_MAPPED = re.compile(r"[^<#]*<([^<>]*)>\s*<([^<>]*)>")
"""A line that maps an address, under whatever name, to the one in front of it."""


Joined = Mapping[str, str]
"""Which address stands for another, in small letters."""


def joined(git: Git, commits: Collection[str]) -> Mapping[str, Joined]:
    """Return what the `.mailmap` of each of some commits joins."""
    ids = git.ids([f"{each}:.mailmap" for each in commits])
    unique = sorted({*ids} - {""})
    read = {each: _read(text or b"") for each, text in zip(unique, git.objects(unique), strict=True)}
    return {commit: read.get(each, {}) for commit, each in zip(commits, ids, strict=True)}


def _read(text: bytes) -> Joined:
    found = (_MAPPED.match(each) for each in text.decode("utf-8", "replace").splitlines())
    return {each[2].strip().casefold(): each[1].strip().casefold() for each in found if each}


def others_of(who: str, known: Joined) -> list[str]:
    """Return the other addresses of somebody."""
    plain = who.strip().casefold()
    person = known.get(plain, plain)
    theirs = {person, *(each for each, one in known.items() if one == person)}
    return sorted(each for each in theirs - {plain} if known.get(each, each) == person)
