"""What `import *` brings from the project's own modules, looked for along all ways at once.

Packages import one another so in circles. Each module is looked at once for an answer, not once for every way to it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from aseptic.source.bindings import Bindings
from aseptic.source.meaning import Meanings, together


@frozen
class Stars:
    """How a file's bindings are had, and where a module lies that one of them imports so."""

    bindings: Callable[[Path], Bindings]
    place: Callable[[Bindings, str], Path | None]

    def brought(self, path: Path) -> frozenset[str] | None:
        """Return the names that a module can bring, its own and others'; None where that may be any."""
        found: set[str] = set()
        seen, waiting = {path}, [path]
        anything = False
        while waiting:
            here = self.bindings(waiting.pop())
            found.update(here.names)
            for star in here.stars:
                place = self.place(here, star)
                anything = anything or (place is None and not star.startswith("."))
                if place is not None and place.suffix == ".py" and place not in seen:
                    seen.add(place)
                    waiting.append(place)
        return None if anything else frozenset(found)

    def meanings(self, path: Path, name: str) -> Meanings | None:
        """Return what a file that does not bind a name brings under it: what those mean by it that do."""
        found: list[Meanings] = []
        libraries: list[str] = []
        seen, waiting = {path}, [path]
        while waiting:
            here = self.bindings(waiting.pop(0))
            for star in here.stars if not name.startswith("_") else ():
                place = self.place(here, star)
                if place is None:
                    libraries.extend([] if star.startswith(".") else [f"{star}.{name}"])
                elif place.suffix == ".py" and place not in seen:
                    seen.add(place)
                    if name in self.bindings(place).names:
                        found.append(here.exports.member(star, name) or ())
                    else:
                        waiting.append(place)
        return together(found) or tuple(dict.fromkeys(libraries)) or None
