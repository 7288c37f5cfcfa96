"""The signature beside an approval: what it is of, and whether its key is the approver's by lists of signers."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.signatures import RECORD, approval_statement, intact, verified
from aseptic.records.shelf import SIGNERS

_LARGEST = 100_000
"""Bytes of a signature that are read."""


@frozen
class Signers:
    """The lists of allowed signers that prove an approval: each has to."""

    lists: frozenset[bytes]
    commit: str = ""
    """The commit that has the first; empty for the tree's own."""
    default: bool = False
    """Whether that is where the default branch was left."""

    def words(self, project: Project) -> str:
        """Return how they are named."""
        branch = " of the default branch" if self.default else ""
        return f"{project.settings.records}/{SIGNERS}" + (f" of {self.commit[:12]}{branch}" if self.commit else "")


def signature_beside(project: Project, record: Approvable) -> bytes:
    """Read the signature beside a record; empty where there is none."""
    path = project.root / f"{record.record}.sig"
    try:
        return path.read_bytes()[:_LARGEST] if path.is_file() else b""
    except OSError:
        return b""


def statement_of(record: Approvable) -> bytes:
    """Return what is signed of a record's approval."""
    given = record.approved
    on = given.on.isoformat() if given.on else ""
    return approval_statement(record.id, given.by or "", on, given.of or "")


def signs(signature: bytes, record: Approvable, lists: Collection[bytes]) -> bool:
    """Say whether a signature is the approver's, of what was approved, by every list."""
    by, statement = record.approved.by or "", statement_of(record)
    return all(verified(each, by, RECORD, signature, statement) for each in lists)


def fault_of(signature: bytes, record: Approvable, signers: Signers, project: Project) -> str:
    """Return why a signature proves nothing, as the end of a sentence about it; empty where it does."""
    if signs(signature, record, signers.lists):
        return ""
    if not intact(RECORD, signature, statement_of(record)):
        return "is not of what was approved"
    return f"proves nothing: {signers.words(project)} does not give its key to {record.approved.by}"
