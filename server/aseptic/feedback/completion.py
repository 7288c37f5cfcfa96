"""What may stand at the cursor of a record, or behind a tie in code: keys, values of a closed list, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.feedback.known import Known, known
from aseptic.records.reading import KINDS, STANDARD
from aseptic.records.shelf import OWN_RULES
from aseptic.source.frontmatter import front_end
from aseptic.source.span import Position, Span
from aseptic.source.ties import tie_before
from aseptic.standard.rule import Heading
from aseptic.standard.tailoring import TailoringKeys

_TIED = {
    "deviation": ("deviation",),
    "verifies": ("requirement", "deviation"),
    "implements": ("requirement",),
    "interface": ("interface",),
}
_NOUNS = {
    **dict.fromkeys(("rule", "rules", "not_applicable", "severities", "categories", "no_deviation", "without"), "rule"),
    **dict.fromkeys(("requirements", "mitigated_by", "verified_by"), "requirement"),
    **dict.fromkeys(("threats",), "threat"),
    **dict.fromkeys(("interfaces",), "interface"),
    **dict.fromkeys(("assets",), "asset"),
    **dict.fromkeys(("permit",), "permit"),
}
"""Which kind of id stands behind a key."""
_TOP = re.compile(r"([A-Za-z_][\w-]*):")
_BEGUN = re.compile(r"[\w-]*\Z")
_ID_BEGUN = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]+(?:-[A-Z0-9]*)*\Z")
_INNER = re.compile(r"([A-Za-z_]\w*):[^,{}\[\]]*\Z")


@frozen
class Proposal:
    """One thing that may stand there."""

    text: str
    detail: str
    key: bool = False
    """Whether it is a key, which a colon follows."""


@frozen
class Proposals:
    """What may stand in place of a span."""

    span: Span
    found: tuple[Proposal, ...]


def complete_tie(project: Project, line: str, position: Position) -> Proposals | None:
    """Return the ids that may follow a tie in a comment of code."""
    tie = tie_before(line, position.column)
    if tie is None:
        return None
    return _ids(project, _TIED[tie[0]], position, len(tie[1]))


def complete_record(project: Project, path: Path, lines: Sequence[str], position: Position) -> Proposals | None:
    """Return what may stand at a place in a record: in its keys what the key takes, in its prose any id begun there."""
    if position.line >= len(lines):
        return None
    before = lines[position.line][: position.column]
    kind = kind_of(project, path)
    if kind is not None and _in_front(lines, position.line):
        return _in_keys(project, kind, lines, position, before)
    begun = _ID_BEGUN.search(before)
    return _ids(project, (), position, len(begun[0])) if begun else None


def kind_of(project: Project, path: Path) -> type[Any] | None:
    """Return what the front matter of a file is read as; None where it is no record."""
    try:
        inside = path.relative_to(project.records)
    except ValueError:
        return None
    if len(inside.parts) == 1:
        return TailoringKeys if inside.name == STANDARD else None
    if inside.parts[0] == OWN_RULES:
        return Heading
    return next((each.keys for each in KINDS if each.folder == inside.parts[0]), None)


def _in_front(lines: Sequence[str], line: int) -> bool:
    end = front_end(list(lines))
    return line > 0 and (end is None or line < end)


def _in_keys(
    project: Project, kind: type[Any], lines: Sequence[str], position: Position, before: str
) -> Proposals | None:
    begun = _BEGUN.search(before)
    width = len(begun[0]) if begun else 0
    rest = before[: len(before) - width]
    if not rest:
        written = {match[1] for line in lines if (match := _TOP.match(line))}
        return _keys(kind, position, width, written)
    top = _top_key(lines, position.line)
    meant = _fields(kind).get(top)
    if meant is None:
        return None
    inner = _inner_class(meant)
    opened = rest.rpartition("{")[2] if "{" in rest and "}" not in rest.rpartition("{")[2] else None
    if inner is not None and (opened is not None or "- " in rest):
        named = _INNER.search(opened if opened is not None else rest)
        if named is None:
            return _keys(inner, position, width, set(re.findall(r"(\w+):", opened or "")))
        top, meant = named[1], _fields(inner).get(named[1])
    choices = tuple(Proposal(str(each.value), top) for each in _choices(meant))
    if choices:
        return Proposals(_span(position, width), choices)
    return _ids(project, (_NOUNS[top],), position, width) if top in _NOUNS else None


def _keys(kind: type[Any], position: Position, width: int, written: set[str]) -> Proposals:
    found = tuple(
        Proposal(each.name, "needed" if each.default is attrs.NOTHING else "optional", key=True)
        for each in attrs.fields(kind)
        if each.name not in written
    )
    return Proposals(_span(position, width), found)


def _ids(project: Project, nouns: Sequence[str], position: Position, width: int) -> Proposals:
    found = (each for each in known(project).values() if not nouns or each.noun in nouns)
    return Proposals(_span(position, width), tuple(Proposal(each.id, _detail(each)) for each in found))


def _detail(each: Known) -> str:
    return f"{each.noun}: {each.title}" if each.title else each.noun


def _top_key(lines: Sequence[str], line: int) -> str:
    """Return the key at the left margin that a line belongs to."""
    return next((match[1] for at in range(line, 0, -1) if (match := _TOP.match(lines[at]))), "")


def _fields(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _choices(meant: Any) -> Iterator[Enum]:
    """Yield the members of the closed list that a key takes, by itself or in a list or group."""
    for each in (meant, *get_args(meant)):
        if isinstance(each, type) and issubclass(each, Enum):
            yield from each


def _inner_class(meant: Any) -> type[Any] | None:
    return next((each for each in (meant, *get_args(meant)) if isinstance(each, type) and attrs.has(each)), None)


def _span(position: Position, width: int) -> Span:
    return Span.of(position.line, position.column - width, position.line, position.column)
