"""A scan as the ledger needs it: what was found, what looked, and what is known of files where findings are missed."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from attrs import asdict, field, frozen

from aseptic.analysis.documents.reading import Unchecked, read_source
from aseptic.analysis.ledgers.moved_away import MovedAway
from aseptic.analysis.matching.placed_finding import sighting
from aseptic.analysis.projects.ledger import inside
from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Report
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.analysis.versioning.file_versions import GitError, blobs, left_out
from aseptic.records.ledger.step import Analyzer, Ground, ScannedFinding
from aseptic.source.requoting import tree_of
from aseptic.standard.head import resting
from aseptic.standard.rule import Rule
from aseptic.version import __version__

_PARTLY = "not all of the file could be checked"


@frozen(eq=False)
class Observation:
    """What one scan of a project saw."""

    seen: Sequence[ScannedFinding]
    files: Mapping[str, Scanned]
    """The files that were come to, by their paths from the root."""
    analyzer: Analyzer

    @property
    def whole(self) -> frozenset[str]:
        """The files of which everything was checked."""
        return frozenset(path for path, file in self.files.items() if file.project and not file.unchecked)


def observation(project: Project, report: Report) -> Observation:
    """Return what a scan says of one project; what it found in others is for their ledgers."""
    files = {
        relative(file.path, project.root): file
        for file in report.files
        if file.path.is_relative_to(project.root) and (file.project is None or file.project is project)
    }
    seen = [
        ScannedFinding(
            sighting(path, placed), placed.finding.severity.value, placed.finding.message, placed.disposition
        )
        for path, file in files.items()
        for placed in file.findings
    ]
    return Observation(seen, files, analyzer(project))


def analyzer(project: Project) -> Analyzer:
    """Return what looks for findings in a project."""
    versions = {"aseptic": __version__, "bandit": version("bandit")}
    rules, tailoring = project.standard.rules, project.tailoring
    salt = json.dumps(versions, sort_keys=True)
    detectors = {name: _digest(rule, salt) for name, rule in rules.items() if rule.heading.detect.runs}
    reasons = {**tailoring.not_applicable, **tailoring.excluded}
    retired = {name: reasons.get(name) or "nothing looks for it any more" for name in project.adopted.rules}
    return Analyzer(versions, detectors, retired, renamed(project))


def renamed(project: Project) -> Mapping[str, str]:
    """Return the ids that rules had once, with those that they have now."""
    return {old: rule.id for rule in project.adopted.rules.values() for old in rule.heading.formerly}


def grounds(project: Project, seen: Observation, paths: Collection[str], commit: str) -> Mapping[str, Ground]:
    """Return what is known of each of these files. `commit` is the one that is checked out, empty for none."""
    tree = _tree(project.root, commit) if paths else _Tree()
    gone = [each for each in paths if each not in seen.files and inside(each)]
    away = MovedAway(project.root, seen.files, tree.left_out, gone)
    return {path: _ground(project, seen, path, tree, away) for path in paths}


def uncommitted(project: Project, seen: Observation, commit: str) -> tuple[str, ...]:
    """Return the files that the commit which is checked out has not as they were scanned; all of them without one."""
    tree = _tree(project.root, commit)
    other = [path for path in seen.files if tree.blobs.get(path) not in _blob_ids(project.root / path)]
    ends = {Path(path).suffix for path in seen.files}
    known = (path for path in tree.blobs if Path(path).suffix in ends and path not in tree.left_out)
    return (*other, *(path for path in known if not os.path.lexists(project.root / path)))


@frozen(eq=False)
class _Tree:
    """What a commit has of a project; without a commit nothing."""

    commit: str = ""
    blobs: Mapping[str, str] = field(factory=dict[str, str])
    left_out: Collection[str] = ()


def _tree(root: Path, commit: str) -> _Tree:
    try:
        return _Tree(commit, blobs(root, commit), left_out(root)) if commit else _Tree()
    except GitError:
        return _Tree()


def _ground(project: Project, seen: Observation, path: str, tree: _Tree, away: MovedAway) -> Ground:
    file, place = seen.files.get(path), project.root / path
    if file is None:
        if not inside(path) or os.path.lexists(place):
            return Ground("the file is left out of the scan")
        if path in tree.left_out:
            return Ground("the file is not checked out here")
        if unseen := _out_of_sight(seen, away.place(path)):
            return Ground(unseen)
        return Ground(gone=True, commit="" if path in tree.blobs else tree.commit)
    if file.project is None or file.unchecked:
        return Ground(_PARTLY if file.project else "the file could not be read")
    text = read_source(place)
    if isinstance(text, Unchecked):
        return Ground("the file could not be read")
    rested = resting(project.standard.head.paths, path)
    try:
        scopes = frozenset(_scopes(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Ground(_PARTLY)
    same = tree.blobs.get(path) in _blob_ids(place)
    return Ground(scopes=scopes, resting=rested, commit=tree.commit if same else "")


def _out_of_sight(seen: Observation, place: str) -> str:
    """Return why nobody can say what became of a file's code that lies at another place now; empty where one can."""
    file = seen.files.get(place)
    if not place or (file and file.project and not file.unchecked):
        return ""
    return f"the file was moved to {place}, and {_PARTLY if file else 'no scan looks there'}"


def _scopes(text: str) -> Iterator[str]:
    """Yield every class and function of a module, dotted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        waiting: list[tuple[str, ast.AST]] = [("", tree_of(text))]
    while waiting:
        scope, node = waiting.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = f"{scope}.{child.name}" if scope else child.name
                yield inner
                waiting.append((inner, child))
            else:
                waiting.append((scope, child))


def _blob_ids(path: Path) -> tuple[str, ...]:
    """Return what git would call a file's content: as it is, and with the line ends that git keeps for Windows."""
    try:
        data = path.read_bytes()
    except OSError:
        return ()
    return tuple(
        made(b"blob %d\0" % len(each) + each).hexdigest()
        for each in (data, data.replace(b"\r\n", b"\n"))
        for made in (hashlib.sha1, hashlib.sha256)
    )


def _digest(rule: Rule, salt: str) -> str:
    detect = json.dumps(asdict(rule.heading.detect), sort_keys=True, default=str)
    return hashlib.sha256(f"{salt}\0{detect}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
