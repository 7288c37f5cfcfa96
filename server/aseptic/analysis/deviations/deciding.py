"""A decision on a deviation, from who takes it to the record on disk. Only the record is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve

from aseptic.analysis.deviations.decided_file import Decided, Seal, Taking, as_on_disk, hold_to_name, open_line, write
from aseptic.analysis.deviations.deciding_by_git import (
    by_git,
    hold_to_git,
    hold_to_signature,
    leaving_alone,
    mapped_words,
    taken_back,
    warned,
    way_back,
)
from aseptic.analysis.deviations.deciding_permit import permit_decision
from aseptic.analysis.deviations.naming import outgrown, unknown
from aseptic.analysis.deviations.recording import find, own_names
from aseptic.analysis.documents.integrity import missing
from aseptic.analysis.documents.reading import Unchecked, is_gone, read_source
from aseptic.analysis.matching.claims import dispositions, terms_for
from aseptic.analysis.matching.placed_finding import sighting
from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.unread_policy import unread_policy
from aseptic.analysis.sessions.quotation import Quotation, fits, quotation
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.analysis.versioning.identity import git_user
from aseptic.records.announcing import announced
from aseptic.records.decisions import Case, Refused, decided
from aseptic.records.deviation import Deviation, Premise, Status, read_deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.grounds import Found, named
from aseptic.records.standing import standing
from aseptic.records.terms import Terms
from aseptic.records.unmet import unseen, without_file
from aseptic.records.verb import Verb

_DRAFTING = (Verb.PROPOSE, Verb.ACCEPT_MOVE)
"""The decisions that name anew what the statement uses."""
Elsewhere = Callable[[], Disposition | None]
"""Tells how a record stands by its project's other files, in whatever thread."""


def decide(
    session: Session,
    project: Project,
    identity: str,
    verb: Verb,
    place: tuple[Path, dict[str, Any]] | None = None,
    reason: str = "",
    seal: Seal = lambda _: None,
    signed: bool = False,
    elsewhere: Elsewhere = lambda: None,
) -> Decided:
    """Take a decision as git's user, and write it, as `prepared` has it.

    `signed`: an approval is signed beside its record then. Raises Refused, with the one line that says why.
    """
    return prepared(session, project, identity, verb, place, reason, elsewhere)(seal, signed)


def prepared(
    session: Session,
    project: Project,
    identity: str,
    verb: Verb,
    place: tuple[Path, dict[str, Any]] | None = None,
    reason: str = "",
    elsewhere: Elsewhere = lambda: None,
) -> Taking:
    """Look at what a decision is about, and return what takes it; nothing is written and git is not asked before.

    `place` is an open document with the key of a finding in it, where the decision is about one; to propose a record
    again for the one finding that is known as its own, none is needed. `elsewhere` is asked then where an approval or a
    renewal is decided on, and the record's own file has nothing of it. Raises Refused, as what is returned does.
    """
    if verb is not Verb.WITHDRAW and (fault := unread_policy(project)):
        raise Refused(f"nothing is decided on {identity} while the policy cannot be read: {fault}")
    if any(each.id == identity for each in project.shelf.permits):
        return permit_decision(session, project, identity, verb, reason)
    path, before, deviation = _record(project, identity)
    if verb in (Verb.APPROVE, Verb.RENEW):
        hold_to_name(path, identity)
    snapshot = _by_its_word(session.snapshot(place[0])) if place else None
    placed = find(snapshot, place[1]) if snapshot and place else None
    if place and placed is None:
        raise Refused(f"{identity}: the finding has changed or is gone; ask for its actions again")
    digest = session.beside(project).digest
    terms = terms_for(project, [deviation], digest)
    stands, own = _stands(session, project, deviation, snapshot, terms)
    if verb is Verb.PROPOSE and not place and own:
        snapshot, placed = own
    quoted = quotation(snapshot, placed) if snapshot and placed else Quotation("")
    if verb is Verb.APPROVE and own is not None:
        _hold_against(deviation, *own)
    case = Case(
        deviation,
        before.decode("utf-8"),
        "",
        session.today(),
        terms,
        stands,
        sighting(snapshot.path, placed) if snapshot and placed else None,
        quoted.code,
        quoted.names,
        reason,
        {name: digest(name) or "" for name in named(deviation)},
        tuple(_uses(snapshot, placed, digest)) if snapshot and placed and verb in _DRAFTING else (),
        frozenset(each.code for each in deviation.premises if _is_gone(project, each.code, digest)),
    )
    asks = _asks(verb, stands, is_gone(project.root / deviation.path))
    return partial(_taken, project, path, before, verb, case, elsewhere if asks else lambda: None)


def _asks(verb: Verb, stands: Disposition, gone: bool) -> bool:
    """Say whether other files are looked at: to withdraw a record, which is to be quick, only if its own is gone."""
    if verb in (Verb.APPROVE, Verb.RENEW):
        return stands.state in (State.UNUSED, State.NOT_SEEN, State.MOVED) and not stands.mend
    return verb is Verb.WITHDRAW and gone


def _taken(
    project: Project,
    path: Path,
    before: bytes,
    verb: Verb,
    case: Case,
    elsewhere: Elsewhere,
    seal: Seal,
    signed: bool,
) -> Decided:
    deviation, identity = case.deviation, case.deviation.id
    case = evolve(case, who=git_user(project.root), stands=elsewhere() or case.stands)
    if verb in (Verb.APPROVE, Verb.PROPOSE, Verb.RENEW):
        case = by_git(project, case)
    elif verb is Verb.REJECT:
        case = evolve(case, who_may=mapped_words(project, case, case.today))
    text = decided(verb, case)
    after, _ = read_deviation(deviation.record, text)
    if after is not None and (why := outgrown(project, after)):
        raise Refused(why)
    if after is not None and verb in (Verb.APPROVE, Verb.RENEW):
        hold_to_git(project, project.under_new_name(after), "approved" if verb is Verb.APPROVE else "renewed")
        hold_to_signature(project, after, signed or verb is not Verb.APPROVE)
    otherwise = f"write 'status: {deviation.status.value}' in"
    way = way_back(project, path, before, otherwise) if verb is Verb.WITHDRAW else ""
    if after is not None and verb in (Verb.APPROVE, Verb.RENEW):
        way = warned(project, project.under_new_name(after), signed)
    if verb is Verb.PROPOSE and after is not None:
        way = leaving_alone(project, deviation, project.under_new_name(after), case.today)
    seal(text)
    write(project.root, path, before, text, identity)
    doubt = case.terms.doubts.get(identity)
    if doubt and after and case.gone.isdisjoint(each.code for each in after.premises):
        doubt = evolve(doubt, gone=doubt.key != "premises" and doubt.gone)
    if case.stands.covers and verb is Verb.RENEW and not (after and after.approved.given):
        way += taken_back(project, path, before)
    unwritten = next((str(each) for each in deviation.unreasoned(project.terms.policy.shortest_justification)), "")
    said = announced(verb, after or deviation, case.who, case.stands, doubt, unwritten) + way
    line = open_line(path, text) if verb is Verb.REJECT and not case.reason.strip() else None
    return Decided(identity, path, text, said, line)


def _record(project: Project, identity: str) -> tuple[Path, bytes, Deviation]:
    known = next((each for each in project.shelf.deviations if each.id == identity), None)
    if known is None:
        raise Refused(unknown(project, identity))
    path = project.root / known.record
    before, found = as_on_disk(path, known, read_deviation)
    return path, before, project.under_new_name(found)


def _stands(
    session: Session, project: Project, deviation: Deviation, snapshot: Snapshot | None, terms: Terms
) -> tuple[Disposition, tuple[Snapshot, ChunkFinding] | None]:
    """Return how a deviation stands by itself and by its code, and the finding that it is about."""
    alone = standing(deviation, session.today(), terms)
    looked = snapshot or looked_at(session, project, deviation.path)
    if looked is not None:
        looked = _by_its_word(looked)
    elif is_gone(project.root / deviation.path):
        return without_file(deviation), None
    else:
        return Disposition(
            State.NOT_SEEN, deviation.id, f"{deviation.id} is about {deviation.path}, which cannot be read"
        ), None
    found = standings(looked).get(deviation.id, alone)
    if found.state is State.UNUSED and not seen_whole(looked):
        found = unseen(deviation)
    own = [each for each in looked.findings if each.disposition.deviation == deviation.id]
    return found, (looked, own[0]) if own else None


def _uses(snapshot: Snapshot, placed: ChunkFinding, digest: Found) -> Iterator[Premise]:
    for name in own_names(snapshot, placed):
        code = f"{snapshot.path}::{name}"
        yield Premise(code, digest(code) or "")


def _is_gone(project: Project, code: str, digest: Found) -> bool:
    """Say whether a premise is not where a record names it, though a renamed file may have it."""
    path, separator, _ = code.partition("::")
    return digest(code) is None or bool(separator and not (project.root / path).exists())


def _by_its_word(snapshot: Snapshot) -> Snapshot:
    """Return a document in which approvals count by their own word: what git says of them is asked when one decides."""
    return evolve(snapshot, elsewhere=evolve(snapshot.elsewhere, unproved=None))


def standings(snapshot: Snapshot) -> Mapping[str, Disposition]:
    """Return how each deviation stands that a document's findings have to do with, by its id."""
    seen = [sighting(snapshot.path, each) for each in snapshot.findings]
    said = dispositions(snapshot.project, snapshot.path, seen, snapshot.today, snapshot.elsewhere)
    return said[1] if said else {}


def seen_whole(snapshot: Snapshot) -> bool:
    """Say whether all of a document was looked at, so that what is not found is not there."""
    return not snapshot.excluded and not any(missing(snapshot.analysis))


def looked_at(session: Session, project: Project, name: str) -> Snapshot | None:
    """Return a file of the project as it is open, else as it is on disk; None where it cannot be read."""
    path = project.root / name
    if session.is_open(path):
        return session.snapshot(path)
    text = read_source(path)
    if isinstance(text, Unchecked):
        return None
    snapshot = session.open(path, None, text)
    session.close(path)
    return snapshot


def _hold_against(deviation: Deviation, snapshot: Snapshot, placed: ChunkFinding) -> None:
    """Refuse a record whose code is not what stands there: whoever approves it would approve something unseen."""
    if not deviation.code:
        raise Refused(f"{deviation.id} does not show its code; propose it again, which adds it")
    state = placed.disposition.state
    under = state.covers and deviation.status is Status.PROPOSED
    if (under or state in (State.PROPOSED, State.AMENDED)) and not fits(snapshot, placed, deviation.code[0].text):
        raise Refused(f"{deviation.id} shows other code than stands at {deviation.where}; propose it again first")
