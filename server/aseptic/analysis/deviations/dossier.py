"""What whoever decides on a deviation has to see: its code then and now, its neighbours, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from aseptic.analysis.deviations.deciding import looked_at, standings
from aseptic.analysis.matching.claims import terms_for
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.quotation import quotation
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.standing import standing
from aseptic.records.terms import Terms

_LOOKED_AT = 20
"""Deviations from the same rule whose standing is told; there may be thousands."""


@frozen
class Rest:
    """Something that the reasoning rests on: a premise, or a measure with what verifies it."""

    name: str
    how: str
    """As it was, changed, gone, or not pinned yet."""
    what: str = ""
    """What a measure does."""


@frozen
class Dossier:
    """One deviation with what belongs to it."""

    deviation: Deviation
    stands: Disposition
    then: str
    now: str | None
    """The statement as it is now; None where no finding is left that the record is about."""
    line: int | None
    """The line of that finding, counted from 0."""
    siblings: tuple[Deviation, ...]
    """The other deviations from its rule."""
    neighbours: tuple[Deviation, ...]
    """The other deviations in its scope, from whatever rule."""
    states: Mapping[str, State]
    """How the first of those others stand, by their ids."""
    premises: tuple[Rest, ...]
    measures: tuple[Rest, ...]


def dossier(session: Session, project: Project, identity: str) -> Dossier | None:
    """Return what belongs to a deviation as its project and its code are now; None where there is no such record."""
    deviation = next((each for each in project.deviations if each.id == identity), None)
    if deviation is None:
        return None
    beside = session.beside(project)
    digest, unproved = beside.digest, beside.unproved
    snapshot = looked_at(session, project, deviation.path)
    own = _finding(snapshot, deviation) if snapshot else None
    others = [each for each in project.deviations if each.id != identity]
    siblings = [each for each in others if each.rule == deviation.rule]
    neighbours = [each for each in others if each.where == deviation.where]
    others_told = [*siblings[:_LOOKED_AT], *(each for each in neighbours if each not in siblings)]
    return Dossier(
        deviation,
        _stands(session, deviation, snapshot, terms_for(project, [deviation], digest, unproved)),
        deviation.code[0].text if deviation.code else "",
        quotation(snapshot, own).code if snapshot and own else None,
        own.span.start.line if own else None,
        tuple(siblings),
        tuple(neighbours),
        dict(_states(session, others_told, snapshot, terms_for(project, others_told, digest, unproved))),
        tuple(Rest(each.code, _how(each.digest, digest(each.code))) for each in deviation.premises),
        tuple(
            Rest(each.verified_by, _how(each.digest, digest(each.verified_by)), each.what)
            for each in deviation.measures
        ),
    )


def _stands(session: Session, deviation: Deviation, snapshot: Snapshot | None, terms: Terms) -> Disposition:
    found = standings(snapshot).get(deviation.id) if snapshot else None
    return found or standing(deviation, session.today(), terms)


def _states(
    session: Session, others: Sequence[Deviation], snapshot: Snapshot | None, terms: Terms
) -> Iterator[tuple[str, State]]:
    here = standings(snapshot) if snapshot else None
    for each in others:
        found = here.get(each.id) if here else None
        yield each.id, (found or standing(each, session.today(), terms)).state


def _finding(snapshot: Snapshot, deviation: Deviation) -> ChunkFinding | None:
    """Return the finding that the records say the deviation is about, else its rule's first in its scope."""
    return next(_candidates(snapshot, deviation), None)


def _candidates(snapshot: Snapshot, deviation: Deviation) -> Iterator[ChunkFinding]:
    yield from (each for each in snapshot.findings if each.disposition.deviation == deviation.id)
    same = (each for each in snapshot.findings if each.finding.fingerprint.statement == deviation.fingerprint.statement)
    yield from (each for each in same if (each.scope, each.finding.rule) == (deviation.scope, deviation.rule))


def _how(then: str, now: str | None) -> str:
    if now is None:
        return "gone"
    if not then:
        return "pinned with the approval"
    return "as it was" if now in ("", then) else "changed"
