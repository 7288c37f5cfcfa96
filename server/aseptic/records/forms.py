"""How the ids of each kind of record look in a project, and which are the next ones.

A form is an id with zeros for its number: `PUMP-DEV-0000` stands for that prefix and four digits or more. What nobody
sets is as usual. No regular expression is taken from a project: whoever opens a workspace does not run its patterns.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from attrs import Attribute, asdict, field, fields, frozen, validators

from aseptic.source.record_id import PREFIX, RECORD_ID
from aseptic.standard.structure import Unfit

_FORM = re.compile(rf"(?P<prefix>{PREFIX})(?P<zeros>0{{3,9}})")
FAMILIES = frozenset("AUT CON CRY DES DEV ERR FIL INJ KEY LOG MLM PHI PRV RES SUP SUPR TLS VAL WEB XML".split())
"""The families of the shipped rules: `INJ-003` is a rule, whatever a project calls its records."""
_ADVISORIES = (
    "ALAS BDU CNNVD CNVD DLA DSA EUVD FEDORA GHSA GLSA GMS GSD JVN JVNDB MAL OSV PYSEC RHSA RUSTSEC SNYK USN VDE VU"
)
_ELSEWHERE = {
    "CVE": "a known vulnerability",
    "CWE": "a weakness",
    "CAPEC": "a pattern of attack",
    **dict.fromkeys(_ADVISORIES.split(), "an advisory"),
}
"""What an id with such a first word is wherever people read it."""


def _form(forms: Forms, attribute: Attribute[str], value: str) -> None:
    found = _FORM.fullmatch(value)
    if found is None:
        said = "words of capitals, hyphens and three to nine zeros make one, as PUMP-DEV-0000"
        raise Unfit(f"'{value}' is no form of an id; {said}", attribute.name)
    for noun, other in asdict(forms).items():
        if noun == attribute.name:
            break
        if other.rstrip("0") == found["prefix"]:
            # Of two that look the same the one is at fault that is not as usual.
            name, clash = (noun, attribute.name) if value == attribute.default else (attribute.name, noun)
            raise Unfit(f"'{getattr(forms, name)}' is what the id of a {clash} looks like, too", name)
    if whose := _others(attribute, found["prefix"], found["zeros"]):
        cure = f"put a word before it, as PUMP-{value}"
        raise Unfit(f"'{value}' is what the id of {whose} looks like, too; {cure}", attribute.name)


def _others(attribute: Attribute[str], prefix: str, zeros: str) -> str:
    """Return what else than a record has ids with such a beginning; empty for nothing."""
    usual, word = _parts(str(attribute.default)), prefix.removesuffix("-")
    if word in FAMILIES and not (prefix == usual[0] and len(zeros) >= usual[1]):
        return "a rule"
    return _ELSEWHERE.get(word.partition("-")[0], "")


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


with validators.disabled():
    ANY = Forms(*("" for _ in fields(Forms)))
"""The forms of a project whose settings nobody can read: whatever a record is called may be right."""


def fits(identity: str, form: str) -> bool:
    """Say whether an id is of a form; an empty one is that of any record."""
    return (_pattern(form) if form else RECORD_ID).fullmatch(identity) is not None


def like(identity: str, forms: Forms) -> str:
    """Return the kind of record whose ids begin as an id does, by its noun; empty for none."""
    begins = f"{identity.rpartition('-')[0]}-"
    return next((noun for noun, form in asdict(forms).items() if _parts(form)[0] == begins), "")


def numbered(form: str, number: int) -> str:
    """Return the id of a form that has a number."""
    prefix, width = _parts(form)
    return f"{prefix}{number:0{width}}"


def renumbered(identity: str, noun: str, form: str) -> tuple[str, str]:
    """Return what an id of another form would be in a kind's own one, and the form that it is of.

    Each is empty where there is none: a number stands in every id, and not every form is one that a project may set.
    """
    if RECORD_ID.fullmatch(identity) is None:
        return "", ""
    words, _, number = identity.rpartition("-")
    other = f"{words}-{'0' * min(len(number), 9)}"
    with suppress(Unfit):
        Forms(**{noun: other})
        return numbered(form, int(number[:9])), other
    return numbered(form, int(number[:9])), ""


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
