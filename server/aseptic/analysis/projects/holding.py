"""What holds for one file, and from where each part of it comes: the answer to "why does it judge this here?"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from attrs import asdict, fields, frozen

from aseptic.analysis.projects.exclusion import left_out_by
from aseptic.analysis.projects.place import found_root, relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.settings import Settings, key_lines
from aseptic.analysis.projects.settings_file import NAME, settings_text
from aseptic.analysis.versioning.ignoring import ignored
from aseptic.records.forms import Forms
from aseptic.source.problem import Problem
from aseptic.standard.degree import Milder
from aseptic.standard.head import resting
from aseptic.standard.tailoring import Tailoring
from aseptic.version import __version__

_DEFAULT = "default"


@frozen
class Fact:
    """One thing that holds: its name, what it is, and where that was said."""

    name: str
    value: str
    origin: str


@frozen
class Holding:
    """Everything that holds for one file. Paths in `origin` count from the project's root; lines from 1."""

    path: str
    root: Path
    because: str
    """What made this folder the project's root."""
    standard: tuple[Fact, ...]
    settings: tuple[Fact, ...]
    tailoring: tuple[Fact, ...]
    resting: tuple[Fact, ...]
    """Rules that do not hold in this file."""
    excluded: str
    """What leaves it out of scans and editors; empty where nothing does."""
    ignored: bool
    """Whether git ignores it: a scan leaves it out, and an editor shows what is in it."""
    problems: tuple[Problem, ...]


def holding(path: Path, project: Project, workspaces: Sequence[Path] = ()) -> Holding:
    """Return what holds for a file, which need not exist."""
    folder = path if path.is_dir() else path.parent
    workspace = next((each for each in (folder, *folder.parents) if each in workspaces), None)
    inside = relative(path, project.root)
    return Holding(
        inside,
        project.root,
        found_root(folder, workspace)[1],
        tuple(_standard(project)),
        tuple(_settings(project)),
        tuple(_tailoring(project.tailoring)),
        tuple(_resting(project, inside)),
        "" if path.is_dir() else left_out_by(path, project.root, project.settings.exclude, workspaces),
        not path.is_dir() and ignored(path, project.root),
        project.problems,
    )


def _standard(project: Project) -> Iterator[Fact]:
    tailoring, standard = project.tailoring, project.standard
    head = standard.head
    yield Fact("standard", f"{head.standard} {head.version}", f"shipped with Aseptic {__version__}")
    if tailoring.standard:
        yield Fact("tailored as", f"{tailoring.standard} {tailoring.version}", _at(tailoring, "standard"))
    own = sum(1 for rule in standard.rules.values() if Path(rule.path).is_relative_to(project.records))
    yield Fact("rules", str(len(standard.rules)), f"{own} of them the project's own" if own else "shipped")
    yield Fact("digest", standard.digest, "over all of these")


def _settings(project: Project) -> Iterator[Fact]:
    text = settings_text(project.root)
    lines = key_lines(text) if isinstance(text, str) else {}
    usual = Settings()
    for each in fields(Settings):
        value: str | tuple[str, ...] | Forms = getattr(project.settings, each.name)
        if value == getattr(usual, each.name):
            origin = _DEFAULT
        elif each.name in lines:
            origin = f"{NAME}:{lines[each.name] + 1}"
        else:
            origin = f"the last {NAME} that could be read"
        yield Fact(each.name.replace("_", "-"), _set(value) or "none", origin)


def _set(value: str | tuple[str, ...] | Forms) -> str:
    if isinstance(value, Forms):
        return ", ".join(f"{noun} {form}" for noun, form in asdict(value).items())
    return value if isinstance(value, str) else ", ".join(value)


def _tailoring(tailoring: Tailoring) -> Iterator[Fact]:
    said = {
        "severities": [f"{rule} {_shown(degree)}" for rule, degree in tailoring.severities.items()],
        "excluded": list(tailoring.excluded),
        "not_applicable": list(tailoring.not_applicable),
        "banned": [each.name for each in tailoring.banned],
        "requirements": list(tailoring.requirements),
        "paths": [", ".join(each.globs) for each in tailoring.paths],
        "policy": [
            f"{name} {_shown(value)}"
            for name, value in asdict(tailoring.policy, recurse=False).items()
            if f"policy.{name}" in tailoring.page.lines
        ],
    }
    for name, values in said.items():
        if name in tailoring.page.lines:
            yield Fact(name, ", ".join(values) or "none", _at(tailoring, name))


def _shown(value: object) -> str:
    if isinstance(value, Milder):
        return f"{value.to} ({value.reason})"
    if isinstance(value, Mapping):
        return " ".join(f"{key}: {_shown(each)}" for key, each in cast("Mapping[str, object]", value).items())
    return " ".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else str(value)


def _resting(project: Project, inside: str) -> Iterator[Fact]:
    for rule in sorted(resting(project.standard.head.paths, inside)):
        setting = next(each for each in project.standard.head.paths if rule in resting((each,), inside))
        own = setting in project.tailoring.paths
        yield Fact(rule, setting.reason, _at(project.tailoring, "paths") if own else "the shipped standard")


def _at(tailoring: Tailoring, key: str) -> str:
    return f"{tailoring.path}:{tailoring.page.line(key) + 1}"
