"""From one scan to the events that it adds: what was opened, closed, opened again, moved, or could not be seen.

Absence is not a fix. A finding closes only when its file was scanned, all of it parsed, its rule held and the same
detectors ran; else it is not seen, with the cause. The same scan of the same tree adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from aseptic.records.deviation import join_where
from aseptic.records.disposition import Disposition
from aseptic.records.ledger.event import Closing, Draft, Kind
from aseptic.records.ledger.history import Entry, History
from aseptic.records.ledger.pairing import paired
from aseptic.records.matching import Sighting

_MENDED = (Closing.FIXED, Closing.CODE_REMOVED)


@frozen(eq=False)
class ScannedFinding:
    """A finding of the scan."""

    sighting: Sighting
    severity: str
    message: str
    disposition: Disposition


@frozen(eq=False)
class Analyzer:
    """What looked."""

    versions: Mapping[str, str]
    """Of each program that finds something."""
    detectors: Mapping[str, str]
    """The digest of the detectors of each rule that has any, the versions included."""
    retired: Mapping[str, str] = field(factory=dict[str, str])
    """The rules that hold no more though they have a page, and why."""
    renamed: Mapping[str, str] = field(factory=dict[str, str])
    """The rules that have another id now."""


@frozen(eq=False)
class Ground:
    """What is known of a file in which a finding was missed."""

    unseen: str = ""
    """Why nobody can say what is in it; empty where all of it was checked, or where it is gone."""
    gone: bool = False
    scopes: Collection[str] = ()
    """The dotted classes and functions that it holds."""
    resting: Collection[str] = ()
    """The rules that rest in it."""
    commit: str = ""
    """The commit that has it as it was scanned; empty where none is known to."""


@frozen(eq=False)
class Missed:
    """What a scan met of the ledger's findings, and what it missed."""

    pairs: Mapping[int, Entry]
    """By the index of the scan's finding."""
    entries: Sequence[Entry]
    """Those that were believed to be there and were not met."""
    unverified: Sequence[Entry]
    """Those that were closed before, are not there, and that nobody verified."""

    @property
    def paths(self) -> frozenset[str]:
        """The files of which more has to be known."""
        return frozenset(entry.path for entry in (*self.entries, *self.unverified))


def missed(history: History, seen: Sequence[ScannedFinding], analyzer: Analyzer, whole: Container[str] = ()) -> Missed:
    """Bring a scan and the ledger together; `whole` are the files of which everything was checked."""
    pairs = paired(history.entries.values(), [each.sighting for each in seen], analyzer.renamed, whole)
    met = {entry.id for entry in pairs.values()}
    rest = [entry for entry in history.entries.values() if entry.id not in met]
    unverified = [entry for entry in rest if entry.closed in _MENDED and not entry.verified]
    return Missed(pairs, [entry for entry in rest if entry.there], unverified)


def step(
    history: History, seen: Sequence[ScannedFinding], analyzer: Analyzer, met: Missed, ground: Mapping[str, Ground]
) -> list[Draft]:
    """Return what a scan adds to a ledger; `ground` has the file of every finding that was missed."""
    drafts: list[Draft] = []
    taken = set(history.entries)
    for index, each in enumerate(seen):
        entry = met.pairs.get(index)
        drafts += _opened(each, analyzer, taken) if entry is None else _met(entry, each, analyzer)
    for entry in met.entries:
        drafts += _gone(entry, analyzer, ground[entry.path])
    drafts += _verified(met, drafts, ground, analyzer)
    changed = _reconfigured(history, analyzer)
    if changed:
        says = {"versions": dict(analyzer.versions), "detectors": changed}
        drafts.append(Draft(Kind.CONFIGURED, says=says))
    return drafts


def accepted(drafts: Sequence[Draft], history: History) -> list[Draft]:
    """Return the same with everything that is open marked as known: what was opened now, and what was before."""
    closed = {each.finding for each in drafts if each.kind is Kind.CLOSED}
    again = {each.finding for each in drafts if each.kind is Kind.REOPENED} - closed
    fresh = {each.finding for each in drafts if each.kind is Kind.OPENED} - closed
    again |= {
        each.finding
        for each in drafts
        if each.kind is Kind.MOVED
        and each.finding not in closed
        and not _stays(history.entries[each.finding], each.says)
    }
    made = [
        evolve(each, says={**each.says, "known": True}) if each.kind is Kind.OPENED and each.finding in fresh else each
        for each in drafts
    ]
    before = [
        Draft(Kind.KNOWN, entry.id)
        for entry in history.entries.values()
        if entry.id in again or (entry.closed is None and not entry.known and entry.id not in closed)
    ]
    count = len(fresh) + len(before)
    if not count and history.baseline:
        return made
    return [*made, *before, Draft(Kind.BASELINE, says={"accepted": count})]


def _stays(entry: Entry, says: Mapping[str, Any]) -> bool:
    fingerprint = says["fingerprint"]
    return entry.stays(says["where"], fingerprint["statement"], tuple(fingerprint["around"]))


def unopened(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the same without what would be opened for the first time."""
    new = {each.finding for each in drafts if each.kind is Kind.OPENED}
    return [each for each in drafts if each.finding not in new]


def fingerprint(sighting: Sighting) -> dict[str, Any]:
    """Return what recognises a finding, as a line of the ledger holds it."""
    return {
        "v": 1,
        "statement": sighting.statement,
        "around": list(sighting.around),
        "of": f"{sighting.ordinal}/{sighting.of}",
    }


def _place(sighting: Sighting) -> dict[str, Any]:
    where = join_where(sighting.path, sighting.scope)
    return {"rule": sighting.rule, "where": where, "fingerprint": fingerprint(sighting)}


def _opened(seen: ScannedFinding, analyzer: Analyzer, taken: set[str]) -> Iterator[Draft]:
    number, identity = 0, ""
    while not identity or identity in taken:
        number += 1
        identity = _identity(seen.sighting, number)
    taken.add(identity)
    says = {
        **_place(seen.sighting),
        "severity": seen.severity,
        "message": seen.message,
        "detectors": analyzer.detectors.get(seen.sighting.rule, ""),
        "known": False,
    }
    yield Draft(Kind.OPENED, identity, says)
    if seen.disposition.covers:
        yield _close(identity, Closing.DEVIATION, seen.disposition.deviation, _place(seen.sighting))


def _met(entry: Entry, seen: ScannedFinding, analyzer: Analyzer) -> Iterator[Draft]:
    """Yield what is new of a finding that is there."""
    place, word = _place(seen.sighting), seen.disposition
    if entry.place != seen.sighting.place:
        yield Draft(Kind.MOVED, entry.id, place)
    by_deviation = entry.closed is Closing.DEVIATION
    if word.covers:
        if not by_deviation or entry.reason != word.deviation:
            yield _close(entry.id, Closing.DEVIATION, word.deviation, place)
    elif entry.unseen or by_deviation or not entry.there or (entry.closed is not None and _touched(entry, place)):
        cause = word.note if by_deviation else "it can be seen again" if entry.unseen else "it is there again"
        cause = _touched(entry, place) if not by_deviation and entry.closed and entry.there else cause
        cause = cause or f"{entry.reason} covers it no more"
        detectors = analyzer.detectors.get(seen.sighting.rule, "")
        says = {"rule": place["rule"], "where": place["where"], "cause": cause, "detectors": detectors}
        yield Draft(Kind.REOPENED, entry.id, says)


def _touched(entry: Entry, place: Mapping[str, Any]) -> str:
    """Return why what was said of a finding counts no more: another statement, or a place that nobody looked at."""
    if place["fingerprint"]["statement"] != entry.statement:
        return "its statement changed"
    beside = tuple(place["fingerprint"]["around"])
    return "it moved" if place["where"] != entry.where and beside != entry.around else ""


def _gone(entry: Entry, analyzer: Analyzer, ground: Ground) -> Iterator[Draft]:
    """Yield what is to be said of a finding that is not there: how it was closed, or why nobody can say."""
    rule = analyzer.renamed.get(entry.rule, entry.rule)
    place = {"rule": rule, "where": entry.where}
    now = analyzer.detectors.get(rule)
    cause = ground.unseen
    if ground.gone:
        yield _close(entry.id, Closing.CODE_REMOVED, "the file is gone", place)
    elif now is None:
        reason = analyzer.retired.get(rule, "the standard has no such rule any more")
        yield _close(entry.id, Closing.RULE_RETIRED, reason, place)
    elif rule in ground.resting:
        yield _close(entry.id, Closing.RULE_RETIRED, "the rule rests in this file", place)
    elif cause or now != entry.detectors:
        cause = cause or "other detectors looked than those that found it"
        if entry.closed is None and cause != entry.unseen:
            yield Draft(Kind.NOT_SEEN, entry.id, {**place, "cause": cause})
    elif entry.scope and entry.scope not in ground.scopes:
        yield _close(entry.id, Closing.CODE_REMOVED, f"{entry.scope} is gone", place)
    else:
        yield _close(entry.id, Closing.FIXED, "", place)


def _close(identity: str, how: Closing, reason: str, place: Mapping[str, Any]) -> Draft:
    says = {"rule": place["rule"], "where": place["where"], "how": how.value, "reason": reason}
    return Draft(Kind.CLOSED, identity, says)


def _verified(
    met: Missed, drafts: Sequence[Draft], ground: Mapping[str, Ground], analyzer: Analyzer
) -> Iterator[Draft]:
    """Yield for each finding whose mending this scan of a commit confirms, now or after it was closed before."""
    closing = {each.finding: Closing(each.says["how"]) for each in drafts if each.kind is Kind.CLOSED}
    for entry in (*met.entries, *met.unverified):
        how = closing.get(entry.id, entry.closed)
        place = ground[entry.path]
        held = place.gone or (not place.unseen and entry.detectors == analyzer.detectors.get(entry.rule))
        if how in _MENDED and held and place.commit:
            yield Draft(Kind.VERIFIED, entry.id, {"how": "scan", "evidence": place.commit})


def _reconfigured(history: History, analyzer: Analyzer) -> dict[str, str | None]:
    """Return the rules whose detectors are others than in the last run."""
    rules = sorted({*history.detectors, *analyzer.detectors})
    return {
        rule: analyzer.detectors.get(rule)
        for rule in rules
        if history.detectors.get(rule) != analyzer.detectors.get(rule)
    }


def _identity(sighting: Sighting, number: int) -> str:
    parts = (*sighting.place, str(number))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"FND-{digest[:12]}"
