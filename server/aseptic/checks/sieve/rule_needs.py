"""What the detectors that rules declare need: names, settings, texts and comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from attrs import evolve, frozen

from aseptic.checks.caught import SIGNS as CAUGHT
from aseptic.checks.conditions import allows_absence
from aseptic.checks.requested import ROUTED, SIGNS
from aseptic.checks.sieve.need import Hidden, Kind, Need, name_parts, spellable
from aseptic.checks.sieve.relaxed import Relaxed, relaxed
from aseptic.standard.condition import Condition, Wanted
from aseptic.standard.detect import Banned, Setting, Used, Words
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import ProjectBanned

_MOST = 64
"""Ways to meet all the conditions of an entry, beyond which they are not looked into."""
_SIGNS = {Used.DECORATOR: ("@",), Used.BASE: ("class",), Used.IMPORT: ("import",)}
"""What stands in the text wherever a name is used so."""

_RAISE = r"\braise\b"


@frozen
class _Way:
    """One way in which a value can be as wanted."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    spelled: tuple[str, ...] = ()
    pattern: Relaxed | None = None
    """It is found in what is written for a text."""
    code: str = ""
    """It is found in code."""


def rule_needs(rules: Iterable[Rule]) -> Iterator[Need]:
    """Yield the needs of the settings, texts and comments that rules declare."""
    for rule in rules:
        yield from map(untried, _declared(rule)) if rule.own else _declared(rule)


def _declared(rule: Rule) -> Iterator[Need]:
    detect = rule.heading.detect
    for setting in detect.settings:
        for name in setting.names:
            yield from _setting(name, setting)
    for kind, entries in ((Kind.TEXT, detect.texts), (Kind.COMMENT, detect.comments)):
        for number, words in enumerate(entries):
            yield from _words(kind, text_key(rule, number), words)
    for number, words in enumerate(detect.names):
        yield from _data(text_key(rule, number), words)


def untried(need: Need) -> Need:
    """Return a need without its pattern: one that a project wrote may never end, and is tried only under guard."""
    return evolve(need, pattern="")


def is_vouched(rule: Rule, entry: Banned) -> bool:
    """Say whether an entry of a rule came with Aseptic, and no project wrote it."""
    return not (rule.own or isinstance(entry, ProjectBanned))


def method_needs(rules: Iterable[Rule]) -> Iterator[Need]:
    """Yield what must be written for a banned method to be called, whatever tells what it is called on."""
    for rule in rules:
        for entry in rule.heading.detect.banned:
            for name in filter(is_method, entry.names):
                needs = banned_needs(name, entry, frozenset((method(name),)))
                yield from needs if is_vouched(rule, entry) else map(untried, needs)


def is_method(name: str) -> bool:
    """Say whether a name is one of what an instance has: of a class, or of what a function returns."""
    parts = name.removesuffix("()").split(".")
    return bool(parts[0]) and parts[0] != "builtins" and any(_is_instance(part) for part in parts[1:-1])


def _is_instance(part: str) -> bool:
    return part.endswith("()") or part[:1].isupper()


def method(name: str) -> str:
    """Return the last part of a name, by which a method is called."""
    return name.removesuffix("()").rpartition(".")[2]


def text_key(rule: Rule, number: int) -> str:
    """Return the key of a rule's text or comment, counted from nought."""
    return f"{rule.id}#{number}"


def banned_needs(name: str, entry: Banned, written: frozenset[str] | None = None) -> Iterator[Need]:
    """Yield the needs of a banned name; each asks for what is `written` of the name: every part unless told."""
    # What ends the program unless a call gives it need not be written: `if f():` demands nought.
    given = {} if entry.used is Used.DEMANDED else entry.when
    ways = [list(_argued(argument, wanted)) for argument, wanted in given.items()]
    every = product(*ways) if prod(map(len, ways)) <= _MOST else [()]
    for chosen in every:
        need = _need(Kind.BANNED, name, name_parts(name) if written is None else written, frozenset(), chosen)
        yield evolve(need, pieces=_SIGNS[entry.used]) if entry.used in _SIGNS else need


def argued_parts(entry: Banned) -> Iterator[str]:
    """Yield the names that an entry's needs may ask for beside the banned one."""
    for wanted in entry.when.values():
        if not allows_absence(wanted):
            yield from (name for way in _ways(wanted) for name in way.names)


def _setting(name: str, setting: Setting) -> Iterator[Need]:
    named = name.isidentifier()
    own = frozenset((name,)) if named else frozenset[str]()
    for way in _ways(setting.value):
        need = _need(Kind.SETTING, name if named else name.lower(), frozenset(), own, (way,))
        yield need if named else evolve(need, spelled=(*need.spelled, *spellable((name,))))


def _words(kind: Kind, key: str, words: Words) -> Iterator[Need]:
    pieces = tuple(word.lower() for word in words.words)
    loose = relaxed(words.matches, whole=kind is Kind.TEXT)
    hidden = Hidden.NEVER if kind is Kind.COMMENT else Hidden.LETTERS if loose and loose.plain else Hidden.ANYHOW
    for names in [name_parts(name) for name in words.to] or [frozenset[str]()]:
        yield Need(kind, key, names, pieces=pieces, pattern=loose.pattern if loose else "", hidden=hidden)


def _data(key: str, words: Words) -> Iterator[Need]:
    pieces = tuple(word.lower() for word in words.words)
    for name in words.to:
        yield Need(Kind.NAME, key, name_parts(name), pieces=pieces)
    if words.compared:
        yield Need(Kind.NAME, key, pieces=pieces, pattern="[=!]=")
    if words.raised:
        yield Need(Kind.NAME, key, pieces=pieces, pattern=_RAISE)


def _need(kind: Kind, key: str, names: frozenset[str], words: frozenset[str], ways: Iterable[_Way]) -> Need:
    code = next((way.code for way in ways if way.code), "")
    pattern = next((way.pattern for way in ways if way.pattern is not None), None)
    spelled = tuple(piece for way in ways for piece in way.spelled)
    names = names.union(*(way.names for way in ways))
    words = words.union(*(way.words for way in ways))
    if code:
        return Need(kind, key, names, words, spelled=spelled, pattern=code)
    loose = pattern.pattern if pattern else ""
    return Need(kind, key, names, words, spelled=spelled, pattern=loose, hidden=Hidden.COMPOSED)


def _argued(argument: str, wanted: Wanted) -> Iterator[_Way]:
    """Yield the ways in which an argument can be as wanted."""
    if allows_absence(wanted):
        yield _Way()
        return
    keyword = _keyword(argument)
    yield from (evolve(way, words=way.words | keyword) if keyword else way for way in _ways(wanted))


def _keyword(argument: str) -> frozenset[str]:
    return frozenset((argument,)) if argument.isidentifier() and argument != "self" else frozenset()


def _ways(wanted: Wanted) -> Iterator[_Way]:
    """Yield the ways in which a value can be as wanted; whichever it is, it is one of them."""
    if not isinstance(wanted, Condition):
        yield _literal(wanted)
    elif wanted.equals is not None:
        yield _literal(wanted.equals)
    elif wanted.one_of:
        for each in wanted.one_of:
            yield from _ways(each)
    elif wanted.named or wanted.mentions:
        yield from (_Way(name_parts(name)) for name in wanted.named or wanted.mentions)
    elif wanted.holds is not None:
        yield from _ways(wanted.holds)
    elif wanted.adjacent:
        yield from _ways(wanted.adjacent[0])
    elif wanted.requested:
        yield from (_Way(frozenset(names.split())) for names in SIGNS)
        yield _Way(code=ROUTED)
    elif wanted.caught:
        yield _Way(code=CAUGHT)
    else:
        yield _Way(pattern=relaxed(wanted.matches) if wanted.matches else None)


def _literal(value: object) -> _Way:
    if value is None or isinstance(value, bool):
        return _Way(words=frozenset((str(value),)))
    return _Way(spelled=spellable((value,)))
