"""`aseptic deviations record` and `propose`: what an editor's menu does at a finding, by the finding's place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from attrs import evolve

from aseptic.analysis.deviations.deciding import decide
from aseptic.analysis.deviations.elsewhere import proposing
from aseptic.analysis.deviations.naming import unknown
from aseptic.analysis.deviations.offered_permit import offered, stands_under
from aseptic.analysis.deviations.pointing import Missed, Pointed, opened, place_of, pointed_at
from aseptic.analysis.deviations.recording import record_deviation, unrecordable
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.cli.elsewhere import met
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.whereabouts import fault, from_here
from aseptic.feedback.problems import key_of
from aseptic.records.decisions import Refused
from aseptic.records.deviation import CLOSED, DEVIATION, Deviation, read_deviation
from aseptic.records.ground import Ground
from aseptic.records.permission import unfit
from aseptic.records.permit import Permit
from aseptic.records.verb import Verb
from aseptic.source.printable import printable


@click.command("record", short_help="Record a deviation from the finding at FILE:LINE.")
@click.argument("place", metavar="FILE:LINE[:RULE]")
@click.option(
    "--kind",
    type=click.Choice([each.value for each in Ground]),
    default=Ground.ACCEPTED_RISK.value,
    show_default=True,
    help="Why the breach may stand.",
)
@click.option("--reason", default="", help="The justification; without it the draft asks for one.")
@click.option("--why-not", default="", help="Why the replacement is not taken, where Aseptic offers one.")
@click.option("--permit", default="", metavar="ID", help="The permit that it is to stand under, or 'none'.")
def record(place: str, kind: str, reason: str, why_not: str, permit: str) -> None:
    """Record a deviation from the finding at FILE:LINE, as `aseptic check` prints it; somebody else approves it.

    Where an approved permit fits the rule and the file, it is named in the draft, and needs no other approval.
    Exit status: 0, or 2 where nothing was written.
    """
    session = Session(standard_or_exit(), [Path.cwd().resolve()])
    found = _pointed(session, place)
    snapshot, placed = found.snapshot, found.placed
    if why := unrecordable(snapshot.project, placed):
        raise Failure(why)
    folder = snapshot.project.records / DEVIATION.folder
    under = _permit(snapshot, placed.finding.rule, permit)
    why_not = why_not or (under.why_not if under else "")
    try:
        made = record_deviation(snapshot, placed, Ground(kind), reason, under.id if under else "", why_not)
    except OSError as error:
        raise Failure(f"the deviation could not be written in {folder}: {error.strerror or error}") from error
    name = made.path.relative_to(snapshot.project.root).as_posix()
    click.echo(f"wrote {from_here(made.path)}")
    if under:
        click.echo(printable(stands_under(under)))
    shortest = snapshot.project.tailoring.policy.shortest_justification
    for problem in read_deviation(name, made.path.read_text(encoding="utf-8"), shortest=shortest)[1]:
        click.echo(printable(fault(snapshot.project, problem)))


@click.command(Verb.PROPOSE.value, short_help="Propose a deviation or a permit again.")
@click.argument("identity", metavar="ID")
@click.argument("place", metavar="[FILE:LINE]", required=False)
def propose(identity: str, place: str | None) -> None:
    """Propose a deviation again for its code as it is now: one that is stale, doubtful, amended or rejected.

    FILE:LINE says which finding is meant where the record's own place does not; a permit is proposed without one. Exit
    status: 0, or 2 where nothing was written.
    """
    folder = Path.cwd().resolve()
    session = Session(standard_or_exit(), [folder])
    project = session.project(folder)
    try:
        done = decide(session, project, identity, Verb.PROPOSE, _meant(session, project, identity, place))
    except Refused as refusal:
        raise Failure(str(refusal)) from None
    click.echo(f"wrote {from_here(done.path)}")
    click.echo(printable(done.said))


def _permit(snapshot: Snapshot, rule: str, named: str) -> Permit | None:
    """Return the permit that somebody named, else the only one that fits; None where there is none."""
    if named.casefold() == "none":
        return None
    offer = offered(snapshot, rule)
    if not named:
        if offer.fitting and not offer.permit:
            click.echo(f"{offer.said}; name one with --permit", err=True)
        return offer.permit
    project, found = snapshot.project, offer.fitting
    shelf, terms = project.shelf, project.terms
    fits = next((each for each in found if each.id == named.upper()), None)
    if fits is None:
        those = ", ".join(each.id for each in found) or "none"
        meant = next((each for each in shelf.permits if each.id == named.upper()), None)
        why = unfit(meant, rule, snapshot.path, project.deviations, snapshot.today, terms) if meant else ""
        told = f"{meant.id} {why}" if meant else f"there is no permit {named}"
        raise Failure(f"{told}; permits that fit {rule} in {snapshot.path}: {those}")
    return fits


def _pointed(session: Session, place: str, rule: str = "") -> Pointed:
    try:
        said = place_of(place)
        return pointed_at(session, Path.cwd().resolve(), evolve(said, rule=said.rule or rule))
    except Missed as missed:
        raise Failure(str(missed)) from None


def _meant(session: Session, project: Project, identity: str, place: str | None) -> tuple[Path, dict[str, Any]] | None:
    """Return the finding for which a record is proposed; None for a permit, which is about no one finding."""
    if any(each.id == identity for each in project.shelf.permits):
        if place:
            raise Failure(f"{identity} is a permit, which is about no one finding: leave {place} out")
        return None
    found = _pointed(session, place, _rule(project, identity)) if place else _own(session, project, identity)
    return found.path, key_of(found.placed)


def _own(session: Session, project: Project, identity: str) -> Pointed:
    """Return the one finding of which a deviation speaks, in the file that it names, whatever git calls that now."""
    known = next((each for each in project.shelf.deviations if each.id == identity), None)
    if known is None:
        raise Failure(unknown(project, identity))
    heir = session.renames(project).heir(known.path)
    path, about = project.root / (heir or known.path), f"{known.where}, in {heir} by now" if heir else known.where
    try:
        snapshot = opened(session, path, heir or known.path)
    except Missed as missed:
        call = proposing(identity, [*met(session, project, identity)])
        raise Failure(f"{identity}: {missed}; name its finding: {call}") from None
    found = [each for each in snapshot.findings if each.disposition.deviation == identity]
    alike = [] if found else _alike(project, snapshot, known)
    if len(alike) == 1 and (holder := alike[0].disposition.deviation):
        if not _is_closed(project, holder):
            way = f"withdraw {holder} first, then propose {identity} again"
            raise Failure(f"{identity} is about {about}, but its finding is held by {holder}: {way}")
        found = alike
    if len(found) != 1:
        shown = from_here(path)
        places = [f"{shown}:{each.span.start.line + 1}" for each in found] or [*met(session, project, identity)]
        call = f"name its finding: {proposing(identity, places)}"
        which = "which of several findings there is meant" if found else "no finding there is known as its own"
        raise Failure(f"{identity} is about {about}, and {'nobody knows ' if found else ''}{which}; {call}")
    return Pointed(path, snapshot, found[0])


def _alike(project: Project, snapshot: Snapshot, known: Deviation) -> list[ChunkFinding]:
    """Return the findings where a deviation's own was that have the same statement."""
    rule, statement = project.under_new_name(known).rule, known.fingerprint.statement
    return [
        each
        for each in snapshot.findings
        if (each.finding.rule, each.finding.fingerprint.statement, each.scope) == (rule, statement, known.scope)
    ]


def _is_closed(project: Project, identity: str) -> bool:
    return any(each.id == identity and each.status in CLOSED for each in project.shelf.deviations)


def _rule(project: Project, identity: str) -> str:
    return next((project.under_new_name(each).rule for each in project.shelf.deviations if each.id == identity), "")
