"""Front matter whose layout YAML took apart before: other words in the same places.

Thousands of records are written alike and differ by their words alone, and a whole reader of YAML costs most of the
time that they take to read. So what YAML made of a layout (all that stands between the words) is kept, and a text
of the same layout is read by putting its words into their places. A word is a value on one line: in quotes without an
escape, or without quotes and without anything that steers YAML, be it a text, a number or a date.

A layout counts only where each word was the whole of one value. All else is read by YAML each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import suppress
from typing import Any, cast

import yaml
from attrs import define, field, frozen

_BEFORE = r"([:,][ ]|\[|\n-[ ]|\n[ ][ ]-[ ])"
"""What no word holds, so that no character is looked at more than a few times, whatever the text."""
_SAFE = r"[A-Za-z0-9_./@+()=;~'\"\xa1-\u1fff-]"
_PLAIN = rf"(?>[A-Za-z0-9_./(\xa1-\u1fff]{_SAFE}*(?:(?:[ ]+|:+){_SAFE}+)*)"
_WORD = re.compile(rf"""{_BEFORE}("[^"\\\n]*"|'[^'\n]*'|{_PLAIN})(?=[ ]*[\]}},\n])""")
_ODD = re.compile(r"[^\n -~\xa1-\u1fff]")
_STEERING = re.compile(r"[!&*|>%@`?]")
"""What gives a value a name or another kind, or begins one over several lines."""
_QUOTES = ("'", '"')
_LONGEST = 4_000
"""Characters of a text whose layout is kept."""
_MOST = 256
"""Layouts that are kept."""
_ONCE = 10_000
"""Layouts of which it is known that they were met."""
_PLACE = object()
"""Where a word stands in what YAML made of a layout."""


class _Other(Exception):
    """What is between the words does not tell how YAML reads a text."""


@frozen
class _Known:
    """What YAML made of a layout."""

    shape: Any
    """Groups and lists, with a place for each word."""
    quoted: Sequence[bool]
    """Whether each word stands in quotes."""


@define
class Layouts:
    """The layouts met so far. Which are known changes nothing but the time that a text takes."""

    odd: Container[str]
    """How a word without quotes begins that may be something else than a text."""
    word: Callable[[str], Any]
    """Reads such a word as YAML does. Raises an error of one that has no value."""
    _known: dict[tuple[str, ...], _Known | None] = field(init=False, factory=dict[tuple[str, ...], _Known | None])
    """None for one that is left to YAML."""
    _once: set[int] = field(init=False, factory=set[int])
    """The hashes of those that were met once: most are met no more, and to take one apart costs more than a text."""

    def read(self, text: str) -> dict[str, Any] | None:
        """Return the keys of a text; None where YAML has to read it. Raises what `word` raises."""
        words, layout = _apart(text)
        known = self._known.get(layout)
        return None if known is None or _ODD.search(text) else self._filled(known, words)

    def note(self, text: str, node: yaml.Node, fields: object) -> None:
        """Keep the layout of a text where it is met again; YAML found these nodes and fields in it, and no fault."""
        if len(text) > _LONGEST or _ODD.search(text):
            return
        words, layout = _apart(text)
        if layout in self._known:
            return
        if hash(layout) in self._once:
            _make_room(self._known, _MOST)
            self._known[layout] = self._learnt(words, layout, node, fields)
        else:
            _make_room(self._once, _ONCE)
            self._once.add(hash(layout))

    def _learnt(self, words: Sequence[str], layout: Sequence[str], node: yaml.Node, fields: object) -> _Known | None:
        """Return what YAML made of a layout; None where that does not tell what it makes of one like it."""
        left = dict(_spans(words, layout))
        with suppress(_Other):
            known = _Known(_shape(node, left), [word[0] in _QUOTES for word in words])
            if not left and not any(map(_STEERING.search, layout)) and self._filled(known, words) == fields:
                return known
        return None

    def _filled(self, known: _Known, words: Sequence[str]) -> dict[str, Any] | None:
        """Put words into their places; None where they are no words of that layout."""
        if [word[0] in _QUOTES for word in words] != known.quoted:
            return None
        odd, read = self.odd, self.word
        values = [
            word[1:-1] if quoted else read(word) if word[0] in odd else word
            for word, quoted in zip(words, known.quoted, strict=True)
        ]
        return _put(known.shape, iter(values).__next__)


def _make_room(kept: dict[Any, Any] | set[int], most: int) -> None:
    if len(kept) >= most:
        kept.clear()


def _apart(text: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the words of a text, and what stands between them, two parts before each word and one at the end."""
    parts = _WORD.split(text)
    words = parts[2::3]
    del parts[2::3]
    return words, tuple(parts)


def _spans(words: Sequence[str], layout: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each word begins and ends."""
    at = 0
    for word, *before in zip(words, layout[::2], layout[1::2], strict=False):
        start = at + sum(map(len, before))
        at = start + len(word)
        yield start, at


def _put(shape: Any, take: Callable[[], Any]) -> Any:
    if type(shape) is dict:
        group = cast("dict[str, Any]", shape)
        return {key: take() if each is _PLACE else _put(each, take) for key, each in group.items()}
    if type(shape) is list:
        return [take() if each is _PLACE else _put(each, take) for each in cast("list[Any]", shape)]
    return shape


def _shape(node: yaml.Node, left: dict[int, int]) -> Any:
    """Return what YAML made of a text with a place for each word; those that got one are taken out of `left`."""
    if isinstance(node, yaml.MappingNode):
        return {name.value: _shape(value, left) for name, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_shape(each, left) for each in node.value]
    if isinstance(node, yaml.ScalarNode) and left.pop(node.start_mark.index, None) == node.end_mark.index:
        return _PLACE
    if node.value:
        raise _Other  # a value that is no word may be part of one, or of several
    return None
