"""A module as a frame: what its names stand for once so many of its chunks have run."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from operator import itemgetter

from attrs import frozen

from aseptic.source.binding import Binding
from aseptic.source.exports import STAR, Exports, Origin, brought
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
    below: int | None = None
    """From which one on they may have run, too, as cells of a notebook; they count where none above surely binds."""

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
        return trail.once(("part", whole), lambda: together([self.given(each, default, trail) for each in placed]))

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
        made = [each for each in (*self.names.get(name, ()), *self.parts.get(name, ())) if each[1].bases]
        if not made:
            return ()
        terms = [(base, self._frame(each)) for each in made for base in each[1].bases]
        return trail.once(("bases", name), lambda: together([resolve(each, at, None, trail) for each, at in terms]))

    def in_body(self, holder: str, name: str, above: int, trail: Trail) -> Meanings | None:
        """Return what a name stands for in a class's body below so many chunks; None where nothing there binds it."""
        body = _Body(self, holder, above)
        return body.named(name, None, trail) if body.placed(name) else None

    def given(self, placed: Placed, own: str, trail: Trail) -> Meanings:
        """Return what a binding gives, which without a value is a thing of this module's `own`."""
        return self._bound(placed[1], own, trail, self._frame(placed))

    def starrable(self, words: Set[str]) -> Set[str]:
        """Return which of some words `import *` of the project's own modules may bring."""
        offered = [self.exports.offered(each, STAR) for each in self.stars if self.exports.has(each)]
        known = [each for each in offered if each is not None]
        return words & frozenset[str]().union(*known) if len(known) == len(offered) else words

    def starred(self, name: str) -> Meanings:
        """Return what `import *` of the project's own modules brings under a name."""
        return together([self._by_star(each, name) for each in self.stars if self.exports.has(each)])

    @property
    def libraries(self) -> tuple[str, ...]:
        """The libraries' modules among those imported with `*`."""
        return tuple([each for each in self.stars if not (each.startswith(".") or self.exports.has(each))])

    def _by_star(self, star: str, name: str) -> Meanings:
        """Return what a module brings under a name: of a package that lists it a module of its own, too."""
        offered = self.exports.offered(star, STAR)
        if name.startswith("_") if offered is None else name not in offered:
            return ()
        inner = f"{star}.{name}"
        return self.exports.member(star, name) or ((f"{inner}:",) if offered and self.exports.has(inner) else ())

    def _joined(self, name: str, placed: Sequence[Placed], trail: Trail) -> Meanings:
        """Return what a name may stand for by what binds it."""
        last = len(placed) if self.until is None else bisect_left(placed, self.until, key=itemgetter(0))
        found = self._in_turn(name, placed, 0, last, trail)
        if self.below is None or last == len(placed) or any(_renews(binding) for _, binding in placed[:last]):
            return found
        below = bisect_left(placed, self.below, key=itemgetter(0))
        before = found if last else self.starred(name) or unbound(name, self.libraries)
        return together((before, self._in_turn(name, placed, below, len(placed), trail)))

    def _in_turn(self, name: str, placed: Sequence[Placed], begin: int, last: int, trail: Trail) -> Meanings:
        """Return what a name may stand for after some of its bindings, undecided where too many may all count."""
        first = next(
            (at for at in range(last - 1, begin - 1, -1) if _renews(placed[at][1]) or last - at > _MOST), begin
        )
        if last - first > _MOST:
            return ()
        own, found = f"{self.origin.module}:{name}", ()
        for at, (_, binding) in enumerate(placed[first:last]):
            frame: Frame = self
            if binding.rebinds:
                before = found if at else self.starred(name) or unbound(name, self.libraries)
                frame = _Before(self, name, before)
            bound = self._bound(binding, own, trail, frame)
            found = together((found, bound) if binding.conditional else (bound,))
        return found

    def _frame(self, placed: Placed) -> Frame:
        """Return the names among which a binding's value is read."""
        order, binding = placed
        return _Body(self, binding.name, order) if binding.in_body and (binding.target or binding.bases) else self

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
class _Around:
    """A module as some of its code sees it to which a name stands for something else."""

    module: Module

    def part(self, own: str, step: str, trail: Trail, /) -> Meanings | None:
        return self.module.part(own, step, trail)

    def entries(self, own: str, /) -> Iterable[str]:
        return self.module.entries(own)

    def imported(self, target: str, /) -> Meanings:
        return self.module.imported(target)


@frozen(eq=False)
class _Before(_Around):
    """A module while one of its names is bound anew, which still stands for what it stood for before."""

    name: str
    before: Meanings

    def named(self, name: str, at: At, trail: Trail, /) -> Meanings:
        return self.before if name == self.name else self.module.named(name, at, trail)


@frozen(eq=False)
class _Body(_Around):
    """A class's body below so many chunks: what it binds above hides the module's names, where it surely does."""

    holder: str
    above: int

    def placed(self, name: str) -> Sequence[Placed]:
        """Return what binds a name above, in the class of this name that was begun last."""
        bound = self.module.parts.get(f"{self.holder}.{name}", ())
        made = self.module.names.get(self.holder, ()) if bound else ()
        begun = max((order for order, each in made if order < self.above and not each.by_function), default=-1)
        return [each for each in bound if each[1].in_body and begun < each[0] < self.above]

    def named(self, name: str, at: At, trail: Trail, /) -> Meanings:
        placed = self.placed(name)
        if not placed:
            return self.module.named(name, at, trail)
        return trail.once(("body", self.holder, name, self.above), lambda: self._joined(name, placed, trail))

    def _joined(self, name: str, placed: Sequence[Placed], trail: Trail) -> Meanings:
        first = next((at for at in range(len(placed) - 1, -1, -1) if not placed[at][1].conditional), -1)
        own = f"{self.module.origin.module}:{self.holder}.{name}"
        found = [self.module.named(name, None, trail)] if first < 0 else []
        return together([*found, *[self.module.given(each, own, trail) for each in placed[max(first, 0) :]]])


def _renews(binding: Binding) -> bool:
    """Say whether nothing that a name stood for before counts any more."""
    return not (binding.conditional or binding.rebinds)
