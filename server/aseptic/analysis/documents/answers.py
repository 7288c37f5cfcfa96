"""What types told of a document's chunks, and to which chunks it still applies.

An answer is about one chunk, seen as it was seen when it was asked for. After an edit the document is asked about
anew, all of it, since any line of it may matter; until then an unchanged chunk keeps its answers, and a changed one
those about what its function still writes the same way, so that findings do not flicker while somebody types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, field

from aseptic.source.chunk import Chunk
from aseptic.source.meaning import Meanings, together
from aseptic.source.view import Inferred, View

if TYPE_CHECKING:  # as in `memo`
    from aseptic.checks.unsettled import Receiver

Asked = tuple[Chunk, View]
"""A chunk and its view without what types told."""
_DEFINED = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_Site = tuple[str, str, str]
"""Class, function, and what is written."""


@define(frozen=True, slots=False, eq=False)
class Answers:
    """What is known of one document; frozen, and complete for the text that was asked about."""

    exact: Mapping[Asked, Inferred] = field(factory=dict[Asked, Inferred])
    written: Mapping[_Site, Meanings] = field(factory=dict[_Site, Meanings])

    @staticmethod
    def of(told: Iterable[tuple[Asked, tuple[tuple[Receiver, Meanings], ...]]]) -> Answers:
        """Gather what was told of chunks; of equal ones, between which nothing here can tell, all of it."""
        exact: dict[Asked, dict[tuple[int, int, int, int], Meanings]] = {}
        written: dict[_Site, Meanings] = {}
        for (chunk, view), each in told:
            places = exact.setdefault((chunk, view), {})
            for receiver, meanings in each:
                places[receiver.place] = together((places.get(receiver.place, ()), meanings))
                site = _site(chunk, receiver)
                written[site] = together((written.get(site, ()), meanings))
        kept = {site: meanings for site, meanings in written.items() if meanings}
        return Answers({asked: _sorted(places) for asked, places in exact.items()}, kept)

    def known(self, chunk: Chunk, view: View, receivers: Iterable[Receiver]) -> Inferred:
        """Return what is known of a chunk; `receivers` is what it leaves open, looked at where its text is new."""
        if not self.written:
            return ()
        told = self.exact.get((chunk, view))
        if told is not None:
            return told
        places = {each.place: self.written.get(_site(chunk, each), ()) for each in receivers}
        return _sorted(places)

    def concern(self, chunk: Chunk) -> bool:
        """Say whether anything is known of a chunk's class and function."""
        return bool(self.written) and _home(chunk) in self._homes

    @cached_property
    def _homes(self) -> frozenset[tuple[str, str]]:
        return frozenset((owner, function) for owner, function, _ in self.written)


NO_ANSWERS = Answers()


def _sorted(places: Mapping[tuple[int, int, int, int], Meanings]) -> Inferred:
    return tuple(sorted((place, meanings) for place, meanings in places.items() if meanings))


def _site(chunk: Chunk, receiver: Receiver) -> _Site:
    return (*_home(chunk), receiver.written)


def _home(chunk: Chunk) -> tuple[str, str]:
    defined = _DEFINED.search(chunk.text)
    return chunk.owner, defined[1] if defined else ""
