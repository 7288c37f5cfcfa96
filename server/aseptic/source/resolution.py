"""What a term may stand for: from its root step by step, in a frame that knows the names round it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from aseptic.source.exports import Origin
from aseptic.source.meaning import (
    BASES,
    REST,
    Meanings,
    bound,
    called,
    is_library,
    is_own,
    joined,
    named_in,
    namespace,
    part_of,
    plain,
    put_together,
    spelled,
    together,
)
from aseptic.source.term import TAKING, Attribute, Call, Choice, Item, Joined, Step, Table, Term, Text
from aseptic.source.trail import Trail

At = tuple[int, int] | None
"""Where a name is read: line as the parser counts and column; None where any time is meant."""
IMPORTING = frozenset({"importlib.import_module", "importlib.__import__", "builtins.__import__"})
"""What imports a module by its name."""
_READING = frozenset({"__getattribute__", "__getattr__"})
_GETTER = "operator.attrgetter"
CLASS = "__class__"
"""A thing's class, and in a method the class that it is written in."""
_NAMESPACES = frozenset({"builtins.globals()", "builtins.locals()"})
_GIVING = "->"
"""What begins the meaning of a function that takes nothing and gives back what follows."""
_KEEPING = frozenset(
    "builtins.staticmethod builtins.classmethod functools.cache functools.lru_cache functools.lru_cache()"
    " functools.wraps() copy.copy copy.deepcopy".split()
)
"""What gives the function that it is handed, for all that matters here."""
_CASTING = frozenset({"typing.cast", "typing_extensions.cast"})
"""What gives the second thing that it is handed."""
_PARTIAL = frozenset({"functools.partial", "functools.partialmethod"})


class Frame(Protocol):
    """Names as they are known in one place."""

    def named(self, name: str, at: At, trail: Trail, /) -> Meanings:
        """Return what a name stands for."""
        ...

    def part(self, own: str, step: str, trail: Trail, /) -> Meanings | None:
        """Return what a part of a thing of the project's own stands for; None where nothing is known of it."""
        ...

    def entries(self, own: str, /) -> Iterable[str]:
        """Return the steps to the entries that a thing of the project's own is known to have: `['run']`."""
        ...

    def imported(self, target: str, /) -> Meanings:
        """Return what an import of a dotted name brings."""
        ...


def resolve(term: Term, frame: Frame, at: At, trail: Trail) -> Meanings:
    """Return what a term may stand for, in no more than so many meanings."""
    steps = term.steps
    match term.root:
        case str(name):
            found = frame.named(name, at, trail)
        case Text(text=text):
            found = (repr(text),)
        case Choice(terms=terms):
            each_way = (Term(each.root, (*each.steps, *steps)) for each in terms)
            return together([resolve(each, frame, at, trail) for each in each_way])
        case Joined(parts=parts):
            found = put_together([resolve(each, frame, at, trail) for each in parts])
        case Table():
            found, steps = _taken(term.root, steps, frame, at, trail)
    for step in steps:
        if not found:
            return ()
        found = together([_stepped(each, step, frame, at, trail) for each in found])
    return found


def _taken(table: Table, steps: Sequence[Step], frame: Frame, at: At, trail: Trail) -> tuple[Meanings, Sequence[Step]]:
    """Return what is taken from a table, by its own entries before what it holds of others, and the further steps."""
    match steps:
        case [Item() as item, *rest]:
            default = None
        case [Attribute(name=name), Call(arguments=given, key=key), *rest] if name in TAKING and (key or given):
            if not (wanted := key or given[0]):
                return (), ()
            item, default = Item(wanted), given[1] if len(given) > 1 else None
        case _:
            return (), ()
    keys = _keys(item, frame, at, trail)
    chosen = [each for key, each in table.entries if key is not None and (keys is None or key in keys)]
    if keys is None or not chosen:
        chosen += [Term(each.root, (*each.steps, item)) for key, each in table.entries if key is None]
    chosen += [default] if default else []
    return together([resolve(each, frame, at, trail) for each in chosen]), rest


def _keys(item: Item, frame: Frame, at: At, trail: Trail) -> Sequence[str] | None:
    """Return the keys that an item may ask for, as Python writes them; None for all."""
    match item.key:
        case None:
            return None
        case Term() as term:
            return [each for each in resolve(term, frame, at, trail) if each[0] in "'\""]
        case known:
            return [known]


def attribute(meaning: str, name: str, frame: Frame, trail: Trail) -> Meanings:
    """Return what an attribute stands for."""
    if meaning[-1] == ")":
        meaning = plain(meaning)
    if is_own(meaning):
        if name == CLASS:
            return (meaning,)
        if name == "__dict__":
            return (namespace(meaning),)
        known = frame.part(meaning, f".{name}", trail)
        return (joined(meaning, f".{name}"),) if known is None else known
    if not is_library(meaning):
        return ()
    if name == "__call__" and called(meaning) != meaning:
        return (meaning,)
    return (part_of(meaning, name),)


def inherited(own: str, bases: Meanings, name: str, frame: Frame, trail: Trail) -> Meanings:
    """Return what a class has of those that it derives from; they may derive from it, where one takes its name."""
    return trail.once(
        ("inherited", own, name), lambda: together([attribute(each, name, frame, trail) for each in bases])
    )


def _stepped(meaning: str, step: Step, frame: Frame, at: At, trail: Trail) -> Meanings:
    match step:
        case Attribute(name=name):
            return attribute(meaning, name, frame, trail)
        case Item():
            keys = _keys(step, frame, at, trail)
            return _entries(meaning, frame, trail) if keys is None else _items(meaning, keys, frame, trail)
        case Call():
            if not is_own(meaning) and not is_library(meaning):
                return ()
            return _returned(meaning, step, frame, at, trail)


def _items(meaning: str, keys: Iterable[str], frame: Frame, trail: Trail) -> Meanings:
    return together([_item(meaning, each, frame, trail) for each in keys])


def _item(meaning: str, written: str, frame: Frame, trail: Trail) -> Meanings:
    """Return what is found under a key, as Python writes it."""
    name, holder = next(iter(spelled((written,))), ""), named_in(meaning)
    if holder:
        return attribute(holder, name, frame, trail) if name else ()
    if is_own(meaning):
        known = frame.part(meaning, f"[{written}]", trail)
        if known is None:
            return trail.once((meaning, written), lambda: _rest(meaning, written, frame, trail))
        return known
    if not name:
        return ()
    if meaning == "sys.modules":
        return frame.imported(name)
    if meaning in _NAMESPACES:
        return frame.named(name, None, trail)
    if meaning == "builtins":  # as `__builtins__` is in a module that is not the first
        return attribute(meaning, name, frame, trail)
    return ()


def _rest(meaning: str, written: str, frame: Frame, trail: Trail) -> Meanings:
    """Return what a table has under a key from those of which it holds the rest."""
    more = frame.part(meaning, REST, trail) or ()
    return together([_item(each, written, frame, trail) for each in more if is_own(each)])


def _entries(meaning: str, frame: Frame, trail: Trail) -> Meanings:
    """Return all that a table of the project's own holds."""
    if not is_own(meaning):
        return ()

    def find() -> Meanings:
        own = [frame.part(meaning, each, trail) or () for each in frame.entries(meaning)]
        rest = frame.part(meaning, REST, trail) or ()
        return together((*own, *[_entries(each, frame, trail) for each in rest]))

    return trail.once((meaning, REST), find)


def _returned(meaning: str, call: Call, frame: Frame, at: At, trail: Trail) -> Meanings:
    given = [resolve(each, frame, at, trail) if each is not None else () for each in call.arguments]
    meaning = plain(meaning)
    if call.key and (found := _item(meaning.rpartition(".")[0], call.key, frame, trail)):
        return together((found, *given[1:]))
    return _given_back(meaning, given, frame, trail)


def _given_back(meaning: str, given: Sequence[Meanings], frame: Frame, trail: Trail) -> Meanings:
    """Return what a call gives back that is handed these."""
    if given:
        first, *others = given
        holder, _, last = meaning.rpartition(".")
        if last in TAKING and (found := _items(holder, first, frame, trail)):
            return together((found, *others))
        if meaning in _KEEPING:
            return first
        if meaning in _CASTING and others:
            return others[0]
        if meaning in _PARTIAL:
            return _handed(first, others, frame, trail)
        if meaning == "builtins.type" and not others:
            return tuple([each for each in first if is_own(each)]) or (called(meaning),)
        if meaning == "builtins.vars":
            return tuple([namespace(each) for each in first if is_library(each) or is_own(each)])
        if (found := _by_text(meaning, given, frame, trail)) is not None:
            return found
    if meaning == "builtins.super":
        classes = given[0] if given else frame.named(CLASS, None, trail)
        above = together([frame.part(each, BASES, trail) or () for each in classes if is_own(each)])
        return above or (called(meaning),)
    if meaning.startswith(_GIVING):
        return (meaning.removeprefix(_GIVING),)
    known = frame.part(meaning, "()", trail) if is_own(meaning) else None
    return (called(meaning),) if known is None else known


def _by_text(meaning: str, given: Sequence[Meanings], frame: Frame, trail: Trail) -> Meanings | None:
    """Return what a call gives back that turns a text into what it names; None for any other call."""
    holder, _, last = meaning.rpartition(".")
    holders, names = ((holder,), given[0]) if len(given) == 1 else given[:2]
    if meaning in IMPORTING:
        whole = meaning == "importlib.import_module"
        packages = spelled(given[1]) if whole and len(given) > 1 else []
        absolute = [each for name in spelled(given[0]) for each in _absolute(name, packages)]
        return together([frame.imported(name if whole else name.partition(".")[0]) for name in absolute])
    if meaning == "pkgutil.resolve_name":
        texts = tuple([each.replace(":", ".", 1) for each in given[0] if each[0] in "'\""])
        return together([frame.imported(each) for each in spelled(texts)])
    if last in _READING or (meaning == "builtins.getattr" and len(given) > 1):
        return together([attribute(of, name, frame, trail) for of in holders for name in spelled(names)])
    if meaning == _GETTER:
        return tuple([f"{_GETTER}({name!r})" for name in spelled(given[0])])
    if meaning.startswith(f"{_GETTER}("):
        found = given[0]
        for name in meaning[len(_GETTER) + 2 : -2].split("."):
            found = together([attribute(each, name, frame, trail) for each in found])
        return found
    return None


def _absolute(name: str, packages: Sequence[str]) -> Sequence[str]:
    """Return the modules that a name means, which counts from one of some packages where it is relative."""
    return [Origin(package=each).absolute(name) for each in packages] if name.startswith(".") else [name]


def _handed(functions: Meanings, given: Sequence[Meanings], frame: Frame, trail: Trail) -> Meanings:
    """Return functions that were handed arguments; of one that turns a text into what it names what gives that."""
    if not given:
        return functions
    found: list[str] = []
    for each in functions:
        named = _by_text(each, given, frame, trail) if each in IMPORTING or each == "builtins.getattr" else None
        found += [f"{_GIVING}{one}" for one in named or () if is_library(one)]
        found.append(bound(each) if is_library(each) else each)
    return tuple(found)
