"""A signature beside an approval: made before anything is written, and held against the project's signers."""

from __future__ import annotations

from pathlib import Path

import click
from attrs import frozen

from aseptic.analysis.approvals.governing import judge_of
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.identity import git_user
from aseptic.analysis.versioning.signatures import RECORD, approval_statement, signed_by, verified
from aseptic.cli.failure import Failure
from aseptic.cli.output import write_whole
from aseptic.cli.whereabouts import from_here
from aseptic.records.authority import same_person
from aseptic.records.deviation import Deviation, Status, read_deviation
from aseptic.records.permit import Permit, read_permit
from aseptic.records.shelf import SIGNERS


@frozen
class Signature:
    """Somebody's signature of an approval."""

    record: Deviation | Permit
    statement: bytes
    text: bytes


def own_signature(project: Project, identity: str, key: Path) -> Signature | None:
    """Sign an approval that stands there; None where the record has none, or not that of git's user. Raises Failure."""
    record = _filed(project, identity)
    if record is None or (isinstance(record, Deviation) and record.status is not Status.APPROVED):
        return None
    given = record.approved
    if given.by is None or given.of != record.digest:
        return None
    return _signed(record, key) if same_person(given.by, git_user(project.root)) else None


def signature_of(project: Project, identity: str, text: str, key: Path) -> Signature:
    """Sign the approval that a record's text holds before it is written. Raises Failure."""
    filed = _filed(project, identity)
    read = read_permit if isinstance(filed, Permit) else read_deviation
    record = read(filed.record, text)[0] if filed else None
    if record is None:
        raise Failure(f"{identity} is not approved: its record cannot be read to be signed")
    return _signed(record, key)


def put_beside(project: Project, signature: Signature) -> None:
    """Write a signature beside its record, and say where nobody will be able to check it. Raises Failure."""
    record = signature.record
    path = project.root / f"{record.record}.sig"
    try:
        write_whole(path, signature.text.decode("ascii"))
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}; the approval stands there, sign it again") from error
    click.echo(f"wrote {from_here(path)}")
    by = record.approved.by or ""
    if not verified(judge_of(project).signers, by, RECORD, signature.text, signature.statement):
        named = from_here(project.records / SIGNERS)
        click.echo(f"{named} does not give this key to {by}, so the signature proves nothing; add its line", err=True)


def _filed(project: Project, identity: str) -> Deviation | Permit | None:
    shelf = project.shelf
    return next((each for each in (*shelf.deviations, *shelf.permits) if each.id == identity), None)


def _signed(record: Deviation | Permit, key: Path) -> Signature:
    given = record.approved
    statement = approval_statement(record.id, given.by or "", given.on.isoformat() if given.on else "", given.of or "")
    text = signed_by(key, statement)
    if text is None:
        raise Failure(f"nothing was written: ssh-keygen did not sign the approval of {record.id} with {key}")
    return Signature(record, statement, text)
