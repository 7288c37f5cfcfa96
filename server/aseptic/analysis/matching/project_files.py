"""What a document's records may ask about the project's other files, looked at once for as long as they stay."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from aseptic.analysis.documents.incremental import Analysis, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.documents.reading import FileStamp, Unchecked, read_source, stamped
from aseptic.analysis.imports.index import Index
from aseptic.analysis.matching.expecting import Expecting
from aseptic.analysis.matching.other_files import Key, OtherFiles, Unproved
from aseptic.analysis.matching.placed_finding import keys_of
from aseptic.analysis.matching.premise_digests import Foundations
from aseptic.analysis.matching.renames import Renames
from aseptic.analysis.matching.takers import Takers
from aseptic.analysis.projects.project import Project
from aseptic.source.document import Document

_MOST = 512
"""Answers that are kept at most."""


class ProjectFiles:
    """One project's files as they were last looked at; an answer holds while its file's looks do."""

    def __init__(
        self,
        root: Path,
        opened: Callable[[Path], Analysis | None],
        index: Callable[[Project], Index],
        aside: Callable[[Renames], object] | None = None,
    ) -> None:
        self._root, self._index = root, index
        self._opened = opened
        self.renames = Renames(root, aside)
        self.foundations = Foundations(root, opened, self.renames.heir)
        self.takers = Takers(root)
        self.expecting = Expecting(root)
        self.unproved: Unproved | None = None
        """As `OtherFiles` has it, as far as somebody asked git."""
        self._said: dict[str, dict[str, tuple[tuple[object, ...], Any]]] = {}
        self._told = 0
        """How often git had told of other renames when that was said."""
        self._rested: dict[str, tuple[str | None, ...]] = {}
        self._places: dict[str, tuple[FileStamp, Memo, frozenset[Key]]] = {}
        self._asked: dict[str, dict[str, frozenset[Key] | None]] = {}
        """What documents asked about other files, and what they were told."""

    def beside(self, project: Project, asking: str = "") -> OtherFiles:
        """Return what may be asked under a project as it stands; what the document at `asking` asks is kept in mind."""

        def places(path: str) -> frozenset[Key] | None:
            found = self._places_in(path, project)
            if asking:
                self._asked.setdefault(asking, {}).setdefault(path, found)
            return found

        digest = partial(self.foundations.digest, project)
        takers, expecting = self.takers.taken, self.expecting.expected
        renames = self.renames
        return OtherFiles(places, renames.renamed, digest, self._once, takers, expecting, renames.heir, self.unproved)

    def otherwise(self, project: Project, path: str) -> bool:
        """Say whether a document would be told something else of another file than when it or this asked last."""
        asked = self._asked.get(path)
        if not asked:
            return False
        now = {other: self._places_in(other, project) for other in asked}
        self._asked[path] = now
        return now != asked

    def refresh(self) -> None:
        """Let go what only a look at all the files can tell."""
        self.takers.forget()
        self.expecting.forget()
        self.renames.refresh()

    def _places_in(self, path: str, project: Project) -> frozenset[Key] | None:
        held = self._opened(self._root / path)
        return keys_of(held) if held is not None else self._read(path, project.memo, self._index(project))

    def shaken(self, project: Project, path: str) -> bool:
        """Say whether what the deviations of a file rest on is not what it was when this was asked last."""
        now = self._rests(project, path)
        before, self._rested[path] = self._rested.get(path, ()), now
        if now != before:
            self._said.pop(path, None)
        return now != before

    def _once(self, path: str, heading: str, question: tuple[object, ...], answer: Callable[[], Any]) -> Any:
        if self._told != self.renames.told:
            self._told = self.renames.told
            self._said.clear()
        said = self._said.get(path)
        if said is None:
            if len(self._said) >= _MOST:
                self._said.clear()
            said = self._said[path] = {}
        known = said.get(heading)
        if known is None or known[0] != question:
            known = said[heading] = question, answer()
        return known[1]

    def _rests(self, project: Project, path: str) -> tuple[str | None, ...]:
        """Return a value that is equal as long as what the deviations of a file rest on is."""
        deviations = project.deviations_by_path.get(path, ()) if project.shelf.deviations else ()
        if not any(each.premises or each.measures for each in deviations):
            return ()
        from aseptic.records.grounds import named  # as in `loading.shelf_of`

        return tuple(self.foundations.digest(project, name) for each in deviations for name in named(each))

    def _read(self, path: str, memo: Memo, index: Index) -> frozenset[Key] | None:
        looks = stamped(self._root / path)
        if looks is None:
            return frozenset()
        kept = self._places.get(path)
        if kept is not None and kept[0] == looks and kept[1] is memo:
            return kept[2]
        text = read_source(self._root / path)
        if isinstance(text, Unchecked):
            return None
        outside = index.outside(self._root / path)
        found = keys_of(fresh(Document.of(text), memo, outside.origin, outside.exports))
        if len(self._places) >= _MOST:
            self._places.clear()
        self._places[path] = looks, memo, found
        return found


class FilesByProject:
    """The neighbourhoods of a session's projects; `opened` returns a document that is open, as it is analysed now."""

    def __init__(
        self,
        opened: Callable[[Path], Analysis | None],
        index: Callable[[Project], Index],
        aside: Callable[[Renames], object] | None = None,
    ) -> None:
        """Begin with none; `aside` is as `Renames` has it."""
        self._opened, self._index, self._aside = opened, index, aside
        self._known: dict[Path, ProjectFiles] = {}
        self._stirred = False

    def of(self, project: Project) -> ProjectFiles:
        """Return a project's."""
        if project.root not in self._known:
            self._known[project.root] = ProjectFiles(project.root, self._opened, self._index, self._aside)
        return self._known[project.root]

    def shaken(self, project: Project, path: str) -> bool:
        """Say whether what the deviations of a file rest on is not what it was when this was asked last."""
        return self.of(project).shaken(project, path)

    def stir(self, project: Project, path: str) -> None:
        """Note that an open document changed: what rests on it counts as it is now, at once for its own records."""
        if project.shelf.deviations and (path in project.rested_on or path in self.of(project).foundations.heirs):
            self.shaken(project, path)
            self._stirred = True

    def stirred(self) -> bool:
        """Say whether a document that records rest on changed since this was asked last."""
        was, self._stirred = self._stirred, False
        return was

    def otherwise(self, project: Project, path: str) -> bool:
        """Say whether a document would be told something else of another file than when it or this asked last."""
        return self.of(project).otherwise(project, path)

    def refresh(self) -> None:
        """Look at the projects' files again when somebody asks who takes a name from one, and for git's anew."""
        for each in self._known.values():
            each.refresh()

    def forget(self, root: Path) -> None:
        """Let a project's go."""
        self._known.pop(root, None)
