"""A module as a frame: what its names stand for once so many of its chunks have run."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial
from operator import itemgetter

from attrs import frozen

from aseptic.source.binding import Binding
from aseptic.source.exports import Exports, Origin, brought
from aseptic.source.meaning import BASES, Meanings, entries_in, is_entry, joined, together
from aseptic.source.resolution import At, Frame, inherited, resolve
from aseptic.source.trail import Trail
from aseptic.source.view import unbound

_MOST = 64
"""Bindings of one name that may all count beyond which nobody looks through them for each of its readers."""
Placed = tuple[int, Binding]
"""A binding with the number of contributing chunks above its own."""


@frozen(eq=False)
class Module:
    """Names by what binds them."""

    names: Mapping[str, Sequence[Placed]]
    parts: Mapping[str, Sequence[Placed]]
    """Parts of names, each by the whole of it: `Pump.run`, `TABLE['run']`."""
    stars: tuple[str, ...]
    """The modules imported with `*`, absolute."""
    origin: Origin
    exports: Exports
    until: int | None
    """How many contributing chunks have run; None for all."""

    def named(self, name: str, _at: At, trail: Trail, /) -> Meanings:
        """Return what a name stands for; of a thing of the module's own its place."""
        placed = self.names.get(name)
        if placed is None:
            return trail.once(("star", name), lambda: self.starred(name)) or unbound(name, self.libraries)
        return trail.once(name, lambda: self._joined(name, placed, trail))

    def part(self, own: str, step: str, trail: Trail) -> Meanings | None:
        """Return what a part stands for: as bound here, by a class that it derives from, or in another module."""
        place, _, name = own.partition(":")
        if place != self.origin.module:
            return self._elsewhere(place, name, step)
        if step == BASES:
            return self.bases(name, trail) or None
        whole = name + step
        placed = self.parts.get(whole)
        if placed is None:
            bases = self.bases(name, trail) if step.startswith(".") else ()
            return inherited(own, bases, step[1:], self, trail) if bases else None
        default = joined(own, step)
        return trail.once(("part", whole), partial(self._all, placed, default, trail))

    def entries(self, own: str) -> Iterable[str]:
        """Return the steps to the entries that a table has, here or in another module."""
        place, _, name = own.partition(":")
        if place == self.origin.module:
            return entries_in(name, self.parts)
        offered = self.exports.offered(place, name) if name and self.exports.has(place) else None
        return sorted(each for each in offered or () if is_entry(each))

    def imported(self, target: str) -> Meanings:
        """Return what an import brings: a thing of the project's own, or a library's."""
        return brought(self.origin.absolute(target), self.exports)

    def bases(self, name: str, trail: Trail) -> Meanings:
        """Return what a class of this module derives from."""
        terms = [base for _, binding in self.names.get(name, ()) for base in binding.bases]
        if not terms:
            return ()
        return trail.once(("bases", name), lambda: together([resolve(each, self, None, trail) for each in terms]))

    def starrable(self, words: Set[str]) -> Set[str]:
        """Return which of some words `import *` of the project's own modules may bring."""
        offered = [self.exports.offered(each, "") for each in self.stars if self.exports.has(each)]
        known = [each for each in offered if each is not None]
        return words & frozenset[str]().union(*known) if len(known) == len(offered) else words

    def starred(self, name: str) -> Meanings:
        """Return what `import *` of the project's own modules brings under a name."""
        if name.startswith("_"):
            return ()
        return together([self.exports.member(each, name) or () for each in self.stars if self.exports.has(each)])

    @property
    def libraries(self) -> tuple[str, ...]:
        """The libraries' modules among those imported with `*`."""
        return tuple([each for each in self.stars if not (each.startswith(".") or self.exports.has(each))])

    def _joined(self, name: str, placed: Sequence[Placed], trail: Trail) -> Meanings:
        """Return what a name may stand for by what binds it, undecided where too many bindings may all count."""
        last = len(placed) if self.until is None else bisect_left(placed, self.until, key=itemgetter(0))
        first = next((at for at in range(last - 1, -1, -1) if _renews(placed[at][1]) or last - at > _MOST), 0)
        if last - first > _MOST:
            return ()
        own, found = f"{self.origin.module}:{name}", ()
        for at, (_, binding) in enumerate(placed[first:last]):
            frame: Frame = self
            if binding.rebinds:
                before = found if at else self.starred(name) or unbound(name, self.libraries)
                frame = _Knowing(self, {name: before})
            bound = self._bound(binding, own, trail, frame)
            found = together((found, bound) if binding.conditional else (bound,))
        return found

    def _all(self, placed: Iterable[Placed], own: str, trail: Trail) -> Meanings:
        """Return what a part of a thing may stand for by all that binds it."""
        return together(
            [
                self._bound(each, own, trail, self._round(at, each, trail) if each.in_body and each.target else self)
                for at, each in placed
            ]
        )

    def _round(self, order: int, binding: Binding, trail: Trail) -> Frame:
        """Return the names round what binds a part: in the body of a class those that this bound before, too."""
        known: dict[str, Meanings] = {}
        for name in binding.target.names if binding.target else ():
            whole = f"{binding.name}.{name}"
            bound = [(at, each) for at, each in self.parts.get(whole, ()) if at <= order and each.in_body]
            above = [placed for placed in bound if placed[1] is not binding]
            if above:
                own, itself = f"{self.origin.module}:{whole}", binding if len(above) < len(bound) else None
                known[name] = trail.once(("body", whole, order, itself), partial(self._all, above, own, trail))
        return _Knowing(self, known) if known else self

    def _bound(self, binding: Binding, own: str, trail: Trail, frame: Frame | None = None) -> Meanings:
        if binding.module:
            return self.imported(binding.module)
        if binding.target is None:
            return (own,)
        return resolve(binding.target, frame or self, None, trail)

    def _elsewhere(self, place: str, name: str, step: str) -> Meanings | None:
        if not self.exports.has(place):
            return None
        found = self.exports.member(place, name + step if name else step.removeprefix("."))
        inner = f"{place}{step}"
        return (f"{inner}:",) if found is None and not name and self.exports.has(inner) else found


@frozen(eq=False)
class _Knowing:
    """A module where some names stand for something else: for what they did before, or for a class's own."""

    module: Module
    known: Mapping[str, Meanings]

    def named(self, name: str, at: At, trail: Trail, /) -> Meanings:
        return self.known[name] if name in self.known else self.module.named(name, at, trail)

    def part(self, own: str, step: str, trail: Trail, /) -> Meanings | None:
        return self.module.part(own, step, trail)

    def entries(self, own: str, /) -> Iterable[str]:
        return self.module.entries(own)

    def imported(self, target: str, /) -> Meanings:
        return self.module.imported(target)


def _renews(binding: Binding) -> bool:
    """Say whether nothing that a name stood for before counts any more."""
    return not (binding.conditional or binding.rebinds)
