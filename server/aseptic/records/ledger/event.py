"""One event of the ledger: what happened to a finding, when, at which commit and on whose word."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, cast

from attrs import field, frozen

FINDING_ID = re.compile(r"FND-[0-9a-f]{12}")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Kind(StrEnum):
    """What an event says."""

    BASELINE = "baseline"
    """The findings that stood when the ledger was opened were accepted as known."""
    CONFIGURED = "configured"
    """The analyzer ran with other detectors than before; a rule without a digest has none any more."""
    OPENED = "opened"
    KNOWN = "known"
    """An open finding was accepted as known."""
    MOVED = "moved"
    NOT_SEEN = "not_seen"
    """Nobody can say whether it is still there, with the cause."""
    CLOSED = "closed"
    REOPENED = "reopened"
    CHARACTERISED = "characterised"
    FED = "fed"
    """It was handed to the problem resolution process."""
    VERIFIED = "verified"
    """Somebody or something made sure that it is closed."""
    MERGED = "merged"
    """Two branches' histories are one from here on."""
    MENDED = "mended"
    """A line above it was broken off, and stays as it is."""


class Closing(StrEnum):
    """How a finding was closed."""

    FIXED = "fixed"
    DEVIATION = "deviation"
    NOT_A_FINDING = "not_a_finding"
    RULE_RETIRED = "rule_retired"
    CODE_REMOVED = "code_removed"

    @property
    def there(self) -> bool:
        """Whether the code that the finding is about is still there."""
        return self in (Closing.DEVIATION, Closing.NOT_A_FINDING)


@frozen
class Stamp:
    """Who recorded something, when, and which commit lay there; no commit where git knows none."""

    by: str
    on: datetime.datetime
    commit: str = ""

    @property
    def moment(self) -> str:
        """The time in UTC, to the second."""
        return self.on.astimezone(datetime.UTC).strftime(_MOMENT)


@frozen
class Draft:
    """What is to be recorded, before it has its stamp and its place in the chain."""

    kind: Kind
    finding: str = ""
    says: Mapping[str, Any] = field(factory=dict[str, Any])


class Word(NamedTuple):
    """Whose word an event is."""

    by: str
    on: str
    """When, as `2026-11-25T19:30:00Z`."""
    commit: str
    """The commit that lay there; empty where git knew none."""


class Said(Protocol):
    """What a line says, by its keys: those that all lines have, and those of its kind.

    Each part of a fingerprint has a key of its own: `before`, `behind`, `of` and `statement`. What a characterisation
    says is at `characteristics`. Of `known` the truth counts: it need not be a bool.
    """

    def __getitem__(self, key: str, /) -> Any:
        """Return what it says there."""
        ...


class Event(NamedTuple):
    """One event as its line states it."""

    kind: Kind
    finding: str
    """The finding's id, as `FND-1f0c2a9b44de`; empty where the event is about the ledger itself."""
    says: Said

    @property
    def word(self) -> Word:
        """Whose word it is."""
        return Word(self.says["by"], self.says["on"], self.says["commit"])


_COMMON: Mapping[str, type] = {"by": str, "on": str, "commit": str}
_PLACE: Mapping[str, type] = {"rule": str, "where": str, "fingerprint": dict}
_KEYS: Mapping[Kind, Mapping[str, type]] = {
    Kind.BASELINE: {"accepted": int},
    Kind.CONFIGURED: {"versions": dict, "detectors": dict},
    Kind.OPENED: {**_PLACE, "severity": str, "message": str, "detectors": str, "known": bool},
    Kind.KNOWN: {},
    Kind.MOVED: _PLACE,
    Kind.NOT_SEEN: {"cause": str},
    Kind.CLOSED: {"how": str, "reason": str},
    Kind.REOPENED: {"cause": str, "detectors": str},
    Kind.CHARACTERISED: {},
    Kind.FED: {"to": str},
    Kind.VERIFIED: {"how": str, "evidence": str},
    Kind.MERGED: {},
    Kind.MENDED: {"torn": str},
}
_ALONE = frozenset({Kind.BASELINE, Kind.CONFIGURED, Kind.MERGED, Kind.MENDED})
CHARACTERISTICS = ("severity", "exploitability", "versions", "cause", "related")
"""What a characterisation may say, each a text. There is no likelihood: nobody can tell one of a mistake in code."""
_CLOSINGS = frozenset(each.value for each in Closing)
_COUNT = (
    r"(?:an?\s+)?"
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|thousand|million)"
)
_NUMBERED = (
    r"\d\s*(?:%|percent|per ?cent)|(?<![\d.])0?\.\d+(?![\d.])"
    rf"|\b{_COUNT}\s+(?:percent|per ?cent)\b"
    r"|\b(?:probability|likelihood|odds)\b"
    rf"|\b(?:one|once|\d+)\s+(?:in|out\s+of)\s+(?:every\s+)?{_COUNT}\b"
    r"|(?<![\w.:])1\s?:\s?\d[\d,.]*(?![\w:])"
    r"|\b(?:half|thirds?|quarters?|fifths?|tenths?|hundredths?|thousandths?)\s+of\s+(?:all\s+|the\s+)*"
    r"(?:cases|times?|attempts|attacks|tries)\b"
)
_VERSION = (
    r"\b(?:versions?|releases?|v)\.?\s*\d[\w.]*"
    r"(?:(?:\s*(?:,|-)\s*|\s+(?:and|or|to|through|until)\s+)v?\d[\w.]*)*"
)
"""What names versions, whose numbers are no likelihood."""


def numbered(says: Mapping[str, Any]) -> str:
    """Return why a characterisation may not be recorded that puts a number on a chance; empty where it may.

    A line that stands in a ledger is read all the same: what was recorded is never taken for tampered with.
    """
    said = re.sub(_VERSION, "", str(says.get("exploitability", "")), flags=re.IGNORECASE)
    if not re.search(_NUMBERED, said, re.IGNORECASE):
        return ""
    return "exploitability: nobody can tell a probability; say in words who could use it and how"


class _Shape(NamedTuple):
    """What a line of one kind has to hold. There may be a hundred thousand of them: all keys are looked at at once."""

    kind: Kind
    keys: tuple[str, ...]
    types: tuple[type, ...]
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    alone: bool


def keys_of(kind: Kind) -> Mapping[str, type]:
    """Return what a line of one kind has to hold beside its place in the chain, each with the type of its value."""
    return {**_COMMON, **_KEYS[kind], **({} if kind in _ALONE else {"finding": str})}


def _shape(kind: Kind) -> _Shape:
    wanted = keys_of(kind)
    return _Shape(kind, tuple(wanted), tuple(wanted.values()), itemgetter(*wanted), kind in _ALONE)


_SHAPES: Mapping[Any, _Shape] = {kind.value: _shape(kind) for kind in Kind}


def event_of(says: Mapping[str, Any]) -> Event | str:
    """Return the event that a line states, else what is wrong with it."""
    name = says.get("event")
    shape = _SHAPES.get(name) if isinstance(name, str) else None
    if shape is None:
        return "it names no event that is known here; a newer Aseptic may"
    try:
        values = shape.values(says)
    except KeyError:
        values = ()
    if tuple(map(type, values)) != shape.types:
        return f"its '{_misfit(says, shape)}' is missing or of the wrong kind"
    fault = _fault(shape.kind, says)
    if fault:
        return fault
    said = _said(shape, says, values)
    if shape.alone:
        return Event(shape.kind, "", said)
    finding: str = says["finding"]
    return Event(shape.kind, finding, said) if FINDING_ID.fullmatch(finding) else "it names no finding"


def _misfit(says: Mapping[str, Any], shape: _Shape) -> str:
    wanted = zip(shape.keys, shape.types, strict=True)
    return next(key for key, kind in wanted if key not in says or type(says[key]) is not kind)


def _said(shape: _Shape, says: Mapping[str, Any], values: tuple[Any, ...]) -> Said:
    """Return what is kept of a line: nothing that nobody asks for."""
    said = dict(zip(shape.keys, values, strict=True))
    if shape.kind is Kind.CHARACTERISED:
        said["characteristics"] = {key: says[key] for key in CHARACTERISTICS if key in says}
    if "fingerprint" in said:
        fingerprint = said.pop("fingerprint")
        said["before"], said["behind"] = fingerprint["around"]
        said["of"], said["statement"] = fingerprint["of"], fingerprint["statement"]
    return said


def _whole(fingerprint: Mapping[str, Any]) -> bool:
    around: Any = fingerprint.get("around")
    texts = fingerprint.get("statement"), fingerprint.get("of")
    if type(around) is not list:
        return False
    return tuple(map(type, (*texts, *cast("list[Any]", around)))) == (str, str, str, str)


def _fault(kind: Kind, says: Mapping[str, Any]) -> str:
    """Return what is wrong with values of the right type."""
    if kind is Kind.OPENED or kind is Kind.MOVED:
        return "" if _whole(says["fingerprint"]) else "its 'fingerprint' lacks a part"
    if kind is Kind.CLOSED and says["how"] not in _CLOSINGS:
        return f"'{says['how']}' is no way to close a finding"
    if kind is Kind.CHARACTERISED and {type(says.get(key, "")) for key in CHARACTERISTICS} != {str}:
        return "a characteristic is no text"
    if kind is Kind.CONFIGURED and not all(isinstance(each, str | None) for each in says["detectors"].values()):
        return "a digest of detectors is no text"
    return ""
