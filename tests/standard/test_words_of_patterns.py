"""What a pattern of a rule finds holds one of the pattern's words: without one, the pattern is never tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from aseptic.standard.catalog import shipped
from aseptic.standard.detect import Words

_PARSER: Any = import_module("re._parser")
_LETTERS = " a1_-.:/=<'\"#\n"
_CLASSES = {"CATEGORY_DIGIT": "2", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}


def _declared() -> Iterator[tuple[str, Words]]:
    for rule in shipped()[0].rules.values():
        detect = rule.heading.detect
        yield from ((rule.id, entry) for entry in (*detect.texts, *detect.names, *detect.comments))


def variants(pattern: str) -> list[str]:
    """Return texts that the pattern finds: for each of its alternatives one, with the first ones elsewhere."""
    flags = re.IGNORECASE if pattern.startswith("(?i)") else 0
    return [text for text in dict.fromkeys(_sequence(_PARSER.parse(pattern, flags))) if re.search(pattern, text)]


def _sequence(nodes: Any) -> list[str]:
    each = [_node(str(kind), value) for kind, value in nodes]
    firsts = [choices[0] for choices in each]
    return [
        "".join((*firsts[:at], choice, *firsts[at + 1 :])) for at, choices in enumerate(each) for choice in choices
    ] or [""]


def _node(kind: str, value: Any) -> list[str]:
    match kind:
        case "LITERAL":
            return [chr(value)]
        case "NOT_LITERAL":
            return [next(letter for letter in _LETTERS if letter != chr(value))]
        case "ANY":
            return ["x"]
        case "IN":
            return [_member(value)]
        case "BRANCH":
            return [text for nodes in value[1] for text in _sequence(nodes)]
        case "SUBPATTERN":
            return _sequence(value[3])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _, nodes = value
            every = _sequence(nodes)
            return [text * least for text in every] if least else ["", *every]
        case "ATOMIC_GROUP":
            return _sequence(value)
        case _:
            return [""]


def _member(choices: Any) -> str:
    """Return a letter of a set."""
    (first, value), *_ = choices
    if str(first) == "NEGATE":
        pattern = re.compile("".join(("[^", *map(_written, choices[1:]), "]")))
        return next(letter for letter in _LETTERS + "xyz" if pattern.fullmatch(letter))
    match str(first):
        case "LITERAL":
            return chr(value)
        case "RANGE":
            return chr(value[0])
        case _:
            return _CLASSES.get(str(value), "x")


def _written(choice: tuple[Any, Any]) -> str:
    kind, value = choice
    match str(kind):
        case "LITERAL":
            return re.escape(chr(value))
        case "RANGE":
            return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        case _:
            return {"CATEGORY_DIGIT": r"\d", "CATEGORY_WORD": r"\w", "CATEGORY_SPACE": r"\s"}.get(str(value), r"\S")


@pytest.mark.parametrize(
    ("rule", "entry"), list(_declared()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_alternative_of_a_pattern_holds_one_of_its_words(rule: str, entry: Words) -> None:
    words = [word.lower() for word in entry.words]
    silent = [text for text in variants(entry.matches) if not any(word in text.lower() for word in words)]
    assert not silent, f"{rule}: {entry.words} stand in none of these"
    assert any(variants(entry.matches)), f"no text was made that {entry.matches} finds"


def test_an_alternative_without_a_word_is_seen() -> None:
    assert variants("^(?:script|on[a-z]+(?:click|load))$") == ["script", "onaclick", "onaload"]
    assert variants(r"a{2}b?[^a-z]\d") == ["aa 2", "aab 2"]
