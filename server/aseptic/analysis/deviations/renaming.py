"""Whether an id may get another name."""

from __future__ import annotations

from pathlib import Path

from aseptic.analysis.projects.project import Project
from aseptic.records.forms import fits, numbered
from aseptic.records.misformed import Misformed, misformed
from aseptic.records.reading import KINDS
from aseptic.records.record import Filed
from aseptic.records.shelf import LEDGER
from aseptic.standard.rule import RULE_ID


def irrevocable(project: Project, identity: str) -> str:
    """Return why an id keeps its name, in one line; empty where it may change."""
    shelf = project.shelf
    own = {each.id for each in project.own_rules}
    if identity in project.standard.rules and identity not in own:
        return f"{identity} is a rule of the shipped standard, which keeps its name"
    approved = (*shelf.deviations, *shelf.permits)
    if any(each.id == identity and each.approved.given for each in approved):
        return f"{identity} was approved under this id, which is part of what was approved"
    if identity.encode("utf-8", "replace") in _ledger(project):
        return f"the ledger names {identity}, and its lines never change"
    if identity in own or _form(project, identity) is not None:
        return ""
    found = _misformed(project, identity)
    if found is None:
        return f"{identity} names no record here that can be read"
    if found.approved:
        back = f"set 'ids.{found.kind.noun}' in pyproject.toml back instead"
        return f"{identity} was approved under this id, which is part of what was approved; {back}"
    return ""


def strayed(project: Project, identity: str) -> Path | None:
    """Return the file of a record that is none for its id alone; None where there is no such record."""
    found = _misformed(project, identity)
    return found.path if found else None


def unfit(project: Project, identity: str, name: str) -> str:
    """Return why an id cannot be called so, in one line; empty where it can."""
    if identity in {each.id for each in project.own_rules}:
        fit = RULE_ID.fullmatch(name) is not None
        looks, taken = "INJ-900", {*project.adopted.rules}
    else:
        form, found = _form(project, identity), _misformed(project, identity)
        form = found.kind.form if form is None and found else form or ""
        fit, looks = fits(name, form), numbered(form or "PUMP-DEV-0000", 1)
        taken = {each.id for pile in _piles(project) for each in pile} | {*project.shelf.taken}
    if not fit:
        return f"'{name}' is no id of this kind: they look like {looks}"
    return f"{name} is taken" if name in taken else ""


def _piles(project: Project) -> tuple[tuple[Filed, ...], ...]:
    """Return the records in the order of their kinds."""
    shelf = project.shelf
    return (
        shelf.deviations,
        shelf.permits,
        shelf.requirements,
        shelf.interfaces,
        shelf.assets,
        shelf.threats,
        shelf.reviews,
    )


def _misformed(project: Project, identity: str) -> Misformed | None:
    return misformed(project.records, project.settings.records, identity, project.settings.ids)


def _form(project: Project, identity: str) -> str | None:
    """Return what the ids of a record's kind look like, empty for as they like; None where there is no such record."""
    for kind, pile in zip(KINDS, _piles(project), strict=True):
        if any(each.id == identity for each in pile):
            return kind.of(project.settings.ids).form
    return None


def _ledger(project: Project) -> bytes:
    try:
        return (project.records / LEDGER).read_bytes()
    except OSError:
        return b""
