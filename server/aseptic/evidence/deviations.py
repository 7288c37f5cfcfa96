"""A project's deviations as a table and as plain values: state, age, owner, end, and under which policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from aseptic.analysis.deviations.overview import Overview, Row
from aseptic.analysis.deviations.telling import told
from aseptic.analysis.projects.project import Project
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import State
from aseptic.records.permission import outstanding
from aseptic.records.permit import Permit
from aseptic.source.counting import counted

_HEAD = ("deviation", "state", "rule", "where", "owner", "days old", "ends", "approved by")
_PERMITS = ("permit", "state", "rule", "for", "raised by", "ends", "approved by")
_TOLD = tuple(
    "id state covers note kind rule where movedTo premiseChanges verifiedBy owner raisedBy raisedOn ageDays expires"
    " approvedBy approvedOn digest permit permitApprovedBy requirements risk justification".split()
)
"""What the report tells of each, in this order: scripts rely on the names."""


def overview_text(found: Overview) -> str:
    """Write the table for people: a line a deviation, then what has to be done, then what would be open."""
    permits = found.project.shelf.permits
    if not found.rows and not found.without and not permits:
        return "no deviations\n"
    lines = [*_under(found), "", *table([_HEAD, *(_cells(found, row) for row in found.rows)])]
    if permits:
        lines += ["", *table([_PERMITS, *(_permit_cells(found, each) for each in permits)])]
    notes = [line for each in permits for line in _awaited(found, each)]
    for row in found.rows:
        if (cure := _cure(row)) and not row.past:
            notes.append(f"{row.stands.note}: {cure}")
        elif row.stands.rival or row.stands.doubted:
            notes.append(row.stands.note)
        notes.extend(f"    {line}" for line in row.changes.split("\n") if row.changes)
    if found.without:
        more = counted(len(found.uncovered), "more finding")
        notes.append(f"without {', '.join(found.without)}, {more} would be open")
    for each in found.uncovered:
        finding = each.placed.finding
        notes.append(f"{each.path}:{each.placed.span.start.line + 1}: {finding.rule} {finding.message}")
    return "".join(f"{line}\n" for line in (*lines, *(("", *notes) if notes else ())))


def _cure(row: Row) -> str:
    """Return what to do about a record, for people who have no editor at its code before them."""
    stands = row.stands
    if stands.state is State.NOT_SEEN and not stands.mend:
        return "see that its file is checked, and parses"
    return stands.cure_at(row.places)


def _permit_cells(found: Overview, permit: Permit) -> tuple[str, ...]:
    ended = permit.ended is None and permit.expires < found.today
    state = State.EXPIRED.value if ended else permit.status.value
    approver, paths = permit.approved.by or "nobody", ", ".join(permit.paths)
    return permit.id, state, permit.rule, paths, permit.raised.by, permit.expires.isoformat(), approver


def _awaited(found: Overview, permit: Permit) -> Iterable[str]:
    """Yield in a line why nothing stands under a permit, where somebody may have it so."""
    why = outstanding(permit, found.today, found.project.terms)
    if why and permit.ended is None:
        yield f"{permit.id} {why}, so nothing stands under it"


def _under(found: Overview) -> Iterable[str]:
    """Yield in lines under which standard and policy the deviations are judged, and as of which day."""
    said = policy_values(found.project)
    digest = f", {said['file']} {said['digest'][:12]}" if said["digest"] else ""
    yield f"as of {found.today.isoformat()}, under {said['standard']} {said['version']}{digest}"
    named = [*said["approvers"], *([f"the owners in {said['codeowners']}"] if said["codeowners"] else ())]
    terms = [f"approvers: {', '.join(named) or 'anybody'}", "four eyes" if said["fourEyes"] else "no four eyes"]
    for words, key in (("at most days", "longestDays"), ("proof", "proof")):
        if said[key]:
            terms.append(f"{words}: {', '.join(f'{name} {value}' for name, value in said[key].items())}")
    if said["noDeviation"]:
        terms.append(f"none from {', '.join(said['noDeviation'])}")
    yield "; ".join(terms)


def overview_values(found: Overview) -> dict[str, Any]:
    """Return the same as plain values, with the policy by which it was judged."""
    return {
        "format": 1,
        "asOf": found.today.isoformat(),
        "policy": policy_values(found.project),
        "deviations": [_values(found, row) for row in found.rows],
        "without": list(found.without),
        "uncovered": [
            {
                "path": each.path,
                "line": each.placed.span.start.line + 1,
                "rule": each.placed.finding.rule,
                "message": each.placed.finding.message,
            }
            for each in found.uncovered
        ],
    }


def policy_values(project: Project) -> dict[str, Any]:
    """Return who may approve and on what terms, with the digest of the file that says so."""
    tailoring, policy = project.tailoring, project.tailoring.policy
    return {
        "standard": tailoring.standard or "aseptic",
        "version": str(tailoring.version),
        "file": tailoring.path or None,
        "digest": tailoring.digest or None,
        "rules": project.standard.digest,
        "approvers": list(policy.approvers),
        "teams": {name: list(members) for name, members in sorted(policy.teams.items())},
        "codeowners": policy.codeowners or None,
        "fourEyes": policy.four_eyes,
        "longestDays": {each.value: days for each, days in policy.longest_days.items()},
        "noDeviation": list(policy.no_deviation),
        "proof": {each.value: proof.value for each, proof in policy.proof.items()},
    }


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines whose columns stand below one another."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _cells(found: Overview, row: Row) -> tuple[str, ...]:
    one = row.deviation
    age = str((found.today - one.raised.on).days)
    end = one.expires.isoformat()
    approver = one.approved.by or _by_permit(found, one) or "nobody"
    # Where git tells of a rename the place is known; what moved otherwise is only offered.
    where = one.where if row.stands.state is State.MOVED else row.stands.where or one.where
    return one.id, row.stands.state.value.replace("_", " "), one.rule, where, one.owned_by, age, end, approver


def _by_permit(found: Overview, deviation: Deviation) -> str:
    """Return the permit that a deviation stands under, with whoever approved that."""
    return f"{deviation.permit} ({_permit_approver(found, deviation) or 'nobody'})" if deviation.permit else ""


def _permit_approver(found: Overview, deviation: Deviation) -> str | None:
    permit = found.project.terms.permits.get(deviation.permit or "")
    return permit.approved.by if permit else None


def _values(found: Overview, row: Row) -> dict[str, Any]:
    values = {
        **told(row.deviation, row.stands, found.today),
        "premiseChanges": row.changes or None,
        "verifiedBy": list(row.verified_by),
        "permitApprovedBy": _permit_approver(found, row.deviation),
    }
    return {key: values[key] for key in _TOLD}
