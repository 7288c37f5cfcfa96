"""Where in markup a value stands, and whether escaping it keeps it there."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_FIRST = 0xE000
_PLACE = re.compile("[\ue000-\uf8ff]")
"""Letters for private use stand for the values while the markup is read."""
_TEXT_OF_ITS_OWN = frozenset({"textarea", "title"})
"""Elements that hold text alone, in which entities are read."""
_CODE = re.compile(r"on|style$|srcdoc$|srcset$")
_ADDRESS = re.compile(
    r"(?:xlink:)?href$|src$|(?:form)?action$|data$|poster$|background$|cite$|ping$|manifest$|codebase$"
)
_BEGUN = re.compile(r"(?i)https?://[\w.:-]+[/?#]|/\w|[?#]|mailto:|tel:")
"""A beginning of an address that tells its scheme and host, so that no value makes it a script."""
_IN_A_TAG = re.compile(r"=\s*[\"']?[^\"'>]*$")
"""How a piece ends that continues a tag of another text."""

_ATTRIBUTES = re.compile(r"(?:\s+[\w-]+=(?:\"[^\"<>]*\"|'[^'<>]*'))+\s*")
"""Whole attributes for a tag of another text, each in quotes."""


def escaping_keeps(pieces: list[str | None]) -> bool:
    """Say whether each value (None) stands in the text of an element or in a quoted attribute that is no code.

    In a script, a style, a comment, a tag or an attribute without quotes, a value needs no `<` to do harm.
    """
    if any(piece is not None and _PLACE.search(piece) for piece in pieces):
        return False
    values = iter(range(len(pieces)))
    whole = "".join(chr(_FIRST + next(values)) if piece is None else piece for piece in pieces)
    if _ATTRIBUTES.fullmatch(whole):
        return escaping_keeps(["<b", *pieces, ">"])
    text, count = "", 0
    for piece in pieces:
        if piece is None and (text.endswith(("<", "</")) or ("<" not in text and _IN_A_TAG.search(text))):
            return False
        text += chr(_FIRST + count) if piece is None else piece
        count += piece is None
    reading = _Reading()
    reading.feed(f"{text}<wbr>")
    return len(reading.kept) == count and not reading.odd


class _Reading(HTMLParser):
    """Gathers the values that stand where escaping keeps them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: set[str] = set()
        self.odd = False
        """Whether a script or a style ends that began in another text."""
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._within and tag in ("script", "style"):
            self._within = tag
        written = self.get_starttag_text() or ""
        for name, value in attrs:
            for place in _PLACE.findall(value or ""):
                if _holds(name, value or "", place) and _is_quoted(written, place):
                    self.kept.add(place)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        within = self._within
        self.handle_starttag(tag, attrs)
        self._within = within

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.odd = self.odd or self._within != tag
            self._within = ""

    def handle_data(self, data: str) -> None:
        if not self._within and (self.cdata_elem is None or self.cdata_elem in _TEXT_OF_ITS_OWN):
            self.kept.update(_PLACE.findall(data))


def _holds(name: str, value: str, place: str) -> bool:
    if _PLACE.search(name) or _CODE.match(name):
        return False
    return not _ADDRESS.match(name) or bool(_BEGUN.match(value[: value.index(place)]))


def _is_quoted(tag: str, place: str) -> bool:
    """Whether a value stands between the quotes of an attribute in a tag as it is written."""
    return any(place in quoted for quoted in re.findall(r"=\s*(\"[^\"]*\"|'[^']*')", tag))
