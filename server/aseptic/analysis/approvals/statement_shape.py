"""What a statement looks like wherever it stands: whole, but for what its variables are called, and for its numbers.

Lines may be broken elsewhere, a module be imported by another name, and a text be quoted otherwise.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import field, frozen

from aseptic.analysis.approvals.likeness import without_prose

_TEXT = (
    rb'[a-zA-Z]{0,2}(?:"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')'
)
_TEXT_OR_COMMENT = re.compile(rb"(" + _TEXT + rb")|#[^\n]*|\\\r?\n", re.DOTALL)
_TOKEN = re.compile(
    rb"(?P<text>"
    + _TEXT
    + rb")|(?P<owners>(?:[^\W\d]\w*\s*\.\s*){0,5})(?P<name>[^\W\d]\w*)|(?P<number>\d[\w.]*)|==|\S",
    re.DOTALL,
)
"""A text, a name with those that it is of, a number, or any other sign."""
_NAMED = re.compile(rb"\.\s*([^\W\d]\w*)|([^\W\d]\w*)\s*(?=\()|[(,]\s*([^\W\d]\w*)\s*=(?!=)")
"""An attribute, what is called, and an argument by name."""
_FUNCTION = re.compile(rb"\bdef\s+([^\W\d]\w*)")
_FIELD, _WORD = re.compile(rb"\{[^{}]*\}"), re.compile(rb"[^\W_]{3,}")
_NAME, _QUOTE = rb"[^\W\d]\w*", rb"(?:\"\"\"|'''|\"|')"
_NUMBER = rb"(?<!\w)\d[\w.]*"
_OPENING, _CLOSING = (b"(", b"[", b"{"), (b")", b"]", b"}")
_OWNERS = rb"(?:" + _NAME + rb"\s*\.\s*){0,5}"
_VARIABLE = rb"(?<!\w)" + _NAME + rb"(?:\s*\.\s*" + _NAME + rb"){0,5}"
_MOST = 200
"""Tokens of a statement by which it is known."""
_FEWEST = 3
"""Words that tell of a statement which is known by itself: a call with one argument by name is anybody's."""


@frozen(slots=False, eq=False)
class Shape:
    """What tells of a statement."""

    words: tuple[bytes, ...]
    """What it calls, and the arguments that it names, in their order."""
    texts: frozenset[bytes] = field(repr=False)
    """The texts in it, without what is put into them."""
    _pattern: Sequence[bytes] = field(repr=False)

    @property
    def length(self) -> int:
        """How many words tell of it, those of its texts among them."""
        return len(self.words) + sum(len(_WORD.findall(each)) for each in self.texts)

    @property
    def tells(self) -> bool:
        """Whether it is known by itself, wherever it stands."""
        return self.length >= _FEWEST

    def at(self, text: bytes) -> Sequence[int]:
        """Return where it stands in a plain text."""
        if not self._pattern or not all(each in text for each in self.words):
            return []
        return [each.start() for each in self._compiled.finditer(text)]

    def calls(self, text: bytes) -> int:
        """Return how often a plain text calls what the statement calls first."""
        return len(self._called.findall(text)) if self.words else 0

    def much_in(self, text: bytes) -> bool:
        """Say whether most of it is in a plain text, with all of its texts."""
        known = {*self.words}
        most = 4 * len(known.intersection(words_of(text))) >= 3 * len(known)
        return self.tells and bool(known) and most and self.texts <= {*_texts(text)}

    @cached_property
    def _compiled(self) -> re.Pattern[bytes]:
        return re.compile(rb"\s*".join(self._pattern), re.DOTALL)

    @cached_property
    def _called(self) -> re.Pattern[bytes]:
        return re.compile(rb"(?<!\w)" + re.escape(self.words[0]) + rb"\s*\(")


@frozen
class Function:
    """A function in a text, or what stands before the first."""

    name: bytes
    start: int
    text: bytes = field(repr=False)


def shape_of(statement: str) -> Shape:
    """Return what tells of a statement."""
    text = plain(statement.encode())
    return Shape(words_of(text), frozenset(_texts(text)), [*_pattern(list(_TOKEN.finditer(text))[:_MOST])])


def plain(text: bytes) -> bytes:
    """Return code without comments, and without texts that are statements of their own."""
    return _TEXT_OR_COMMENT.sub(rb"\1", without_prose(text))


def words_of(text: bytes) -> tuple[bytes, ...]:
    """Return what code calls, and the arguments that it names, in their order."""
    found = (b"".join(each) for each in _NAMED.findall(_TEXT_OR_COMMENT.sub(b"''", text)))
    return tuple(each for each in found if not keyword.iskeyword(each.decode("ascii")))


def functions_in(text: bytes) -> Iterator[Function]:
    """Yield the functions of a plain text, each as far as the next one, and what stands before them by no name."""
    starts = [(b"", 0), *((each[1], each.start()) for each in _FUNCTION.finditer(text))]
    for (name, start), (_, end) in zip(starts, [*starts[1:], (b"", len(text))], strict=True):
        yield Function(name, start, text[start:end])


def _texts(text: bytes) -> Iterator[bytes]:
    for each in _TOKEN.finditer(text):
        if each["text"] and (content := b" ".join(_content(each["text"]).split())):
            yield content


def _content(text: bytes) -> bytes:
    """Return what stands in a text's quotes, but for what is put there by name."""
    bare = text.lstrip(b"bBfFrRtTuU")
    width = 3 if bare[:3] in (b'"""', b"'''") else 1
    return _FIELD.sub(b"{}", bare[width:-width])


def _pattern(tokens: Sequence[re.Match[bytes]]) -> Iterator[bytes]:
    """Yield what finds each part of a statement."""
    words = [b"", *(each[0] for each in tokens), b""]
    depth = 0
    for token, before, after in zip(tokens, words, words[2:], strict=False):
        word = token[0]
        depth += (word in _OPENING) - (word in _CLOSING)
        if token["text"]:
            content = _FIELD.pattern.join(map(re.escape, _content(word).split(b"{}")))
            yield rb"(?<!\w)[a-zA-Z]{0,2}" + _QUOTE + content + _QUOTE
        elif token["name"]:
            argument = before in (b"(", b",") and after == b"=" and depth > 0
            yield _name(token, argument or before == b".", bool(token["owners"]) or after == b"(")
        elif token["number"]:
            yield _NUMBER
        elif word in _CLOSING:
            yield rb"(?:,\s*)?" + re.escape(word)
        elif word != b"," or after not in _CLOSING:
            yield re.escape(word)


def _name(token: re.Match[bytes], alone: bool, named: bool) -> bytes:
    """Return what finds a name: itself, of whatever, or as a variable any."""
    word = token["name"]
    if alone or keyword.iskeyword(word.decode("ascii")):
        return rb"(?<!\w)" + word + rb"(?!\w)"
    return rb"(?<!\w)" + _OWNERS + word + rb"(?!\w)" if named else _VARIABLE
