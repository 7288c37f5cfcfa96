"""The view that one chunk has of its module's names, with everything that its findings may depend on."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from functools import cached_property

from attrs import define, evolve

from aseptic.source.exports import library
from aseptic.source.meaning import BASES, Meanings, entries_in, joined, libraries
from aseptic.source.resolution import At, inherited
from aseptic.source.trail import Trail

NodePlace = tuple[int, int, int, int]
"""Where an expression stands in its chunk's tree: lines and columns as the parser counts, from its start to its end."""
Inferred = tuple[tuple[NodePlace, Meanings], ...]
"""What expressions stand for that names alone do not tell, each by its place."""
BUILTINS = frozenset(dir(builtins))


def unbound(name: str, stars: tuple[str, ...]) -> Meanings:
    """Return what a name stands for that no statement binds: a built-in, or what `import *` may have brought."""
    if name == "__builtins__":
        return ("builtins",)
    found = tuple([f"{module}.{name}" for module in stars])
    return (f"builtins.{name}", *found) if name in BUILTINS else found


@define(frozen=True, slots=False)
class View:
    """What the names that one chunk uses stand for; two chunks with equal text and view have equal findings."""

    names: tuple[tuple[str, Meanings], ...] = ()
    """Name to what it may stand for."""
    stars: tuple[str, ...] = ()
    """Libraries' modules imported with `*`."""
    aliases: tuple[tuple[str, str], ...] = ()
    """Bandit's reading: name to dotted name, as of the chunk's first line."""
    imports: tuple[str, ...] = ()
    """Bandit's reading: the watched modules imported above."""
    facts: tuple[tuple[str, Meanings], ...] = ()
    """What parts of the project's own things stand for, and what imports inside the chunk bring."""
    literals: tuple[tuple[str, str], ...] = ()
    """The names that the module binds once, to a literal, each with the literal's source."""
    own: str = ""
    """The class that the chunk is a member of, where anything is known of its parts."""
    body: tuple[tuple[str, Meanings], ...] = ()
    """What the body of that class gives names above the chunk, which the chunk's methods do not see."""
    above: tuple[tuple[str, Meanings], ...] = ()
    """What the module's names stand for above the chunk, as far as its functions see something else."""
    constants: tuple[str, ...] = ()
    """The words in capitals that are bound in the body of the chunk's class, or in one that this derives from."""
    shared: tuple[str, ...] = ()
    """The names in capitals that functions of the module bind by `global`."""
    for_types: tuple[str, ...] = ()
    """The names that the module has for type checkers alone: annotations mean something by them, and nothing runs."""
    inferred: Inferred = ()
    """What types told of what methods are called on, where names did not."""

    @property
    def bare(self) -> View:
        """The view without what types told."""
        return evolve(self, inferred=()) if self.inferred else self

    @cached_property
    def _inferred(self) -> dict[NodePlace, Meanings]:
        return dict(self.inferred)

    def typed(self, place: NodePlace) -> Meanings:
        """Return what types told of the expression at a place."""
        return self._inferred.get(place, ())

    @cached_property
    def _literals(self) -> dict[str, str]:
        return dict(self.literals)

    def literal(self, name: str) -> str:
        """Return the source of the literal that a module-level name always is; empty where it may be another."""
        return self._literals.get(name, "")

    @cached_property
    def _names(self) -> dict[str, Meanings]:
        return dict(self.names)

    @cached_property
    def _facts(self) -> dict[str, Meanings]:
        return dict(self.facts)

    def binds(self, name: str) -> bool:
        """Say whether the module binds a name."""
        return name in self._names

    def named(self, name: str, _at: At, _trail: Trail, /) -> Meanings:
        """Return what a module-level name may stand for."""
        known = self._names.get(name)
        return unbound(name, self.stars) if known is None else known

    def told(self, whole: str) -> Meanings | None:
        """Return what a thing of the project's own is told to stand for, what it would inherit left out."""
        return self._facts.get(whole)

    def part(self, own: str, step: str, trail: Trail) -> Meanings | None:
        """Return what a part of a thing of the project's own stands for; None where nothing is known of it."""
        known = self._facts.get(joined(own, step))
        bases = self._facts.get(own + BASES, ()) if known is None and step.startswith(".") else ()
        return inherited(own, bases, step[1:], self, trail) if bases else known

    def knows(self, own: str) -> bool:
        """Say whether anything is known of the parts of a thing of the project's own."""
        return any(fact.startswith(f"{own}.") or fact == own + BASES for fact, _ in self.facts)

    def entries(self, own: str) -> Iterator[str]:
        """Yield the steps to the entries that a thing of the project's own is known to have."""
        return entries_in(own, self._facts)

    def imported(self, target: str) -> Meanings:
        """Return what an import inside the chunk brings."""
        known = self._facts.get(target)
        return library(target) if known is None else known

    def meanings(self, name: str) -> Meanings:
        """Return the libraries' dotted names that a module-level name may stand for."""
        return libraries(self.named(name, None, Trail()))
