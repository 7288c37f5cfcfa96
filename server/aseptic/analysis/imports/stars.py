"""What `import *` brings from the project's own modules, looked for along all ways at once.

Packages import one another so in circles. Each module is looked at once for an answer, not once for every way to it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen

from aseptic.source.binding import Binding
from aseptic.source.bindings import Bindings
from aseptic.source.dotted import split_root
from aseptic.source.meaning import Meanings, together
from aseptic.source.public import Public


@frozen(eq=False)
class Stars:
    """How a file's bindings are had, and where a module lies that one of them imports so."""

    bindings: Callable[[Path], Bindings]
    place: Callable[[Bindings, str], Path | None]
    _brought: dict[Path, frozenset[str] | None] = field(factory=dict[Path, "frozenset[str] | None"], init=False)
    _public: dict[Path, frozenset[str] | None] = field(factory=dict[Path, "frozenset[str] | None"], init=False)

    def brought(self, path: Path) -> frozenset[str] | None:
        """Return the names that a module can bring, its own and others'; None where that may be any."""
        if path not in self._brought:
            here = self.bindings(path)
            self._brought[path] = self._with_others(set(here.names), here, {path})
        return self._brought[path]

    def public(self, path: Path) -> frozenset[str] | None:
        """Return the names that `import *` of a module brings; None where that may be any without an underscore."""
        if path not in self._public:
            here = self.bindings(path)
            public = self._listed(path)
            found, whole = set(public.among(here.names)), public.whole
            self._public[path] = frozenset(found) if whole else self._with_others(found, here, {path})
        return self._public[path]

    def _listed(self, path: Path, asking: frozenset[Path] = frozenset()) -> Public:
        """Return what a module lists, with what modules of the project list whose lists are part of its own."""
        here = self.bindings(path)
        found = here.public
        for written in here.public.modules:
            place = self._imported(here, written)
            known = place is not None and place.suffix == ".py" and place not in asking
            other = self._listed(place, asking | {path}) if place and known else Public()
            found = Public(found.listed | other.listed, found.whole and other.whole)
        return found

    def _imported(self, here: Bindings, written: str) -> Path | None:
        """Return where the module lies that one names; None where that may be anything but an import of its own."""
        root, rest = split_root(written)
        match here.names.get(root):
            case [(_, Binding(module=str(module)))] if module:
                return self.place(here, f"{here.origin.absolute(module)}{rest}")
            case _:
                return None

    def forget(self) -> None:
        """Let go what modules bring, since one may bring something else now."""
        self._brought.clear()
        self._public.clear()

    def _with_others(self, found: set[str], here: Bindings, seen: set[Path]) -> frozenset[str] | None:
        """Add what a module has from those that it imports so."""
        waiting = [here]
        anything = False
        while waiting:
            here = waiting.pop()
            for star in here.stars:
                place = self.place(here, star)
                anything = anything or (place is None and not star.startswith("."))
                if place is not None and place.suffix == ".py" and place not in seen:
                    seen.add(place)
                    there = self.bindings(place)
                    public = self._listed(place)
                    found |= public.among(there.names)
                    waiting += [] if public.whole else [there]
        return None if anything else frozenset(found)

    def meanings(self, path: Path, name: str) -> Meanings | None:
        """Return what a file that does not bind a name brings under it: what those mean by it that do."""
        found: list[Meanings] = []
        libraries: list[str] = []
        seen, waiting = {path}, [path]
        while waiting:
            here = self.bindings(waiting.pop(0))
            for star in here.stars:
                place = self.place(here, star)
                if place is None:
                    libraries.extend([] if star.startswith(".") or name.startswith("_") else [f"{star}.{name}"])
                elif place.suffix == ".py" and place not in seen and self._listed(place).holds(name):
                    seen.add(place)
                    if name in self.bindings(place).names:
                        found.append(here.exports.member(star, name) or ())
                    else:
                        waiting.append(place)
        return together(found) or tuple(dict.fromkeys(libraries)) or None
