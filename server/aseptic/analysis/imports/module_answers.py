"""What a file was told about its project's other modules, as text, and whether it would be told the same now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from aseptic.analysis.documents.reading import FileStamp, stamped
from aseptic.analysis.imports.index import SeenModules
from aseptic.analysis.imports.locations import INIT


@frozen
class Sights:
    """What a file sees: the modules that it asked for and what lay in their folders."""

    places: Mapping[str, str] = field(factory=dict[str, str])
    """Module to its file or folder; empty where the project has none of that name."""
    folders: Mapping[str, str] = field(factory=dict[str, str])
    """Module to a digest of the names in its folders."""


@frozen
class ModuleAnswers:
    """What a file sees, and all that it was told."""

    sights: Sights
    told: str


def told_of(seen: SeenModules) -> ModuleAnswers:
    """Write down what a file was told."""
    sights = sights_of(seen)
    asked = [[*question, answer] for question, answer in seen.asked.items()]
    offers = [[*question, _sorted(words)] for question, words in seen.offers.items()]
    return ModuleAnswers(sights, json.dumps([dict(sights.places), asked, offers], separators=(",", ":")))


def sights_of(seen: SeenModules) -> Sights:
    """Return what a file sees."""
    whole = {module for module, name in seen.offers if not name}
    folders = {module: inside(seen, module) for module in sorted(whole)}
    return Sights({module: str(place or "") for module, place in seen.places.items()}, folders)


def inside(seen: SeenModules, module: str) -> str:
    """Return what tells whether the modules in a package changed."""
    place = seen.place(module)
    if place is None or (place.suffix == ".py" and place.name != INIT):
        return ""
    names = seen.index.finder.modules(place.parent if place.name == INIT else place)
    return hashlib.blake2b("\0".join(sorted(names)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def same(told: str, now: SeenModules) -> bool:
    """Say whether everything is answered now as it was. Raises ValueError or TypeError where nobody wrote that."""
    places, asked, offers = json.loads(told)
    return (
        all(str(now.place(module) or "") == place for module, place in places.items())
        and all(_listed(now.member(module, name)) == answer for module, name, answer in asked)
        and all(_sorted(now.offered(module, name)) == words for module, name, words in offers)
    )


def read_by(seen: Mapping[Path, SeenModules]) -> dict[str, tuple[FileStamp, Sights]]:
    """Return what each file that an index read sees, with what tells whether the file changed since."""
    return {str(path): (stamped(path), sights_of(each)) for path, each in seen.items()}


def _sorted(words: frozenset[str] | None) -> list[str] | None:
    return None if words is None else sorted(words)


def _listed(answer: tuple[str, ...] | None) -> list[str] | None:
    return None if answer is None else list(answer)
