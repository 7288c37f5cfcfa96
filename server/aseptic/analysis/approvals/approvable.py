"""What somebody approves, as a file of some commit has it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from aseptic.records.amending import history_of
from aseptic.records.deviation import EARLIER, Deviation, read_deviation
from aseptic.records.permit import PERMIT, Permit, read_permit

Approvable = Deviation | Permit
"""What somebody approves."""


def read_as(name: str, text: bytes) -> Approvable | None:
    """Return the record that a file was, by its folder a permit or a deviation; None where it was none."""
    if not text:
        return None
    plain = text.decode("utf-8", "replace")
    if PurePosixPath(name).parent.name == PERMIT.folder:
        return read_permit(name, plain)[0]
    return read_deviation(name, plain, kind=EARLIER)[0]


def decided(record: Approvable) -> tuple[Any, ...]:
    """Return what was decided on a record, and by whom."""
    return record.status, record.approved


def bears(then: Approvable, now: Approvable) -> bool:
    """Say whether a record bore the approval that it bears now, and not one before that its approver gave anew since.

    Given anew on the same day for the same text, it differs by one more entry in the record's history alone.
    """
    return decided(then) == decided(now) and _times(then, now) >= _times(now, now)


def _times(record: Approvable, now: Approvable) -> int:
    """Return how often a record's history tells of the approval that it bears now."""
    told = f" approved by {now.approved.by} (of {now.approved.of})"
    return sum(told in each for each in history_of(record.page))
