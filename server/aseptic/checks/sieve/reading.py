"""A chunk's text as needs look at it: its words, its letters, and whether letters may be hidden in it."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence, Set
from functools import cached_property, lru_cache
from typing import Self
from unicodedata import normalize

from attrs import define, evolve, field, frozen

from aseptic.checks.sieve.need import Hidden, Need
from aseptic.checks.sieve.past import Past, stays_in_line
from aseptic.checks.sieve.quoted import joins_texts, read_texts, written_texts
from aseptic.checks.sieve.relaxed import searching
from aseptic.checks.sieve.signs import is_changing, is_escaped, is_joined, is_parted, is_touching, plain_change
from aseptic.checks.sieve.trie import Vocabulary, run_of
from aseptic.source.view import View

_WORD = re.compile(r"[^\W\d]\w*")
_BY_NAME = frozenset(
    "getattr import_module __import__ vars globals locals modules __dict__ __builtins__ __getattribute__ __getattr__"
    " attrgetter methodcaller resolve_name".split()
)
"""What turns a text into the thing that it names."""
_PIECE = re.compile(r"""["'}]([\w.:]+)(?=["'{%])""")
_SIGNS = frozenset(("disguised", "_joined", "_touching", "parted", "disturbed", "composed", "_changing"))
"""What is asked of the text alone, once."""
_LAST = chr(sys.maxunicode)
"""What no letter of a name comes after."""


def words_of(text: str) -> frozenset[str]:
    """Return every word of a text that could be a name."""
    return frozenset(_WORD.findall(text))


@lru_cache(1 << 10)
def words_in(meaning: str) -> frozenset[str]:
    """Return the same of a meaning: chunk after chunk sees the same ones."""
    return words_of(meaning)


@frozen
class _Said:
    """What disguised texts say."""

    words: frozenset[str]
    lowered: str


@define(slots=False)
class Reading:
    """A text and its names."""

    own: str
    """The text."""
    names: frozenset[str]
    """Every word of it, and every part of what its names stand for."""
    extra: str = ""
    """What its names stand for, written below it as calls and literals."""
    vocabulary: Vocabulary | None = None
    """Of its pieces of words it is known already which words hold them."""
    _asked: dict[object, bool] = field(factory=dict[object, bool])
    """What was looked for in the text: many needs ask for the same."""
    _made: frozenset[str] = frozenset()
    """Those of the names that its texts may make."""
    _past: Past | None = None

    @classmethod
    def of(cls, text: str, names: frozenset[str], view: View, vocabulary: Vocabulary | None = None) -> Self:
        """Read a chunk's text with what its names stand for."""
        literals = [source for _, source in view.literals]
        return cls.beside(text, names, frozenset(_parts(view)), literals, vocabulary)

    @classmethod
    def beside(
        cls,
        text: str,
        names: frozenset[str],
        words: frozenset[str],
        literals: Collection[str],
        vocabulary: Vocabulary | None = None,
    ) -> Self:
        """Read a text with the words, and the literals, that its names stand for."""
        if not text.isascii():
            text = f"{text}\n{normalize('NFKC', text)}"  # Python reads names so, and texts as they are
            names |= words_of(text)
        extra = words - names
        below = "".join([f"\n{part}()" for part in sorted(extra)]) if extra else ""
        if literals:
            # A sign stands before each: texts right below one another would be one.
            sources = "".join([f"\n;{source}" for source in literals])
            extra |= words_of(sources)
            below += sources
        return cls(text, names | extra if extra else names, below, vocabulary)

    @cached_property
    def text(self) -> str:
        """The text, with what its names stand for below it."""
        return self.own + self.extra

    @cached_property
    def lowered(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def quoted(self) -> str:
        """What stands between quotes, in lower case."""
        return written_texts(self.text).lower()

    @cached_property
    def disguised(self) -> bool:
        """Whether letters may be hidden: escaped, or in two texts that Python joins in the middle of a word."""
        return is_escaped(self.text) or (self._joined and joins_texts(self.text))

    @cached_property
    def _joined(self) -> bool:
        return is_joined(self.text)

    @cached_property
    def _touching(self) -> bool:
        return is_touching(self.text)

    @property
    def _composing(self) -> bool:
        """Whether it may put the name of a thing together of texts."""
        return self.names_by_text and self._changing

    @cached_property
    def _changing(self) -> bool:
        """Whether any text may be put together, or changed."""
        return is_changing(self.text)

    @cached_property
    def veiled(self) -> bool:
        """Whether words may be meant that do not stand there; where no text as a whole is, no part of it is."""
        return is_escaped(self.text) or self._joined or self._composing

    @cached_property
    def said(self) -> _Said | None:
        """What the texts of a disguised one say, joined and without escapes; None where nobody can tell."""
        texts = read_texts(self.text)
        return None if texts is None else _Said(words_of(texts), texts.lower())

    @cached_property
    def words(self) -> frozenset[str] | None:
        """Every name, and every word of its texts, however they are spelled; None where that may be any."""
        if not self.disguised:
            return self.names
        return None if self.said is None else self.names | self.said.words

    @cached_property
    def parted(self) -> bool:
        """Whether a field of a text may stand in the middle of a word."""
        return is_parted(self.text)

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
        if self.words is None:
            return frozenset(parts)
        if not (self.disguised or self._changing):
            return frozenset()
        if self._past and self._past.made is not None:
            return self._past.made
        said = self.said.words if self.disguised and self.said else ()
        texts = [*_PIECE.findall(self.text), *_WORD.findall(self.extra), *said]
        texts += [each[::-1] for each in texts]
        texts += [each.lower() for each in texts]
        begun = set(".".join(texts).replace(":", ".").split(".")) - {""}
        return frozenset(
            part for text in begun for part in parts[bisect_left(parts, text) : bisect_left(parts, text + _LAST)]
        )

    def widened(self, parts: Sequence[str]) -> Reading:
        """Return the reading with these parts of names, given in order, that may be put together of its texts."""
        made = self.made(parts)
        return self._marked(evolve(self, names=self.names | made, made=made)) if made else self

    def after(self, before: Reading) -> Reading:
        """Return the reading with what an earlier one tells of it, where their texts differ in a line of plain code.

        What was not in the text then is in that line, or nowhere.
        """
        same = before.extra == self.extra and before.own.isascii() and self.own.isascii()
        line = plain_change(before.own, self.own) if same and not before.disguised and not before._joined else None
        if line is None:
            return self
        denied = {asked for asked, answer in before._asked.items() if not answer}
        past = Past(line, denied, before._made if before.names_by_text and before._changing else None)
        return before._marked(evolve(self, past=past), *(("disturbed", "composed") if before._touching else ()))

    def _marked(self, other: Reading, *but: str) -> Reading:
        """Return another reading with the signs that this one is known to show; those excepted only if it does."""
        for name in _SIGNS & vars(self).keys():
            if vars(self)[name] or name not in (*but, "_changing"):
                vars(other)[name] = vars(self)[name]
        return other

    @cached_property
    def disturbed(self) -> bool:
        """Whether any text in it may differ from what is written."""
        if any(sign in self.text for sign in ("\\", "{{", "}}", "\r")):
            return True
        return self._touching and joins_texts(self.text)

    def meets(self, need: Need) -> bool:
        """Say whether everything that a need asks for is there."""
        return self.may_meet(need) and self._shows(need)

    def may_meet(self, need: Need) -> bool:
        """Say whether all is there but perhaps the pattern."""
        if not need.names <= self.names:
            return False
        if need.pieces and not self._has(need.pieces):
            return False
        if need.words <= self.names and need.texts <= self.names and all(self._has((piece,)) for piece in need.spelled):
            return True
        return (need.hidden is Hidden.PARTED and self.parted) or (self.disguised and self._says(need))

    def _says(self, need: Need) -> bool:
        """Say whether the texts may say all that a need asks for, however they are spelled."""
        if self.words is None or self.said is None:
            return True
        spelled = all(piece in self.said.lowered or self._has((piece,)) for piece in need.spelled)
        return spelled and need.words <= self.words and need.texts <= self.words

    def _has(self, pieces: tuple[str, ...]) -> bool:
        """Say whether one of the pieces is there."""
        found = self._asked.get(pieces)
        if found is None:
            lacking = self._lacking
            text = self._past.lowered if self._past and pieces in self._past.denied else self.lowered
            found = self._asked[pieces] = any(piece in text for piece in pieces if run_of(piece) not in lacking)
        return found

    @cached_property
    def held(self) -> Set[str]:
        """The runs of the vocabulary that its words hold."""
        return self.vocabulary.held(self.names) if self.vocabulary else frozenset[str]()

    @cached_property
    def _lacking(self) -> Set[str]:
        """The runs of the vocabulary that the text does not hold: what its words tell need not be looked for in it."""
        return self.vocabulary.runs - self.held if self.vocabulary and self.text.isascii() else frozenset[str]()

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
                return self.disguised or (need.hidden is Hidden.PARTED and self.parted)

    def _holds(self, pattern: str, lower: bool, quoted: bool) -> bool:
        """Say whether a pattern is found."""
        asked = (pattern, lower, quoted)
        if asked not in self._asked:
            found = searching(pattern)
            text = self.lowered if lower or quoted else self.text
            if found and self._past and asked in self._past.denied and stays_in_line(pattern):
                lines = self._past.lowered if lower or quoted else self._past.line
                found = found if found.search(lines) else None
            self._asked[asked] = found is None or bool(found.search(text) and (not quoted or found.search(self.quoted)))
        return self._asked[asked]


def _parts(view: View) -> Iterator[str]:
    for _, targets in (*view.names, *view.above, *view.body, *view.facts, *view.inferred):
        for target in targets:
            yield from words_in(target)
    for _, target in view.aliases:
        yield from words_in(target)
    for module in view.stars:
        yield from words_in(module)
