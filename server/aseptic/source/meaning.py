"""What a term may stand for, written as texts of three kinds, so that they compare and keep as plain values.

| written | stands for |
|---|---|
| `os.system`, `tarfile.open().extractall` | a thing of a library, with `()` for what a call returns |
| `pump.shell:Runner.go`, `pump.shell:` | a thing of the project's own in its module, or the module |
| `'system'` | a literal text |

`functools.partial(os.system)` is a library's function that was handed arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from aseptic.source.term import Attribute, Call, Choice, Item, Joined, Step, Table, Term, Text

Meanings = tuple[str, ...]
At = tuple[int, int] | None
"""Where a name is read: line as the parser counts and column; None where any time is meant."""
_MOST = 24
"""Meanings beyond which one more makes no difference to anybody."""
_LONGEST = 160
"""Characters of a name beyond which no rule names it; what is reassigned to a part of itself stops growing there."""
IMPORTING = frozenset({"importlib.import_module", "importlib.__import__", "builtins.__import__"})
"""What imports a module by its name."""
_TAKING = frozenset("get pop setdefault __getitem__".split())
"""Methods that give what a table has under a key."""
_REST = "[*]"
"""The part of a table that stands for all that it holds of another."""
_KEEPING = frozenset(
    "builtins.staticmethod builtins.classmethod functools.cache functools.lru_cache functools.lru_cache()"
    " functools.wraps()".split()
)
"""What gives the function that it is handed, for all that matters here."""
_BOUND = "functools.partial("
_PARTIAL = frozenset({"functools.partial", "functools.partialmethod"})


class Trail:
    """What was found on the way to an answer. What is being looked at means nothing yet, so that circles end.

    Answers that no circle cut short hold for as long as the names do and may be `kept` from question to question.
    `cuts` counts the circles that were cut elsewhere.
    """

    def __init__(self, kept: dict[object, Meanings] | None = None, cuts: Callable[[], int] = int) -> None:
        self._kept: dict[object, Meanings] = {} if kept is None else kept
        self._cuts = cuts
        self._cut: dict[object, Meanings] = {}
        self._open: set[object] = set()
        self._circular = False

    @property
    def cut(self) -> bool:
        """Whether a circle cut an answer short, so that it may depend on what was asked first."""
        return bool(self._cut)

    def once(self, key: object, find: Callable[[], Meanings]) -> Meanings:
        """Return what was found under a key, or find it."""
        known = self._kept.get(key)
        if known is not None:
            return known
        if key in self._open or key in self._cut:
            self._circular = True
            return self._cut.get(key, ())
        self._open.add(key)
        outside, self._circular = self._circular, False
        cuts = self._cuts()
        found = find()
        self._open.discard(key)
        self._circular = self._circular or self._cuts() != cuts
        (self._cut if self._circular else self._kept)[key] = found
        self._circular = self._circular or outside
        return found


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
            found = together(resolve(each, frame, at, trail) for each in terms)
        case Joined(parts=parts):
            found = _joined([resolve(each, frame, at, trail) for each in parts])
        case Table():
            found, steps = _taken(term.root, steps, frame, at, trail)
    for step in steps:
        if not found:
            return ()
        found = together(_stepped(each, step, frame, at, trail) for each in found)
    return found


def _taken(table: Table, steps: Sequence[Step], frame: Frame, at: At, trail: Trail) -> tuple[Meanings, Sequence[Step]]:
    """Return what is taken from a table, by its own entries before what it holds of others, and the further steps."""
    match steps:
        case [Item() as item, *rest]:
            default = None
        case [Attribute(name=name), Call(arguments=[Term() as wanted, *others]), *rest] if name in _TAKING:
            item, default = Item(wanted), others[0] if others else None
        case _:
            return (), ()
    keys = _keys(item, frame, at, trail)
    chosen = [each for key, each in table.entries if key is not None and (keys is None or repr(key) in keys)]
    if keys is None or not chosen:
        chosen += [Term(each.root, (*each.steps, item)) for key, each in table.entries if key is None]
    chosen += [default] if default else []
    return together(resolve(each, frame, at, trail) for each in chosen), rest


def _keys(item: Item, frame: Frame, at: At, trail: Trail) -> Sequence[str] | None:
    """Return the keys that an item may ask for, as Python writes them; None for all."""
    match item.key:
        case None:
            return None
        case Term() as term:
            return [each for each in resolve(term, frame, at, trail) if each[0] in "'\""]
        case known:
            return [repr(known)]


def together(every: Iterable[Meanings]) -> Meanings:
    """Join meanings, each once, the first ones where there are too many."""
    found = {each: None for meanings in every for each in meanings if len(each) <= _LONGEST}
    return tuple(found)[:_MOST]


def is_own(meaning: str) -> bool:
    """Say whether a meaning is a thing of the project's own."""
    return ":" in meaning and meaning[0] not in "'\""


def bound(meaning: str) -> str:
    """Write a function that was handed arguments already."""
    return meaning if is_bound(meaning) else f"{_BOUND}{meaning})"


def is_bound(meaning: str) -> bool:
    """Say whether a function was handed arguments already, where that is seen: each call of it is one of those."""
    return meaning.startswith(_BOUND)


def plain(meaning: str) -> str:
    """Return a function whether or not it was handed arguments."""
    return meaning[len(_BOUND) : -1] if is_bound(meaning) else meaning


def is_library(meaning: str) -> bool:
    """Say whether a meaning is a dotted name of a library."""
    return meaning[0] not in "'\"" and ":" not in meaning


def joined(own: str, step: str) -> str:
    """Write a part of a thing of the project's own; a module's first part follows its colon."""
    return own + step.removeprefix(".") if own.endswith(":") else own + step


def key(known: str | int | None) -> str:
    """Write an entry as part of a name; without a key it is a table of which the rest comes."""
    return _REST if known is None else f"[{known!r}]"


def is_entry(step: str) -> bool:
    """Say whether a step leads to an entry, or to what a table holds of another."""
    return step.startswith("[")


def entries_in(holder: str, parts: Iterable[str]) -> Iterator[str]:
    """Yield the steps from a thing to its entries, among the parts of things."""
    start = f"{holder}["
    steps = (each.removeprefix(holder) for each in parts if each.startswith(start))
    return (each for each in steps if each != _REST and each.find("]") == len(each) - 1)


def called(meaning: str) -> str:
    """Write what a call returns: of a class one of its kind. A class is known by the capital that begins it."""
    last = meaning.rpartition(":")[2].rpartition(".")[2]
    return meaning if last[:1].isupper() or (last.startswith("_") and last[1:2].isupper()) else f"{meaning}()"


def attribute(meaning: str, name: str, frame: Frame, trail: Trail) -> Meanings:
    """Return what an attribute stands for."""
    meaning = plain(meaning)
    if is_own(meaning):
        known = frame.part(meaning, f".{name}", trail)
        return (joined(meaning, f".{name}"),) if known is None else known
    return (f"{meaning}.{name}",) if is_library(meaning) else ()


def _stepped(meaning: str, step: Step, frame: Frame, at: At, trail: Trail) -> Meanings:
    match step:
        case Attribute(name=name):
            return attribute(meaning, name, frame, trail)
        case Item():
            keys = _keys(step, frame, at, trail)
            return _entries(meaning, frame, trail) if keys is None else _items(meaning, keys, frame, trail)
        case Call(arguments=arguments):
            if not is_own(meaning) and not is_library(meaning):
                return ()
            return _returned(meaning, arguments, frame, at, trail)


def _items(meaning: str, keys: Iterable[str], frame: Frame, trail: Trail) -> Meanings:
    return together(_item(meaning, each, frame, trail) for each in keys)


def _item(meaning: str, written: str, frame: Frame, trail: Trail) -> Meanings:
    """Return what is found under a key, as Python writes it."""
    if is_own(meaning):
        known = frame.part(meaning, f"[{written}]", trail)
        if known is None:
            return trail.once((meaning, written), lambda: _rest(meaning, written, frame, trail))
        return known
    name = next(iter(spelled((written,))), "")
    if not name:
        return ()
    if meaning == "sys.modules":
        return frame.imported(name)
    if meaning == "builtins.globals()":
        return frame.named(name, None, trail)
    if meaning.endswith(".__dict__"):
        return attribute(meaning.removesuffix(".__dict__"), name, frame, trail)
    return ()


def _rest(meaning: str, written: str, frame: Frame, trail: Trail) -> Meanings:
    """Return what a table has under a key from those of which it holds the rest."""
    more = frame.part(meaning, _REST, trail) or ()
    return together(_item(each, written, frame, trail) for each in more if is_own(each))


def _entries(meaning: str, frame: Frame, trail: Trail) -> Meanings:
    """Return all that a table of the project's own holds."""
    if not is_own(meaning):
        return ()

    def find() -> Meanings:
        own = [frame.part(meaning, each, trail) or () for each in frame.entries(meaning)]
        rest = frame.part(meaning, _REST, trail) or ()
        return together((*own, *(_entries(each, frame, trail) for each in rest)))

    return trail.once((meaning, _REST), find)


def _returned(meaning: str, arguments: tuple[Term | None, ...], frame: Frame, at: At, trail: Trail) -> Meanings:
    meaning = plain(meaning)
    given = [resolve(each, frame, at, trail) if each is not None else () for each in arguments]
    holder, _, last = meaning.rpartition(".")
    if last in _TAKING and given and (found := _items(holder, given[0], frame, trail)):
        return together((found, *given[1:]))
    if meaning == "builtins.getattr" and len(given) > 1:
        return together(attribute(of, name, frame, trail) for of in given[0] for name in spelled(given[1]))
    if meaning in IMPORTING:
        names = spelled(given[0]) if given else []
        whole = meaning == "importlib.import_module"
        return together(frame.imported(name if whole else name.partition(".")[0]) for name in names)
    if meaning in _KEEPING:
        return given[0] if given else (called(meaning),)
    if meaning in _PARTIAL and given:
        return given[0] if len(given) == 1 else tuple([bound(each) if is_library(each) else each for each in given[0]])
    if meaning == "builtins.vars" and given:
        return tuple(f"{each}.__dict__" for each in given[0] if is_library(each))
    known = frame.part(meaning, "()", trail) if is_own(meaning) else None
    return (called(meaning),) if known is None else known


def spelled(meanings: Meanings) -> list[str]:
    """Return the names, dotted or not, among literal texts."""
    return [
        each[1:-1] for each in meanings if each[0] in "'\"" and each[1:-1].replace(".", "").replace("_", "a").isalnum()
    ]


def _joined(parts: list[Meanings]) -> Meanings:
    texts = [""]
    for part in parts:
        texts = [before + after for before in texts for after in spelled(part)][:_MOST]
    return tuple(repr(text) for text in texts)


def libraries(meanings: Meanings) -> Meanings:
    """Return the dotted names of libraries among meanings, of what was handed arguments before the bare name."""
    return tuple(dict.fromkeys([plain(each) for each in meanings if is_library(each)]))
