"""Lines in the very form in which they are written, each recognised by one pattern.

A ledger may have a hundred thousand lines, and nearly all have this form. It is narrower than what may stand there: a
line that fits it and its own digest says what `line_of` reads in it. Anything else is left to that, whole or broken, so
no line is refused here and no fault is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from aseptic.records.ledger.event import FINDING_ID, Closing, Event, Kind, Said, keys_of
from aseptic.records.ledger.line import Line, digest_of

_KINDS = tuple(each for each in Kind if "finding" in keys_of(each) and each is not Kind.CHARACTERISED)
"""Those of which a ledger has many; what a characterisation says is not always the same."""
_PLACED = (Kind.NOT_SEEN, Kind.CLOSED, Kind.REOPENED)
"""Those that are written with rule and place, which nobody asks them for."""
_PLAIN = r"[ !#-\[\]-~]*+"
_ANY = rf'{_PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-f]{{4}}){_PLAIN})*+'
"""What may stand between the quotes of a text; only one loop where it has no escape, as hardly any has."""


def _text(key: str) -> str:
    return f'"(?P<{key}>{_ANY})"'


_VALUES: Mapping[str, str] = {
    "finding": f'"(?P<finding>{FINDING_ID.pattern})"',
    "fingerprint": rf'\{{"around":\[{_text("before")},{_text("behind")}\],"of":{_text("of")},"statement":'
    rf'{_text("statement")},"v":1\}}',
    "known": "(?:(?P<known>true)|false)",
    "v": "1",
}
"""What stands at the keys at which not any text may."""
_AFTER = b'{"after":["'
"""How a line begins that follows one other, whose digest comes then."""
_HELD = slice(len(_AFTER), len(_AFTER) + 64)
_NAME = b'"event":"'
_OWN = len('"digest":"",') + 64
"""The bytes before the event's name that are the line's own digest."""


def _form(kind: Kind) -> re.Pattern[str]:
    way = {"how": f'"(?P<how>{"|".join(Closing)})"'} if kind is Kind.CLOSED else {}
    place = dict.fromkeys(("rule", "where"), f'"{_ANY}"') if kind in _PLACED else {}
    values = {**_VALUES, **way, **place, "event": f'"{kind}"'}
    keys = {*keys_of(kind), *place, "event", "v"}
    pairs = [f'"{key}":{values.get(key) or _text(key)}' for key in sorted(keys)]
    return re.compile(rf'"\],{",".join(pairs)}\}}')


_FORMS: Mapping[bytes, tuple[Kind, re.Pattern[str]]] = {
    kind.value[0].encode("ascii"): (kind, _form(kind)) for kind in _KINDS
}
"""By the first letters of the kinds' names, which all differ."""


def line_as_written(text: bytes) -> Line | None:
    """Return what a line holds that is, with its end, as lines are written; None of any other."""
    at = text.find(_NAME)
    begins = at + len(_NAME)
    form, after = _FORMS.get(text[begins : begins + 1]), text[_HELD]
    if form is None or not after.isalnum() or not text.startswith(_AFTER) or not text.endswith(b"\n"):
        return None
    kind, pattern = form
    rest = text[: at - _OWN] + text[at:-1]
    # What is found keeps the text in which it is found for as long as the event is there: so no more than is asked for.
    said = rest[_HELD.stop :].decode("latin-1")
    found = pattern.fullmatch(said)
    if found is None:
        return None
    digest = digest_of(rest)
    if text[at - _OWN : at] != f'"digest":"{digest}",'.encode("ascii"):
        return None
    says = _unescaped(found) if "\\" in said else found
    return digest, (after.decode("ascii"),), Event(kind, found["finding"], says)


def _unescaped(found: re.Match[str]) -> Said:
    """Return what a line says that has escapes."""
    groups: dict[str, str | None] = found.groupdict()
    return {key: json.loads(f'"{each}"') if each and "\\" in each else each for key, each in groups.items()}
