"""What a person set in the editor, as opposed to what a project sets for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from attrs import evolve, field, frozen

SECTION = "aseptic"


class Run(StrEnum):
    """When new findings appear. Those that were mended vanish at once, whatever this says."""

    ON_TYPE = "onType"
    ON_SAVE = "onSave"


class Approved(StrEnum):
    """Whether findings that an approved deviation covers are shown."""

    HINT = "hint"
    HIDDEN = "hidden"


class Show(StrEnum):
    """Which findings are shown in full."""

    ALL = "all"
    CHANGED = "changed"
    """Those on lines that changed since the branch left the default one; older ones are hints."""


@frozen
class Preferences:
    """The editor's `aseptic.*` that concern the server; others are the plugin's own."""

    run: Run = Run.ON_TYPE
    types: bool = True
    """Whether types are inferred when typing pauses."""
    environment: str = ""
    """The virtual environment whose libraries are read for their types, besides the project's own; empty for none.

    It may lie anywhere, so editors let only a trusted workspace set it.
    """
    approved: Approved = Approved.HINT
    """How findings that an approved deviation covers are shown."""
    lenses: bool = True
    """Whether a line stands above statements that a deviation is recorded for, and above records that wait."""
    show: Show = Show.ALL
    """Which findings are shown in full; the gate and every report count all of them all the same."""


@frozen
class ByFolder:
    """The preferences of a workspace, whose folders may have their own."""

    everywhere: Preferences = Preferences()
    """What holds outside of the folders that were told of."""
    folders: Mapping[Path, Preferences] = field(factory=dict[Path, Preferences])

    def of(self, path: Path) -> Preferences:
        """Return what holds for a file or folder: what the innermost folder round it says."""
        around = [each for each in self.folders if path.is_relative_to(each)]
        return self.folders[max(around, key=lambda each: len(each.parts))] if around else self.everywhere

    @property
    def every(self) -> tuple[Preferences, ...]:
        """All that holds somewhere."""
        return (self.everywhere, *self.folders.values())


def read_by_folder(
    last: ByFolder, given: object, own: Mapping[Path, object] | None = None
) -> tuple[ByFolder, tuple[str, ...]]:
    """Return what holds after an editor said `given`, and `own` of single folders; and what is wrong with that.

    A folder of which nothing is said, or something faulty, has what holds for all.
    """
    everywhere, faults = read_preferences(last.everywhere, given)
    folders: dict[Path, Preferences] = {}
    for folder, said in (own or {}).items():
        folders[folder], more = read_preferences(everywhere, said)
        faults += tuple(f"{folder.name}: {each}" for each in more if each not in faults)
    return ByFolder(everywhere, folders), faults


def read_preferences(last: Preferences, given: object) -> tuple[Preferences, tuple[str, ...]]:
    """Return what holds after an editor said `given`, and what is wrong with it; a faulty value leaves the last one.

    Editors send the section itself, or an object that holds it; what is null or not there was not set.
    """
    read, faults = last, list[str]()
    for section in _sections(given):
        value = section.get("run")
        if value in list(Run):
            read = evolve(read, run=Run(value))
        elif value is not None:
            faults.append(f"aseptic.run: {value!r} is neither 'onType' nor 'onSave'; '{last.run}' stays")
        value = section.get("approved")
        if value in list(Approved):
            read = evolve(read, approved=Approved(value))
        elif value is not None:
            faults.append(f"aseptic.approved: {value!r} is neither 'hint' nor 'hidden'; '{last.approved}' stays")
        value = section.get("show")
        if value in list(Show):
            read = evolve(read, show=Show(value))
        elif value is not None:
            faults.append(f"aseptic.show: {value!r} is neither 'all' nor 'changed'; '{last.show}' stays")
        value = section.get("lenses")
        if isinstance(value, bool):
            read = evolve(read, lenses=value)
        elif value is not None:
            faults.append(f"aseptic.lenses: {value!r} is neither true nor false; {str(last.lenses).lower()} stays")
        read = _types(section, read, faults)
    return read, tuple(faults)


def _types(section: dict[str, Any], read: Preferences, faults: list[str]) -> Preferences:
    types, environment = section.get("types"), section.get("environment")
    if isinstance(types, bool):
        read = evolve(read, types=types)
    elif types is not None:
        faults.append(f"aseptic.types: {types!r} is neither true nor false; {str(read.types).lower()} stays")
    if isinstance(environment, str) and (not environment or Path(environment).expanduser().is_absolute()):
        return evolve(read, environment=str(Path(environment).expanduser()) if environment else "")
    if environment is not None:
        faults.append(f"aseptic.environment: {environment!r} is no absolute path; '{read.environment}' stays")
    return read


def _sections(given: object) -> Iterator[dict[str, Any]]:
    if not isinstance(given, dict):
        return
    whole = cast("dict[str, Any]", given)
    yield whole
    for inner in (whole.get(SECTION), whole.get("settings"), whole.get("globalSettings")):
        if isinstance(inner, dict):
            yield from _sections(cast("dict[str, Any]", inner))
