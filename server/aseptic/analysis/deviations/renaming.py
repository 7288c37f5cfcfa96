"""Whether an id may get another name."""

from __future__ import annotations

from aseptic.analysis.projects.project import Project
from aseptic.records.forms import fits, numbered
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
    if identity not in own and not _form(project, identity):
        return f"{identity} names no record here that can be read"
    return ""


def unfit(project: Project, identity: str, name: str) -> str:
    """Return why an id cannot be called so, in one line; empty where it can."""
    if identity in {each.id for each in project.own_rules}:
        fit = RULE_ID.fullmatch(name) is not None
        looks, taken = "INJ-900", {*project.adopted.rules}
    else:
        form = _form(project, identity)
        fit, looks = fits(name, form), numbered(form, 1)
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


def _form(project: Project, identity: str) -> str:
    """Return what the ids of a record's kind look like; empty where there is no such record."""
    for kind, pile in zip(KINDS, _piles(project), strict=True):
        if any(each.id == identity for each in pile):
            return kind.of(project.settings.ids).form
    return ""


def _ledger(project: Project) -> bytes:
    try:
        return (project.records / LEDGER).read_bytes()
    except OSError:
        return b""
