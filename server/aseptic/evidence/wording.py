"""A rule's detectors in words, as Markdown: what an auditor reads where the front matter has keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from aseptic.standard.condition import Condition, Wanted
from aseptic.standard.detect import Banned, Put, Setting, Shape, To, Used, Words
from aseptic.standard.rule import Rule

_USED: Mapping[Used, str] = {
    Used.CALL: "a call of {name}",
    Used.DISCARDED: "a call of {name} whose result is not used",
    Used.DECIDING: "a call of {name} that decides more than what a name stands for",
    Used.COMPARED: "a comparison with {name}",
    Used.DEMANDED: "a call of {name} that must give a value, or the program ends",
    Used.ITEM: "reading an item of {name}",
    Used.ASSIGNED: "an assignment to {name}",
    Used.REFERENCE: "any use of {name}",
    Used.DECORATOR: "the decorator {name}",
    Used.ANSWER: "what a function with the decorator {name} returns",
    Used.BASE: "a class that is derived from {name}",
    Used.IMPORT: "an import of {name}",
}
_FIRST: Mapping[Used, str] = {
    Used.COMPARED: "the other side",
    Used.DEMANDED: "the value",
    Used.ITEM: "the key",
    Used.ANSWER: "what is returned",
    Used.ASSIGNED: "the value",
}
"""What the argument `0` is where it is no argument."""
_SPECIAL = {"**": "a spread dictionary", "*": "the list of all arguments", "self": "what it is called on"}
_PUT: Mapping[Put, str] = {
    Put.ASSIGNED: "by assignment",
    Put.ATTRIBUTE: "by assignment to an attribute",
    Put.ANNOTATED: "by assignment with an annotation",
    Put.KEY: "as a key",
    Put.KEYWORD: "as a keyword",
    Put.DEFAULT: "as the default of a parameter",
    Put.PAIR: "as one of a pair",
}
TO: Mapping[To, str] = {
    To.SECURITY_VALUE: "the value becomes something secret",
    To.PLAUSIBLE_SECRET: "the text could open something",
    To.REACHES_QUERY: "the text reaches a query",
    To.BOUND_ADDRESS: "something listens on the address",
    To.OPENED_PATH: "the path is opened",
    To.VARIABLE_ARGUMENT: "an argument is not constant",
    To.VARIABLE_PROGRAM: "the program is not constant",
    To.TAR_ARCHIVE: "the archive may be a tar archive",
    To.GUARD: "the assert stands where a check has to be",
    To.LOST_WORK: "the error loses work",
    To.RAW_MARKUP: "the markup was not escaped where it was made",
    To.FOREIGN_PICKLE: "the pickle was not made by the same function",
    To.FROM_HUB: "what is loaded may come from a hub",
}
_SHAPES: Mapping[Shape, str] = {
    Shape.SILENT_HANDLER: "a handler that catches all errors and does nothing, where work is lost or a name unset",
    Shape.JUMP_IN_FINALLY: "a `return`, `break` or `continue` that leaves a `finally` block",
    Shape.GROWING_DEFAULT: "a list, dictionary or set as a default that the function changes",
    Shape.LOCK_LEFT_SHUT: "a lock that a function takes and releases, though not after an error",
    Shape.FOLDER_AFTER_A_LOOK: "a folder that is made where a look before said that it is not there",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TICKS = re.compile(r"`+")
_DUNDER = re.compile(r"(?<![`\w])__\w+?__(?![`\w])")
"""What Markdown would take for emphasis."""


def code(text: object) -> str:
    """Return a text as Markdown's inline code, whatever stands in it."""
    plain = " ".join(str(text).split())
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(plain)), default=0))
    gap = " " if plain.startswith("`") or plain.endswith("`") or not plain else ""
    return f"{ticks}{gap}{plain}{gap}{ticks}"


def detectors(rule: Rule) -> Iterator[str]:
    """Yield what finds breaches of a rule, each in a few words."""
    detect = rule.heading.detect
    for test in detect.bandit:
        yield f"bandit's {test}" + (", low where bandit says so" if test in detect.softened else "")
    for narrowing in detect.narrows:
        yield f"bandit's {narrowing.test}, kept only where {TO.get(narrowing.to, narrowing.to.replace('-', ' '))}"
    yield from _banned(detect.banned)
    yield from map(_setting, detect.settings)
    yield from (_words("a text", each) for each in detect.texts)
    yield from map(_data, detect.names)
    yield from (_words("a comment", each) for each in detect.comments)
    yield from (_SHAPES[each] for each in detect.shapes)
    yield from ("not looked for yet: " + _DUNDER.sub(r"`\g<0>`", each) for each in detect.flow)


def _banned(entries: Iterable[Banned]) -> Iterator[str]:
    """Say together what is banned in one way."""
    names: dict[tuple[Used, str], list[str]] = {}
    for entry in entries:
        names.setdefault((entry.used, _circumstances(entry)), []).extend(entry.names)
    for (used, circumstances), alike in names.items():
        yield _USED.get(used, f"{{name}}, {used}").format(name=_either(alike)) + circumstances


def banned_words(entry: Banned) -> str:
    """Say what one banned name is about: its uses, and where they count."""
    return "".join(_banned((entry,)))


def _circumstances(entry: Banned) -> str:
    parts: list[str] = []
    first = _FIRST.get(entry.used, "")
    if entry.when:
        parts.append(", where " + " and ".join(_condition(*each, first) for each in entry.when.items()))
    if entry.unless:
        parts.append(", unless " + " or ".join(_condition(*each, first) for each in entry.unless.items()))
    if entry.missing:
        parts.append(", without " + " and ".join(_argument(name, first) for name in entry.missing))
    if entry.without:
        parts.append(f", in a function that does not call {_either(entry.without)}")
    if entry.not_after:
        parts.append(f", in a function that does not call {_either(entry.not_after)} above it")
    if entry.untested:
        parts.append(", where its function does not test the value for a range")
    if entry.unmeasured:
        parts.append(", unless the members' sizes together are tested before")
    if entry.in_async is not None:
        parts.append(", in an async function" if entry.in_async else ", outside async functions")
    if entry.severity:
        parts.append(f"; then its severity is {entry.severity}")
    return "".join(parts)


def _setting(entry: Setting) -> str:
    how = f" {' or '.join(_PUT[each] for each in entry.put)}" if entry.put else ""
    beside = " and ".join(_condition(*each) for each in entry.beside.items())
    names = _either(entry.names)
    return f"the setting {names}{how}, where it {_is(entry.value)}" + (f" and beside it {beside}" if beside else "")


def _words(noun: str, entry: Words) -> str:
    where = f", in a call of {_either(entry.to)}" if entry.to else ""
    where += ", on a line that calls what a rule restricts" if entry.on_restricted else ""
    return f"{noun} that matches {code(entry.matches)}{where}"


def _data(entry: Words) -> str:
    place = f" by {_listed(map(code, entry.arguments))}" if entry.arguments else ""
    ways = [f"goes into a call of {_either(entry.to)}{place}"] if entry.to else []
    ways += ["becomes part of an exception that is raised"] if entry.raised else []
    ways += ["is compared by `==` or `!=`"] if entry.compared else []
    right = f", in a function that calls none of {_listed(map(code, entry.without))}" if entry.without else ""
    return f"data whose name matches {code(entry.matches)}, where it {' or '.join(ways)}{right}"


def _either(names: Sequence[str]) -> str:
    """List names; one that begins with a dot is that of anything."""
    return _listed(
        [f"{'any ' if name.startswith('.') else ''}{code(name.removeprefix('builtins.'))}" for name in names]
    )


def _listed(words: Iterable[str]) -> str:
    shown = list(dict.fromkeys(words))
    return " or ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else "".join(shown)


def _condition(name: str, wanted: Wanted, first: str = "") -> str:
    return f"{_argument(name, first)} {_is(wanted)}"


def _argument(name: str, first: str = "") -> str:
    """Name an argument as people do: `mode`, or the second one, or `mode` (the second)."""
    if name == "0" and first:
        return first
    if name in _SPECIAL:
        return _SPECIAL[name]
    word = next((part for part in name.split("/") if not part.isdigit()), "")
    place = next((_ordinal(int(part)) for part in name.split("/") if part.isdigit()), "")
    if word and place:
        return f"{code(word)} (the {place} argument)"
    return code(word) if word else f"the {place} argument"


def _ordinal(position: int) -> str:
    return _ORDINALS[position] if position < len(_ORDINALS) else f"{position + 1}th"


def _is(wanted: Wanted) -> str:
    if not isinstance(wanted, Condition):
        return f"is {code(repr(wanted))}"
    given = attrs.asdict(wanted, recurse=False, filter=lambda part, value: value not in (part.default, {}))
    return " and ".join(_part(name, value) for name, value in given.items())


def _part(name: str, value: Any) -> str:
    said = _PARTS.get(name)
    return said(value) if said else f"{name} {value}"


def _one_of(values: tuple[Wanted, ...]) -> str:
    if any(isinstance(value, Condition) for value in values):
        return _listed(map(_is, values))
    return f"is {_listed(code(repr(value)) for value in values)}"


def _items(wanted: Mapping[str, Wanted]) -> str:
    return "has " + " and ".join(f"{_item(name)} that {_is(value)}" for name, value in wanted.items())


def _item(name: str) -> str:
    if name == "-1":
        return "a last element"
    return f"a {_ordinal(int(name))} element" if name.isdigit() else code(name)


_PARTS: Mapping[str, Callable[[Any], str]] = {
    "equals": lambda value: f"is {code(repr(value))}",
    "one_of": _one_of,
    "named": lambda names: f"is {_either(names)}",
    "mentions": lambda names: f"mentions {_either(names)}",
    "built": lambda yes: "is put together from data" if yes else "is not put together from data",
    "stepwise": lambda pattern: f"is put together from data in steps and matches {code(pattern)}",
    "constant": lambda yes: "is constant" if yes else "is not constant",
    "known": lambda yes: f"{'begins' if yes else 'does not begin'} with a constant",
    "handed_on": lambda yes: f"{'is' if yes else 'is not'} what the function was called with",
    "taken": lambda yes: f"{'is' if yes else 'is not'} made of data from outside",
    "caught": lambda yes: f"{'tells' if yes else 'does not tell'} of an error that was caught",
    "escaped": lambda yes: f"{'was' if yes else 'was not'} escaped where it was made",
    "requested": lambda yes: f"{'comes' if yes else 'does not come'} from a web request",
    "true": lambda yes: f"counts as {'true' if yes else 'false'}",
    "below": lambda limit: f"is below {limit:g}",
    "above": lambda limit: f"is above {limit:g}",
    "bits": lambda bits: f"has any of the bits {code(oct(bits))}",
    "matches": lambda pattern: f"matches {code(pattern)}",
    "holds": lambda wanted: f"holds an element that {_is(wanted)}",
    "items": _items,
    "adjacent": lambda values: "holds, one after another, elements that " + ", ".join(map(_is, values)),
    "given": lambda yes: "is given" if yes else "is not given",
}
"""How each part of a condition is said."""
