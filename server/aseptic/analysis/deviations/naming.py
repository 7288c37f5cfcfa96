"""A record named by its id: what to say where there is none that can be read."""

from __future__ import annotations

import shlex
from pathlib import PurePosixPath

from aseptic.analysis.approvals.lost_records import loss_of
from aseptic.analysis.approvals.remarks import whole_history
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.records.deviation import DEVIATION, Deviation
from aseptic.records.forms import fits, renumbered
from aseptic.records.permit import PERMIT


def unknown(project: Project, identity: str) -> str:
    """Return why nobody can do anything with the record of an id, and what to do, in one line."""
    fault = next((each for each in project.shelf.problems if PurePosixPath(each.path).stem == identity), None)
    if fault is not None:
        return f"{identity} cannot be read: {fault}"
    known = [each.id for each in (*project.shelf.deviations, *project.shelf.permits)]
    meant = next((each for each in known if _alike(each) == _alike(identity)), None)
    told = f"; did you mean {meant}?" if meant else ""
    return f"there is no deviation {identity} in {project.settings.records}/deviations{_had(project, identity) or told}"


def _had(project: Project, identity: str) -> str:
    """Return that git had a decided record of an id, as `verify` tells it, to be added; empty where it had none."""
    lifetime = whole_history(Git(project.root), project)
    names = (f"{project.settings.records}/{kind.folder}/{identity}.md" for kind in (DEVIATION, PERMIT))
    found = (loss_of(each, lifetime, project) for each in names if each in lifetime.gone)
    return next((f": {each}" for each in found if each), "")


def outgrown(project: Project, after: Deviation) -> str:
    """Return why a record cannot be written as it is to be: its id is of a form before, which approvals alone keep.

    Empty where it can, else one line with the way to another id.
    """
    form, folder = project.settings.ids.deviation, PurePosixPath(after.record).parent
    if after.approved.given or fits(after.id, form):
        return ""
    name = renumbered(after.id, DEVIATION.noun, form)[0]
    file, new = shlex.quote(f"{folder}/{PurePosixPath(after.record).name}"), shlex.quote(f"{folder}/{name}.md")
    why = f"{after.id} is no id of a deviation here any more, and counts only while it is approved"
    return f"{why}: `git mv {file} {new}`, write 'id: {name}' in it, commit that, and go on with {name}"


def _alike(identity: str) -> tuple[str, str]:
    """Return what two ids have in common that people take for the same: `dev-7` and `DEV-0007`."""
    words, _, number = identity.upper().rpartition("-")
    return words, number.lstrip("0")
