"""What is open now. The one object that changes; everything it hands out does not."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve

from aseptic.analysis.documents.answers import Answers
from aseptic.analysis.documents.incremental import Analysis, answered, edited, fresh, reviewed
from aseptic.analysis.documents.reading import stamped
from aseptic.analysis.imports.index import Index, SeenModules
from aseptic.analysis.matching.other_files import OtherFiles, Unproved
from aseptic.analysis.matching.project_files import FilesByProject
from aseptic.analysis.matching.renames import Renames
from aseptic.analysis.projects.applicability import breaches, contradictions
from aseptic.analysis.projects.day import utc_today
from aseptic.analysis.projects.exclusion import excluded
from aseptic.analysis.projects.loading import load, renewed
from aseptic.analysis.projects.place import Looks, project_root, relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.unknown_bans import unknown_bans
from aseptic.analysis.sessions.held import Held
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.source.bindings import Bindings
from aseptic.source.document import Change, Document, merged
from aseptic.source.problem import Problem
from aseptic.source.span import Edit
from aseptic.standard.catalog import Standard

_CLOSED = 4
"""Projects without an open document that are kept."""


class NotOpenError(LookupError):
    """A document was spoken of that nobody opened."""


class Session:
    """The open documents, and the projects that they belong to."""

    def __init__(
        self,
        shipped: Standard,
        workspaces: Iterable[Path] = (),
        today: Callable[[], datetime.date] = utc_today,
        editing: bool = False,
        aside: Callable[[Renames], object] | None = None,
    ) -> None:
        """Begin with nothing open. `editing`: where excluded files have no findings; `aside`: see `Renames`."""
        self.shipped = shipped
        self.workspaces = [folder.resolve() for folder in workspaces]
        self.today = today
        self._editing = editing
        self._open: dict[Path, Held] = {}
        self.attended: dict[Path, Document] = {}
        """Open documents that are no code: records and settings, whose problems are to be known."""
        self._projects: dict[Path, Project] = {}
        self._unsettled: set[Path] = set()
        """The documents whose names may mean something else to others since these were checked."""
        self._relocated = False
        """Whether a document that lies nowhere came or went: the modules are to be looked for again."""
        self._indexes: dict[Path, Index] = {}
        self._neighbourhoods = FilesByProject(self._analysis, self.index, aside)
        self._roots: dict[Path, Path] = {}
        """The project's root of each folder, as of the last refresh, and what was looked at for it."""
        self._looks = Looks()

    def __reduce__(self) -> tuple[type[Session], tuple[Standard, list[Path]]]:
        """Make a copy in another process begin with nothing open."""
        return Session, (self.shipped, self.workspaces)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The open documents."""
        return tuple(self._open)

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects met so far."""
        return tuple(self._projects.values())

    @property
    def open_projects(self) -> tuple[Project, ...]:
        """The projects of the documents that are open now."""
        found = [self.project(path) for path in (*self._open, *self.attended)]
        return tuple({project.root: project for project in found}.values())

    def faults(self) -> Iterator[tuple[Path, Problem]]:
        """Yield what is wrong with the open projects' records and settings, with its file; open code may add to it."""
        for project in self.open_projects:
            seen = (
                breach
                for held in self._open.values()
                if held.project is project and not held.excluded
                for breach in breaches(project, held.relative, held.analysis.findings)
            )
            for problem in (*project.problems, *contradictions(project, seen), *unknown_bans(project)):
                yield project.root / problem.path, problem

    def open(self, path: Path, version: int | None, text: str) -> Snapshot:
        """Take a document in; one that is open already is replaced."""
        if self._open.pop(path, None) is not None:
            self._unsettled.add(path)
        return self.take(path, version, Document.of(text))

    def take(self, path: Path, version: int | None, document: Document) -> Snapshot:
        """Take a whole document in; of one that is open already, at the cost of what differs."""
        if path in self._open:
            held = self._open[path]
            change = held.analysis.document.difference(document)
            return self._edited(path, version, edited(held.analysis, document, change, held.project.memo))
        project = self.project(path)
        index = self.index(project)
        self._relocated = self._relocated or stamped(path) is None
        outside = index.outside(path)
        analysis = fresh(document, project.memo, outside.origin, outside.exports)
        if index.answers_otherwise(path, document.text):
            self._unsettled.add(path)
        self._open[path] = self._opened(path, version, analysis, project)
        self._neighbourhoods.stir(project, self._open[path].relative)
        return self.snapshot(path)

    def edit(self, path: Path, version: int | None, edits: Sequence[Edit | str]) -> Snapshot:
        """Apply edits in their order, each to the text that the one before left; a str replaces the whole text.

        Raises NotOpenError for a document that is not open.
        """
        return self.edit_by(path, version, len(edits), lambda _, number: edits[number])

    def edit_by(
        self, path: Path, version: int | None, count: int, read: Callable[[Document, int], Edit | str]
    ) -> Snapshot:
        """Apply `count` edits, each read against the text it applies to: a client's columns depend on it."""
        held = self._held(path)
        document, analysis = held.analysis.document, held.analysis
        changes: list[Change] = []
        for number in range(count):
            step = read(document, number)
            document, change = document.replaced(step) if isinstance(step, str) else document.edited(step)
            changes.append(change)
        whole = merged(changes)
        if whole is not None:
            analysis = edited(analysis, document, whole, held.project.memo)
        return self._edited(path, version, analysis)

    def _edited(self, path: Path, version: int | None, analysis: Analysis) -> Snapshot:
        held = self._open[path]
        if analysis.bindings is not held.analysis.bindings:
            self._unsettled.add(path)
        self._open[path] = evolve(held, version=version, analysis=analysis)
        self._neighbourhoods.stir(held.project, held.relative)
        return self.snapshot(path)

    def settle(self) -> tuple[Path, ...]:
        """Check anew the open documents to which an edit made elsewhere matters; return them."""
        near = self._neighbourhoods
        shaken = self._those(near.shaken) if near.stirred() else ()
        changed, self._unsettled, users = self._unsettled, set(), self._relocating() if self._relocated else set[Path]()
        opened = {path: seen for path, held in self._open.items() if changed and (seen := held.sight) is not None}
        for index in {id(seen.index): seen.index for seen in opened.values()}.values():
            found = index.users(changed, opened)
            index.forget(found)
            users |= found
        return tuple(dict.fromkeys((*shaken, *self._surrounded(users), *self._those(near.otherwise))))

    def _those(self, asked: Callable[[Project, str], bool]) -> tuple[Path, ...]:
        return tuple(path for path, each in self._open.items() if asked(each.project, each.relative))

    def answer(self, path: Path, document: Document, answers: Answers) -> bool:
        """Take in what types told of a document's text; say whether that changed anything. What is gone is let go."""
        held = self._open.get(path)
        if held is None or held.analysis.document is not document:
            return False
        analysis = answered(held.analysis, held.project.memo, answers)
        self._open[path] = evolve(held, analysis=analysis)
        return analysis.entries is not held.analysis.entries

    def close(self, path: Path) -> None:
        """Forget a document; one that was never open is no error."""
        if (held := self._open.pop(path, None)) is not None:
            self._unsettled.add(path)
            self._relocated = self._relocated or stamped(path) is None
            self._neighbourhoods.stir(held.project, held.relative)
        self.attended.pop(path, None)

    def snapshot(self, path: Path) -> Snapshot:
        """Return an open document as it is now. Raises NotOpenError."""
        held = self._held(path)
        beside = self.beside(held.project, held.relative)
        return Snapshot(held.relative, held.version, held.analysis, held.project, self.today(), held.excluded, beside)

    def beside(self, project: Project, asking: str = "") -> OtherFiles:
        """Return what the records of a document at `asking` may ask about a project's other files."""
        return self._neighbourhoods.of(project).beside(project, asking)

    def judge(self, project: Project, unproved: Unproved | None) -> None:
        """Let approvals of a project count no more than git says; None believes their own word."""
        self._neighbourhoods.of(project).unproved = unproved

    def renames(self, project: Project) -> Renames:
        """Return what git told of a project's renamed files."""
        return self._neighbourhoods.of(project).renames

    def is_open(self, path: Path) -> bool:
        """Say whether a document is open."""
        return path in self._open

    def project(self, path: Path) -> Project:
        """Return the project of a file or folder, read when it is met first."""
        folder = path if os.path.isdir(path) else path.parent  # noqa: PTH112  (a Path's raises where nobody may look)
        if (root := self._roots.get(folder)) is None:
            workspace = next((each for each in (folder, *folder.parents) if each in self.workspaces), None)
            root = self._roots[folder] = project_root(folder, workspace, self._looks)
        if root not in self._projects:
            self._projects[root] = load(root, self.shipped, others=self.projects, today=self.today())
        return self._projects[root]

    def refresh(self) -> tuple[Path, ...]:
        """Look at the projects' files again; return the open documents whose answers may differ now."""
        changed: list[Path] = []
        self._roots, self._looks = {}, Looks()
        self._neighbourhoods.refresh()
        self._forget()
        for root, project in list(self._projects.items()):
            self._projects[root] = renewed(project, self.shipped, self.today())
        for path, held in list(self._open.items()):
            project = self.project(path)
            analysis = held.analysis
            if project.memo is not held.project.memo:
                outside = self.index(project).outside(path)
                analysis = fresh(analysis.document, project.memo, outside.origin, outside.exports)
            now = self._opened(path, held.version, analysis, project)
            if now.project is not held.project or now.excluded != held.excluded:
                self._open[path] = now
                changed.append(path)
        near = (*self._those(self._neighbourhoods.shaken), *self._those(self._neighbourhoods.otherwise))
        return tuple(dict.fromkeys((*changed, *near, *self._surrounded(self._relocating()))))

    def _relocating(self) -> set[Path]:
        """Look for the modules again; return the documents that ask for any where that made a difference."""
        self._relocated = False
        anew = [index for index in self._indexes.values() if index.refresh()]
        return {path for path, held in self._open.items() if (seen := held.sight) and seen.index in anew}

    def _surrounded(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """Ask the other modules again on behalf of these documents; return those to which they mean something else."""
        before: dict[Path, SeenModules] = {}
        for path in paths:
            held = self._open.get(path)
            seen = held.sight if held else None
            if held and seen is not None:
                before[path] = seen
                bindings = held.analysis.bindings.within(held.analysis.bindings.origin, seen.renewed())
                self._open[path] = evolve(held, analysis=evolve(held.analysis, bindings=bindings))
        changed: list[Path] = []
        for path, seen in before.items():
            now = (held := self._open[path]).sight
            if now is not None and seen.differs(now):
                self._open[path] = evolve(held, analysis=reviewed(held.analysis, held.project.memo))
                changed.append(path)
        return tuple(changed)

    def index(self, project: Project) -> Index:
        """Return the index of a project's own modules."""
        if (root := project.root) not in self._indexes:
            self._indexes[root] = Index(
                root, lambda: self._projects[root].memo, self._bindings, not self._editing, self._unsaved
            )
        return self._indexes[root]

    def _analysis(self, path: Path) -> Analysis | None:
        return self._open[path].analysis if path in self._open else None

    def _bindings(self, path: Path) -> Bindings | None:
        return self._open[path].analysis.bindings if path in self._open else None

    def _unsaved(self) -> Iterator[Path]:
        return (path for path in self._open if stamped(path) is None)  # it lies nowhere yet, or no more

    def _forget(self) -> None:
        """Let go of projects of which nothing is open, all but the last few: somebody may come back to them."""
        held = {project.root for project in self.open_projects}
        closed = [root for root in self._projects if root not in held]
        for root in closed[: max(len(closed) - _CLOSED, 0)]:
            del self._projects[root]
            self._indexes.pop(root, None)
            self._neighbourhoods.forget(root)

    def _opened(self, path: Path, version: int | None, analysis: Analysis, project: Project) -> Held:
        left_out = self._editing and excluded(path, project.root, project.settings.exclude, self.workspaces)
        return Held(version, analysis, project, relative(path, project.root), left_out)

    def _held(self, path: Path) -> Held:
        if path not in self._open:
            raise NotOpenError(f"{path.name} is not open")
        return self._open[path]
