"""What the records say of one document's findings: its own deviations, and those whose finding may have come here."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from aseptic.analysis.elsewhere import Elsewhere
from aseptic.analysis.project import Project
from aseptic.analysis.repointing import Mispointed
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import Disposition
from aseptic.records.grounds import Found, doubt
from aseptic.records.matching import match
from aseptic.records.passes import Sighting
from aseptic.records.terms import Terms

Matched = tuple[Sequence[Disposition], Mapping[str, Disposition]]
"""What is said of each finding, and how each deviation stands, by its id."""


def dispositions(
    project: Project, path: str, sightings: Sequence[Sighting], today: datetime.date, elsewhere: Elsewhere
) -> Matched | None:
    """Return what the records say of a document's findings, in their order; None where they say nothing."""
    own = project.deviations_by_path.get(path, ())
    strangers = list(_strangers(project, path, sightings, elsewhere))
    if not own and not strangers:
        return None
    gone = frozenset(each.path for each in strangers if elsewhere.renamed(each.path, path))
    deviations = [*own, *strangers]

    def matched() -> Matched:
        terms = terms_for(project, deviations, elsewhere.digest)
        return match(sightings, deviations, today, terms, (path,), dict.fromkeys(gone, path))

    # Most keystrokes change no finding.
    return elsewhere.once(path, (project, today, tuple(sightings), tuple(each.id for each in strangers), gone), matched)


def terms_for(project: Project, deviations: Sequence[Deviation], digest: Found) -> Terms:
    """Return what decides whether these deviations count; `digest` tells what they rest on now."""
    doubts = {each.id: why for each in deviations if (why := doubt(each, digest))}
    return evolve(project.terms, mispointed=Mispointed(deviations), doubts=doubts)


def _strangers(project: Project, path: str, sightings: Sequence[Sighting], elsewhere: Elsewhere) -> Iterator[Deviation]:
    """Yield the deviations of other files whose finding is no longer there, and whose equal is here.

    Most documents have none, and then no other file is looked at.
    """
    for key in {(each.rule, each.statement) for each in sightings}:
        for each in project.deviations_by_statement.get(key, ()):
            there = elsewhere.places(each.path) if each.path != path else None
            if there is not None and (each.scope, *key) not in there:
                yield each
