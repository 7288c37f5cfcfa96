"""What others recorded since a project's records were read."""

from __future__ import annotations

from aseptic.analysis.projects.project import Project
from aseptic.records.deviation import CLOSED, DEVIATION, Deviation, read_deviation
from aseptic.records.folder import Folder
from aseptic.records.passes import Sighting, place_of


def twin(project: Project, seen: Sighting) -> str:
    """Return the deviation that somebody recorded for a finding meanwhile; empty where nobody did."""
    folder = Folder.top(project.records, project.settings.records).inside(DEVIATION.folder)
    for file in folder.listed()[0]:
        stem, _, end = file.name.rpartition(".")
        if end != "md" or stem in project.shelf.taken:
            continue
        text = folder.text(file)
        found = read_deviation(folder.shows(file.name), text)[0] if isinstance(text, str) else None
        if found is not None and found.status not in CLOSED and _is_about(found, seen):
            return found.id
    return ""


def _is_about(deviation: Deviation, seen: Sighting) -> bool:
    of = f"{seen.ordinal}/{seen.of}"
    return place_of(deviation) == seen.place and deviation.fingerprint.of == of
