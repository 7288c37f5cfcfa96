"""A whole tree, file by file: what was found, and what was not looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path

from attrs import evolve, frozen

from aseptic.analysis.approvals.proving import Proving
from aseptic.analysis.documents import collector
from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.documents.watchdog import guard
from aseptic.analysis.imports.module_answers import read_by
from aseptic.analysis.matching.loose_ties import loose
from aseptic.analysis.matching.placed_finding import PLAIN, PlacedFinding, key_of, words
from aseptic.analysis.projects.applicability import breaches, contradictions
from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.standard_faults import unrunnable
from aseptic.analysis.projects.storage import ASIDE
from aseptic.analysis.projects.unknown_bans import unknown_bans
from aseptic.analysis.scanning.inheritance import undisputed
from aseptic.analysis.scanning.scan_cache import Reads, ScanCache
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.analysis.scanning.scope import LeftOut, Unread, python_files
from aseptic.analysis.sessions.outcome import Examined, Outcome, examined, placed
from aseptic.analysis.sessions.session import Session
from aseptic.source.problem import Problem
from aseptic.standard.head import resting


@frozen
class Skipped:
    """A file or folder that the scan left out."""

    shown: str
    cause: Cause


@frozen(eq=False)
class Report:
    """What a scan saw."""

    files: tuple[Scanned, ...]
    problems: tuple[Problem, ...]
    """What is wrong with the projects' settings and records."""
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    """What is to be known of how approvals were judged."""

    @property
    def findings(self) -> Iterator[tuple[Scanned, Project, PlacedFinding]]:
        """Every finding with its file and that file's project."""
        return (
            (file, file.project, placed) for file in self.files if file.project is not None for placed in file.findings
        )


@frozen
class Manner:
    """How to scan. None of it changes what is found in a file."""

    gitignore: bool = True
    processes: int = 1
    """How many processes may check files; 0 for as many as there are processors."""
    kept: Path | None = None
    """The folder in which answers are kept between runs."""
    noted: bool = True
    """Whether what is to be known of judgements is told, which takes as long as they do."""

    @property
    def aside(self) -> Path | None:
        """The folder of notes on chunks that took too long, which are not tried again, where answers are kept."""
        return self.kept.with_name(ASIDE) if self.kept is not None else None


def scan(
    session: Session,
    paths: Iterable[Path],
    here: Path,
    seen: Callable[[Path], None],
    manner: Manner = Manner(),
    deepened: Callable[[Examined], Examined] = lambda each: each,
) -> Report:
    """Check the files at and below `paths`; `seen` is called with each. A path that is not there holds none.

    `deepened` may add to what became of each file; no part of that is kept for other runs.
    """
    unread: list[Unread] = []
    left_out: list[LeftOut] = []
    found = list(python_files(session, paths, unread.append, left_out.append, manner.gitignore))
    results = _results(session, found, seen, manner)
    homes, proving = _Homes(session), Proving()
    files = (
        *(_unread(each, here) for each in unread),
        *undisputed([_scanned(session, deepened(results[path]), here, homes.of(path), proving) for path in found]),
    )
    skipped = tuple(Skipped(_name(each.path, here) + "/" * each.folder, each.cause) for each in left_out)
    return Report(files, tuple(_problems(session, files, here)), skipped, proving.notes if manner.noted else ())


def _results(
    session: Session, paths: Sequence[Path], seen: Callable[[Path], None], manner: Manner
) -> dict[Path, Examined]:
    """Return what became of each file: known from before, or checked now."""
    homes = _Homes(session)
    recalls: dict[Path, ScanCache] = {}
    results: dict[Path, Examined] = {}

    def recall(path: Path) -> ScanCache | None:
        project = homes.of(path)
        if manner.kept is not None and project.root not in recalls:
            recalls[project.root] = ScanCache(manner.kept, session, project)
        return recalls.get(project.root)

    def done(result: Examined) -> None:
        results[result.path] = result
        seen(result.path)

    for path in paths:
        kept = recall(path)
        known = kept.recalled(path) if kept else None
        if known is not None:
            done(known)
    reads = list(_checked(session, [path for path in paths if path not in results], done, manner))
    for root, kept in recalls.items():
        for path, result in results.items():
            if result.answers is not None and homes.of(path).root == root:
                kept.keep(result)
        inside = [{name: read for name, read in each.items() if name.startswith(str(root))} for each in reads]
        kept.save([*inside, read_by(session.index(session.project(root)).read)])
    return results


class _Homes:
    """The projects of files that are there, asked for once a folder."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Project] = {}

    def of(self, path: Path) -> Project:
        folder = os.path.dirname(path)  # noqa: PTH120  (asked of each file, and a Path for it costs more than the rest)
        if folder not in self._known:
            self._known[folder] = self._session.project(path)
        return self._known[folder]


def _checked(
    session: Session, paths: Sequence[Path], done: Callable[[Examined], None], manner: Manner
) -> Iterable[Reads]:
    if not paths:
        return ()
    from aseptic.analysis.scanning.processes import checked_by, processors, worth

    count = manner.processes or processors()
    for project in session.projects:
        _ = project.memo.checker  # compiled here, once for all the processes that fork
    collector.set_aside()
    aside = manner.aside
    if count > 1 and worth(sum(map(_size, paths)), len(paths)):
        return checked_by(count, session, paths, done, aside)
    if aside is not None:
        guard().remember(aside, deaths=False)
    for path in paths:
        done(examined(session, path))
    return ()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _scanned(session: Session, result: Examined, here: Path, project: Project, proving: Proving) -> Scanned:
    path, shown, outcome = result.path, _name(result.path, here), result.outcome
    if outcome is None:
        return Scanned(path, shown, unchecked=(placed(result.fault, shown),) if result.fault else ())
    unchecked = tuple(placed(each, shown) for each in (*outcome.missing, *filter(None, [result.fault])))
    found = tuple(findings(session, path, project, outcome, proving))
    return Scanned(path, shown, project, outcome, found, result.quotes, unchecked, result.open_types, result.typed)


def findings(
    session: Session, path: Path, project: Project, outcome: Outcome, judge: Proving | None = None
) -> Iterator[PlacedFinding]:
    """Yield the findings of rules that do not rest in a file, with what its project's records say of them.

    `judge`: an approval, and a closing as no finding, count only if this has nothing against them.
    """
    if not outcome.found:
        return
    inside = relative(path, project.root)
    rested = resting(project.standard.head.paths, inside)
    found = [each for each in outcome.found if each.finding.rule not in rested]
    keyed = [(each.finding, key_of(each.finding, each.scope)) for each in found]
    beside = session.beside(project)
    if judge is not None:
        beside = evolve(beside, unproved=judge.of(project), baseline=judge.baseline(project))
    said = words(inside, keyed, project, session.today(), beside)
    for each, word in zip(found, repeat(PLAIN) if said is None else said, strict=False):
        yield PlacedFinding(each.finding, each.scope, each.start, *word)


def _unread(each: Unread, here: Path) -> Scanned:
    shown = _name(each.path, here)
    return Scanned(each.path, shown, unchecked=(placed(each.fault, shown),))


def _problems(session: Session, files: Sequence[Scanned], here: Path) -> Iterator[Problem]:
    for project in session.projects:
        seen = (
            breach
            for each in files
            if each.project is project
            for breach in breaches(
                project, relative(each.path, project.root), ((at.start, at.finding) for at in each.outcome.found)
            )
        )
        for problem in (*project.problems, *contradictions(project, seen), *unknown_bans(project)):
            path = project.root / problem.path
            yield Problem(_name(path, here), problem.message, problem.cure, problem.line, problem.key)
    for each in files:
        if each.project is None or not each.outcome.ties:
            continue
        inside = f"{_name(each.project.root, here)}/" if here in each.project.root.parents else ""
        for tie in loose(each.project, relative(each.path, each.project.root), each.outcome.ties, inside):
            yield Problem(each.shown, tie.message, tie.cure, tie.mention.span.start.line)
    silent = next((project for project in session.projects if not project.tailoring.standard), None)
    if silent is not None:  # no page of its own says what its analyzer lacks
        yield from unrunnable(silent.standard, silent.tailoring)


def _name(path: Path, here: Path) -> str:
    """Return a path as it is printed: from the current folder where it lies below it."""
    return relative(path, here)
