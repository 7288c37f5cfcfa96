"""Which fields in a text of SQL stand where a value stands, so that they can be bound."""

from __future__ import annotations

import re

from attrs import evolve

from aseptic.replacements.bound_value import bound_value, is_number
from aseptic.replacements.built_text import Built, Field, Raw
from aseptic.replacements.literal import Piece

_VALUE_FOLLOWS = re.compile(
    r"(?is)(?:[<>=]\s*|\b(?:like|limit|offset)\s+|\bbetween\s+(?:\S+\s+and\s+)?|\bvalues\s*\((?:[^()]*,)?\s*)$"
)
"""What may stand before a value; after anything else it may be a column, a table or a piece of SQL."""
_QUOTED_FOLLOWS = re.compile(r"[(,]\s*$")
"""What else may stand before a value in quotes: it is an argument or in a list, and no name in any case."""
_COMPUTED = re.compile(r"(?:\)|[-+*/%|]\s*[\w.]+)\s*[<>=!]+\s*$")
"""What is computed, and compared: a column has a type that a value is turned into, and this has none."""
_UNBOUND = re.compile(
    r"(?i)\s*(?:alter|analyze|attach|begin|comment|copy|create|declare|do|drop|grant|load|lock|pragma|revoke|set|show"
    r"|truncate|use|vacuum)\b"
)
"""Statements in which databases take no parameters."""
_VALUE_ENDED = re.compile(r"\s*(?:[,;)]|$)|\s+\w")
_PART = re.compile(r"[^'\"\\{}]*")


def bindable(built: Built) -> Built | None:
    """Return the text without the quotes round its fields; None where one of them may be more than a value."""
    pieces = list(built.pieces)
    if _UNBOUND.match(_before(pieces)):
        return None
    for place, piece in enumerate(pieces):
        if isinstance(piece, Field) and not _unquote(pieces, place):
            return None
    return evolve(built, pieces=tuple(pieces)) if built.fields else None


def _unquote(pieces: list[Piece], place: int) -> bool:
    """Drop the quotes round one field, and take what else stands in them into the value; false where it is none."""
    field, before = pieces[place], _before(pieces[:place])
    after = pieces[place + 1] if place + 1 < len(pieces) else Raw("")
    if not (isinstance(field, Field) and field.plain and isinstance(after, Raw)):
        return False
    quoted = before.count("'") % 2 == 1
    text = bound_value(field.text, quoted)
    if text is None:
        return False
    if quoted:
        last = pieces[place - 1]
        if not isinstance(last, Raw) or "'" not in last.text or "'" not in after.text:
            return False
        start, _, head = last.text.rpartition("'")
        tail, _, rest = after.text.partition("'")
        if start.endswith("\\") and tail == "\\":
            start, tail = start[:-1], ""  # in a Python text with the same quotes they are escaped
        value = _with_ends(text, head, tail)
        if value is None:
            return False
        after = Raw(rest)
        pieces[place - 1 : place + 2] = Raw(start), Field(value), after
        before = _before(pieces[:place])
        if _QUOTED_FOLLOWS.search(before):
            return bool(_VALUE_ENDED.match(after.text))
    elif _COMPUTED.search(before) and not is_number(field.text):
        return False
    else:
        pieces[place] = Field(text)
    return bool(_VALUE_FOLLOWS.search(before) and _VALUE_ENDED.match(after.text))


def _before(pieces: list[Piece]) -> str:
    """Return what stands before, with a sign for each value."""
    return "".join("?" if isinstance(each, Field) else each.text for each in pieces if isinstance(each, Field | Raw))


def _with_ends(text: str, head: str, tail: str) -> str | None:
    """Return the value with what stood round it in its quotes, as the `%` of a LIKE."""
    if not (head or tail):
        return text
    whole = all(_PART.fullmatch(each) for each in (text, head, tail))
    return f'f"{head}{{{text}}}{tail}"' if whole else None
