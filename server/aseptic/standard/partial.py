"""A page of many entries of which some are at fault: those are dropped, and the others hold.

An entry is a key in a group or an item of a list, as `excluded.ERR-001` or `banned[1]`; any other key is one itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from attrs import evolve, field, frozen

from aseptic.source.frontmatter import Page
from aseptic.source.problem import Mistake, Problem
from aseptic.standard.structure import structured

T = TypeVar("T")
Fault = tuple[str, str, str]
"""The key at fault, what is wrong with its value, and the cure."""
_ENTRY = re.compile(r"(\w+)(?:\.([^.\[]+)|\[(\d+)\])?")
_ITEM = re.compile(r"(?<![\w.\]])(\w+)\[(\d+)\]")


@frozen
class _Left:
    """What is left of a page, and the number that each item of its lists had."""

    page: Page
    fields: dict[str, Any]
    numbers: Mapping[str, list[int]] = field(factory=dict[str, list[int]])

    def without(self, keys: Iterable[str], whole: frozenset[str]) -> _Left:
        """Return what is left without these entries; of keys that are `whole` nothing stays."""
        fields, numbers = dict(self.fields), dict(self.numbers)
        gone: dict[str, set[int]] = {}
        for top, name, number in map(_parts, keys):
            inside = fields.get(top)
            if number is not None and isinstance(inside, list):
                gone.setdefault(top, set()).add(number)
            elif name and top not in whole and isinstance(inside, dict) and name in inside:
                fields[top] = {key: each for key, each in cast("dict[str, Any]", inside).items() if key != name}
            else:
                fields.pop(top, None)
        for top, places in gone.items():
            stays = [at for at in range(len(fields.get(top, ()))) if at not in places]
            fields[top], numbers[top] = [fields[top][at] for at in stays], [self.number(top, at) for at in stays]
        return _Left(self.page, fields, numbers)

    def number(self, top: str, at: int) -> int:
        """Return which item of the file's list is the one at `at` here."""
        return self.numbers[top][at] if top in self.numbers else at

    def as_written(self, text: str) -> str:
        """Return a key, or what is said of one, with the numbers of the file."""
        return _ITEM.sub(lambda found: f"{found[1]}[{self.number(found[1], int(found[2]))}]", text)

    @property
    def shown(self) -> Page:
        """The page as far as it holds, with the line of each key that is left."""
        if not self.numbers:
            return evolve(self.page, fields=self.fields)
        lines = {key: line for key, line in self.page.lines.items() if _parts(key)[0] not in self.numbers}
        for top, numbers in self.numbers.items():
            lines[top] = self.page.line(top)
            lines.update((f"{top}[{at}]", self.page.line(f"{top}[{number}]")) for at, number in enumerate(numbers))
        return evolve(self.page, fields=self.fields, lines=lines)


def held(
    page: Page, unread: tuple[Problem, ...], kind: type[T], unfit: Callable[[T], Iterator[Fault]], whole: frozenset[str]
) -> tuple[Page, T | None, tuple[Problem, ...]]:
    """Read what holds of a page: the page without the entries at fault, its values, and a problem for each fault.

    `unread` are the faults of the page itself, and `unfit` finds those of values that fit one by one. Of a key that is
    `whole` a fault drops all. There are no values where a key is at fault that cannot be missed.
    """
    odd = [problem.key for problem in unread if problem.mistake is not Mistake.TWICE]  # of two the first one holds
    left = _Left(page, dict(page.fields)).without(odd, whole)
    problems = list(unread)
    while True:
        shown = evolve(page, fields=left.fields)
        keys, faults = structured(shown, kind)
        if keys is not None:
            faults = tuple(Problem(page.path, f"'{key}': {said}", cure, None, key) for key, said, cure in unfit(keys))
        if not faults:
            return left.shown, keys, tuple(problems)
        problems += [_placed(each, left) for each in faults]
        less = left.without((each.key for each in faults), whole)
        if less.fields == left.fields:
            return page, None, _first_of_each(problems)
        left = less


def _placed(problem: Problem, left: _Left) -> Problem:
    key = left.as_written(problem.key)
    return evolve(problem, message=left.as_written(problem.message), line=left.page.line(key), key=key)


def _first_of_each(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep the first problem of each key: where a value could not be read, it says why."""
    found: dict[str, Problem] = {}
    for problem in problems:
        found.setdefault(problem.key, problem)
    return tuple(found.values())


def _parts(key: str) -> tuple[str, str, int | None]:
    found = _ENTRY.match(key)
    if found is None:
        return key, "", None
    return found[1], found[2] or "", None if found[3] is None else int(found[3])
