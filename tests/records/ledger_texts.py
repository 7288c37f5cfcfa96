"""Scans and ledgers for the tests."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from aseptic.records.disposition import OPEN, Disposition
from aseptic.records.ledger.chain import linked, read_chain
from aseptic.records.ledger.event import Draft, Event, Stamp
from aseptic.records.ledger.history import History, read_history
from aseptic.records.ledger.step import Analyzer, Ground, ScannedFinding, missed, step
from aseptic.records.matching import Sighting

SHOWN = "security/ledger.jsonl"
STAMP = Stamp("mira@example.org", datetime.datetime(2026, 11, 25, 19, 30, tzinfo=datetime.UTC), "a" * 40)
ANALYZER = Analyzer({"aseptic": "1", "bandit": "1"}, {"INJ-003": "d1", "CRY-001": "d2"})


def seen(
    statement: str = "s1",
    path: str = "a.py",
    scope: str = "run",
    rule: str = "INJ-003",
    around: tuple[str, str] = ("", ""),
    of: str = "1/1",
    disposition: Disposition = OPEN,
) -> ScannedFinding:
    ordinal, count = map(int, of.split("/"))
    return ScannedFinding(
        Sighting(path, scope, rule, statement, around, ordinal, count), "high", "Do not.", disposition
    )


WHOLE = Ground(scopes=("run", "other", "Pump.run"), commit="a" * 40)


class Book:
    """A ledger that grows by scans."""

    def __init__(self) -> None:
        self.data = b""

    @property
    def history(self) -> History:
        return read_history(self.data, SHOWN)[0]

    @property
    def events(self) -> list[Event]:
        heard: list[Event] = []
        read_chain(self.data, SHOWN, heard.append)
        return heard

    def drafts(
        self, *found: ScannedFinding, analyzer: Analyzer = ANALYZER, ground: Ground = WHOLE, whole: Sequence[str] = ()
    ) -> list[Draft]:
        told = self.history
        met = missed(told, found, analyzer, whole)
        return step(told, found, analyzer, met, dict.fromkeys(met.paths, ground))

    def add(self, drafts: Sequence[Draft]) -> list[Draft]:
        chain = read_chain(self.data, SHOWN, lambda _: None)
        self.data += linked(drafts, STAMP, chain.heads)[0]
        return list(drafts)

    def scan(
        self, *found: ScannedFinding, analyzer: Analyzer = ANALYZER, ground: Ground = WHOLE, whole: Sequence[str] = ()
    ) -> list[str]:
        """Record a scan and return what it added, in words."""
        drafts = self.add(self.drafts(*found, analyzer=analyzer, ground=ground, whole=whole))
        said = [(each.kind.value, each.says.get("how") or each.says.get("cause")) for each in drafts]
        return [f"{kind} {more}" if more else kind for kind, more in said if kind != "configured"]
