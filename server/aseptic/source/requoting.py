"""Code of Python 3.12 read by 3.11, where all that stands between them is a quote used again inside an f-string.

`f"{bed["name"]}"` and `f"{bed['name']}"` say the same and are equally long. So where the running Python gives up, the
inner strings change their kind of quote, and every line and column of the tree is right. A string that holds the
other quote, or stands so deep that both are taken, stays; the text then does not parse, and is said not to.
"""

from __future__ import annotations

import ast
import re
import sys
from functools import lru_cache

from aseptic.source.document import split_lines

_FORMATTED = re.compile(r"(?<!\w)(?:[fF][rR]?|[rR][fF])[\"']")
_TOKEN = re.compile(r"(?P<prefix>(?<!\w)[rRbBuUfF]{1,2})?(?P<quote>\"{3}|'{3}|\"|')|(?P<hash>#)")
_IN_FIELD = re.compile(_TOKEN.pattern + r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<spec>:)")
_OTHER = {'"': "'", "'": '"'}
_BODY = {
    **{each: re.compile(rf"(?:[^\\{each}\r\n]|\\(?:\r\n|[\s\S]))*+") for each in _OTHER},
    **{each * 3: re.compile(rf"(?:[^\\{each}]|\\[\s\S]|{each}(?!{each}{each}))*+") for each in _OTHER},
}
_NATIVE = sys.version_info >= (3, 12)


def tree_of(text: str) -> ast.Module:
    """Parse a text; what only a newer Python's quotes are in the way of is read all the same, each node in its place.

    Raises what `ast.parse` raises.
    """
    try:
        return ast.parse(text)
    except SyntaxError:
        again = None if _NATIVE else requoted(text)
        if again is None:
            raise
    return ast.parse(again)  # whose error, if any, is not about quotes


def requoted(text: str) -> str | None:
    """Return an equally long text in which no string inside an f-string has the quotes of one round it.

    None where there is nothing to change or no kind of quote that would do.
    """
    walk, whole = _walked(text)
    good = whole and walk.changed and not (walk.exhausted or walk.spilled)
    return "".join(walk.letters) if good else None


def exhausts(text: str) -> bool:
    """Say whether quotes are used again inside an f-string where no other kind will do."""
    return _walked(text)[0].exhausted


def spills(text: str) -> bool:
    """Say whether every string is closed, and a field holds a line's end or a comment where Python 3.11 has none."""
    walk, whole = _walked(text)
    return whole and walk.spilled


@lru_cache(maxsize=1)
def _walked(text: str) -> tuple[_Walk, bool]:
    """Walk through a text, and say whether to its end; what does not parse is asked about three times in a row."""
    walk = _Walk(text)
    try:
        walk.code()
    except (_Hopeless, RecursionError):
        return walk, False
    return walk, True


class _Hopeless(Exception):
    """The text cannot be changed so that an older Python reads it."""


class _Walk:
    """One way through a text, and the text as it is to be."""

    def __init__(self, text: str) -> None:
        self.letters = list(text)
        self.changed = False
        self.exhausted = False
        """Whether both kinds of quote were taken somewhere."""
        self.spilled = False
        """Whether a field holds a comment, or in a one-line string the end of a line."""
        self._text = text

    def code(self) -> None:
        """Walk through it all."""
        place = 0 if _FORMATTED.search(self._text) else len(self._text)
        while match := _TOKEN.search(self._text, place):
            place = self._past_comment(match.end()) if match["hash"] else self._string(match, ())

    def _past_comment(self, place: int) -> int:
        ends = [at for end in "\r\n" if (at := self._text.find(end, place)) >= 0]
        return min(ends, default=len(self._text))

    def _string(self, match: re.Match[str], outer: tuple[str, ...]) -> int:
        """Walk through a string that opens here inside others; return the place after it."""
        quote = match["quote"]
        kind = self._kind(quote, outer)
        if "f" in (match["prefix"] or "").lower():
            end = self._formatted(match.end(), quote, (*outer, kind))
        else:
            end = self._plain(match.end(), quote, kind, outer)
        if kind != quote:
            self.changed = True
            for start in (match.end() - len(quote), end - len(quote)):
                self.letters[start : start + len(quote)] = kind
        return end

    def _kind(self, quote: str, outer: tuple[str, ...]) -> str:
        """Return the first kind of quote that ends none of the strings round it."""
        for kind in (quote, _OTHER[quote[0]] * len(quote)):
            if not any(each in kind for each in outer):
                return kind
        self.exhausted = True
        return quote

    def _plain(self, start: int, quote: str, kind: str, outer: tuple[str, ...]) -> int:
        match = _BODY[quote].match(self._text, start)
        end = match.end() if match else start
        if not self._text.startswith(quote, end):
            raise _Hopeless
        if any(self._text.find(each, start, end) >= 0 for each in (outer if kind == quote else (*outer, kind))):
            self.exhausted = True
        return end + len(quote)

    def _formatted(self, place: int, quote: str, strings: tuple[str, ...]) -> int:
        """Walk through an f-string's text and fields; `strings` are the quotes of all strings round its fields."""
        text, ending = self._text, strings[:-1] if strings[-1] == quote else strings
        while not text.startswith(quote, place):
            if place >= len(text) or (len(quote) == 1 and text[place] in "\r\n"):
                raise _Hopeless
            if text[place] == "{" and not text.startswith("{{", place):
                start, place = place, self._field(place + 1, strings)
                self.spilled = self.spilled or (len(quote) == 1 and len(split_lines(text[start:place])) > 1)
            else:
                self.exhausted = self.exhausted or any(text.startswith(each, place) for each in ending)
                place += 2 if text[place] == "\\" or text.startswith("{{", place) else 1
        return place + len(quote)

    def _field(self, place: int, strings: tuple[str, ...]) -> int:
        """Walk through a replacement field to after its closing brace."""
        depth = 0
        while match := _IN_FIELD.search(self._text, place):
            place = match.end()
            if match["open"]:
                depth += 1
            elif match["close"]:
                if not depth:
                    return place
                depth -= 1
            elif match["quote"]:
                place = self._string(match, strings)
            elif match["hash"]:
                self.spilled, place = True, self._past_comment(place)
            elif not depth:
                return self._spec(place, strings)
        raise _Hopeless

    def _spec(self, place: int, strings: tuple[str, ...]) -> int:
        """Walk through a format to after the closing brace of its field."""
        while place < len(self._text):
            letter = self._text[place]
            if letter == "}":
                return place + 1
            if letter in "\"'\r\n\\":
                raise _Hopeless
            place = self._field(place + 1, strings) if letter == "{" else place + 1
        raise _Hopeless
