"""What a term may stand for, written as texts of three kinds, so that they compare and keep as plain values.

| written | stands for |
|---|---|
| `os.system`, `tarfile.open().extractall` | a thing of a library, with `()` for what a call returns |
| `pump.shell:Runner.go`, `pump.shell:` | a thing of the project's own in its module, or the module |
| `'system'` | a literal text |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from aseptic.source.term import Attribute, Call, Choice, Item, Joined, Step, Table, Term, Text

Meanings = tuple[str, ...]
At = tuple[int, int] | None
"""Where a name is read: line as the parser counts and column; None where any time is meant."""
_MOST = 24
"""Meanings beyond which one more makes no difference to anybody."""
_LONGEST = 160
"""Characters of a name beyond which no rule names it; what is reassigned to a part of itself stops growing there."""
_IMPORTING = frozenset({"importlib.import_module", "builtins.__import__"})
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
        case Table(entries=entries):
            wanted = steps[0].key if steps and isinstance(steps[0], Item) else None
            chosen = [each for key, each in entries if key == wanted]
            found, steps = together(resolve(each, frame, at, trail) for each in chosen), steps[1:]
    for step in steps:
        if not found:
            return ()
        found = together(_stepped(each, step, frame, at, trail) for each in found)
    return found


def together(every: Iterable[Meanings]) -> Meanings:
    """Join meanings, each once, the first ones where there are too many."""
    found = {each: None for meanings in every for each in meanings if len(each) <= _LONGEST}
    return tuple(found)[:_MOST]


def is_own(meaning: str) -> bool:
    """Say whether a meaning is a thing of the project's own."""
    return ":" in meaning and meaning[0] not in "'\""


def is_library(meaning: str) -> bool:
    """Say whether a meaning is a dotted name of a library."""
    return meaning[0] not in "'\"" and ":" not in meaning


def joined(own: str, step: str) -> str:
    """Write a part of a thing of the project's own; a module's first part follows its colon."""
    return own + step.removeprefix(".") if own.endswith(":") else own + step


def key(step: Item) -> str:
    """Write an item as part of a name."""
    return f"[{step.key!r}]"


def called(meaning: str) -> str:
    """Write what a call returns: of a class one of its kind. A class is known by the capital that begins it."""
    last = meaning.rpartition(":")[2].rpartition(".")[2]
    return meaning if last[:1].isupper() or (last.startswith("_") and last[1:2].isupper()) else f"{meaning}()"


def attribute(meaning: str, name: str, frame: Frame, trail: Trail) -> Meanings:
    """Return what an attribute stands for."""
    if is_own(meaning):
        known = frame.part(meaning, f".{name}", trail)
        return (joined(meaning, f".{name}"),) if known is None else known
    return (f"{meaning}.{name}",) if is_library(meaning) else ()


def _stepped(meaning: str, step: Step, frame: Frame, at: At, trail: Trail) -> Meanings:
    match step:
        case Attribute(name=name):
            return attribute(meaning, name, frame, trail)
        case Item():
            return _item(meaning, step, frame, trail)
        case Call(arguments=arguments):
            if not is_own(meaning) and not is_library(meaning):
                return ()
            return _returned(meaning, arguments, frame, at, trail)


def _item(meaning: str, step: Item, frame: Frame, trail: Trail) -> Meanings:
    if is_own(meaning):
        return frame.part(meaning, key(step), trail) or ()
    if not isinstance(step.key, str):
        return ()
    if meaning == "sys.modules":
        return frame.imported(step.key)
    if meaning == "builtins.globals()":
        return frame.named(step.key, None, trail)
    if meaning.endswith(".__dict__"):
        return attribute(meaning.removesuffix(".__dict__"), step.key, frame, trail)
    return ()


def _returned(meaning: str, arguments: tuple[Term | None, ...], frame: Frame, at: At, trail: Trail) -> Meanings:
    given = [resolve(each, frame, at, trail) if each is not None else () for each in arguments]
    if meaning == "builtins.getattr" and len(given) > 1:
        return together(attribute(of, name, frame, trail) for of in given[0] for name in spelled(given[1]))
    if meaning in _IMPORTING:
        names = spelled(given[0]) if given else []
        whole = meaning == "importlib.import_module"
        return together(frame.imported(name if whole else name.partition(".")[0]) for name in names)
    if meaning in _PARTIAL:
        return given[0] if given else ()
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
    """Return the dotted names of libraries among meanings."""
    return tuple([each for each in meanings if is_library(each)])
