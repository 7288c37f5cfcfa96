"""A record in outline: its keys and headings, and what may be folded; and all records of a project by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.feedback.known import Known, known
from aseptic.source.document import line_end
from aseptic.source.frontmatter import front_end
from aseptic.source.prose import code_blocks, prose
from aseptic.source.span import Span

_MOST = 500
"""Records that a search names at most; nobody reads more."""


@frozen
class Part:
    """A part of a record: its heading, where that stands, and all that belongs to it."""

    title: str
    head: Span
    whole: Span


@frozen
class Fold:
    """Lines that fold into their first."""

    first: int
    last: int


def parts(lines: Sequence[str]) -> Iterator[Part]:
    """Yield the front matter and each section of a record."""
    end = _end(lines)
    if end:
        yield Part(_front_title(lines, end), _line(lines, 0), Span.of(0, 0, end, line_end(lines[end])))
    _, sections = prose(lines, end + 1 if end else 0)
    starts = [each.line for each in sections]
    for each, stop in zip(sections, [*starts[1:], len(lines)], strict=bool(sections)):
        last = _last_written(lines, each.line, stop)
        yield Part(each.title, _line(lines, each.line), Span.of(each.line, 0, last, line_end(lines[last])))


def folds(lines: Sequence[str]) -> Iterator[Fold]:
    """Yield what may be folded: the front matter, each section, and each block of code."""
    for each in parts(lines):
        if each.whole.end.line > each.whole.start.line:
            yield Fold(each.whole.start.line, each.whole.end.line)
    end = _end(lines)
    for section in prose(lines, end + 1 if end else 0)[1]:
        for code in code_blocks(section):
            yield Fold(code.line - 1, code.line + code.text.count("\n"))


def found(project: Project, query: str) -> tuple[Known, ...]:
    """Return the records, and the project's own rules, whose id or title holds a query's letters in their order."""
    wanted = query.casefold()
    every = (each for each in known(project).values() if not each.ours)
    return tuple(each for each in every if _holds(f"{each.id} {each.title}".casefold(), wanted))[:_MOST]


def _holds(text: str, wanted: str) -> bool:
    place = iter(text)
    return all(letter in place for letter in wanted if not letter.isspace())


def _front_title(lines: Sequence[str], end: int) -> str:
    said = (line.partition(":")[2].strip() for line in lines[1:end] if line.startswith("id:"))
    return next((each for each in said if each), "keys")


def _end(lines: Sequence[str]) -> int:
    return (front_end(list(lines)) or 0) if lines and lines[0].startswith("---") else 0


def _line(lines: Sequence[str], line: int) -> Span:
    return Span.of(line, 0, line, line_end(lines[line]))


def _last_written(lines: Sequence[str], first: int, stop: int) -> int:
    return next((at for at in range(stop - 1, first, -1) if lines[at].strip()), first)
