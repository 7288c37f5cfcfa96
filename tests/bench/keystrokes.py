"""Typing, as keystrokes: new statements inside functions letter by letter, and words lengthened and put back."""

from __future__ import annotations

import ast
import random
from bisect import bisect_left, insort
from collections.abc import Iterator

from attrs import frozen

_SEED = 20261124
_TYPED = (
    "result = str(value)",
    "names = [each.name for each in items]",
    "os.system(command)",
    "# the caller has looked at this",
    "self.count += len(items[0])",
    "print(f'{value} of {total}')",
    "options = {'depth': 2, 'name': name}",
    "if not value: raise ValueError(name)",
)
_LENGTHENED = "_more"
_PLAIN = ast.Assign | ast.AugAssign | ast.Expr


@frozen
class Keystroke:
    """One change: a stretch of a line, often empty, gives way to a text."""

    line: int
    column: int
    end_column: int
    text: str


@frozen
class _Place:
    """A statement in a function, alone on its line."""

    line: int
    indent: int
    end: int
    word_end: int
    """Where the first word ends that may be lengthened; 0 where there is none."""


def keystrokes(text: str, count: int) -> list[Keystroke]:
    """Return the first `count` keystrokes of one who types here and there in a document; always the same ones."""
    chance = random.Random(_SEED)
    places = _places(text)
    chance.shuffle(places)
    added: list[int] = []
    found: list[Keystroke] = []
    for turn, place in enumerate(places):
        line = place.line + bisect_left(added, place.line)
        if place.word_end and turn % 3 == 2:
            found += _lengthen(line, place.word_end)
        else:
            found += _new_statement(line, place, chance.choice(_TYPED))
            insort(added, place.line)
        if len(found) >= count:
            return found[:count]
    return found


def _new_statement(line: int, place: _Place, typed: str) -> Iterator[Keystroke]:
    yield Keystroke(line, place.end, place.end, "\n" + " " * place.indent)
    for at, letter in enumerate(typed, place.indent):
        yield Keystroke(line + 1, at, at, letter)


def _lengthen(line: int, end: int) -> Iterator[Keystroke]:
    for at, letter in enumerate(_LENGTHENED, end):
        yield Keystroke(line, at, at, letter)
    for at in reversed(range(end, end + len(_LENGTHENED))):
        yield Keystroke(line, at, at + 1, "")


def _places(text: str) -> list[_Place]:
    lines = text.split("\n")
    found: dict[int, _Place] = {}
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if not isinstance(node, _PLAIN) or node.lineno != node.end_lineno:
                continue
            line = lines[node.lineno - 1]
            if line[: node.col_offset].strip() or len(line) != node.end_col_offset:
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            word_end = target.end_col_offset or 0 if isinstance(target, ast.Name) else 0
            found[node.lineno] = _Place(node.lineno - 1, node.col_offset, len(line), word_end)
    return [found[line] for line in sorted(found)]
