"""Where ids of records and rules stand: in the comments that tie code to them, and in the text of records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from aseptic.source.comments import comment_columns
from aseptic.source.document import line_end, split_lines
from aseptic.source.frontmatter import front_end
from aseptic.source.prose import prose
from aseptic.source.record_id import RECORD_ID
from aseptic.source.span import Position, Span

TIES = ("deviation", "implements", "interface", "verifies")
"""The words of comments that tie code to records."""
TIE = "deviation:"
"""What a text does not hold in which no comment names a finding's deviations."""
_ID = re.compile(rf"(?<![\w-]){RECORD_ID.pattern}(?![\w-])")
_TIE = re.compile(rf"#[ \t]*(?P<word>{'|'.join(TIES)}):(?P<ids>[^#\r\n]*)")
_NEARLY = re.compile(r"#[ \t]*deviation:[ \t]*(?P<id>(?:[A-Z][A-Z0-9]*-)*[A-Za-z]{2,5}[-_]?\d+(?![\w.-]))")
_LIST = re.compile(rf"(?:[ \t,]*{RECORD_ID.pattern}(?![\w-]))+")
_OPEN_TIE = re.compile(rf"#[ \t]*(?P<word>{'|'.join(TIES)}):[ \t]*(?:[\w-]+[ \t,]+)*(?P<begun>[\w-]*)\Z")
_HISTORY = "history"


@frozen
class Mention:
    """An id, and where it stands."""

    id: str
    span: Span
    word: str = ""
    """Of an id in a comment that ties code to records: the word before it, as `deviation`."""


def tied(lines: Sequence[str]) -> Iterator[Mention]:
    """Yield the ids in the comments of code that tie it to records."""
    found = [(number, match) for number, line in enumerate(lines) for match in _TIE.finditer(line)]
    comments = comment_columns(lines) if found else None
    for number, match in found:
        ids = _LIST.match(match["ids"])
        if ids and (comments is None or _inside(comments.get(number), match.start())):
            start = match.start("ids")
            yield from _mentions(number, match["ids"][: ids.end()], start, match["word"])


def mistied(lines: Sequence[str]) -> Iterator[Mention]:
    """Yield what comments name as a deviation that is nearly an id and none: `DEV7`, `dev-0007`.

    Anything else that follows such a word is prose: `# deviation: 0.5 mm`.
    """
    found = [(number, match) for number, line in enumerate(lines) for match in _NEARLY.finditer(line)]
    comments = comment_columns(lines) if found else None
    for number, match in found:
        own = comments is None or _inside(comments.get(number), match.start())
        if own and not _ID.fullmatch(match["id"]):
            span = Span.of(number, match.start("id"), number, match.end("id"))
            yield Mention(match["id"], span, "deviation")


def cited(lines: Sequence[str]) -> Iterator[Mention]:
    """Yield the ids in a record's keys and prose: not those in code that it quotes, nor in its history."""
    silent = _quoted(lines)
    for number, line in enumerate(lines):
        if number not in silent:
            yield from _mentions(number, line[: line_end(line)], 0)


def tie_before(line: str, column: int) -> tuple[str, str] | None:
    """Return the word of the tie that is being written before a column, and the id as far as it is there."""
    match = _OPEN_TIE.search(line[:column])
    return (match["word"], match["begun"]) if match else None


def mention_at(mentions: Iterator[Mention], position: Position) -> Mention | None:
    """Return the mention at a position."""
    return next((each for each in mentions if each.span.holds(position)), None)


def _mentions(number: int, text: str, start: int, word: str = "") -> Iterator[Mention]:
    for match in _ID.finditer(text):
        yield Mention(match[0], Span.of(number, start + match.start(), number, start + match.end()), word)


def _inside(comment: int | None, column: int) -> bool:
    return comment is not None and comment <= column


def _quoted(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines of a record that are fenced code or history."""
    end = front_end(list(lines)) if lines else None
    first = 0 if end is None else end + 1
    found: set[int] = set()
    fence = ""
    for number in range(first, len(lines)):
        bare = lines[number].strip()
        if bare.startswith(("```", "~~~")):
            run = bare[: len(bare) - len(bare.lstrip(bare[0]))]
            found.add(number)
            fence = "" if fence and run.startswith(fence) and run == bare else fence or run
        elif fence:
            found.add(number)
    _, sections = prose(lines, first)
    for each in sections:
        if each.title.lower() == _HISTORY:
            found.update(range(each.line, each.line + 1 + len(split_lines(each.body))))
    return frozenset(found)
