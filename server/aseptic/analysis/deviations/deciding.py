"""A decision on a deviation, from who takes it to the record on disk. Only the record is written."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, frozen

from aseptic.analysis.deviations.deciding_by_git import (
    by_git,
    hold_to_git,
    hold_to_signature,
    leaving_alone,
    mapped_words,
    permit_by_git,
    warned,
)
from aseptic.analysis.deviations.naming import outgrown, unknown
from aseptic.analysis.deviations.recording import find
from aseptic.analysis.documents.reading import Unchecked, read_source
from aseptic.analysis.matching.claims import dispositions, terms_for
from aseptic.analysis.matching.placed_finding import sighting
from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.unread_policy import unread_policy
from aseptic.analysis.sessions.quotation import Quotation, fits, quotation
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.identity import git_user
from aseptic.records.announcing import announced
from aseptic.records.decisions import REJECTION, Case, Refused, decided
from aseptic.records.deviation import Deviation, Status, read_deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.filing import replace_record
from aseptic.records.grounds import named
from aseptic.records.permit import Permit, read_permit
from aseptic.records.permit_decisions import not_permitted, permitted
from aseptic.records.standing import standing
from aseptic.records.terms import Terms
from aseptic.records.verb import Verb
from aseptic.source.frontmatter import read_page

R = TypeVar("R", Deviation, Permit)


@frozen
class Decided:
    """A record as a decision left it."""

    id: str
    path: Path
    text: str
    said: str
    """One line that tells what holds now."""
    line: int | None = None
    """The line on which something is still to be written."""


Seal = Callable[[str], object]
"""Is given the record's text before it is written; what it raises keeps the record as it was."""
Taking = Callable[[Seal, bool], Decided]
"""Asks git, and writes a decision. It looks at nothing of a session, so that another thread may do it."""


def decide(
    session: Session,
    project: Project,
    identity: str,
    verb: Verb,
    place: tuple[Path, dict[str, Any]] | None = None,
    reason: str = "",
    seal: Seal = lambda _: None,
    signed: bool = False,
) -> Decided:
    """Take a decision as git's user, and write it, as `prepared` has it.

    `signed`: an approval is signed beside its record then. Raises Refused, with the one line that says why.
    """
    return prepared(session, project, identity, verb, place, reason)(seal, signed)


def prepared(
    session: Session,
    project: Project,
    identity: str,
    verb: Verb,
    place: tuple[Path, dict[str, Any]] | None = None,
    reason: str = "",
) -> Taking:
    """Look at what a decision is about, and return what takes it; nothing is written and git is not asked before.

    `place` is an open document with the key of a finding in it, where the decision is about one; to propose a record
    again for the one finding that is known as its own, none is needed. Raises Refused, as what is returned does.
    """
    if verb is not Verb.WITHDRAW and (fault := unread_policy(project)):
        raise Refused(f"nothing is decided on {identity} while the policy cannot be read: {fault}")
    if any(each.id == identity for each in project.shelf.permits):
        return _permit(session, project, identity, verb, reason)
    path, before, deviation = _record(project, identity)
    if verb in (Verb.APPROVE, Verb.RENEW):
        _hold_to_name(path, identity)
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
    )
    return partial(_taken, project, path, before, verb, case)


def _taken(project: Project, path: Path, before: bytes, verb: Verb, case: Case, seal: Seal, signed: bool) -> Decided:
    deviation, identity = case.deviation, case.deviation.id
    case = evolve(case, who=git_user(project.root))
    if verb in (Verb.APPROVE, Verb.PROPOSE):
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
    way = f"; {_way_back(project, path, before, deviation.status)}" if verb is Verb.WITHDRAW else ""
    if after is not None and verb in (Verb.APPROVE, Verb.RENEW):
        way = warned(project, project.under_new_name(after), signed)
    if verb is Verb.PROPOSE and after is not None:
        way = leaving_alone(project, deviation, project.under_new_name(after), case.today)
    seal(text)
    _written(project.root, path, before, text, identity)
    met = case.stands.state is not State.UNUSED
    said = announced(verb, after or deviation, case.who, met, case.terms.doubts.get(identity)) + way
    line = _open_line(path, text) if verb is Verb.REJECT and not case.reason.strip() else None
    return Decided(identity, path, text, said, line)


def _hold_to_name(path: Path, identity: str) -> None:
    """Refuse a record by whose file's name git could not tell what became of it: its approval would never count."""
    if path.name != f"{identity}.md":
        why = f"its file is called {path.name}, under which no approval counts"
        raise Refused(f"{identity} is not approved: {why}; rename the file to {identity}.md first")


def _way_back(project: Project, path: Path, before: bytes, status: Status) -> str:
    """Tell how a record that was withdrawn is had back as it was."""
    name = path.relative_to(project.root).as_posix()
    (known,) = Git(project.root).objects([f":./{name}"])  # what git has for the next commit, which it restores
    if known is not None and known.replace(b"\r\n", b"\n") == before.replace(b"\r\n", b"\n"):
        top = (Git(project.root).text("rev-parse", "--show-prefix") or "") + name
        return f"`git restore {shlex.quote(f':/{top}')}` takes that back"
    return f"to take that back write 'status: {status.value}' in {name}"


def _permit(session: Session, project: Project, identity: str, verb: Verb, reason: str) -> Taking:
    permit = next(each for each in project.shelf.permits if each.id == identity)
    if verb not in (Verb.APPROVE, Verb.REJECT):
        raise Refused(f"{identity} is a permit, which is approved, rejected or deleted; end it by its 'expires'")
    path = project.root / permit.record
    if verb is Verb.APPROVE:
        _hold_to_name(path, identity)
    before, found = _as_on_disk(path, permit, read_permit)
    return partial(_permit_taken, project, path, before, verb is Verb.APPROVE, found, session.today(), reason)


def _permit_taken(
    project: Project,
    path: Path,
    before: bytes,
    approves: bool,
    found: Permit,
    today: datetime.date,
    reason: str,
    seal: Seal,
    signed: bool,
) -> Decided:
    text, who, terms = before.decode("utf-8"), git_user(project.root), project.terms
    way = permit_by_git(project, found, who, today, found.expires if approves else today)
    text = (
        permitted(found, text, who, today, terms, way)
        if approves
        else not_permitted(found, text, who, today, terms, reason, way)
    )
    after = read_permit(found.record, text)[0] if approves else None
    if after is not None:
        hold_to_git(project, after)
        hold_to_signature(project, after, signed)
    seal(text)
    _written(project.root, path, before, text, found.id)
    line = None if approves or reason.strip() else _open_line(path, text)
    said = announced(Verb.APPROVE if approves else Verb.REJECT, found, who)
    said += warned(project, after, signed) if after is not None else ""
    return Decided(found.id, path, text, said, line)


def _record(project: Project, identity: str) -> tuple[Path, bytes, Deviation]:
    known = next((each for each in project.shelf.deviations if each.id == identity), None)
    if known is None:
        raise Refused(unknown(project, identity))
    path = project.root / known.record
    before, found = _as_on_disk(path, known, read_deviation)
    return path, before, project.under_new_name(found)


def _as_on_disk(path: Path, known: R, read: Callable[[str, str], tuple[R | None, object]]) -> tuple[bytes, R]:
    """Read a record as it is on disk now, not as it was when the project was looked at."""
    try:
        before = path.read_bytes()
        found, _ = read(known.record, before.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{known.record} cannot be read: {error}") from None
    if found is None or found.id != known.id:
        raise Refused(f"{known.record} was changed and cannot be read; mend it first")
    return before, found


def _stands(
    session: Session, project: Project, deviation: Deviation, snapshot: Snapshot | None, terms: Terms
) -> tuple[Disposition, tuple[Snapshot, ChunkFinding] | None]:
    """Return how a deviation stands by itself and by its code, and the finding that it is about."""
    alone = standing(deviation, session.today(), terms)
    looked = snapshot or looked_at(session, project, deviation.path)
    if looked is not None:
        looked = _by_its_word(looked)
    else:
        return Disposition(
            State.NOT_SEEN, deviation.id, f"{deviation.id} is about {deviation.path}, which cannot be read"
        ), None
    found = standings(looked).get(deviation.id, alone)
    own = [each for each in looked.findings if each.disposition.deviation == deviation.id]
    return found, (looked, own[0]) if own else None


def _by_its_word(snapshot: Snapshot) -> Snapshot:
    """Return a document in which approvals count by their own word: what git says of them is asked when one decides."""
    return evolve(snapshot, elsewhere=evolve(snapshot.elsewhere, unproved=None))


def standings(snapshot: Snapshot) -> Mapping[str, Disposition]:
    """Return how each deviation stands that a document's findings have to do with, by its id."""
    seen = [sighting(snapshot.path, each) for each in snapshot.findings]
    said = dispositions(snapshot.project, snapshot.path, seen, snapshot.today, snapshot.elsewhere)
    return said[1] if said else {}


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
    if placed.disposition.state in (State.PROPOSED, State.AMENDED) and not fits(
        snapshot, placed, deviation.code[0].text
    ):
        raise Refused(f"{deviation.id} shows other code than stands at {deviation.where}; propose it again first")


def _written(root: Path, path: Path, before: bytes, text: str, identity: str) -> None:
    page, problems = read_page(path.name, text)
    if page is None or any(each.key for each in problems):
        raise Refused(f"{identity} could not be written so that it can be read again; edit {path.name} by hand")
    try:
        if not replace_record(root, path, before, text):
            raise Refused(f"{path.name} was changed meanwhile; look at it and try again")
    except OSError as error:
        raise Refused(f"{path.name} could not be written: {error.strerror or error}") from None


def _open_line(path: Path, text: str) -> int | None:
    page, _ = read_page(path.name, text)
    section = page.section(REJECTION) if page else None
    return section.line + 1 if section else None
