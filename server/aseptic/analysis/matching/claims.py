"""What the records say of one document's findings: its own deviations, and those whose finding may have come here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from aseptic.analysis.matching.mispointed import Mispointed
from aseptic.analysis.matching.other_files import Key, OtherFiles, Unproved
from aseptic.analysis.projects.project import Project
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import Disposition
from aseptic.records.grounds import Found, doubt, named
from aseptic.records.matching import Standings, matched, standings
from aseptic.records.passes import Sighting
from aseptic.records.terms import Terms

Matched = tuple[Sequence[Disposition], Mapping[str, Disposition]]
"""What is said of each finding, and how each deviation stands, by its id."""


@frozen(eq=False)
class DocumentFindings:
    """A document's findings, as far as the records need to look at them."""

    path: str
    keys: Sequence[Key]
    token: tuple[object, ...]
    """What is equal as long as the findings are."""
    sightings: Callable[[], Sequence[Sighting]]


def dispositions(
    project: Project, path: str, sightings: Sequence[Sighting], today: datetime.date, elsewhere: OtherFiles
) -> Matched | None:
    """Return what the records say of a document's findings, in their order; None where they say nothing."""
    keys = [(each.scope, each.rule, each.statement) for each in sightings]
    return said_of(project, DocumentFindings(path, keys, tuple(sightings), lambda: sightings), today, elsewhere)


def said_of(project: Project, seen: DocumentFindings, today: datetime.date, elsewhere: OtherFiles) -> Matched | None:
    """Return the same of findings that most keystrokes leave as they are, and then no record is asked again."""
    path = seen.path
    own = project.deviations_by_path.get(path, ())
    strangers = list(_strangers(project, seen, elsewhere))
    if not own and not strangers:
        return None
    gone = frozenset(each.path for each in strangers if elsewhere.renamed(each.path, path))
    deviations = [*own, *strangers]

    strange, judged = tuple(each.id for each in strangers), elsewhere.unproved
    rests = tuple(elsewhere.digest(name) for each in strangers for name in named(each))

    def stood() -> Standings:
        terms = terms_for(project, deviations, elsewhere.digest, elsewhere.unproved)
        return standings(deviations, today, terms)

    def said() -> Matched:
        known = stood() if strange else elsewhere.once(path, "standings", (project, today, judged), stood)
        return matched(seen.sightings(), deviations, known, (path,), dict.fromkeys(gone, path))

    return elsewhere.once(path, "matched", (project, today, seen.token, strange, gone, rests, judged), said)


def terms_for(
    project: Project,
    deviations: Sequence[Deviation],
    digest: Found,
    unproved: Unproved | None = None,
) -> Terms:
    """Return what decides whether these deviations count; `digest` tells what they rest on now.

    `unproved` tells why an approval is not proved well enough; without it its word is believed.
    """
    doubts = {each.id: why for each in deviations if (why := doubt(each, digest)) is not None}
    terms = evolve(project.terms, mispointed=Mispointed(deviations), doubts=doubts)
    return evolve(terms, unproved=unproved) if unproved else terms


def _strangers(project: Project, seen: DocumentFindings, elsewhere: OtherFiles) -> Iterator[Deviation]:
    """Yield the deviations of other files whose finding is no longer there, and whose equal is here.

    Most documents have none, and then no other file is looked at.
    """
    homes, here = project.homes, frozenset((seen.path,))

    def elsewhere_too() -> list[tuple[str, str]]:
        return [key for key in {key[1:] for key in seen.keys} if homes.get(key, here) != here]

    for key in elsewhere.once(seen.path, "elsewhere too", (project, seen.token), elsewhere_too):
        for each in project.deviations_by_statement[key]:
            there = elsewhere.places(each.path) if each.path != seen.path else None
            if there is None or (each.scope, *key) in there:
                continue
            if there or not _went_elsewhere(each, key, seen.path, elsewhere):
                yield each


def _went_elsewhere(one: Deviation, key: tuple[str, str], path: str, elsewhere: OtherFiles) -> bool:
    """Say whether a deviation covers its finding in another file, which its own became: what is here is a copy."""
    now = "" if elsewhere.renamed(one.path, path) else elsewhere.heir(one.path)
    return now not in ("", path) and (one.scope, *key) in (elsewhere.places(now) or ())
