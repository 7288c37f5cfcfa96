"""What mends a breach, as front matter declares it: a rewrite by name, or what to write instead."""

from __future__ import annotations

import re
from typing import Any

from attrs import Attribute, field, frozen

from aseptic.standard.structure import Unfit, either

_FIELD = re.compile(r"\{([^{}]*)\}")
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def _is_template(_: object, attribute: Attribute[str], value: str) -> None:
    for name in fields_of(value):
        if name and not _DOTTED.fullmatch(name):
            raise Unfit(f"'{{{name}}}' is no dotted name; write {{}} for what stood there", attribute.name)


def _are_templates(owner: object, attribute: Attribute[Any], value: dict[str, str]) -> None:
    for each in value.values():
        _is_template(owner, attribute, each)


def _are_all_templates(owner: object, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    for each in value:
        _is_template(owner, attribute, each)


def _are_dotted(_: object, attribute: Attribute[Any], value: dict[str, str]) -> None:
    for name in (*value, *value.values()):
        if not _DOTTED.fullmatch(name):
            raise Unfit(f"'{name}' is no dotted name", attribute.name)


@frozen
class Rewriting:
    """What is written instead. All that is given is done together.

    What is written is Python. In it `{ssl.create_default_context}` stands for that name as the module can write it,
    imported where it has to be, and `{}` for what stood there before.
    """

    call: str = ""
    """The dotted name that is called instead, or written instead of a name that is only mentioned."""
    rename: dict[str, str] = field(factory=dict[str, str], hash=False, validator=_are_dotted)
    """Beginnings of dotted names and what each becomes: `{marshal: json}` makes `marshal.load` into `json.load`."""
    set: dict[str, str] = field(factory=dict[str, str], hash=False, validator=_are_templates)
    """Arguments by name (`timeout`), by place (`1`) or both (`mode/1`): changed, or added where it is missing."""
    drop: tuple[str, ...] = ()
    """Keyword arguments that are taken away."""
    append: tuple[str, ...] = field(default=(), validator=_are_all_templates)
    """Arguments that are added by place, after the last one."""
    without: tuple[str, ...] = ()
    """Texts that are taken out of the lists that a call or a setting is given; one of a list has to stay."""
    texts: dict[str, str] = field(factory=dict[str, str], hash=False)
    """Pieces of the texts that are given, each with what is written for it; none may stand there twice."""
    value: str = field(default="", validator=_is_template)
    """What a setting gets, or what is written instead of the whole expression."""
    unless: tuple[str, ...] = ()
    """Arguments, written as those of `set`, with which nothing is offered."""
    given: tuple[str, ...] = ()
    """Arguments, written as those of `set`, of the call round the place: without one of them nothing is offered."""
    title: str = ""
    """What it does, as a menu shows it; empty means that the parts tell it.

    `{name}` in it is the new name, `{dropped}` the arguments that go; what gets a value at its end is added.
    """
    safe: bool = False
    """The code does the same as before wherever the input was in order, so nobody needs to look at it."""

    def __attrs_post_init__(self) -> None:
        """Refuse what would change nothing."""
        parts = (self.call, self.rename, self.set, self.drop, self.append, self.without, self.texts, self.value)
        if not any(parts):
            raise Unfit(
                "the replacement changes nothing; give call, rename, set, drop, append, without, texts or value"
            )


Remedy = str | Rewriting
"""The name of a rewrite, a dotted name to call instead, or what to write."""


def fields_of(template: str) -> list[str]:
    """Return what stands in braces in a text to write."""
    return _FIELD.findall(template)


def filled(template: str, written: dict[str, str]) -> str:
    """Return a text to write with each field replaced by what it stands for."""
    return _FIELD.sub(lambda match: written[match[1]], template)


either(Remedy, Rewriting, str)
