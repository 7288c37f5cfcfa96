"""Markdown below the front matter: what stands before the first heading, the sections, and their fenced code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from aseptic.source.document import split_lines

_HEADING = re.compile(r"##[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r\n|\r|\n|\Z)")
_CODE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ \t]*(\w*)")

_TELLING = frozenset(" #`~")
"""What a line begins with that is a heading, or opens or closes fenced code."""


@frozen
class Section:
    """A `##` heading's text and what stands below it."""

    title: str
    line: int
    body: str


@frozen
class Code:
    """A fenced block."""

    language: str
    line: int
    """The line of its first line of code."""
    text: str


def prose(lines: Sequence[str], first: int) -> tuple[str, tuple[Section, ...]]:
    """Split what stands from line `first` on at its second-level headings, fenced code left alone."""
    starts: list[tuple[int, str]] = []
    fence = ""
    for number in range(first, len(lines)):
        if lines[number][:1] not in _TELLING:
            continue
        code = _CODE.match(lines[number])
        if code and (not fence or lines[number].strip().strip(fence[0]) == ""):
            fence = "" if fence and code[1].startswith(fence) else fence or code[1]
        elif not fence and (heading := _HEADING.match(lines[number])):
            starts.append((number, heading[1]))
    lead_end = starts[0][0] if starts else len(lines)
    ends = [*(number for number, _ in starts[1:]), len(lines)]
    sections = tuple(
        Section(title, number, "".join(lines[number + 1 : end]).rstrip())
        for (number, title), end in zip(starts, ends, strict=bool(starts))
    )
    return "".join(lines[first:lead_end]).strip(), sections


def code_blocks(section: Section) -> tuple[Code, ...]:
    """Return the fenced blocks of a section."""
    found: list[Code] = []
    lines = split_lines(section.body)
    number = 0
    while number < len(lines):
        opening = _CODE.match(lines[number])
        number += 1
        if not opening:
            continue
        first = number
        while number < len(lines) and not lines[number].strip().startswith(opening[1]):
            number += 1
        found.append(Code(opening[2], section.line + 1 + first, "".join(lines[first:number])))
        number += 1
    return tuple(found)
