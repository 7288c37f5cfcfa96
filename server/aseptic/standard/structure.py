"""Front matter to frozen values, strictly: a misspelt key is a problem at its line and never a silent default."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, partial
from operator import eq
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from aseptic.source.frontmatter import Page, read_page
from aseptic.source.problem import Mistake, Problem
from aseptic.standard.legible import illegible
from aseptic.standard.shape import fits, misshapen

if TYPE_CHECKING:  # imported when something is read: a standard that was kept needs no reading
    import cattrs

T = TypeVar("T")
Literal = str | int | float | bool | None
"""A value that can stand in a rule's conditions."""


class Unfit(ValueError):
    """A value of the wrong kind; says what would be right, and of which key where only the raiser knows."""

    def __init__(self, text: str, key: str = "") -> None:
        super().__init__(text)
        self.key = key


def _exactly(kind: type, words: str) -> Any:
    def hook(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise Unfit(f"{words} is expected, not {_shown(value)}")
        return value

    return hook


def _choice(value: Any, kind: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise Unfit(f"{_shown(value)} is not one of {', '.join(str(each.value) for each in kind)}") from None


def _literal(value: Any) -> Literal:
    if value is None or isinstance(value, str | int | float):
        return value
    raise Unfit(f"a text, a number, true or false is expected, not {_shown(value)}")


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"


_EITHER: list[tuple[Any, Any, Any]] = []


def either(kind: Any, table: Any, single: Any) -> None:
    """Say of a union how its values are read: those with keys as `table`, all others as `single`."""
    _EITHER.append((kind, table, single))
    _converter.cache_clear()


@cache
def _converter() -> cattrs.Converter:
    import cattrs

    made = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    made.register_structure_hook(str, _exactly(str, "a text"))
    made.register_structure_hook(int, _exactly(int, "a whole number"))
    made.register_structure_hook(bool, _exactly(bool, "true or false"))
    made.register_structure_hook(datetime.date, _exactly(datetime.date, "a date such as 2026-11-23"))
    made.register_structure_hook_func(lambda kind: kind == Literal, lambda value, _: _literal(value))
    # Enums of texts derive from str, whose hook would take them; the nearer class wins.
    made.register_structure_hook(StrEnum, _choice)
    for kind, table, single in _EITHER:
        made.register_structure_hook_func(partial(eq, kind), _chosen(made, table, single))
    return made


def _chosen(converter: cattrs.Converter, table: Any, single: Any) -> Callable[[Any, Any], Any]:
    return lambda value, _: converter.structure(value, table if isinstance(value, dict) else single)


def read_keys(path: str, text: str, kind: type[T]) -> tuple[Page | None, T | None, tuple[Problem, ...]]:
    """Read a file's front matter as `kind`: no keys where there is any fault, and one problem for each key at fault."""
    page, problems = read_page(path, text)
    if page is None:
        return None, None, problems
    keys, faults = structured(page, kind)
    # A value that could not be read stands in the fields as nothing: the first problem of a key says why.
    problems = tuple({problem.key: problem for problem in (*faults, *problems)}.values())
    return page, None if problems else keys, problems


def structured(page: Page, kind: type[T]) -> tuple[T | None, tuple[Problem, ...]]:
    """Read a page's fields as `kind`; on faults return None and one problem for each, with its line."""
    if not fits(page.fields, kind):
        return None, tuple(misshapen(page, page.fields, kind, ""))
    odd = tuple(illegible(page))
    if odd:
        return None, odd
    try:
        return _converter().structure(dict(page.fields), kind), ()
    except Exception as error:  # cattrs raises whatever a validator of ours raised, in groups and alone
        problems = _unknown_first(_problems(page, error, kind, ""))
        if not problems:
            raise
        return None, problems


def _unknown_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put misspelt keys first, and leave out the missing key that one of them was meant to be."""
    found = sorted(problems, key=lambda problem: problem.mistake is not Mistake.UNKNOWN)
    meant = {problem.meant for problem in found}
    return tuple(problem for problem in found if not (problem.mistake is Mistake.MISSING and problem.key in meant))


def _problems(page: Page, error: BaseException, kind: Any, key: str) -> Iterator[Problem]:
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

    match error:
        case ClassValidationError():
            noted, others = error.group_exceptions()
            for inner, note in noted:
                yield from _problems(page, inner, note.type, _join(key, note.name))
            for inner in others:
                yield from _problems(page, inner, error.cl, key)
        case IterableValidationError():
            noted, others = error.group_exceptions()
            for inner, note in noted:
                place = f"[{note.index}]" if isinstance(note.index, int) else f".{note.index}"
                yield from _problems(page, inner, note.type, key + place)
            for inner in others:
                yield from _problems(page, inner, kind, key)
        case ForbiddenExtraKeysError():
            for name in sorted(map(str, error.extra_fields)):
                yield _unknown(page, name, error.cl, key)
        case KeyError():
            yield Problem(
                page.path, f"the key '{key}' is missing", "add it", page.line(key), key, mistake=Mistake.MISSING
            )
        case Unfit():
            whole = _join(key, error.key) if error.key else key
            yield Problem(page.path, f"'{whole}': {error}", "correct the value", page.line(whole), whole)
        case _:
            message = f"'{key}': the value does not fit ({error})"
            yield Problem(page.path, message, "correct the value", page.line(key), key)


def _unknown(page: Page, name: str, kind: Any, key: str) -> Problem:
    whole = _join(key, name)
    known = [field.name for field in attrs.fields(kind)]
    close = get_close_matches(name, known, 1)
    cure = f"did you mean '{close[0]}'?" if close else f"known keys here: {', '.join(known)}"
    message, meant = f"the key '{whole}' is unknown", _join(key, close[0]) if close else ""
    return Problem(page.path, message, cure, page.line(whole), whole, mistake=Mistake.UNKNOWN, meant=meant)


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
