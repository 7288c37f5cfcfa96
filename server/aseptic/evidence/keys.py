"""What may stand in a rule's front matter, read from the classes that read it, so that no second list can be wrong."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import attrs
from attrs import frozen

from aseptic.evidence.wording import TO
from aseptic.standard.condition import Condition
from aseptic.standard.detect import Banned, Detect, Narrowing, Put, Setting, Shape, To, Used, Words
from aseptic.standard.remedy import Rewriting
from aseptic.standard.vocabulary import Severity

GROUPS: Mapping[str, type[Any]] = {
    "detect": Detect,
    "banned": Banned,
    "settings": Setting,
    "texts": Words,
    "narrows": Narrowing,
    "conditions": Condition,
    "replace": Rewriting,
}
"""The groups of keys by their anchors in the book; texts, names and comments have the same."""
_CHOICES: Mapping[str, type[StrEnum]] = {each.__name__: each for each in (Used, Put, To, Shape, Severity)}
_KINDS: Mapping[str, str] = {
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "Literal": "a text, a number, true or false",
    "Remedy": "a text, or keys as under [replace](#replace)",
    "Wanted": "a value, or a [condition](#conditions)",
    "tuple[str, ...]": "a list of texts",
    "tuple[Wanted, ...]": "a list of values or [conditions](#conditions)",
    "dict[str, str]": "a text for each name",
    "dict[str, Wanted]": "a value or a [condition](#conditions) for each name",
    "tuple[Banned, ...]": "a list of keys as under [banned](#banned)",
    "tuple[Setting, ...]": "a list of keys as under [settings](#settings)",
    "tuple[Words, ...]": "a list of keys as under [texts, names and comments](#texts)",
    "tuple[Narrowing, ...]": "a list of keys as under [narrows](#narrows)",
    "Used": "one of these",
    "To": "one of these",
    "Severity": "one of these",
    "tuple[Put, ...]": "a list of these",
    "tuple[Shape, ...]": "a list of these",
}
"""What a key's value is, in Markdown, by its type as the class writes it."""


@frozen
class Choice:
    """One of the words that a key may have."""

    word: str
    meaning: str


@frozen
class Key:
    """One key of front matter. Texts are Markdown."""

    name: str
    kind: str
    needed: bool
    meaning: str
    choices: tuple[Choice, ...] = ()


@frozen
class Group:
    """The keys of one class, with what the class says of itself."""

    anchor: str
    about: str
    keys: tuple[Key, ...]


def groups() -> tuple[Group, ...]:
    """Return every key that a rule's `detect` may have, in groups."""
    return tuple(
        Group(anchor, inspect.cleandoc(kind.__doc__ or ""), tuple(_keys(kind))) for anchor, kind in GROUPS.items()
    )


def _keys(kind: type[Any]) -> Iterator[Key]:
    said = _documented(kind)
    for each in attrs.fields(kind):
        written, meaning = said[each.name]
        plain = written.removesuffix(" | None")
        word = plain.removeprefix("tuple[").removesuffix(", ...]")
        yield Key(each.name, _KINDS[plain], each.default is attrs.NOTHING, meaning, tuple(_choices(_CHOICES.get(word))))


def _choices(kind: type[StrEnum] | None) -> Iterator[Choice]:
    said = _documented(kind) if kind else {}
    for each in kind or ():
        meaning = TO.get(each, "") if isinstance(each, To) else said.get(each.name, ("", ""))[1]
        yield Choice(each.value, meaning)


def _documented(kind: type[Any]) -> dict[str, tuple[str, str]]:
    """Return the type, as it is written, and the text below of each name that a class's body binds."""
    (stated,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    body = stated.body if isinstance(stated, ast.ClassDef) else []
    found: dict[str, tuple[str, str]] = {}
    for node, below in zip(body, (*body[1:], None), strict=True):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=written):
                found[name] = (ast.unparse(written), _text(below))
            case ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = ("", _text(below))
            case _:
                pass
    return found


def _text(node: ast.stmt | None) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return inspect.cleandoc(text)
        case _:
            return ""
