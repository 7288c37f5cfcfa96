"""A signature beside an approval: made before anything is written, and held against the project's signers."""

from __future__ import annotations

from pathlib import Path

import click
from attrs import frozen

from aseptic.analysis.approvals.provenance import Approvals
from aseptic.analysis.approvals.record_signature import fault_of, statement_of
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.identity import git_user
from aseptic.analysis.versioning.signatures import signed_by
from aseptic.cli.failure import Failure
from aseptic.cli.output import write_whole
from aseptic.cli.whereabouts import from_here
from aseptic.records.authority import same_person
from aseptic.records.deviation import Deviation, Status, read_deviation
from aseptic.records.permit import Permit, read_permit
from aseptic.source.printable import printable
from aseptic.standard.policy import Proof


@frozen
class Signature:
    """Somebody's signature of an approval."""

    record: Deviation | Permit
    text: bytes
    fault: str = ""
    """Why it proves nothing, as the end of a sentence about it."""


def own_signature(project: Project, identity: str, key: Path) -> Signature | None:
    """Sign an approval that stands there. Raises Failure.

    None where the record has none, or not that of git's user, or one that signers of before would not let count.
    """
    record = _filed(project, identity)
    if record is None or record.status is not Status.APPROVED:
        return None
    given = record.approved
    if given.by is None or given.of != record.digest:
        return None
    if not same_person(given.by, git_user(project.root)) or _outdated(project, record):
        return None
    return _signed(project, record, key, record)


def _outdated(project: Project, record: Deviation | Permit) -> bool:
    """Say whether other signers judge a committed approval, which does not count, than would one given now."""
    approvals = Approvals(project, Git(project.root))
    return approvals.signers(record).lists != approvals.signers().lists and approvals.judged(record).spent


def signature_of(project: Project, identity: str, text: str, key: Path) -> Signature:
    """Sign the approval that a record's text holds before it is written. Raises Failure."""
    filed = _filed(project, identity)
    read = read_permit if isinstance(filed, Permit) else read_deviation
    record = read(filed.record, text)[0] if filed else None
    if record is None:
        raise Failure(f"{identity} is not approved: its record cannot be read to be signed")
    return _signed(project, record, key)


def put_beside(project: Project, signature: Signature) -> None:
    """Write a signature beside its record, and say where nobody will be able to check it. Raises Failure."""
    record = signature.record
    path = project.root / f"{record.record}.sig"
    try:
        write_whole(path, signature.text.decode("ascii"))
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}; the approval stands there, sign it again") from error
    click.echo(printable(f"wrote {from_here(path)}"))
    if signature.fault:
        click.echo(f"the signature {signature.fault}; add its line, and commit that", err=True)


def _filed(project: Project, identity: str) -> Deviation | Permit | None:
    shelf = project.shelf
    return next((each for each in (*shelf.deviations, *shelf.permits) if each.id == identity), None)


def _signed(
    project: Project, record: Deviation | Permit, key: Path, given: Deviation | Permit | None = None
) -> Signature:
    """Sign an approval, which is to be written where it is not given yet. Raises Failure."""
    text = signed_by(key, statement_of(record))
    if text is None:
        raise Failure(f"nothing was written: ssh-keygen did not sign the approval of {record.id} with {key}")
    approvals = Approvals(project, Git(project.root))
    fault = fault_of(text, record, approvals.signers(given), project)
    if fault and approvals.needed(record, given) is Proof.RECORD_SIGNED:
        way = "add its line, commit that, and sign then"
        raise Failure(f"nothing was written: the signature {fault}, and the policy asks for 'record signed'; {way}")
    return Signature(record, text, fault)
