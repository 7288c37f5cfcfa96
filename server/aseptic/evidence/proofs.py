"""How well approvals are proved, as a table and as plain values, with what git tells of the records beside that."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from attrs import frozen

from aseptic.analysis.approvals.remarks import UNTOLD, Remark
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.project import Project
from aseptic.evidence.deviations import table
from aseptic.records.deviation import DEVIATION, Deviation, Status
from aseptic.records.disposition import State
from aseptic.records.permission import lacking
from aseptic.records.permit import PERMIT
from aseptic.source.problem import Problem

_SHOWN = 20
"""Remarks that are printed; the plain values have all."""
_NOBODY = ("", "", "", "", "")
"""What the table has of an approval, where nothing of it is known."""


@frozen(eq=False)
class Verified:
    """What is known of an approval, where, and what becomes of its record by that, its code and the calendar."""

    folder: str
    """That of its project; empty for the one here."""
    found: Provenance
    state: State


def verified(folder: str, found: Provenance, states: Mapping[str, State], today: datetime.date) -> Verified:
    """Return an approval with what holds of its record: one that does not hold counts as proposed.

    `states` tells how deviations stand by their code, too, by their ids.
    """
    record = found.record
    if isinstance(record, Deviation):
        state = states[record.id]
    else:
        state = State.EXPIRED if record.expires < today else State.APPROVED
    return Verified(folder, found, State.PROPOSED if state.covers and not found.holds else state)


def under_permits(
    folder: str, project: Project, judged: Iterable[Provenance], states: Mapping[str, State], today: datetime.date
) -> Iterator[tuple[str, Provenance]]:
    """Yield which deviations stand under a permit whose approval holds, with that: they are proved as it is.

    `states` tells how deviations stand by their code, too, where that was looked at.
    """
    holding = {each.record.id: each for each in judged if each.holds}
    for each in project.deviations:
        permit = project.terms.permits.get(each.permit or "")
        if each.status is not Status.PROPOSED or permit is None or permit.id not in holding:
            continue
        if states.get(each.id, State.APPROVED).covers and not lacking(each, permit, today, project.terms):
            yield f"{folder}/{each.id}" if folder else each.id, holding[permit.id]


def provenance_text(
    found: Sequence[Verified],
    seen: Iterable[Remarked] = (),
    unjudged: Sequence[Unjudged] = (),
    under: Iterable[tuple[str, Provenance]] = (),
) -> str:
    """Write how well each approval is proved; the rest is told beside it, and keeps it from saying that nothing was.

    `under`: what stands under a permit, with the approval of that.
    """
    if not (found or unjudged) and any(each.remarks for each in seen):
        return "no record here is approved now, so no approval can be verified; git has more to tell of the records\n"
    if not (found or unjudged):
        return "nothing is approved yet, so there is nothing to verify\n"
    head = ("record", "state", "approved by", "on", "proof", "asked for", "in commit", "verdict")
    rows = [
        (
            f"{one.folder}/{one.found.record.id}" if one.folder else one.found.record.id,
            one.state.value.replace("_", " "),
            one.found.record.approved.by or "nobody",
            *_proof(one.found),
        )
        for one in found
    ]
    for shown, by in under:
        rows.append((shown, State.APPROVED.value, f"{by.record.id} ({by.record.approved.by})", *_proof(by)))
    rows += [(each.shown, "cannot be read", *_NOBODY, f"not judged: {each.fault.text}") for each in unjudged]
    return "".join(f"{line}\n" for line in table([head, *rows]))


def _proof(found: Provenance) -> tuple[str, ...]:
    """Return what the table has of how well an approval is proved."""
    on, commit = _date(found.record.approved.on) or "never", found.commit[:12] or "none"
    return on, found.proof.words, _needed(found), commit, _verdict(found)


def provenance_values(
    found: Iterable[Verified], seen: Iterable[Remarked] = (), unjudged: Iterable[Unjudged] = ()
) -> dict[str, Any]:
    """Return the same as plain values."""
    return {
        "format": 1,
        "approvals": [
            {
                "id": each.record.id,
                "project": one.folder or None,
                "state": one.state.value,
                "approvedBy": each.record.approved.by,
                "on": _date(each.record.approved.on),
                "of": each.record.approved.of,
                "proof": each.proof.value,
                "needed": each.needed.value,
                "neededThen": each.then.value,
                "neededNow": each.now.value,
                "commit": each.commit or None,
                "holds": each.holds,
                "against": each.against or None,
                "basis": each.basis or None,
                "unkept": each.unkept or None,
            }
            for one in found
            for each in (one.found,)
        ],
        "notJudged": [
            {"record": each.fault.path, "project": each.folder or None, "text": each.fault.text} for each in unjudged
        ],
        "remarks": [
            {"record": one.record, "project": each.folder or None, "text": one.text}
            for each in seen
            for one in each.remarks
        ],
    }


@frozen
class Unjudged:
    """A record, or a folder of them, of which nobody can tell what is approved in it, for it cannot be read."""

    folder: str
    """That of its project; empty for the one here."""
    fault: Problem

    @property
    def shown(self) -> str:
        """How a table names it: by its id, as far as its file's name tells one."""
        path = PurePosixPath(self.fault.path)
        name = path.stem if path.suffix == ".md" else path.name
        return f"{self.folder}/{name}" if self.folder else name


def unjudged(folder: str, project: Project) -> Iterator[Unjudged]:
    """Yield what cannot be read of the records that are approved one by one, each with the first of its faults."""
    kinds = tuple(f"{project.settings.records}/{kind.folder}" for kind in (DEVIATION, PERMIT))
    read = {each.record for each in (*project.shelf.deviations, *project.shelf.permits)}
    faults: dict[str, Problem] = {}
    for each in project.shelf.problems:
        concerned = each.path in (project.settings.records, *kinds) or each.path.rpartition("/")[0] in kinds
        if concerned and each.path not in read:
            faults.setdefault(each.path, each)
    yield from (Unjudged(folder, each) for each in faults.values())


@frozen(eq=False)
class Remarked:
    """What git tells of a project's records."""

    folder: str
    """The project's; empty for the one here."""
    remarks: tuple[Remark, ...]
    cut_off: bool
    """Whether that is not all, for the history was cut off."""
    shown: str
    """How the project's folder is named where the command runs; empty for that folder itself."""


def remarked(seen: Sequence[Remarked]) -> Iterator[str]:
    """Yield it in lines."""
    lines = [f"{each.shown}/{one}" if each.shown else str(one) for each in seen for one in each.remarks]
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"and {len(lines) - _SHOWN} more like these; `--format json` names all"
    if any(each.cut_off for each in seen):
        yield UNTOLD


def _needed(found: Provenance) -> str:
    """Return the proof that is needed, and by which policy where the one before it and today's differ."""
    if found.then is found.now:
        return found.needed.words
    return f"{found.needed.words} (then {found.then.words}, now {found.now.words})"


def _verdict(found: Provenance) -> str:
    verdict = f"does not hold: {found.told}" if found.lack else "holds"
    return "; ".join((verdict, *filter(None, (found.basis, found.unkept))))


def _date(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
