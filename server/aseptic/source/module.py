"""A module as a frame: what its names stand for once so many of its chunks have run."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial
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
Starred = tuple[int, str, bool]
"""A module imported with `*`: the number of contributing chunks above, its absolute name, and whether it surely is."""


@frozen(eq=False)
class Module:
    """Names by what binds them."""

    names: Mapping[str, Sequence[Placed]]
    parts: Mapping[str, Sequence[Placed]]
    """Parts of names, each by the whole of it: `Pump.run`, `TABLE['run']`."""
    starred: tuple[Starred, ...]
    origin: Origin
    exports: Exports
    until: int | None
    """How many of its contributing chunks have run; None for all of it, and for what runs at any time."""
    below: int | None = None
    """From which one on they may have run, too, as cells of a notebook; they count where none above surely binds."""

    def named(self, name: str, _at: At, trail: Trail, /) -> Meanings:
        """Return what a name stands for; of a thing of the module's own its place."""
        placed = self.names.get(name)
        if placed is None:
            return trail.once(("star", name), lambda: self.by_star(name)) or unbound(name, self.libraries)
        last = len(placed) if self.until is None else bisect_left(placed, self.until, key=_order)
        place = self.until if self.starred else self.until is None  # of that, all that matters to the answer
        key = (name, last, place, None if last == len(placed) else self.below)
        return trail.once(key, lambda: self._joined(name, placed, last, trail))

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
        terms = [(base, self._frame(*each)) for each in made for base in each[1].bases]
        return trail.once(("bases", name), lambda: together([resolve(each, at, None, trail) for each, at in terms]))

    def in_body(self, holder: str, name: str, above: int, trail: Trail) -> Meanings | None:
        """Return what a name stands for in a class's body below so many chunks; None where nothing there binds it."""
        body = _Body(self, holder, above)
        return body.named(name, None, trail) if body.placed(name) else None

    def given(self, placed: Placed, own: str, trail: Trail) -> Meanings:
        """Return what a binding gives, which without a value is a thing of this module's `own`."""
        binding = placed[1]
        if binding.module:
            return self.imported(binding.module)
        if binding.target is None:
            return () if binding.gone else (own,)
        return resolve(binding.target, self._frame(*placed), None, trail)

    def starrable(self, words: Set[str]) -> Set[str]:
        """Return which of some words `import *` of the project's own modules may bring."""
        offered = [self.exports.offered(each, STAR) for each in self.stars if self.exports.has(each)]
        known = [each for each in offered if each is not None]
        return words & frozenset[str]().union(*known) if len(known) == len(offered) else words

    def by_star(self, name: str) -> Meanings:
        """Return what `import *` of the project's own modules brings under a name."""
        return together([self._by_star(each, name) for each in self.stars if self.exports.has(each)])

    @property
    def stars(self) -> tuple[str, ...]:
        """The modules imported with `*`, each once."""
        return tuple(dict.fromkeys([module for _, module, _ in self.starred]))

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

    def _joined(self, name: str, placed: Sequence[Placed], last: int, trail: Trail) -> Meanings:
        """Return what a name may stand for by what binds it, the first so many of these above."""
        first = _first(placed[max(last - _MOST, 0) : last], self.until)
        found = self._in_turn(name, placed[:last], trail)
        if self.below is None or last == len(placed) or first is not None:
            return found
        below = bisect_left(placed, self.below, key=_order)
        return together((found, self._in_turn(name, placed[below:], trail)))

    def _in_turn(self, name: str, placed: Sequence[Placed], trail: Trail) -> Meanings:
        """Return what a name may stand for after these bindings, undecided where too many may all count."""
        last = [each for each in placed[-_MOST:] if not each[1].passing]
        first = _first(last, self.until)
        if first is None and len(placed) > _MOST:
            return ()
        own, builtin = f"{self.origin.module}:{name}", unbound(name, ())
        found = builtin if first is None else ()
        # A function that sets it may run once more.
        found = together((found, *[self.given(each, own, trail) for each in last[: first or 0] if each[1].by_function]))
        for order, each in self._with_stars(last[first or 0 :], first is not None):
            if not isinstance(each, Binding):
                bound, sure = self._brought(each[1], name), each[2] and self.exports.has(each[1])
                found = together((bound,) if bound and sure else (found, bound))
            elif not each.gone:
                bound = self.given((order, each), own, trail)
                found = together((found, bound) if each.conditional else (bound,))
            elif self.until is not None:
                found = together((found, builtin)) if each.conditional else builtin
        return found

    def _with_stars(self, placed: Sequence[Placed], anew: bool) -> Iterable[tuple[int, Binding | Starred]]:
        """Return bindings, and what else above may bring the name, since the first of them where it hides others."""
        if not self.starred:
            return placed
        begin, end = placed[0][0] if anew else 0, self.until
        stars = [(each[0], each) for each in self.starred if begin <= each[0] and (end is None or each[0] < end)]
        return sorted([*placed, *stars], key=itemgetter(0))

    def _brought(self, star: str, name: str) -> Meanings:
        """Return what `import *` of one module may bring under a name."""
        if self.exports.has(star):
            return self._by_star(star, name)
        return () if star.startswith(".") or name.startswith("_") else (f"{star}.{name}",)

    def _frame(self, order: int, binding: Binding) -> Frame:
        """Return the names among which a binding's value is read: those above it, for a function all."""
        if binding.by_function:
            return self if self.until is None else self._at(None, None)
        there = self._at(order, None if self.below is None else order + 1)
        if binding.read:
            return _Beside(there, {name: (which, surely) for name, which, surely in binding.read})
        return _Body(there, binding.name, order) if binding.in_body and (binding.target or binding.bases) else there

    def _at(self, until: int | None, below: int | None) -> Module:
        return Module(self.names, self.parts, self.starred, self.origin, self.exports, until, below)

    def _elsewhere(self, place: str, name: str, step: str) -> Meanings | None:
        if not self.exports.has(place):
            return None
        found = self.exports.member(place, name + step if name else step.removeprefix("."))
        inner = f"{place}{step}"
        return (f"{inner}:",) if found is None and not name and self.exports.has(inner) else found


@frozen(eq=False)
class _Within:
    """Names inside a module, which are its own but for what `named` says."""

    module: Module
    """As it is above."""

    def part(self, own: str, step: str, trail: Trail, /) -> Meanings | None:
        return self.module.part(own, step, trail)

    def entries(self, own: str, /) -> Iterable[str]:
        return self.module.entries(own)

    def imported(self, target: str, /) -> Meanings:
        return self.module.imported(target)


@frozen(eq=False)
class _Beside(_Within):
    """What a chunk's own bindings give names that the value of one of them is made of."""

    read: Mapping[str, tuple[Sequence[int], bool]]

    def named(self, name: str, at: At, trail: Trail, /) -> Meanings:
        above = () if name in self.read and self.read[name][1] else self.module.named(name, at, trail)
        if name not in self.read:
            return above
        module, which = self.module, self.read[name][0]
        placed = module.names.get(name, ())
        first = bisect_left(placed, module.until or 0, key=_order)
        own = f"{module.origin.module}:{name}"

        def given(number: int) -> Meanings:
            one = placed[first + number]
            return unbound(name, ()) if one[1].gone else module.given(one, own, trail)

        each = [trail.once((name, first + at, module.below), partial(given, at)) for at in which]
        return together((above, *each))


@frozen(eq=False)
class _Body(_Within):
    """A class's body below so many chunks: what it binds above hides the module's names, where it surely does."""

    holder: str
    above: int

    def placed(self, name: str) -> Sequence[Placed]:
        """Return what binds a name above, in the class of this name that was begun last."""
        bound = self.module.parts.get(f"{self.holder}.{name}", ())
        made = self.module.names.get(self.holder, ()) if bound else ()
        begun = max((order for order, each in made if order < self.above and not each.by_function), default=-1)
        own = [each for each in bound if begun < each[0] < self.above and each[1].in_body and not each[1].passing]
        return own if any(not each.declared for _, each in own) else ()

    def named(self, name: str, at: At, trail: Trail, /) -> Meanings:
        placed = self.placed(name)
        if not placed:
            return self.module.named(name, at, trail)
        key = ("body", self.holder, name, self.above, self.module.until, self.module.below)
        return trail.once(key, lambda: self._joined(name, placed, trail))

    def _joined(self, name: str, placed: Sequence[Placed], trail: Trail) -> Meanings:
        first = _first(placed, self.above)
        counting = placed[first or 0 :]
        own = f"{self.module.origin.module}:{self.holder}.{name}"
        found = [self.module.given(each, own, trail) for each in counting if not (each[1].gone or each[1].declared)]
        hidden = first is not None and not any(each.gone for _, each in counting)
        return together(found if hidden else [self.module.named(name, None, trail), *found])


def _order(placed: Placed) -> int:
    return placed[0]


def _first(placed: Sequence[Placed], until: int | None) -> int | None:
    """Return which of a name's bindings, with those after it, surely hides what it stood for before.

    They are those of the chunks that have run until then; without that any time is meant.
    """
    for at in range(len(placed) - 1, -1, -1):
        _, binding = placed[at]
        if binding.gone and until is None:
            continue  # a function may have run before
        if not binding.conditional:
            return at
        if binding.arms:
            return max(at + 1 - binding.arms, 0)
    return None
