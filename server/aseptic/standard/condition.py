"""What a rule asks of an argument or a setting, as its front matter states it."""

from __future__ import annotations

import re
from typing import Any

import attrs
from attrs import Attribute, field, frozen

from aseptic.standard.structure import Literal, Unfit, either

_PLACE = re.compile(r"-?[0-9]+")
_LONGEST = 2_000
"""Characters of a pattern: people write far fewer, and what reads it takes longer with each."""


def is_place(name: str) -> bool:
    """Say whether a key of `items` is a place in a list."""
    return _PLACE.fullmatch(name) is not None


def is_pattern(_: object, attribute: Attribute[str], value: str) -> None:
    """Refuse a text that is no regular expression."""
    if len(value) > _LONGEST:
        raise Unfit(f"a pattern has {_LONGEST} characters at most", attribute.name)
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        raise Unfit(f"'{value}' is no regular expression: {error}", attribute.name) from None


def _are_places(_: object, attribute: Attribute[Any], value: dict[str, Any]) -> None:
    """Refuse places in a list beside keys of a dictionary: nothing is both."""
    if len(set(map(is_place, value))) > 1:
        raise Unfit("it has places in a list and keys of a dictionary, and nothing is both", attribute.name)
    for name in filter(is_place, value):
        if abs(int(name[:9])) > 99:
            raise Unfit(
                "no list that code writes has such a place; -99 to 99 are looked at", f"{attribute.name}.{name}"
            )


def _are_several(_: object, attribute: Attribute[Any], value: tuple[Any, ...]) -> None:
    if len(value) == 1:
        raise Unfit("one element has no neighbour; 'holds' asks for one", attribute.name)


@frozen
class Condition:
    """All parts that are given must hold. An argument that is not given meets only `given: false`."""

    equals: Literal | None = None
    """It is this text, number, true or false."""
    one_of: tuple[Wanted, ...] = ()
    """It is one of these."""
    named: tuple[str, ...] = ()
    """It resolves to one of these dotted names, is a call of one, or joins one to others by `|`."""
    mentions: tuple[str, ...] = ()
    """One of these dotted names stands somewhere in it, as in the body of a lambda."""
    built: bool | None = None
    """It is a text put together with data: an f-string with a field, `+`, `%`, `.format`, `.join`."""
    stepwise: str = field(default="", validator=is_pattern)
    """It is a text with data in it that takes more than one expression, in which this regular expression is found.

    It grew by `+=`, over names, from a template that has a name, or by `join`; in no one of its pieces are both.
    """
    constant: bool | None = None
    """It is made of literals only; a name in capitals counts as one, and an item of what it names."""
    known: bool | None = None
    """It is, or begins with, a literal or a name in capitals, as `BASE + name` and `f"{BASE}/{name}"` do."""
    handed_on: bool | None = None
    """It is what the caller of its own function gave, as it came: what it is can be said at the call only."""
    taken: bool | None = None
    """It is, or is a text made of, data: an item under a text (`order["url"]`), the environment, a request's part."""
    requested: bool | None = None
    """It is, or is a text made of, what a web request brought; followed through names that nothing else reads."""
    caught: bool | None = None
    """It is, or is made of, a traceback or an error that was caught, other than of the project's own classes."""
    escaped: bool | None = None
    """It is HTML that was escaped where it was made: by Django's functions, by a template, or it is a literal."""
    true: bool | None = None
    """It is a literal or a display that counts as true, or, with false, one that counts as false, as an empty list."""
    below: float | None = None
    """It is a number below this one."""
    above: float | None = None
    """It is a number above this one."""
    bits: int | None = None
    """It is a number that has any of these bits, whatever else is joined to them by `|`: 18 is 0o022."""
    matches: str = field(default="", validator=is_pattern)
    """It is a text in which this regular expression is found; a piece of data in it is one character, `\\x00`."""
    holds: Wanted = None
    """It is a list, tuple or set in which an element, or a dictionary in which a key is so."""
    items: dict[str, Wanted] = field(factory=dict[str, "Wanted"], validator=_are_places)
    """It is a list or tuple whose elements at these places (`0`, `-1`), or a dictionary whose values are so."""
    adjacent: tuple[Wanted, ...] = field(default=(), validator=_are_several)
    """It is a list or tuple in which elements that follow one another are so, in this order."""
    given: bool | None = None
    """It is there at all."""

    def __attrs_post_init__(self) -> None:
        """Refuse a condition that would hold of everything."""
        asked = attrs.asdict(self, recurse=False, filter=lambda part, value: value not in (part.default, {}))
        if not asked:
            raise Unfit("the condition asks nothing")


Wanted = Literal | Condition

either(Wanted, Condition, Literal)
