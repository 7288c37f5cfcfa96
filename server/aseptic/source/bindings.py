"""All that the chunks of a module bind.

Two readings stand side by side. Ours is Python's: what a name may stand for when the code runs, so that a
function sees the module's final names, and both arms of a condition count. The other is bandit's: imports in the
order of the text, the last one wins; its tests were written against that and are run against it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter

from attrs import evolve, field, frozen

from aseptic.source.binding import Binding
from aseptic.source.bound import FOR_TYPES
from aseptic.source.contribution import Contribution
from aseptic.source.exports import NO_PROJECT, Exports, Origin
from aseptic.source.meaning import BASES, Meanings, is_library, written_out
from aseptic.source.module import Module, Placed, Starred
from aseptic.source.public import Listing, Public
from aseptic.source.trail import Kept, Trail
from aseptic.source.view import BUILTINS

_LAST_STEP = re.compile(r"(.*?)(\.\w+|\[[^\[\]]*\])", re.DOTALL)
_NOWHERE = Origin()
_NAMESPACES = ("globals", "locals")
"""What gives any name by a text."""
_ALL = Public()
Parted = tuple[frozenset[str], tuple[str, ...]]
"""The words that lead to parts of a thing, and the steps to its entries."""


@frozen(eq=False)
class Bindings:
    """What a module binds, by name; places count the chunks that bind anything."""

    names: Mapping[str, Sequence[Placed]]
    parts: Mapping[str, Sequence[Placed]]
    """Parts of names, each by the whole of it: `Pump.run`, `TABLE['run']`."""
    parted: Mapping[str, Parted]
    """The steps to those parts of each thing that may stand for something else."""
    aliases: Mapping[str, Sequence[tuple[int, str]]]
    imports: Sequence[tuple[int, str]]
    targets: tuple[str, ...]
    """The dotted names that imports bring anywhere in the module, as they are written."""
    starred: tuple[Starred, ...] = ()
    """The modules imported with `*`, absolute."""
    origin: Origin = _NOWHERE
    exports: Exports = NO_PROJECT
    public: Public = _ALL
    """Which of its names `import *` brings."""
    _kept: Kept = field(factory=dict[object, tuple[Meanings, int]], init=False, repr=False)

    @classmethod
    def of(
        cls, contributions: Iterable[Contribution], origin: Origin = _NOWHERE, exports: Exports = NO_PROJECT
    ) -> Bindings:
        """Gather what the contributing chunks bind, given in the order of the text."""
        names: dict[str, list[Placed]] = {}
        parts: dict[str, list[Placed]] = {}
        parted: dict[str, dict[str, None]] = {}
        aliases: dict[str, list[tuple[int, str]]] = {}
        imports: list[tuple[int, str]] = []
        targets: list[str] = []
        stars: list[Starred] = []
        listings: list[Listing] = []
        for order, contribution in enumerate(contributions):
            for binding in contribution.names:
                if not binding.part:
                    names.setdefault(binding.name, []).append((order, binding))
                    continue
                whole = binding.name + binding.part
                parts.setdefault(whole, []).append((order, binding))
                if binding.target is not None or binding.module or binding.bases:
                    while True:
                        whole, step = last_step(whole)
                        if not whole:
                            break
                        parted.setdefault(whole, {})[step] = None
            for name, target in contribution.aliases:
                aliases.setdefault(name, []).append((order, target))
            imports.extend((order, module) for module in contribution.imports)
            targets.extend(contribution.targets)
            listings.extend(contribution.listings)
            stars.extend((order, origin.absolute(module), sure) for module, sure in contribution.stars)
        steps = {holder: _sorted(every) for holder, every in parted.items()}
        once, public = tuple(dict.fromkeys(targets)), Public.of(listings)
        return cls(names, parts, steps, aliases, imports, once, tuple(stars), origin, exports, public)

    @cached_property
    def stars(self) -> tuple[str, ...]:
        """The modules imported with `*`, each once."""
        return tuple(dict.fromkeys(module for _, module, _ in self.starred))

    @cached_property
    def targets_by_word(self) -> Mapping[str, Sequence[str]]:
        """What imports bring by the last part of its name: nobody uses it without writing that."""
        found: dict[str, list[str]] = {}
        for target in self.targets:
            found.setdefault(target.rpartition(".")[2], []).append(target)
        return found

    @property
    def wavering(self) -> frozenset[str]:
        """The names, and words of parts, that may mean something in one place that they do not mean in the end."""
        hidden = {name for name, placed in self.names.items() if self._wavers(name, [each for _, each in placed])}
        return frozenset(hidden | self.depending(hidden))

    def _wavers(self, name: str, bound: Sequence[Binding]) -> bool:
        """Whether a name, by what binds it, is something else above one of its bindings, or below one, than at last."""
        if self.starred or name in BUILTINS:
            return True
        hides = any(each.arms or not each.conditional for each in bound[1:])
        differs = any((each.target, each.module) != (bound[0].target, bound[0].module) for each in bound)
        return any(each.gone or each.passing for each in bound) or (hides and differs)

    @cached_property
    def members(self) -> Mapping[str, frozenset[str]]:
        """The words that each thing binds itself: a class's members and what it sets on `self`."""
        found: dict[str, set[str]] = {}
        for whole in self.parts:
            holder, step = last_step(whole)
            if step.startswith("."):
                found.setdefault(holder, set()).add(step[1:])
        return {holder: frozenset(words) for holder, words in found.items()}

    @cached_property
    def hiding(self) -> Mapping[str, frozenset[str]]:
        """The words that the body of each class binds, as far as they would mean something else there, or do."""
        found: dict[str, set[str]] = {}
        for each in (binding for placed in self.parts.values() for _, binding in placed if binding.in_body):
            word = each.word
            if each.declared:
                continue
            if each.target or each.module or self.stars or word in self.names or word in BUILTINS:
                found.setdefault(each.name, set()).add(word)
        return {holder: frozenset(words) for holder, words in found.items()}

    @cached_property
    def constants(self) -> frozenset[str]:
        """The members in capitals that the bodies of classes bind: `Pump.LIMIT`."""
        return frozenset(
            whole
            for whole, placed in self.parts.items()
            if last_step(whole)[1][1:].isupper() and any(not binding.by_function for _, binding in placed)
        )

    @cached_property
    def shared(self) -> frozenset[str]:
        """The names in capitals that functions bind by `global`."""
        named = ((name, placed) for name, placed in self.names.items() if name.isupper())
        return frozenset(name for name, placed in named if any(binding.by_function for _, binding in placed))

    @cached_property
    def for_types(self) -> frozenset[str]:
        """The names that the module has for type checkers alone; none where it makes itself what tells that."""
        if not all(each.module for _, each in self.names.get(FOR_TYPES, ())):
            return frozenset()
        some = [name for name, placed in self.names.items() if placed[0][1].for_types]
        return frozenset(name for name in some if all(each.for_types for _, each in self.names[name]))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word by which a chunk may see something; of what `import *` brings nobody knows it."""
        steps = (words for words, _ in self.parted.values())
        return frozenset((*self.names, *self.aliases, *self.targets_by_word)).union(*steps, *self.members.values())

    @cached_property
    def leading(self) -> frozenset[str]:
        """The names of which a part, or what they derive from, may lead on to something else."""
        things = (*self.names.items(), *self.parts.items())
        derived = (name for name, placed in things if any(binding.bases for _, binding in placed))
        return frozenset((*self.parted, *derived))

    def within(self, origin: Origin, exports: Exports) -> Bindings:
        """Return the same names in other surroundings, with no answer kept."""
        return evolve(self, origin=origin, exports=exports)

    def module(self, until: int | None = None, below: int | None = None) -> Module:
        """Return the module's names below so many contributing chunks, perhaps with those of chunks from `below` on.

        None for all, and for none.
        """
        return Module(self.names, self.parts, self.starred, self.origin, self.exports, until, below)

    def trail(self) -> Trail:
        """Return where answers are noted, which are kept with the names."""
        return Trail(self._kept, lambda: self.exports.cuts)

    def depending(self, names: set[str]) -> set[str]:
        """Return the names, and parts of names, that are aliases of `names`, directly or through one another.

        What is taken from all names by text may be any of them. Who takes a part of a thing depends on that, too.
        """
        found, met = set[str](), {*names, *_NAMESPACES} if names else set[str]()
        waiting = list(met)
        while waiting:
            for word, holder in self._words.get(waiting.pop(), ()):
                found.add(word)
                waiting += {word, holder} - met
                met |= {word, holder}
        return found

    @cached_property
    def _words(self) -> dict[str, set[tuple[str, str]]]:
        """The words of what is bound to something, each with the name that it is (a part of), by each name in that."""
        found: dict[str, set[tuple[str, str]]] = {}
        for placed in (*self.names.values(), *self.parts.values()):
            for _, binding in placed:
                for term in (*binding.bases, *([binding.target] if binding.target else [])):
                    for root in term.names:
                        found.setdefault(root, set()).add((binding.word, binding.name))
        return found

    def imported_names(self) -> dict[str, str]:
        """Return what every module-level name stands for; "" for the module's own things and for the unclear."""
        module, trail = self.module(), self.trail()
        found = {name: module.named(name, None, trail) for name in self.names}
        return {name: self._written(each[0]) if len(each) == 1 else "" for name, each in found.items()}

    def _written(self, meaning: str) -> str:
        """Return the dotted name of what another module has, be it a library's or one of the project's own."""
        if is_library(meaning):
            return meaning
        return "" if meaning.startswith(f"{self.origin.module}:") else written_out(meaning)

    def imported(self, order: int, watched: frozenset[str], below: int | None = None) -> tuple[str, ...]:
        """Return the imports above a chunk whose name holds a watched one."""
        above = {module for at, module in self.imports if at < order or (below is not None and at >= below)}
        return tuple(sorted(module for module in above if any(word in module for word in watched)))

    def literal(self, name: str, until: int | None, below: int | None = None) -> str:
        """Return the source of the literal that a name is given once, by so many chunks; empty for any other name."""
        match self.names.get(name):
            case [(order, Binding(conditional=False, literal=source))]:
                return source if until is None or order < until or (below is not None and order >= below) else ""
            case _:
                return ""

    def alias(self, name: str, order: int, below: int | None = None) -> str | None:
        """Return bandit's reading of a name above a chunk."""
        entries = self.aliases[name]
        index = bisect_left(entries, order, key=itemgetter(0))
        if not index and below is not None and entries[-1][0] >= below:
            return entries[-1][1]
        return entries[index - 1][1] if index else None

    def offered(self, name: str, asked: frozenset[str] = frozenset()) -> frozenset[str] | None:
        """Return the words that may lead on from a thing of this module to something else; None where any may.

        Beside the words stand the steps to a table's entries: `['run']`.
        With `BASES` behind the name they are those that a class binds itself, whatever it derives from.
        `asked` are the things of the module that are being asked for: a class that derives from itself offers no more.
        """
        if name.endswith(BASES):
            return self.members.get(name.removesuffix(BASES), frozenset())
        found = {each for steps in self.parted.get(name, ()) for each in steps}
        for base in self.module().bases(name, self.trail()):
            place, own, inner = base.partition(":")
            if not own:
                return None
            if place != self.origin.module:
                more = self.exports.offered(place, inner)
            else:
                more = frozenset[str]() if inner in asked else self.offered(inner, asked | {name})
            if more is None:
                return None
            found |= more
        return frozenset(found)

    def exported(self, name: str) -> Meanings | None:
        """Return what another module gets by a name, or by a part of one such as `Pump.run`; None for no such.

        By a class's name with `BASES` it gets what the class derives from.
        """
        module, trail = self.module(), self.trail()
        if name.endswith(BASES):
            return module.bases(name.removesuffix(BASES), trail) or None
        holder, step = last_step(name)
        if holder:
            return module.part(f"{self.origin.module}:{holder}", step, trail)
        if name in self.names:
            return module.named(name, None, trail)
        if not name.isidentifier():
            return None  # what a call returns is known where the function is, and nowhere on the way
        return module.by_star(name) or tuple([f"{each}.{name}" for each in module.libraries]) or None


def _sorted(steps: Iterable[str]) -> Parted:
    return frozenset(each[1:] for each in steps if each[0] == "."), tuple([each for each in steps if each[0] != "."])


def last_step(whole: str) -> tuple[str, str]:
    """Split `Pump.run` into `Pump` and `.run`, and a name without parts into nothing and itself."""
    match = _LAST_STEP.fullmatch(whole)
    return (match[1], match[2]) if match and match[1] else ("", whole)
