"""What one chunk sees of its module: only what it can write, so that a change elsewhere leaves its view equal."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from operator import itemgetter

from attrs import frozen

from aseptic.source.bindings import Bindings, Parted
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.exports import NO_PROJECT, Exports, Origin
from aseptic.source.meaning import BASES, Meanings, is_entry, is_own, joined, named_in, spelled, together
from aseptic.source.module import Module
from aseptic.source.trail import Trail
from aseptic.source.unwritten import ALL_NAMES, gives_names, makes_texts, means_unwritten
from aseptic.source.view import BUILTINS, View

Fact = tuple[str, Meanings]
_IMPORTING = frozenset({"import_module", "__import__", "modules"})
_ASKING = _IMPORTING | {ALL_NAMES}
"""Of who writes these it matters what else stands in the text."""
_MODULE = re.compile(r"[\"'](\.*[^\W\d][\w.]*)[\"']")


@frozen
class _Chunks:
    """The words of several chunks taken together."""

    names: frozenset[str]
    steps: frozenset[str]
    composing: bool


_MOST = 512
"""Parts of a thing beyond which a chunk that may mean any of them is told only those that it writes."""
_NO_STEPS: Parted = (frozenset(), ())
_Writer = Chunk | _Chunks
_Order = tuple[int, int | None, int | None]


def overview(bindings: Bindings, chunks: Sequence[Chunk]) -> View | None:
    """Return what a module's chunks see taken together in the end: of what does not waver all that one of them sees.

    Earlier aliases are missing. None where that cannot be said, since who asks first may be told more.
    """
    owners = {chunk.owner for chunk in chunks} - {""}
    if not owners <= bindings.names.keys():
        return None
    names = frozenset(owners).union(*(chunk.names for chunk in chunks))
    whole = _Chunks(names, frozenset[str]().union(*(chunk.steps for chunk in chunks)), False)
    trail, cuts = bindings.trail(), bindings.exports.cuts
    view = _seen(bindings, whole, "", (sys.maxsize, None, None), trail)
    return None if trail.cut or bindings.exports.cuts != cuts else view


def view_of(bindings: Bindings, chunk: Chunk, order: int, until: int | None, below: int | None = None) -> View:
    """Return what a chunk sees.

    `order` is the number of contributing chunks above it, `until` that number with the chunk itself; None for
    a function, which runs when the module is complete. Those from `below` on may have run before, too, as the cells
    of a notebook.
    """
    owner = chunk.owner if chunk.kind is Kind.MEMBER else ""
    return _seen(bindings, chunk, owner, (order, until, below), bindings.trail())


def sees_alike(bindings: Bindings, chunk: Chunk, before: Chunk, view: View) -> bool:
    """Say whether a chunk surely sees what another one saw that stood in its place among the same bindings.

    So it does where they differ only in words that bring nothing, as most do in which somebody types.
    """
    if not (_alike(chunk, before) and _ASKING.isdisjoint(chunk.names) and _ASKING.isdisjoint(before.names)):
        return False
    changed = chunk.names ^ before.names
    if changed and (bindings.stars or not bindings.words.isdisjoint(changed)):
        return False
    return not _goes_elsewhere(view, bindings.origin) or chunk.steps == before.steps


def _alike(one: Chunk, other: Chunk) -> bool:
    """Whether two chunks look for what they see in the same way."""
    same = (one.kind, one.owner, one.deferred, one.naming) == (other.kind, other.owner, other.deferred, other.naming)
    return same and (not one.naming or (one.composing, one.keys) == (other.composing, other.keys))


def _goes_elsewhere(view: View, origin: Origin) -> bool:
    """Whether anything in a view is, or comes from, a thing of another module of the project."""
    here = f"{origin.module}:"
    met = (each for fact, meanings in (*view.names, *view.facts) for each in (fact, *meanings))
    return any(is_own(each) and not each.startswith(here) for each in met)


def _seen(bindings: Bindings, writer: _Writer, owner: str, place: _Order, trail: Trail) -> View:
    _, until, below = place
    used, module = writer.names, bindings.module(until, below)
    if ALL_NAMES not in used:
        return _seeing(bindings, module, writer, used, owner, place, trail)
    everything = used | bindings.names.keys()
    if not isinstance(writer, Chunk) or means_unwritten(writer):
        return _seeing(bindings, module, writer, everything, owner, place, trail)
    while True:
        view = _seeing(bindings, module, writer, used, owner, place, trail)
        meant = {each for _, meanings in (*view.names, *view.facts) for each in meanings}
        # What gives all names, or a text that is one of them, may stand elsewhere.
        named = gives_names(meant) and makes_texts(writer)
        more = everything if named else everything.intersection(spelled((*meant,)))
        if more <= used:
            return view
        used |= more


def _seeing(
    bindings: Bindings,
    module: Module,
    writer: _Writer,
    used: frozenset[str],
    owner: str,
    place: _Order,
    trail: Trail,
) -> View:
    """Return what is seen by so many words."""
    order, until, below = place
    names = [(name, module.named(name, None, trail)) for name in sorted(used & bindings.names.keys())]
    if len(module.libraries) < len(module.stars):
        brought = ((name, module.by_star(name)) for name in sorted(module.starrable(used - bindings.names.keys())))
        names += [(name, meanings) for name, meanings in brought if meanings]
    if (
        isinstance(writer, Chunk)
        and writer.naming
        and any(spelled(every) for name, every in names if name in writer.keys)
    ):
        writer = _Chunks(used, writer.steps, composing=True)
    names = [(name, together((every, _passing(bindings, name, order)))) for name, every in names]
    before = [] if until == order else [*_before(bindings, names, bindings.module(order, below), trail)]
    own = f"{bindings.origin.module}:{owner}" if owner else ""
    hiding = sorted(used & bindings.hiding.get(owner, frozenset())) if owner else ()
    within = [(name, module.in_body(owner, name, order, trail)) for name in hiding]
    body = [(name, meanings) for name, meanings in within if meanings is not None]
    facts = dict(_facts(bindings, module, writer, [*names, *before], own, trail))
    concerned = own and any(fact == own + BASES or fact.startswith(f"{own}.") for fact in facts)
    aliases = sorted(used & bindings.aliases.keys())
    return View(
        tuple(names),
        module.libraries,
        tuple([(name, target) for name in aliases if (target := bindings.alias(name, order, below))]),
        facts=tuple(sorted(facts.items())),
        literals=tuple([(name, source) for name, _ in names if (source := bindings.literal(name, until, below))]),
        own=own if concerned else "",
        body=tuple(body),
        above=tuple(before),
        constants=tuple(sorted(set(_constants(bindings, module, own, used, trail)))),
        shared=tuple(sorted(used & bindings.shared)),
        for_types=tuple(sorted(used & bindings.for_types)),
    )


def _passing(bindings: Bindings, name: str, order: int) -> Meanings:
    """Return the thing of the module's own that a chunk gives a name before it gives it something else."""
    placed = bindings.names.get(name, ())
    first, last = bisect_left(placed, order, key=itemgetter(0)), bisect_right(placed, order, key=itemgetter(0))
    here = (each for _, each in placed[first:last] if each.passing)
    own = any(each.target is None and not (each.module or each.gone) for each in here)
    return (f"{bindings.origin.module}:{name}",) if own else ()


def _before(bindings: Bindings, names: Sequence[Fact], module: Module, trail: Trail) -> Iterator[Fact]:
    """Yield what names stand for above a chunk, `module` being what it is there, if that is something else."""
    for name, meanings in names:
        if name in BUILTINS or bindings.stars or len(bindings.names.get(name, ())) > 1:
            found = module.named(name, None, trail)
            if found != meanings:
                yield name, found


def _constants(bindings: Bindings, module: Module, own: str, used: frozenset[str], trail: Trail) -> Iterator[str]:
    """Yield the words in capitals that the class's body binds, or that of a class of this module that it is made of."""
    waiting, met = [own], set[str]()
    capitals = [word for word in used if word.isupper()] if own and bindings.constants else []
    while waiting and capitals:
        place, _, name = waiting.pop().partition(":")
        if place == bindings.origin.module and name not in met:
            met.add(name)
            yield from (word for word in capitals if f"{name}.{word}" in bindings.constants)
            waiting += [each for each in module.bases(name, trail) if is_own(each)]


def _facts(
    bindings: Bindings, module: Module, writer: _Writer, names: list[Fact], own: str, trail: Trail
) -> Iterator[Fact]:
    """Yield what the chunk's own imports bring, and what those parts of things stand for that it can write."""
    met = [each for _, meanings in names for each in meanings if is_own(each)]
    elsewhere = bindings.trail()
    """What other modules bring is the same for every chunk."""
    if own:
        met.append(own)
    written = writer.names & bindings.targets_by_word.keys() if bindings.exports is not NO_PROJECT else ()
    targets = [each for word in written for each in bindings.targets_by_word[word]]
    asking = not _IMPORTING.isdisjoint(writer.names) and bindings.exports is not NO_PROJECT
    if asking and isinstance(writer, Chunk) and writer.naming:
        targets += _named_modules(writer.text)
    for target in targets:
        meanings = elsewhere.once(("import", target), partial(module.imported, target))
        if meanings != (target,):
            yield target, meanings
            met.extend(each for each in meanings if is_own(each))
    # A text that is put together names a part of what the chunk itself names, inherited ones among them, and no part
    # of a part.
    near = set(met)
    plain = _Chunks(writer.names, writer.steps, composing=False) if writer.composing else writer
    seen: set[str] = set()
    while met:
        thing = met.pop()
        thing = named_in(thing) or thing
        if thing not in seen:
            seen.add(thing)
            for fact, meanings in _parts(bindings, module, thing, writer if thing in near else plain, trail):
                yield fact, meanings
                if thing in near and fact.endswith(BASES):
                    near.update(meanings)
                met.extend(each for each in meanings if is_own(each))


def _named_modules(text: str) -> Iterator[str]:
    """Yield the dotted names that an import by a text may ask for, relative ones from each package that is written."""
    found = dict.fromkeys(_MODULE.findall(text))
    packages = [each for each in found if each[0] != "."]
    yield from packages
    yield from (Origin(package=each).absolute(name) for name in found if name[0] == "." for each in packages)


def _parts(bindings: Bindings, module: Module, thing: str, writer: _Writer, trail: Trail) -> Iterator[Fact]:
    place, _, name = thing.partition(":")
    if place != bindings.origin.module:
        yield from _foreign(bindings, module, thing, writer)
        return
    if name not in bindings.leading:
        return
    words, entries = bindings.parted.get(name, _NO_STEPS)
    used = _used(writer, words) if writer.composing else writer.names
    for step in (*[f".{word}" for word in sorted(words & used)], *entries):
        yield joined(thing, step), module.part(thing, step, trail) or (joined(thing, step),)
    bases = module.bases(name, trail)
    if bases:
        yield thing + BASES, bases
        # What the class defines itself hides what it would have from there.
        own = bindings.members.get(name, frozenset())
        for word in sorted(own & (_used(writer, own) if writer.composing else used)):
            yield f"{thing}.{word}", module.part(thing, f".{word}", trail) or ()


def _foreign(bindings: Bindings, module: Module, thing: str, writer: _Writer) -> Iterator[Fact]:
    """Yield the parts of a thing of another module that a chunk can write, which are the same for every chunk.

    Of a class from which any word may lead on, by what it derives from, that is told, and not what each word leads to.
    """
    place, _, name = thing.partition(":")
    exports, elsewhere = bindings.exports, bindings.trail()
    if not (writer.steps or name or writer.composing) or not exports.has(place):
        return
    offered = exports.offered(place, name)
    steps = [each for each in offered or () if is_entry(each)] if name else []
    bases = exports.member(place, name + BASES) if offered is None and name else None
    if bases:
        yield thing + BASES, bases
        offered = exports.offered(place, name + BASES)
    if offered is None:
        steps += [f".{word}" for word in writer.steps]
    else:
        steps += [f".{word}" for word in (_used(writer, offered) if writer.composing else writer.steps) & offered]
    for step in sorted(steps):
        part = joined(thing, step)
        meanings = elsewhere.once(("part", thing, step), partial(_part, module, thing, step, elsewhere))
        # What a class binds itself hides what it would have from its bases.
        if bases or meanings != (part,) or _leads_on(exports, part):
            yield part, meanings


def _used(writer: _Writer, offered: frozenset[str]) -> frozenset[str]:
    """Return the words by which somebody may mean parts that puts names together, of those that are offered."""
    return writer.names | (offered if len(offered) <= _MOST else frozenset[str]())


def _leads_on(exports: Exports, part: str) -> bool:
    """Say whether a part of a thing of another module, which is a thing of its own there, has parts that lead on."""
    place, _, name = part.partition(":")
    offered = exports.offered(place, name)
    return offered is None or bool(offered)


def _part(module: Module, thing: str, step: str, trail: Trail) -> Meanings:
    """Return what a part of a thing of another module stands for: itself, where nothing is known of it."""
    known = module.part(thing, step, trail)
    return (joined(thing, step),) if known is None else known
