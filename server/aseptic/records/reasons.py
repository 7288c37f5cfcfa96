"""Whether the reasons of a deviation or a permit are written: enough of them, and no placeholder for some."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from aseptic.source.document import split_lines
from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem

_CODE = re.compile(r"`[^`]*`")
_WORDS = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
COMMENT_SAID = "The comment said: "
"""How the line begins that keeps, behind a person's own reason, what stood in the comment that it took the place of."""
_KEPT = re.compile(rf"(?:\A|(?<=[\r\n])){COMMENT_SAID}[^\r\n]*")
_MARKS = ("TODO", "TBD", "FIXME")
_PLACEHOLDER = re.compile(rf"\b(?:{'|'.join(_MARKS)})\b")
_UNFINISHED = re.compile(rf"[ \t>*_-]*(?:{'|'.join(_MARKS)})\b", re.IGNORECASE)
_LATER = ("later", "soon", "next", "eventually", "tomorrow", "someday")
"""Words by which something is put off."""
_HINTS = (*_MARKS, *(each.upper() for each in _LATER))
_PUT_OFF = frozenset(_LATER) | frozenset(
    (
        "a add and as at be by change changed come correct corrected do done explain explained fill filled "
        "fix fixed for get i in is it iteration justified justify look me mend mended milestone month much "
        "must need needed needs of on one or out patch please possible put reason reasons release repair "
        "repaired resolve resolved same shall should solve solved something sometime sort sprint that the "
        "them there these this time to up update us version we week will with write written"
    ).split()
)
"""Words that say nothing but that something is to be done, with those."""


def weight(text: str) -> int:
    """Return how much a text says, in characters: a wide one, as of Chinese and Japanese, says as much as two."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(each) in "WF") for each in text)


def short_reason(reason: str, shortest: int) -> str:
    """Return why a decision's reason is none, as the end of a sentence; empty where it is one, or none was given."""
    said = reason.strip()
    return f"its reason is too short, {too_short(said, shortest)}" if said and weight(said) < shortest else ""


def too_short(text: str, shortest: int) -> str:
    """Return by how much a text is too short, as the end of a sentence."""
    size = weight(text)
    wide = " (a wide one counts as two)" * (size > len(text))
    return f"{size} of at least {shortest} characters{wide}"


def without_comments(text: str) -> str:
    """Return a text of Markdown without its comments."""
    return _COMMENT.sub("", text)


def words_of(text: str) -> str:
    """Return the words of a text of Markdown, however they are laid out and capitalised."""
    return " ".join(without_comments(text).casefold().split())


def unreasoned(page: Page, shortest: int, led: bool = False) -> tuple[Problem, ...]:
    """Return what of a record's reasons still has to be written; `shortest` counts characters.

    `led`: they may stand before the first heading as well.
    """
    lead = f"{page.lead}\n" if led and page.lead.strip() else ""
    found = (
        _unwritten(page, "Justification", shortest, "say why this is acceptable, and what protects instead", lead),
        *(
            _unwritten(page, title, 1, "say why, or remove the heading")
            for title in ("Why not the replacement", "Why it was rejected")
            if page.section(title)
        ),
    )
    return tuple(problem for problem in found if problem)


def unfinished(text: str) -> bool:
    """Say whether a reason is still to be written, whatever its length."""
    if text.isascii() and not any(mark in text.upper() for mark in _HINTS):  # most are, and hold none
        return False
    if _put_off(text):
        return True
    return any(_UNFINISHED.match(line) or _PLACEHOLDER.search(_CODE.sub("", line)) for line in split_lines(text))


def _put_off(text: str) -> bool:
    """Say whether a text says only that something will be done another time."""
    words = {each.casefold() for each in re.findall(r"[^\W\d_]+", text)}
    return words <= _PUT_OFF and not words.isdisjoint(_LATER)


def _says_nothing(text: str) -> bool:
    """Say whether a text is as good as none: one letter or one word, over and over."""
    letters: set[str] = set()
    words: list[str] = []
    for found in _WORDS.finditer(text):  # the first two words tell it of most texts
        words.append(found[0].casefold())
        letters.update(words[-1])
        if len(letters) >= 4 and words[-1] != words[0]:
            return False
    return len(letters) < 4 or len(words) > 1


def _unwritten(page: Page, title: str, shortest: int, cure: str, lead: str = "") -> Problem | None:
    section = page.section(title)
    if section is None and not lead:
        return Problem(page.path, f"the part '## {title}' is missing", f"add it: {cure}", 0, title)
    line = section.line if section else 0
    text = _KEPT.sub("", without_comments(lead + (section.body if section else "")))
    if unfinished(text):
        return Problem(page.path, f"'{title}' is still to be written", cure, line, title)
    size = weight(text.strip())
    if size >= shortest and shortest > 1 and _says_nothing(text):
        return Problem(page.path, f"'{title}' says nothing: it is one word over and over", cure, line, title)
    if size >= shortest:
        return None
    message = f"'{title}' is too short: {too_short(text.strip(), shortest)}" if size else f"'{title}' is empty"
    return Problem(page.path, message, cure, line, title)
