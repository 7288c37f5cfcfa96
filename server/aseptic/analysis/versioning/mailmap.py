"""Which addresses are one person's by a repository's `.mailmap`, as commits have it.

It is read here and not asked of git, which would take the file as it lies there, whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from attrs import frozen

from aseptic.analysis.versioning.git import Git
from aseptic.source.document import split_lines

MAILMAP = ".mailmap"
_MAPPED = re.compile(r"[^<#]*<([^<>]*)>\s*<([^<>]*)>")
"""A line that maps an address, under whatever name, to the one in front of it."""


@frozen
class Line:
    """A line that has one address stand for another, in small letters."""

    number: int
    mapped: str
    person: str

    def __str__(self) -> str:
        """Write it without the names that it may have besides."""
        return f"<{self.person}> <{self.mapped}>"


Joined = Mapping[str, Line]
"""The line that holds for each address that one maps: the last."""


def joined(git: Git, commits: Collection[str]) -> Mapping[str, Joined]:
    """Return what the `.mailmap` of each of some commits joins."""
    ids = git.ids([f"{each}:{MAILMAP}" for each in commits])
    unique = sorted({*ids} - {""})
    read = {each: _read(text or b"") for each, text in zip(unique, git.objects(unique), strict=True)}
    return {commit: read.get(each, {}) for commit, each in zip(commits, ids, strict=True)}


def _read(text: bytes) -> Joined:
    numbered = enumerate(split_lines(text.decode("utf-8", "replace")), 1)
    found = ((number, _MAPPED.match(each)) for number, each in numbered)
    lines = (Line(number, each[2].strip().casefold(), each[1].strip().casefold()) for number, each in found if each)
    return {each.mapped: each for each in lines}


def others_of(who: str, known: Joined) -> Mapping[str, Line]:
    """Return the other addresses of somebody, each with the line by which it is theirs: of two, the later one."""
    plain = who.strip().casefold()
    person = _person(plain, known)
    theirs = {person, *(each for each, line in known.items() if line.person == person)} - {plain}
    found = {each: [known[one] for one in (each, plain) if one in known] for each in sorted(theirs)}
    return {each: max(lines, key=_number) for each, lines in found.items() if _person(each, known) == person}


def _person(address: str, known: Joined) -> str:
    return known[address].person if address in known else address


def _number(line: Line) -> int:
    return line.number
