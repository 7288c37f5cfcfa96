"""A record named by its id: what to say where there is none that can be read."""

from __future__ import annotations

from pathlib import PurePosixPath

from aseptic.analysis.projects.project import Project


def unknown(project: Project, identity: str) -> str:
    """Return why nobody can do anything with the record of an id, and what to do, in one line."""
    fault = next((each for each in project.shelf.problems if PurePosixPath(each.path).stem == identity), None)
    if fault is not None:
        return f"{identity} cannot be read: {fault}"
    known = [each.id for each in (*project.shelf.deviations, *project.shelf.permits)]
    meant = next((each for each in known if _alike(each) == _alike(identity)), None)
    told = f"; did you mean {meant}?" if meant else ""
    return f"there is no deviation {identity} in {project.settings.records}/deviations{told}"


def _alike(identity: str) -> tuple[str, str]:
    """Return what two ids have in common that people take for the same: `dev-7` and `DEV-0007`."""
    words, _, number = identity.upper().rpartition("-")
    return words, number.lstrip("0")
