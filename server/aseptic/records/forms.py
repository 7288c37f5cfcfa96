"""How the ids of each kind of record look in a project, and which are the next ones.

A form is an id with zeros for its number: `PUMP-DEV-0000` stands for that prefix and four digits or more. What nobody
sets is as usual. No regular expression is taken from a project: whoever opens a workspace does not run its patterns.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from attrs import Attribute, asdict, field, frozen

from aseptic.source.record_id import PREFIX, RECORD_ID
from aseptic.standard.structure import Unfit

_FORM = re.compile(rf"(?P<prefix>{PREFIX})(?P<zeros>0{{3,9}})")


def _form(forms: Forms, attribute: Attribute[str], value: str) -> None:
    found = _FORM.fullmatch(value)
    if found is None:
        said = "words of capitals, hyphens and three to nine zeros make one, as PUMP-DEV-0000"
        raise Unfit(f"'{value}' is no form of an id; {said}", attribute.name)
    for noun, other in asdict(forms).items():
        if noun == attribute.name:
            break
        if other.rstrip("0") == found["prefix"]:
            raise Unfit(f"'{value}' is what the id of a {noun} looks like, too", attribute.name)


@frozen
class Forms:
    """The form of each kind's ids, by its noun."""

    deviation: str = field(default="DEV-0000", validator=_form)
    """Of deviations."""
    permit: str = field(default="PER-000", validator=_form)
    """Of permits."""
    requirement: str = field(default="SEC-000", validator=_form)
    """Of security requirements."""
    interface: str = field(default="IF-000", validator=_form)
    """Of interfaces."""
    asset: str = field(default="AST-000", validator=_form)
    """Of assets."""
    threat: str = field(default="THR-000", validator=_form)
    """Of threats."""
    review: str = field(default="REV-0000", validator=_form)
    """Of reviews."""


def fits(identity: str, form: str) -> bool:
    """Say whether an id is of a form; an empty one is that of any record."""
    return (_pattern(form) if form else RECORD_ID).fullmatch(identity) is not None


def numbered(form: str, number: int) -> str:
    """Return the id of a form that has a number."""
    prefix, width = _parts(form)
    return f"{prefix}{number:0{width}}"


def following(form: str, taken: Iterable[str]) -> Iterator[str]:
    """Yield the ids after the highest one taken; gaps are never filled, since an id may live on in a report."""
    prefix, _ = _parts(form)
    number = re.compile(rf"{prefix}(\d{{1,9}})")
    highest = max((int(match[1]) for each in taken if (match := number.fullmatch(each))), default=0)
    return (numbered(form, each) for each in itertools.count(highest + 1))


def _parts(form: str) -> tuple[str, int]:
    prefix = form.rstrip("0")
    return prefix, len(form) - len(prefix)


@lru_cache(maxsize=64)
def _pattern(form: str) -> re.Pattern[str]:
    prefix, width = _parts(form)
    return re.compile(rf"{prefix}\d{{{width},}}")
