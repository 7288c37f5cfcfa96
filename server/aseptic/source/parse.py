"""A chunk as a tree, parsed alone and never executed."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any, cast

from attrs import define, frozen

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import split_lines
from aseptic.source.newer import newer_syntax
from aseptic.source.requoting import tree_of
from aseptic.source.span import Position, Span

_OWNER = "class _:\n"
_SHARED = frozenset(("ctx", "op", "ops"))
_PLAIN = frozenset("arg asname attr conversion id is_async kind level module rest simple type_comment".split())
"""Fields that hold texts and numbers."""
_OF_TREE = frozenset(("parents", "_below", "_walks", "_names"))
"""What is known of the tree alone."""
Naming = ast.Name | ast.arg | ast.Global | ast.Nonlocal
_NAMINGS = frozenset((ast.Name, ast.arg, ast.Global, ast.Nonlocal))
Swapped = tuple[tuple[ast.AST | None, ast.AST], ...]
"""Nodes of a tree that gave way to others: first a statement with all below it, then what held it, up to the module.

None where the statement came in no other's place.
"""


@frozen
class Broken:
    """Why a chunk does not parse."""

    line: int
    """Where the parser gave up: 0-based, counted from the chunk's first line."""
    message: str
    odd: bool = False
    """The parser gave up on it though its syntax may be right: it is too deep."""
    newer: str = ""
    """The Python version whose syntax this is, where the running one is too old for it; else empty."""
    half: str = ""
    """The surrogate that stands alone there, half of a character, which no Python reads; else empty."""


@define(frozen=True, slots=False, eq=False)
class Parsed:
    """A chunk's tree. A member stands in a class of no meaning, so that its columns stay as they are."""

    chunk: Chunk
    tree: ast.Module
    above: int
    """What to take from a node's `lineno` to get a 0-based line in the chunk."""
    swapped: Swapped = ()
    """In what it differs from the tree that it was made of, where it was made of one."""

    @property
    def roots(self) -> list[ast.stmt]:
        """The chunk's own statements."""
        if self.chunk.kind is Kind.MEMBER and isinstance(self.tree.body[0], ast.ClassDef):
            return self.tree.body[0].body
        return self.tree.body

    @property
    def beyond(self) -> list[ast.stmt]:
        """The statements that a member swallowed which are none of its class's: somebody left a bracket open in it."""
        return self.tree.body[1:] if self.chunk.kind is Kind.MEMBER else []

    @cached_property
    def lines(self) -> list[str]:
        """The chunk's text by lines."""
        return split_lines(_without_mark(self.chunk.text))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Each node's parent."""
        return {child: node for node in self.inside(self.tree) for child in self.below(node)}

    def below(self, node: ast.AST) -> Sequence[ast.AST]:
        """Return the nodes right below a node, looked up once."""
        known = self._below.get(node)
        if known is None:
            known = self._below[node] = children(node)
        return known

    def inside(self, node: ast.AST) -> Sequence[ast.AST]:
        """Return a node and every node below it in the order of `ast.walk`, less what `children` leaves out."""
        known = self._walks.get(node)
        if known is None:
            known = self._walks[node] = [node]
            below = self._below
            for each in known:  # which grows meanwhile
                known += below[each] if each in below else self.below(each)
        return known

    def naming(self, node: ast.AST, name: str) -> Sequence[Naming]:
        """Return the uses of a name, the parameters called so, and its declarations, in and below a node."""
        known = self._names.get(node)
        if known is None:
            known = self._names[node] = _by_name(self.inside(node))
        return known.get(name, ())

    def beside(self, chunk: Chunk) -> Parsed:
        """Return the same tree as that of a chunk that has other comments."""
        parsed = Parsed(chunk, self.tree, self.above)
        vars(parsed).update({name: known for name, known in vars(self).items() if name in _OF_TREE})
        return parsed

    def grown(self, chunk: Chunk, tree: ast.Module, swapped: Swapped) -> Parsed:
        """Return a tree that is this one but for the nodes swapped, with what is known of the others."""
        parsed = Parsed(chunk, tree, self.above, swapped)
        if "parents" in vars(self):
            (gone, came), *holders = swapped
            parsed._below.update(self._below)
            known = vars(parsed)["parents"] = dict(self.parents)
            for each in (*(self.inside(gone) if gone else ()), *(old for old, _ in holders if old)):
                known.pop(each, None)
                parsed._below.pop(each, None)
            for each in (*parsed.inside(came), *(new for _, new in holders)):
                known.update((child, each) for child in parsed.below(each))
        return parsed

    @cached_property
    def _below(self) -> dict[ast.AST, list[ast.AST]]:
        return {}

    @cached_property
    def _walks(self) -> dict[ast.AST, list[ast.AST]]:
        return {}

    @cached_property
    def _names(self) -> dict[ast.AST, dict[str, list[Naming]]]:
        return {}

    def position(self, lineno: int, offset: int) -> Position:
        """Turn the parser's line (from 1) and offset (UTF-8 bytes) into a place in the chunk."""
        line = min(max(lineno - self.above, 0), len(self.lines) - 1)
        text = self.lines[line]
        if text.isascii():
            return Position(line, min(offset, len(text)))
        return Position(line, len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace")))

    def span(self, node: ast.AST) -> Span:
        """Return the place of a node that has one; a module's place is its first character."""
        lineno = getattr(node, "lineno", self.above)
        offset = getattr(node, "col_offset", 0)
        end_lineno = getattr(node, "end_lineno", None) or lineno
        end_offset = getattr(node, "end_col_offset", None)
        end = self.position(end_lineno, offset if end_offset is None else end_offset)
        return Span(self.position(lineno, offset), end)


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes right below a node, less operators and contexts, which stand nowhere and are shared by all."""
    found: list[ast.AST] = []
    for name in fields(type(node)):
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif type(value) is list:
            found += [each for each in cast("list[Any]", value) if isinstance(each, ast.AST)]
    return found


@cache
def fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """Return where nodes may stand below a kind of node, less operators and contexts."""
    return tuple(name for name in kind._fields if name not in _SHARED and name not in _PLAIN)


def parse(chunk: Chunk) -> Parsed | Broken:
    """Parse one chunk alone."""
    text, above = _without_mark(chunk.text), 1
    if chunk.kind is Kind.MEMBER:
        text, above = _OWNER + text, 2
    elif chunk.kind is Kind.HEADER:
        text += "" if text.endswith(("\n", "\r")) else "\n"
        text += " pass\n"
    try:
        return Parsed(chunk, tree_of(text), above)
    except SyntaxError as error:
        line = max((error.lineno or above) - above, 0)
        return Broken(line, error.msg, newer=newer_syntax(text, error.msg))
    except RecursionError:
        return Broken(0, "nested too deeply", odd=True)
    except UnicodeEncodeError as error:  # text that an editor had from somewhere else; no file of UTF-8 holds such
        line = len(split_lines(text[: error.start])) - above
        return Broken(max(line, 0), error.reason, half=error.object[error.start])
    except (ValueError, MemoryError) as error:
        return Broken(0, str(error) or "nested too deeply", odd=True)


def _by_name(nodes: Sequence[ast.AST]) -> dict[str, list[Naming]]:
    found: dict[str, list[Naming]] = {}
    for node in [each for each in nodes if type(each) in _NAMINGS]:
        if isinstance(node, ast.Name):
            found.setdefault(node.id, []).append(node)
        elif isinstance(node, ast.arg):
            found.setdefault(node.arg, []).append(node)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            for name in node.names:
                found.setdefault(name, []).append(node)
    return found


def _without_mark(text: str) -> str:
    """Put a form feed, which is as wide and means nothing, where a mark of byte order stands."""
    return "\f" + text[1:] if text.startswith("\ufeff") else text
