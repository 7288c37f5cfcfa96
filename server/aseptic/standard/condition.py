"""What a rule asks of an argument or a setting, as its front matter states it."""

from __future__ import annotations

import re
from typing import Any

from attrs import Attribute, field, frozen

from aseptic.standard.structure import CONVERTER, Literal, Unfit


def is_pattern(_: object, attribute: Attribute[str], value: str) -> None:
    """Refuse a text that is no regular expression."""
    try:
        re.compile(value)
    except re.error as error:
        raise Unfit(f"'{value}' is no regular expression: {error}", attribute.name) from None


@frozen
class Condition:
    """All parts that are given must hold. An argument that is not given meets only `given: false`."""

    equals: Literal | None = None
    one_of: tuple[Literal, ...] = ()
    """It is one of these literals."""
    named: tuple[str, ...] = ()
    """It resolves to one of these dotted names, or is a call of one."""
    built: bool | None = None
    """It is a text put together with data: an f-string with a field, `+`, `%`, `.format`, `.join`."""
    constant: bool | None = None
    """It is made of literals only; a name in capitals counts as one."""
    true: bool | None = None
    """It is a literal that counts as true, or, with false, one that counts as false."""
    below: float | None = None
    """It is a number below this one."""
    bits: int | None = None
    """It is a number that has any of these bits: 18 is 0o022."""
    matches: str = field(default="", validator=is_pattern)
    """It is a text in which this regular expression is found; of an f-string its first part."""
    given: bool | None = None
    """It is there at all."""


Wanted = Literal | Condition


def _wanted(value: Any, _: Any) -> Any:
    return CONVERTER.structure(value, Condition if isinstance(value, dict) else Literal)


CONVERTER.register_structure_hook_func(lambda kind: kind == Wanted, _wanted)
