"""What names mean in a module, and the view of it that one chunk has.

Two readings stand side by side. Ours is Python's: what a name may stand for when the code runs, so that a
function sees the module's final names, and both arms of a condition count. The other is bandit's: imports in the
order of the text, the last one wins; its tests were written against that and are run against it.
"""

from __future__ import annotations

import builtins
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from attrs import frozen

from aseptic.source.binding import Binding, Contribution
from aseptic.source.dotted import instance, split_root

_BUILTINS = frozenset(dir(builtins))
Done = dict[str, tuple[str, ...]]


@frozen
class View:
    """What the names that one chunk uses stand for; two chunks with equal text and view have equal findings."""

    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name to dotted names that it may stand for; none means that it stands for something of the module's own."""
    stars: tuple[str, ...] = ()
    """Modules imported with `*`."""
    aliases: tuple[tuple[str, str], ...] = ()
    """Bandit's reading: name to dotted name, as of the chunk's first line."""
    imports: tuple[str, ...] = ()
    """Bandit's reading: the watched modules imported above."""

    def meanings(self, name: str) -> tuple[str, ...]:
        """Return the dotted names that a module-level name may stand for."""
        for known, targets in self.names:
            if known == name:
                return targets
        found = tuple(f"{module}.{name}" for module in self.stars)
        return (f"builtins.{name}", *found) if name in _BUILTINS else found


@frozen(eq=False)
class Bindings:
    """All that the chunks of a module bind, by name; `order` counts the chunks that bind anything."""

    names: Mapping[str, Sequence[tuple[int, Binding]]]
    aliases: Mapping[str, Sequence[tuple[int, str]]]
    imports: Sequence[tuple[int, str]]
    stars: tuple[str, ...]

    @classmethod
    def of(cls, contributions: Iterable[Contribution]) -> Bindings:
        """Gather what the contributing chunks bind, given in the order of the text."""
        names: dict[str, list[tuple[int, Binding]]] = {}
        aliases: dict[str, list[tuple[int, str]]] = {}
        imports: list[tuple[int, str]] = []
        stars: list[str] = []
        for order, contribution in enumerate(contributions):
            for binding in contribution.names:
                names.setdefault(binding.name, []).append((order, binding))
            for name, target in contribution.aliases:
                aliases.setdefault(name, []).append((order, target))
            imports.extend((order, module) for module in contribution.imports)
            stars.extend(contribution.stars)
        return cls(names, aliases, imports, tuple(dict.fromkeys(stars)))

    def view(self, used: frozenset[str], order: int, until: int | None) -> View:
        """Return what a chunk sees that writes the names `used`.

        `order` is the number of contributing chunks above it, `until` that number with the chunk itself; None for
        a function, which runs when the module is complete.
        """
        names = sorted(used & self.names.keys())
        aliases = sorted(used & self.aliases.keys())
        return View(
            tuple([(name, self._meanings(name, until)) for name in names]),
            self.stars,
            tuple([(name, target) for name in aliases if (target := self._last_alias(name, order))]),
        )

    def depending(self, names: set[str]) -> set[str]:
        """Return the names that are aliases of `names`, directly or through one another."""
        roots: dict[str, set[str]] = {}
        for name, bound in self.names.items():
            for _, binding in bound:
                if binding.target is not None and not binding.imported:
                    roots.setdefault(split_root(binding.target)[0], set()).add(name)
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            fresh = roots.get(waiting.pop(), set()) - found
            found |= fresh
            waiting.extend(fresh)
        return found

    def imported_names(self) -> dict[str, str]:
        """Return what every module-level name stands for; "" for the module's own things and for the unclear."""
        found = {name: self._meanings(name, None) for name in self.names}
        return {name: targets[0] if len(targets) == 1 else "" for name, targets in found.items()}

    def imported(self, order: int, watched: frozenset[str]) -> tuple[str, ...]:
        """Return the imports above a chunk whose name holds a watched one."""
        above = {module for at, module in self.imports if at < order}
        return tuple(sorted(module for module in above if any(word in module for word in watched)))

    def _meanings(self, name: str, until: int | None, done: Done | None = None) -> tuple[str, ...]:
        done = {} if done is None else done
        if name not in done:
            done[name] = ()  # while it is looked at it means nothing: a circle of aliases ends here
            done[name] = self._looked_up(name, until, done)
        return done[name]

    def _looked_up(self, name: str, until: int | None, done: Done) -> tuple[str, ...]:
        found: list[str] = []
        for order, binding in self.names.get(name, ()):
            if until is not None and order >= until:
                break
            if not binding.conditional:
                found.clear()
            found.extend(self._targets(binding, until, done))
        return tuple(dict.fromkeys(found))

    def _targets(self, binding: Binding, until: int | None, done: Done) -> tuple[str, ...]:
        if binding.target is None:
            return ()
        if binding.imported:
            return (binding.target,)
        root, rest = split_root(binding.target)
        if root == binding.name:
            return ()
        if root in self.names:
            return tuple(instance(target + rest) for target in self._meanings(root, until, done))
        return (f"builtins.{binding.target}",) if root in _BUILTINS else ()

    def _last_alias(self, name: str, order: int) -> str | None:
        entries = self.aliases[name]
        index = bisect_left(entries, order, key=itemgetter(0))
        return entries[index - 1][1] if index else None
