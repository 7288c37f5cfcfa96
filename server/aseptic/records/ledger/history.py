"""What became of each finding, from the ledger's events in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from attrs import define, field, frozen

from aseptic.records.deviation import split_where
from aseptic.records.ledger.chain import Chain, read_chain
from aseptic.records.ledger.event import Closing, Event, Kind, Word
from aseptic.records.passes import TwinKey

_NOTHING: Mapping[str, str] = MappingProxyType({})


@define(eq=False)
class Entry:
    """One finding. Nothing changes it once the history that it belongs to was read."""

    id: str
    rule: str
    where: str
    statement: str
    around: tuple[str, str]
    of: str
    opening: Event
    """The first that opened it."""
    last: Event
    """The last that opened, moved or closed it."""
    detectors: str
    """The digest of the rule's detectors that saw it last."""
    seen: int
    """The number of the event by which it was last known to be there."""
    known: bool = False
    closed: Closing | None = None
    reason: str = ""
    """Why it was closed or opened again, in words; of a deviation its id."""
    unseen: str = ""
    """Why nobody can say whether it is still there; empty where it was seen."""
    verified: tuple[Event, ...] = ()
    fed: tuple[str, ...] = ()
    """Where it is in trackers."""
    characterised: Mapping[str, str] = _NOTHING

    @property
    def place(self) -> TwinKey:
        """What it has in common with its equals."""
        return (*split_where(self.where), self.rule, self.statement)

    @property
    def path(self) -> str:
        """Its file, from the project's root."""
        return split_where(self.where)[0]

    @property
    def scope(self) -> str:
        """The dotted classes and functions that hold it."""
        return split_where(self.where)[1]

    @property
    def there(self) -> bool:
        """Whether its code is believed to be there."""
        return self.closed is None or self.closed.there

    def stays(self, where: str, statement: str, around: tuple[str, str]) -> bool:
        """Say whether what was met elsewhere is as it was: in a renamed file it is, in another function not."""
        path, scope = split_where(where)
        same = scope == self.scope and statement == self.statement
        return same and (path == self.path or around == self.around)

    @property
    def severity(self) -> str:
        """What it was characterised as, else what its rule said when it was opened."""
        return self.characterised.get("severity") or self.opening.says["severity"]

    @property
    def message(self) -> str:
        """What its rule said of it when it was opened."""
        return self.opening.says["message"]

    @property
    def opened(self) -> Word:
        """On whose word it was opened."""
        return self.opening.word

    @property
    def changed(self) -> Word:
        """On whose word it was opened, moved or closed last."""
        return self.last.word


@frozen(eq=False)
class History:
    """All findings by their ids, in the order in which they were opened."""

    entries: Mapping[str, Entry] = field(factory=dict[str, Entry])
    detectors: Mapping[str, str | None] = field(factory=dict[str, str | None])
    """The digest of each rule's detectors as of the last run."""
    versions: Mapping[str, Any] = field(factory=dict[str, Any])
    baseline: bool = False
    """Whether a baseline was ever made."""
    accepted: Sequence[tuple[int, Word, int]] = ()
    """How many findings were accepted as known after that, each time, whose word it was, and the line's number."""


@define(eq=False)
class _Telling:
    """What was heard so far."""

    entries: dict[str, Entry] = field(factory=dict[str, Entry])
    detectors: dict[str, str | None] = field(factory=dict[str, str | None])
    since: dict[str, int] = field(factory=dict[str, int])
    """The number of the event that last named a rule's detectors."""
    number: int = 0
    """Of the event that is heard now."""
    versions: Mapping[str, Any] = field(factory=dict[str, Any])
    baseline: bool = False
    accepted: list[tuple[int, Word, int]] = field(factory=list[tuple[int, Word, int]])

    def hear(self, event: Event) -> None:
        """Take an event in; one about a finding that was never opened says nothing."""
        self.number += 1
        if event.kind is Kind.OPENED:
            _open(self, event)
        elif event.finding:
            entry = self.entries.get(event.finding)
            if entry is not None:
                _TOLD[event.kind](self, entry, event)
        elif event.kind is Kind.CONFIGURED:
            self.detectors.update(event.says["detectors"])
            self.since.update(dict.fromkeys(event.says["detectors"], self.number))
            self.versions = event.says["versions"]
        elif event.kind is Kind.BASELINE:
            if self.baseline:
                self.accepted.append((event.says["accepted"], event.word, self.number))
            self.baseline = True

    def confirm(self, entry: Entry) -> None:
        """Note that a finding which a run with other detectors did not miss was seen by them."""
        if entry.there and not entry.unseen and self.since.get(entry.rule, -1) > entry.seen:
            entry.detectors = self.detectors.get(entry.rule) or entry.detectors


def read_history(data: bytes, shown: str) -> tuple[History, Chain]:
    """Read a ledger: what became of each finding, and how its lines hold.

    Two branches may have told of one finding. Then the last word counts, and the next run puts right what is not so.
    """
    told = _Telling()
    chain = read_chain(data, shown, told.hear)
    if told.since:
        for entry in told.entries.values():
            told.confirm(entry)
    return History(told.entries, told.detectors, told.versions, told.baseline, tuple(told.accepted)), chain


def _open(made: _Telling, event: Event) -> None:
    says = event.says
    entry = made.entries.get(event.finding)
    if entry is None:
        made.entries[event.finding] = Entry(
            event.finding,
            says["rule"],
            says["where"],
            says["statement"],
            (says["before"], says["behind"]),
            says["of"],
            event,
            event,
            says["detectors"],
            made.number,
            bool(says["known"]),
        )
    else:  # on two branches, or again after it was closed on one of them
        entry.known = entry.known or bool(says["known"])
        _stand(entry, event, "")
        entry.seen = made.number


def _stand(entry: Entry, event: Event, reason: str) -> None:
    entry.closed, entry.reason, entry.unseen, entry.last = None, reason, "", event
    entry.verified = ()


def _known(_: _Telling, entry: Entry, __: Event) -> None:
    entry.known = entry.closed is None


def _moved(made: _Telling, entry: Entry, event: Event) -> None:
    says = event.says
    where, statement, around = says["where"], says["statement"], (says["before"], says["behind"])
    entry.known = entry.known and entry.stays(where, statement, around)
    entry.rule, entry.where, entry.last = says["rule"], where, event
    entry.statement, entry.around, entry.of = statement, around, says["of"]
    entry.seen = made.number


def _not_seen(made: _Telling, entry: Entry, event: Event) -> None:
    if entry.there:
        made.confirm(entry)
        entry.unseen = event.says["cause"]


_CLOSINGS: Mapping[str, Closing] = {each.value: each for each in Closing}


def _closed(_: _Telling, entry: Entry, event: Event) -> None:
    entry.closed, entry.reason = _CLOSINGS[event.says["how"]], event.says["reason"]
    entry.known, entry.unseen, entry.last = False, "", event
    entry.verified = ()


def _reopened(made: _Telling, entry: Entry, event: Event) -> None:
    _stand(entry, event, event.says["cause"])
    entry.detectors = event.says["detectors"]
    entry.seen = made.number


def _characterised(_: _Telling, entry: Entry, event: Event) -> None:
    entry.characterised = {**entry.characterised, **event.says["characteristics"]}


def _fed(_: _Telling, entry: Entry, event: Event) -> None:
    if event.says["to"] not in entry.fed:
        entry.fed = (*entry.fed, event.says["to"])


def _verified(_: _Telling, entry: Entry, event: Event) -> None:
    if entry.closed is not None:
        entry.verified = (*entry.verified, event)


_TOLD: Mapping[Kind, Callable[[_Telling, Entry, Event], None]] = {
    Kind.KNOWN: _known,
    Kind.MOVED: _moved,
    Kind.NOT_SEEN: _not_seen,
    Kind.CLOSED: _closed,
    Kind.REOPENED: _reopened,
    Kind.CHARACTERISED: _characterised,
    Kind.FED: _fed,
    Kind.VERIFIED: _verified,
}
