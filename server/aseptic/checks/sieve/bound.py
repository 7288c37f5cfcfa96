"""What the chunks of a file may hold at most, found out once for all of them: most hold nothing that is sought.

Of each word of the file it is known what a chunk may come to see by writing it. So whether a chunk can concern any
detector is asked without looking at what its names stand for, and that is looked up only where it can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from aseptic.checks.sieve.filter import Filter, signs_of
from aseptic.checks.sieve.need import Need
from aseptic.checks.sieve.reading import Reading, words_in
from aseptic.checks.sieve.whole import Whole
from aseptic.source.bindings import Bindings, last_step
from aseptic.source.chunk import Chunk
from aseptic.source.meaning import BASES
from aseptic.source.outlook import overview
from aseptic.source.view import View

_LAST = re.compile(r".*?(\w+)\Z", re.DOTALL)


@frozen(eq=False)
class Bound:
    """What chunks may hold."""

    worded: tuple[tuple[frozenset[str], Need], ...]
    """What may be found in the file, but for what is veiled, with the words that it asks for."""
    lettered: tuple[Need, ...]
    """What asks for no word."""
    signs: tuple[str, ...]
    """Of these something stands in a text that meets any of the latter; none where that cannot be said."""
    veiled: bool
    """Whether anything may be."""
    brought: Mapping[str, frozenset[str]]
    """The words that a chunk may see by writing a word."""
    literals: Mapping[str, str]
    everywhere: frozenset[str]
    """The words that every chunk may see."""
    wavering: frozenset[str]
    """The words of which only each chunk can tell what they bring."""

    def concerns(self, chunk: Chunk) -> bool:
        """Say whether anything may be found in a chunk."""
        names, written = chunk.names, chunk.names | {chunk.owner}
        if chunk.naming or not self.wavering.isdisjoint(written):
            return True
        if not (self.worded or self.lettered or self.veiled):
            return False
        found = self.everywhere.union(*[self.brought[word] for word in self.brought.keys() & written])
        literals = [self.literals[word] for word in self.literals.keys() & names]
        reading = Reading.beside(chunk.text, names, found, literals)
        if self.veiled and reading.veiled:
            return True
        held = reading.names
        near = [need for words, need in self.worded if words <= held]
        if self.lettered and (not self.signs or any(map(reading.lowered.__contains__, self.signs))):
            near += self.lettered
        return any(map(reading.meets, near))


def bound_of(sieve: Filter, chunks: Sequence[Chunk], bindings: Bindings) -> Bound | None:
    """Return what the chunks of a file may hold; None where only each by itself can tell."""
    view = overview(bindings, chunks)
    if view is None:
        return None
    brought, everywhere = _brought(view, bindings)
    found = everywhere.union(*brought.values())
    literals = dict(view.literals)
    names = frozenset[str]().union(*(chunk.names for chunk in chunks))
    text = "".join(chunk.text for chunk in chunks)
    whole = Whole.beside(text, names, found, literals.values(), sieve.vocabulary)
    asked = [(need.names | need.words | need.texts, need) for need in sieve.within(whole)]
    worded = tuple([each for each in asked if each[0]])
    lettered = tuple(dict.fromkeys(need for words, need in asked if not words))
    return Bound(
        worded, lettered, signs_of(lettered) or (), whole.veiled, brought, literals, everywhere, bindings.wavering
    )


def _brought(view: View, bindings: Bindings) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Return what each word brings, and what comes with any."""
    unasked: dict[str, list[str]] = {}
    asked: dict[str, set[str]] = {}
    for fact, meanings in view.facts:
        if fact.endswith((BASES, "]")):  # of what comes with a thing, whatever else is written
            holder = fact.removesuffix(BASES) if fact.endswith(BASES) else last_step(fact)[0]
            unasked.setdefault(holder, []).extend(meanings)
    for fact, meanings in (*view.names, *view.facts):
        word = _LAST.match(fact, max(fact.rfind("."), fact.rfind(":")) + 1)
        if word is not None:
            asked.setdefault(word[1], set()).update(_led(meanings, unasked))
    for name, placed in bindings.aliases.items():
        asked.setdefault(name, set()).update(*(words_in(target) for _, target in placed))
    everywhere = _led(unasked.get("", ()), unasked).union(*map(words_in, view.stars))
    return {word: frozenset(found) for word, found in asked.items()}, frozenset(everywhere)


def _led(meanings: Iterable[str], unasked: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the words of meanings, and of what comes with the things that they are."""
    seen: set[str] = set()
    waiting = list(meanings)
    while waiting:
        meaning = waiting.pop()
        if meaning not in seen:
            seen.add(meaning)
            waiting.extend(unasked.get(meaning, ()))
    return {word for meaning in seen for word in words_in(meaning)}
