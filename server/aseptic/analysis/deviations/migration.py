"""Records of older fingerprints, carried over to those of today where old and new agree on one place.

A version of fingerprints changes which statements are equal. So a record is carried over only where the old version
finds its one statement in the code, the new one takes no other for it, and the code that the record shows has both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from aseptic.analysis.deviations.deciding import looked_at
from aseptic.analysis.matching.placed_finding import sighting
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.quotation import stated
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.checks.fingerprint import VERSIONS, Meaning, earlier_fingerprint
from aseptic.checks.retelling import agree, meaning_by
from aseptic.records.decisions import Refused
from aseptic.records.deviation import DEVIATION, EARLIER, Deviation, read_deviation
from aseptic.records.disposition import State
from aseptic.records.filing import replace_record
from aseptic.records.matching import match
from aseptic.records.meanings import default_meaning, read_names
from aseptic.records.migrating import carried
from aseptic.records.passes import Sighting, TwinKey
from aseptic.records.terms import Terms
from aseptic.records.uncounted import is_record
from aseptic.standard.finding import FINGERPRINT_VERSION

_ELSEWHERE = frozenset({State.MOVED, State.STALE, State.AMBIGUOUS})


@frozen
class Migrated:
    """What became of one record of older fingerprints."""

    path: str
    """From the project's root."""
    why: str = ""
    """Why it was left as it is; empty where it was carried over."""


def migrate(session: Session, project: Project) -> Iterator[Migrated]:
    """Carry over what can be, one record after another, each whole or not at all."""
    folder = project.records / DEVIATION.folder
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        shown = f"{project.settings.records}/{DEVIATION.folder}/{path.name}"
        try:
            if is_record(path.name) and _migrated(session, project, path, shown):
                yield Migrated(shown)
        except Refused as refusal:
            yield Migrated(shown, str(refusal))
        except (OSError, UnicodeDecodeError) as error:
            yield Migrated(shown, f"it cannot be read or written: {getattr(error, 'strerror', None) or error}")


def _migrated(session: Session, project: Project, path: Path, shown: str) -> bool:
    before = path.read_bytes()
    found, problems = read_deviation(shown, before.decode("utf-8"), EARLIER)
    if found is None:
        raise Refused(f"it cannot be read: {problems[0].text}")
    deviation = project.under_new_name(found)
    if deviation.fingerprint.v == FINGERPRINT_VERSION:
        return False
    if deviation.fingerprint.v not in VERSIONS:
        raise Refused(
            f"version {deviation.fingerprint.v} of fingerprints is not known here; a newer Aseptic may know it"
        )
    snapshot = looked_at(session, project, deviation.path)
    if snapshot is None:
        raise Refused(f"{deviation.path} cannot be read")
    seen = _agreed(snapshot, deviation)
    if not replace_record(project.root, path, before, carried(found, before.decode("utf-8"), seen, session.today())):
        raise Refused("it was changed meanwhile; try again")
    return True


def _agreed(snapshot: Snapshot, deviation: Deviation) -> Sighting:
    """Return the finding that a record means by its own version, as today's version has it. Raises Refused."""
    findings = [(placed, old) for placed in snapshot.findings if (old := _earlier(snapshot, placed, deviation))]
    own = _meant([old for _, old in _numbered(findings)], deviation, snapshot)
    if own is None:
        raise Refused(f"its own version does not find its one statement in {deviation.path}; propose it again there")
    placed, old = findings[own]
    now = sighting(snapshot.path, placed)
    taken = [before for other, before in findings if sighting(snapshot.path, other).place == now.place]
    if any(each.place != old.place for each in taken):
        raise Refused("today's version takes another statement for the same; propose it again")
    names = _names(deviation)
    both = {deviation.fingerprint.v: deviation.fingerprint.statement, FINGERPRINT_VERSION: now.statement}
    if names is None and deviation.approved.given:
        raise Refused("it does not say what the names in its code stood for, which would prove it; propose it again")
    if names is not None and not agree(deviation.code[0].text if deviation.code else "", names, both):
        raise Refused("the code that it shows is another's by today's version; propose it again")
    return now


def _names(deviation: Deviation) -> Meaning | None:
    section = deviation.page.section("Code when raised")
    names = read_names(section.body) if section else None
    return None if names is None else meaning_by(names, default_meaning)


def _earlier(snapshot: Snapshot, placed: ChunkFinding, deviation: Deviation) -> Sighting | None:
    found = stated(snapshot, placed)
    if found is None:
        return None
    print_of = earlier_fingerprint(*found, deviation.fingerprint.v)
    return Sighting(snapshot.path, placed.scope, placed.finding.rule, print_of.statement, print_of.around)


def _numbered(findings: Sequence[tuple[ChunkFinding, Sighting]]) -> Iterator[tuple[ChunkFinding, Sighting]]:
    """Number the equals of the older version."""
    totals, numbers = Counter(old.place for _, old in findings), Counter[TwinKey]()
    for placed, old in findings:
        numbers[old.place] += 1
        yield placed, Sighting(*old.place, old.around, numbers[old.place], totals[old.place])


def _meant(sightings: Sequence[Sighting], deviation: Deviation, snapshot: Snapshot) -> int | None:
    said, _ = match(sightings, [deviation], snapshot.today, Terms(), (snapshot.path,))
    own = [at for at, each in enumerate(said) if each.deviation == deviation.id and each.state not in _ELSEWHERE]
    return own[0] if len(own) == 1 else None
