"""How what a deviation rests on changed since the record was approved.

A record holds digests of it and no text. What it was then, git says: in the commit that brought the approval. Where git
cannot say, that is said.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from attrs import frozen

from aseptic.analysis.approvals.record_history import lifetime_of
from aseptic.analysis.documents.reading import Unchecked, read_source
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.checks.definition import definition, definition_digest, text_digest
from aseptic.records.deviation import Deviation
from aseptic.source.document import split_lines

Texts = Callable[[str], str | None]
"""The text of a file as it is now, by its path from the project's root; None where there is none."""


@frozen
class Change:
    """One thing that is not what it was."""

    name: str
    since: str
    """Where the text of then is from, or why there is none."""
    diff: tuple[str, ...] = ()


def premise_changes(git: Git, project: Project, deviation: Deviation) -> str:
    """Return the differences of everything that changed of what a deviation rests on, as files on disk have it."""
    found = changes(git, project, deviation, lambda path: on_disk(project, path))
    return "\n".join("\n".join(each.diff) if each.diff else f"{each.name}: {each.since}" for each in found)


def on_disk(project: Project, path: str) -> str | None:
    """Return a file's text as it is on disk."""
    text = read_source(project.root / path)
    return None if isinstance(text, Unchecked) else text


def changes(git: Git, project: Project, deviation: Deviation, now: Texts) -> tuple[Change, ...]:
    """Return what changed of what a deviation rests on, in the order of the record."""
    pinned = {each.code: each.digest for each in deviation.premises}
    pinned |= {each.verified_by: each.digest for each in deviation.measures}
    return tuple(_changes(git, project, deviation, {name: digest for name, digest in pinned.items() if digest}, now))


def _changes(git: Git, project: Project, deviation: Deviation, pinned: dict[str, str], now: Texts) -> Iterator[Change]:
    commit: str | None = None
    for name, digest in pinned.items():
        path, inner = _place(project, name)
        text = now(path)
        if text is None and (heir := git.heir(path)):
            text = now(heir)
        if text is not None and _digest(text, inner) in (digest, ""):
            continue
        commit = commit if commit is not None else _bringing(git, deviation)
        then = git.show(commit, path) if commit else None
        if not commit:
            yield Change(name, "what it was then is not known: no commit holds this approval")
        elif then is None:
            yield Change(name, f"what it was then is not known: {path} is not in commit {commit[:12]}")
        else:
            before = then.decode("utf-8", "replace")
            yield _change(name, inner, before, text or "", commit, _digest(before, inner) == digest)


def _bringing(git: Git, deviation: Deviation) -> str:
    """Return the commit that brought the approval; empty where none did."""
    steps = lifetime_of(git, [deviation]).steps(deviation)
    return steps[-1].commit if steps else ""


def _change(name: str, inner: str, before: str, after: str, commit: str, same: bool) -> Change:
    since = f"then: commit {commit[:12]}, which brought the approval"
    if not same and "::" in name:
        since += ", and has another state of it than was approved"
    lines = difflib.unified_diff(_part(before, inner), _part(after, inner), f"{name} then", f"{name} now", lineterm="")
    return Change(name, since, tuple(lines))


def _place(project: Project, name: str) -> tuple[str, str]:
    """Return the file of what a name stands for, and the dotted name in it; of a record its own file."""
    shelf = project.shelf
    for each in (*shelf.requirements, *shelf.interfaces, *shelf.assets, *shelf.threats, *shelf.permits):
        if each.id == name:
            return each.record, ""
    path, _, inner = name.partition("::")
    return path, inner.partition("[")[0].replace("::", ".")


def _digest(text: str, inner: str) -> str | None:
    return definition_digest(text, inner) if inner else text_digest(text)


def _part(text: str, inner: str) -> list[str]:
    """Return the lines of a definition, or of the whole text where none is named."""
    lines = [line.rstrip("\r\n") for line in split_lines(text)]
    if not inner:
        return lines
    found = definition(text, inner) or ()
    return [line for each in found for line in lines[each.lineno - 1 : each.end_lineno or each.lineno]]
