"""The unit of incremental work: one top-level statement, a class's header, or one member of a class."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from sys import intern
from unicodedata import normalize

from attrs import field, frozen

_NAME = re.compile(r"[^\W\d]\w*")
_STEP = re.compile(r"[.\"'](?:[\s\\]|#[^\r\n]*+)*+([^\W\d]\w*)")
_NAMING = frozenset("getattr __getattribute__ __getattr__ attrgetter methodcaller vars __dict__".split())
"""What turns a text into the part of a thing that it names."""
_NAMES = re.compile(r"\b(?:getattr|__getattribute__|__getattr__|attrgetter|methodcaller|vars|__dict__)\b")
_PLAINLY = re.compile(
    r"\bgetattr\([\w.]+, ?(?:\"\w*\"|'\w*')[,)]|\b(?:vars\([\w.]*\)|__dict__)\[(?:\"\w*\"|'\w*')\]"
    r"|\b(?:attrgetter|methodcaller)\((?:\"[\w.]*\"|'[\w.]*')[,)]"
)
_KEYED = re.compile(
    r"\b(?:getattr|__getattribute__|__getattr__|attrgetter|methodcaller)\(\s*(?:[^()\r\n]*?,)?\s*([^\W\d]\w*)\s*[,)]"
    r"|(?:__dict__|\bvars\([\w.]*\))\s*\[\s*([^\W\d]\w*)\s*\]"
)
_FOLDED = re.compile(
    r"(?:\"[\w.]*\"|'[\w.]*')\s*(?:\+|\[\s*:\s*:|\.\s*(?:join|lower|casefold)\b)|\+[\s(]*[rRuU]?(?:\"[\w.]*\"|'[\w.]*')"
    r"|(?:\"(?:[\w.]|%s)*\"|'(?:[\w.]|%s)*')\s*%|(?:\"[\w.{}]*\"|'[\w.{}]*')\s*\.\s*format\b"
    r"|[fF][rR]?([\"'])(?:[\w.]|\{[^{}\r\n]*\})*\1"
    r"|(?:\"\w+\"|'\w+')(?:\s|\\)+(?:\"\w+\"|'\w+')|\\[xuUN0-7]"
)
"""Texts that could be a name, put together or changed, or joined as they stand."""
_FUNCTION = re.compile(r"(?:#[^\r\n]*[\r\n]+)*(?:async[ \t]+def\b|def\b|@)")


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
        # Most words stand in many chunks.
        return frozenset(map(intern, set(_NAME.findall(text))))

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
        return len(_NAMES.findall(self.text)) > len(_PLAINLY.findall(self.text))

    @cached_property
    def composing(self) -> bool:
        """Whether it may do so by a text that it puts together."""
        return self.naming and _FOLDED.search(self.text) is not None

    @cached_property
    def keys(self) -> frozenset[str]:
        """The names that stand where such a text is given."""
        return frozenset(each for pair in _KEYED.findall(self.text) for each in pair if each)

    @cached_property
    def deferred(self) -> bool:
        """Whether its code runs later than the module's own: a function or a member."""
        return self.kind is Kind.MEMBER or _FUNCTION.match(self.text) is not None
