"""The unit of incremental work: one top-level statement, a class's header, or one member of a class."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property, lru_cache
from sys import intern
from unicodedata import normalize

from attrs import field, frozen

_NAME = re.compile(r"[^\W\d]\w*")
_STEP = re.compile(r"[.\"'](?:[\s\\]|#[^\r\n]*+)*+([^\W\d]\w*)")
_LONG = 4_000
"""Letters of a chunk from which on its words are known by stretches between empty lines: somebody types in but one."""
_NAMING = frozenset(
    "getattr __getattribute__ __getattr__ attrgetter methodcaller vars __dict__".split()
    + "import_module __import__ modules".split()
)
"""What turns a text into the part of a thing, or the module, that it names."""
_ITEM = r"\[(?:\"\w*\"|'\w*')\]"
_PART = r"\((?:\"[\w.]*\"|'[\w.]*')[,)]"
_PLAINLY = {
    "getattr": r"\([\w.]+, ?(?:\"\w*\"|'\w*')[,)]",
    "vars": rf"\([\w.]*\){_ITEM}",
    "__dict__": _ITEM,
    "attrgetter": _PART,
    "methodcaller": _PART,
    "modules": r"\b(?!\s*(?:\[|\.\s*(?:get|pop|setdefault|__getitem__)\b))",
}
"""What follows each where the text stands right there, or where it turns none."""
_GIVEN = r"\(\s*(?:[^()\r\n]*?,)?\s*([^\W\d]\w*)\s*[,)]"
_KEY = r"\s*\[\s*([^\W\d]\w*)\s*\]"
_KEYED = {
    **dict.fromkeys("getattr __getattribute__ __getattr__ attrgetter methodcaller".split(), _GIVEN),
    "__dict__": _KEY,
    "vars": rf"\([\w.]*\){_KEY}",
}
_FOLDED = re.compile(
    r"(?:\"[\w.]*\"|'[\w.]*')\s*(?:\+|\[\s*:\s*:|\.\s*(?:join|lower|casefold)\b)|\+[\s(]*[rRuU]?(?:\"[\w.]*\"|'[\w.]*')"
    r"|(?:\"(?:[\w.]|%s)*\"|'(?:[\w.]|%s)*')\s*%|(?:\"[\w.{}]*\"|'[\w.{}]*')\s*\.\s*format\b"
    r"|[fF][rR]?([\"'])(?:[\w.]|\{[^{}\r\n]*\})*\1"
    r"|(?:\"\w+\"|'\w+')(?:\s|\\)+(?:\"\w+\"|'\w+')|\\[xuUN0-7]"
)
"""Texts that could be a name, put together or changed, or joined as they stand."""
_LATER = re.compile(r"\b(?:class|def|lambda)\b")
"""What a member may hold that runs when its module is complete."""
_FUNCTION = re.compile(r"(?:#[^\r\n]*[\r\n]+)*(?:async[ \t]+def\b|def\b|@)")
_INNER = re.compile(r"[\r\n][ \t]+(?:async[ \t]+)?def[ \t]")


@lru_cache(512)
def _after(word: str, pattern: str = r"\b") -> re.Pattern[str]:
    """Find a whole word and what follows it. It begins with its letters, which is found faster than any other way."""
    return re.compile(rf"{word}(?<!\w{word}){pattern}")


def _words(text: str) -> frozenset[str]:
    return frozenset(map(intern, set(_NAME.findall(text))))  # most words stand in many chunks


@lru_cache(512)
def _known_words(stretch: str) -> frozenset[str]:
    return _words(stretch)


class Kind(StrEnum):
    """How a chunk stands in its module, which decides how it is parsed alone."""

    STATEMENT = "statement"
    HEADER = "header"
    MEMBER = "member"


@frozen
class Chunk:
    """A stretch of whole lines. It knows its text and not its place, so that it stays equal when it moves.

    `owner` is the name of the class that a member belongs to (and of the class itself for its header), else
    empty. Comment lines right above a statement belong to it; blank lines after it do too.
    """

    text: str
    kind: Kind = Kind.STATEMENT
    owner: str = ""
    height: int = field(default=1)
    """How many lines the chunk has."""

    @cached_property
    def names(self) -> frozenset[str]:
        """Every word in the text that could be a name: a superset of the names that its code uses."""
        text = self.text if self.text.isascii() else normalize("NFKC", self.text)  # as Python reads names
        if len(text) < _LONG:
            return _words(text)
        return frozenset[str]().union(*map(_known_words, text.split("\n\n")))

    @cached_property
    def steps(self) -> frozenset[str]:
        """The words in the text that could name a part of something: what follows a dot, or begins a text."""
        text = self.text if self.text.isascii() else normalize("NFKC", self.text)
        return frozenset(map(intern, set(_STEP.findall(text))))

    @cached_property
    def naming(self) -> bool:
        """Whether it may name a part of something by a text that does not stand right there."""
        if _NAMING.isdisjoint(self.names):
            return False
        return any(
            len(_after(word).findall(self.text)) > (len(_after(word, plain).findall(self.text)) if plain else 0)
            for word in _NAMING & self.names
            for plain in [_PLAINLY.get(word)]
        )

    @cached_property
    def composing(self) -> bool:
        """Whether it may do so by a text that it puts together."""
        return self.naming and _FOLDED.search(self.text) is not None

    @cached_property
    def keys(self) -> frozenset[str]:
        """The names that stand where such a text is given."""
        words = _KEYED.keys() & self.names
        return frozenset(key for word in words for key in _after(word, _KEYED[word]).findall(self.text))

    @cached_property
    def deferred(self) -> bool:
        """Whether code of it runs later than the module's own: a function, or what may hold one."""
        if self.kind is Kind.MEMBER:
            return _LATER.search(self.text) is not None
        return _FUNCTION.match(self.text) is not None or ("def" in self.text and _INNER.search(self.text) is not None)
