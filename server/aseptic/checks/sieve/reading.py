"""A chunk's text as needs look at it: its words, its letters, and whether letters may be hidden in it."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from unicodedata import normalize

from attrs import define, field

from aseptic.checks.sieve.need import LETTER, Hidden, Need
from aseptic.checks.sieve.quoted import Literal, joins_texts, literals, written_texts
from aseptic.checks.sieve.relaxed import searching
from aseptic.source.view import View

_GAP = r"(?:\s|\\|#[^\r\n]*+)*+[A-Za-z]{0,2}"
"""What may stand between two texts that Python joins: the second one's prefix, too."""
_LONG = r"""(?:(?<=")""|(?<=')'')?+"""
"""The rest of three quotes."""
_ESCAPED = re.compile(r"\\(?:x[2-9a-fA-F]|[uU]|N\{|[0-3]?[0-7]{2}" + rf"|(?<={LETTER}\\)(?:\r\n?|\n){LETTER})")
_WORD = re.compile(r"[^\W\d]\w*")
_BY_NAME = frozenset({"getattr", "import_module", "__import__", "vars", "globals", "modules", "__dict__"})
"""What turns a text into the thing that it names."""
_SUM = re.compile(r"\+\s*[\"'(\[A-Za-z_]")
_FORMATTED = re.compile(r"""[fF][rR]?(["'])(?:[\w.]|\{[^{}\r\n]*\})*\1""")
_PIECE = re.compile(r"""["'}]([\w.]+)(?=["'{])""")
_LAST = chr(sys.maxunicode)
"""What no letter of a name comes after."""
_PARTED = re.compile(r"\}[A-Za-z]")
_JOINED = re.compile(rf"""["'](?<={LETTER}["']){_LONG}{_GAP}["']{_LONG}{LETTER}""")
_TOUCHING = re.compile(rf"""["'](?<!""|''){_LONG}{_GAP}["']""")


def words_of(text: str) -> frozenset[str]:
    """Return every word of a text that could be a name."""
    return frozenset(_WORD.findall(text))


@define(slots=False)
class Reading:
    """A text and its names. Letters of a part of it are hidden only where letters of the whole are."""

    own: str
    """The text."""
    names: frozenset[str]
    """Every word of it, and every part of what its names stand for."""
    within: Reading | None = None
    """The reading of the whole that it is a part of."""
    extra: str = ""
    """What its names stand for, written below it as calls and literals."""
    _sifted: tuple[Need, ...] | None = None
    _asked: dict[object, bool] = field(factory=dict[object, bool])
    """What was looked for in the text: many needs ask for the same."""

    @classmethod
    def of(cls, text: str, names: frozenset[str], view: View, within: Reading | None = None) -> Reading:
        """Read a chunk's text with what its names stand for."""
        if not text.isascii():
            text = f"{text}\n{normalize('NFKC', text)}"  # Python reads names so, and texts as they are
            names |= words_of(text)
        extra = frozenset(_parts(view)) - names
        below = "".join(f"\n{part}()" for part in sorted(extra))
        if view.literals:
            literals = "\n".join(source for _, source in view.literals)
            extra |= words_of(literals)
            below += f"\n{literals}"
        return cls(text, names | extra if extra else names, within, below)

    @cached_property
    def text(self) -> str:
        """The text, with what its names stand for below it."""
        return self.own + self.extra

    def sifted(self, needs: tuple[Need, ...]) -> tuple[Need, ...]:
        """Return which of some needs a part of this text can meet at all; asked once, of the whole."""
        if self._sifted is None:
            self._sifted = tuple(need for need in needs if self.may_meet(need))
        return self._sifted

    @cached_property
    def lowered(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def _literals(self) -> tuple[Literal, ...] | None:
        return literals(self.text)

    @cached_property
    def quoted(self) -> str:
        """What stands between quotes, in lower case."""
        return written_texts(self.text, self._literals).lower()

    @cached_property
    def disguised(self) -> bool:
        """Whether letters may be hidden: escaped, or in two texts that Python joins in the middle of a word."""
        if self.within is not None and not self.within.disguised:
            return False
        if "\\" in self.text and _ESCAPED.search(self.text):
            return True
        return _JOINED.search(self.text) is not None and joins_texts(self.text, self._literals)

    @cached_property
    def parted(self) -> bool:
        """Whether a field of a text may stand in the middle of a word."""
        if self.within is not None and not self.within.parted:
            return False
        return _PARTED.search(self.text) is not None

    @cached_property
    def composed(self) -> bool:
        """Whether any text in it may be put together, of other texts or with data."""
        return any(sign in self.text for sign in "+%{") or self.disturbed

    @property
    def names_by_text(self) -> bool:
        """Whether anything in it may turn a text into the thing that it names."""
        return not _BY_NAME.isdisjoint(self.names)

    def made(self, parts: Sequence[str]) -> frozenset[str]:
        """Return which parts of names, given in order, may be put together of texts here, and be found by the whole."""
        if not self.names_by_text:
            return frozenset()
        if self.disguised:
            return frozenset(parts)
        if not (_SUM.search(self.text) or _FORMATTED.search(self.text)):
            return frozenset()
        texts = (*_PIECE.findall(self.text), *_WORD.findall(self.extra))
        begun = {each for text in texts for each in text.split(".") if each}
        return frozenset(
            part for text in begun for part in parts[bisect_left(parts, text) : bisect_left(parts, text + _LAST)]
        )

    @cached_property
    def disturbed(self) -> bool:
        """Whether any text in it may differ from what is written."""
        if any(sign in self.text for sign in ("\\", "{{", "}}", "\r")):
            return True
        return _TOUCHING.search(self.text) is not None and joins_texts(self.text, self._literals)

    def meets(self, need: Need) -> bool:
        """Say whether everything that a need asks for is there."""
        return self.may_meet(need) and self._shows(need)

    def may_meet(self, need: Need) -> bool:
        """Say whether all is there but perhaps the pattern."""
        if need.pieces and not self._has(need.pieces):
            return False
        if not need.names <= self.names:
            return False
        if need.words <= self.names and need.texts <= self.names and all(self._has((piece,)) for piece in need.spelled):
            return True
        return self._hides(need)

    def _hides(self, need: Need) -> bool:
        """Say whether letters that a need asks for may be there all the same."""
        return self.disguised or (need.hidden is Hidden.PARTED and self.parted)

    def _has(self, pieces: tuple[str, ...]) -> bool:
        """Say whether one of the pieces is there."""
        if pieces not in self._asked:
            self._asked[pieces] = any(piece in self.lowered for piece in pieces)
        return self._asked[pieces]

    def _shows(self, need: Need) -> bool:
        """Say whether the pattern is there, or may be hidden; that is asked first, for it costs no search."""
        return not need.pattern or self._veils(need) or self._holds(need.pattern, need.lower, need.quoted)

    def _veils(self, need: Need) -> bool:
        """Say whether what a pattern looks for may be there all the same."""
        match need.hidden:
            case Hidden.NEVER:
                return False
            case Hidden.ANYHOW:
                return self.disturbed
            case Hidden.COMPOSED:
                return self.composed
            case _:
                return self._hides(need)

    def _holds(self, pattern: str, lower: bool, quoted: bool) -> bool:
        """Say whether a pattern is found."""
        asked = (pattern, lower, quoted)
        if asked not in self._asked:
            found = searching(pattern)
            text = self.lowered if lower or quoted else self.text
            self._asked[asked] = found is None or bool(found.search(text) and (not quoted or found.search(self.quoted)))
        return self._asked[asked]


def _parts(view: View) -> Iterator[str]:
    for _, targets in (*view.names, *view.facts, *view.inferred):
        for target in targets:
            yield from _WORD.findall(target)
    for _, target in view.aliases:
        yield from _WORD.findall(target)
    for module in view.stars:
        yield from _WORD.findall(module)
