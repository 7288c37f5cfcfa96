"""What is still known of a project's files from runs before: the same text, told the same, comes to the same.

A file's outcome follows from its text, the standard, the versions of what judges, where it stands among the project's
modules, and what it was told of the others. What it was told follows from their texts, and from where modules lie. So
where no file that it sees, by way of others too, differs from what was kept, nothing is asked; where one does, its
questions are asked again, and only another answer makes it a file to check.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve

from aseptic.analysis.documents.reading import FileStamp, Unchecked, decoded, read_whole, stamped
from aseptic.analysis.documents.versions import judges
from aseptic.analysis.imports.index import SeenModules
from aseptic.analysis.imports.locations import ModulePlace, place_of
from aseptic.analysis.imports.module_answers import Sights, inside, same
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.cache_file import Record, read_shard, shard_path, touch, write_shard
from aseptic.analysis.sessions.outcome import Examined, Outcome, digest_of, quoted
from aseptic.analysis.sessions.session import Session
from aseptic.standard.plain import made, written

_ODD = (ValueError, TypeError, LookupError, AttributeError)
Reads = Mapping[str, tuple[FileStamp, Sights]]


class ScanCache:
    """One project's answers, as they were kept and as they will be."""

    def __init__(self, folder: Path, session: Session, project: Project) -> None:
        """Read what `folder` keeps of a project, and look at every file of it again."""
        self._root = project.root
        self._index = session.index(project)
        self._file = shard_path(folder, judges(), project.standard.digest, str(project.root))
        self._places: dict[str, tuple[ModulePlace, str, str]] = {}
        self._roots: dict[str, tuple[Path, ...]] = {}
        """By their text: what is the same object is found quicker than what is equal."""
        self._data: dict[str, bytes | None] = {}
        self._digests: dict[str, str] = {}
        self._located: dict[str, dict[str, str]] = {}
        """By the roots, as a text, where each module lies."""
        self._folders: dict[tuple[str, str], str] = {}
        self._records = read_shard(self._file)
        self._stale = self._find_stale()
        self._valid: set[str] = set()
        self._changed = bool(self._stale)

    def recalled(self, path: Path) -> Examined | None:
        """Return what the check of a file would come to; None where that is not known."""
        name = str(path)
        record = self._records.get(name)
        data = self._read(name)
        if record is None or not record.outcome or data is None or not self._same_text(name, record):
            return None
        try:
            if name in self._stale and not same(record.told, SeenModules(self._index, self._place(name)[0].roots)):
                return None
            outcome = made(Outcome, json.loads(record.outcome))
            text = decoded(data) if outcome.found else ""
            quotes = {} if isinstance(text, Unchecked) else quoted(text, outcome)
        except _ODD:
            return None
        self._valid.add(name)
        return Examined(path, record.digest, outcome, None, quotes)

    def keep(self, result: Examined) -> None:
        """Take in what a check came to."""
        name = str(result.path)
        if result.outcome is None or result.answers is None or not result.outcome.lasting:
            return
        sights, told = result.answers.sights, result.answers.told
        outcome = json.dumps(written(result.outcome), separators=(",", ":"))
        places, folders = sights.places, sights.folders
        known = self._records.get(name)
        if known is not None and known.digest == result.digest:  # what others made it look at they may not ask again
            places, folders = {**known.places, **places}, {**known.folders, **folders}
        self._records[name] = Record(result.digest, self._place(name)[1], places, folders, told, outcome)
        self._valid.add(name)
        self._changed = True

    def save(self, reads: Iterable[Reads]) -> None:
        """Keep what is known now; `reads` are the other files that were read, and what each saw."""
        for name, (stamp, sights) in ((name, read) for each in reads for name, read in each.items()):
            self._saw(name, stamp, sights)
        if self._changed:
            write_shard(self._file, {name: each for name in self._records if (each := self._now(name)) is not None})
        else:
            touch(self._file)

    def _saw(self, name: str, stamp: FileStamp, sights: Sights) -> None:
        known = self._records.get(name)
        if known is not None and known.digest == self._digest(name):
            places, folders = {**known.places, **sights.places}, {**known.folders, **sights.folders}
            if (places, folders) != (known.places, known.folders):
                self._records[name] = evolve(known, places=places, folders=folders)
                self._changed = True
        else:
            digest = self._digest(name) if stamp == stamped(Path(name)) else ""
            self._records[name] = Record(digest, self._place(name)[1], sights.places, sights.folders)
            self._changed = True

    def _now(self, name: str) -> Record | None:
        """Return a record as it holds now; what could not be asked again is known no longer."""
        record, digest = self._records[name], self._digest(name)
        if not digest and not os.path.lexists(name):
            return None
        if name in self._valid or name not in self._stale:
            return record if name not in self._stale else self._looked_up(name, record)
        return evolve(self._looked_up(name, record), digest=digest, told="", outcome="")

    def _looked_up(self, name: str, record: Record) -> Record:
        places = {module: self._locate(name, module) for module in record.places}
        folders = {module: self._inside(name, module) for module in record.folders}
        return evolve(record, place=self._place(name)[1], places=places, folders=folders)

    def _find_stale(self) -> set[str]:
        """Return the files that changed, and those that see one of them, by way of others, too."""
        found = {name for name, record in self._records.items() if not self._unchanged(name, record)}
        if not found:
            return found
        asking: dict[str, list[str]] = {}
        for name, record in self._records.items():
            for place in record.places.values():
                asking.setdefault(place, []).append(name)
        waiting = list(found)
        while waiting:
            more = set(asking.get(waiting.pop(), ())) - found
            found |= more
            waiting.extend(more)
        return found

    def _unchanged(self, name: str, record: Record) -> bool:
        if not self._same_text(name, record):
            return False
        place, _, roots = self._place(name)
        located = self._located.setdefault(roots, {})
        for module, where in record.places.items():  # a dozen for each file: no call is made for one that is known
            now = located.get(module)
            if (self._look(place, roots, module) if now is None else now) != where:
                return False
        return all(self._inside(name, module) == names for module, names in record.folders.items())

    def _same_text(self, name: str, record: Record) -> bool:
        return self._digest(name) == record.digest != "" and self._place(name)[1] == record.place

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            data = self._read(name)
            self._digests[name] = "" if data is None else digest_of(data)
        return self._digests[name]

    def _read(self, name: str) -> bytes | None:
        if name not in self._data:
            data = read_whole(Path(name))
            self._data[name] = data if isinstance(data, bytes) else None
        return self._data[name]

    def _place(self, name: str) -> tuple[ModulePlace, str, str]:
        """Return where a file's folder stands, and that and its roots as texts, by which it is quickly found."""
        folder = os.path.dirname(name)  # noqa: PTH120  (a Path for each file costs as much as all the rest)
        if folder not in self._places:
            place = place_of(Path(folder) / "__init__.py", self._root)
            roots = "\0".join(map(str, place.roots))
            place = ModulePlace(place.origin, self._roots.setdefault(roots, place.roots))
            self._places[folder] = place, f"{place.origin.package}\0{roots}", roots
        return self._places[folder]

    def _locate(self, name: str, module: str) -> str:
        place, _, roots = self._place(name)
        now = self._located.setdefault(roots, {}).get(module)
        return self._look(place, roots, module) if now is None else now

    def _look(self, place: ModulePlace, roots: str, module: str) -> str:
        found = self._located[roots][module] = str(self._index.finder.located(place.roots, module) or "")
        return found

    def _inside(self, name: str, module: str) -> str:
        place, _, roots = self._place(name)
        if (roots, module) not in self._folders:
            self._folders[roots, module] = inside(SeenModules(self._index, place.roots), module)
        return self._folders[roots, module]
