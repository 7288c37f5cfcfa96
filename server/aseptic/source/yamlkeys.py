"""YAML to plain values, and the line of each key.

YAML's own readers keep the last of two equal keys and forget where a key stood; both would make a record lie. So
the tree of nodes is walked here: equal keys are a fault, and every key has its line. Most pages have no fault and are
never asked for a line, so they are walked quickly first, and with care only where it is needed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import yaml
from attrs import define, frozen
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from aseptic.source.cut_off import cut_off, may_cut
from aseptic.source.document import split_lines
from aseptic.source.problem import Mistake
from aseptic.source.yamllayout import Layouts

_LOADER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_ALIAS = re.compile(r"(?:^|[\s\[{,:])\*\w", re.MULTILINE)
_INDENTED_BY_TAB = re.compile(r" *\t")
_TEXT, _GROUP, _LIST = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))
_UNREADABLE = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, OverflowError)
_MEND = "keep keys in line under one another, and a text with ':', '{' or '#' in quotes"


@frozen
class Fault:
    """What is wrong with a key or the whole. Lines are counted from the first of the YAML."""

    message: str
    cure: str
    line: int
    key: str = ""
    mistake: Mistake | None = None


class Unreadable(Exception):
    """The text gives no keys at all; holds the one fault that says why."""

    def __init__(self, message: str, cure: str, line: int = 0) -> None:
        super().__init__(message)
        self.fault = Fault(message, cure, line)


class _Loader(_LOADER):
    """The safe loader, which looks at each plain word once and knows no kinds by path."""

    def descend_resolver(self, _parent: Any, _index: Any) -> None:
        """Nothing depends on where a value stands."""

    def ascend_resolver(self) -> None:
        """Nothing depends on where a value stands."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        if kind is not yaml.ScalarNode:
            return _GROUP if kind is yaml.MappingNode else _LIST
        return _tag(value) if implicit[0] else _TEXT


_RESOLVER: Any = Resolver()
_ODD_STARTS = frozenset(_RESOLVER.yaml_implicit_resolvers)
"""How a plain word begins that may be something else than a text; an empty one does, too."""


def _tag(word: str) -> str:
    """Return what YAML takes a plain word for: a text, a number, a truth, a date or nothing."""
    return _looked_up(word) if word[:1] in _ODD_STARTS else _TEXT


@lru_cache(8192)
def _looked_up(word: str) -> str:
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, word, (True, False))
    return tag


@lru_cache(8192)
def _value(word: str) -> Any:
    """Return the value of a plain word. Raises one of the errors of `_UNREADABLE` of one that has none."""
    return _plain(yaml.ScalarNode(_tag(word), word))


def layouts() -> Layouts:
    """Return what knows no layout yet."""
    return Layouts(_ODD_STARTS, _value)


_LAYOUTS = layouts()


def read_yaml(text: str) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Return the keys of a text and what is wrong with single ones. Raises Unreadable where there are none."""
    plain = not may_cut(text)
    if plain and (known := _known(text)) is not None:
        return known, ()
    node = _composed(text)
    try:
        fields, faults = _quickly(text, node) if plain else _walked(text, node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).partition("\n")[0]
        raise Unreadable(f"a value cannot be read: {reason}", "mend the front matter") from None
    if not isinstance(fields, dict):
        raise Unreadable("the front matter is no list of keys", "write one 'key: value' a line")
    if plain and not faults:
        _LAYOUTS.note(text, node, fields)  # pyright: ignore[reportUnknownArgumentType]
    return fields, tuple(faults)  # pyright: ignore[reportUnknownVariableType]


def key_lines(text: str) -> dict[str, int]:
    """Return where each key stands in a text that `read_yaml` read: `detect`, `detect.banned[0].name`."""
    walk = _Walk(text, {}, [])
    walk.value(_composed(text), "")
    return walk.lines


def _known(text: str) -> dict[str, Any] | None:
    try:
        return _LAYOUTS.read(text)
    except _UNREADABLE:
        return None


def _quickly(text: str, node: yaml.Node) -> tuple[Any, list[Fault]]:
    try:
        return _plain(node), []
    except _UNREADABLE:
        return _walked(text, node)


def _walked(text: str, node: yaml.Node) -> tuple[Any, list[Fault]]:
    walk = _Walk(text, {}, [])
    return walk.value(node, ""), walk.faults


def _composed(text: str) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        if any(map(_INDENTED_BY_TAB.match, split_lines(text)[line : line + 1])):  # the fault may lie past the end
            raise Unreadable("the line begins with a tab", "use spaces", line) from None
        raise Unreadable(f"the front matter is no YAML: {error.problem}", _MEND, line) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(f"the front matter is no YAML: {error}".partition("\n")[0], "mend it") from None
    if "*" in text and _ALIAS.search(text) and _has_alias(text):
        # Aliases of aliases turn three hundred characters into minutes of work, and people write none.
        raise Unreadable("the front matter has a YAML alias ('*name')", "write the value out")
    return node if node is not None else yaml.MappingNode(_GROUP, [])


def _has_alias(text: str) -> bool:
    """Say whether a text that was composed has an alias; the loader that composed it takes it apart here, too."""
    return any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=_LOADER))


def _plain(node: yaml.Node) -> Any:
    """Return a node's value. Raises one of the errors of `_UNREADABLE` where anything is odd."""
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.tag == _TEXT else _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    # A key is its text: YAML 1.1 would read `on` as true. One that is a list or a group cannot be hashed.
    found = {name.value: _plain(value) for name, value in node.value}
    if len(found) != len(node.value):
        raise ValueError("a key stands twice")
    return found


def _scalar(node: yaml.Node) -> Any:
    return SafeConstructor().construct_object(node, deep=True)  # pyright: ignore[reportUnknownMemberType]


@define
class _Walk:
    """A walk through the tree that notes lines and faults."""

    text: str
    lines: dict[str, int]
    faults: list[Fault]

    def value(self, node: yaml.Node, key: str) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._group(node, key)
        if isinstance(node, yaml.SequenceNode):
            items: list[Any] = []
            for number, item in enumerate(node.value):
                inner = f"{key}[{number}]"
                self.lines[inner] = item.start_mark.line
                items.append(self.value(item, inner))
            return items
        if isinstance(node, yaml.ScalarNode) and cut_off(self.text, node):
            said = f"'{key}' ends at '#', where YAML begins a comment"
            self.faults.append(Fault(said, "put the value in quotes, or two blanks before a comment", _line(node), key))
        try:
            return _scalar(node)
        except _UNREADABLE as error:
            reason = getattr(error, "problem", None) or str(error)
            self.faults.append(Fault(f"'{key}' cannot be read: {reason}", "correct the value", _line(node), key))
            return None

    def _group(self, node: yaml.MappingNode, key: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name_node, value_node in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                self.faults.append(Fault("a key is no plain text", "write 'key: value'", _line(name_node), key))
                continue
            name: str = name_node.value
            inner = f"{key}.{name}" if key else name
            if name in found:
                message = f"the key '{inner}' stands here twice"
                self.faults.append(Fault(message, "keep one of them", _line(name_node), inner, Mistake.TWICE))
                continue
            self.lines[inner] = _line(name_node)
            found[name] = self.value(value_node, inner)
        return found


def _line(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line
