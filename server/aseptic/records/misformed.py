"""Records that are none for their id alone: it is not of the form that the project sets, and all else can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from attrs import frozen

from aseptic.records.approval import Approval
from aseptic.records.folder import Folder
from aseptic.records.forms import Forms, fits
from aseptic.records.reading import KINDS
from aseptic.records.record import Kind, read_record


@frozen
class Misformed:
    """One such record."""

    kind: Kind[Any, Any]
    """As the project has it."""
    path: Path
    approved: bool
    """Whether somebody approved it, under the id that it has."""


def misformed(folder: Path, shown: str, identity: str, forms: Forms) -> Misformed | None:
    """Return the record in the file of an id that no form lets be one; None where there is none, or another fault."""
    top = Folder.top(folder, shown)
    for kind in cast("tuple[Kind[Any, Any], ...]", KINDS):
        inner = top.inside(kind.folder)
        file = next((each for each in inner.listed()[0] if each.name == f"{identity}.md"), None)
        text = inner.text(file) if file else None
        own = kind.of(forms)
        if not isinstance(text, str) or fits(identity, own.form):
            continue
        record, _ = read_record(f"{identity}.md", text, kind)
        if record is not None and record.id == identity:
            approved = getattr(record, "approved", None)
            return Misformed(own, inner.path / f"{identity}.md", isinstance(approved, Approval) and approved.given)
    return None
