"""Every version of one file that git has, and what it holds now; asked as `git` asks, with a reason where it cannot."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from aseptic.analysis.versioning.git import asked

_PATIENCE = 60
"""Seconds that git gets for one answer."""
_SETTINGS = "pyproject.toml"


class GitError(Exception):
    """Git cannot answer, with its reason in one line."""


@frozen
class Version:
    """A commit, and what it has of one file."""

    commit: str
    parents: tuple[str, ...]
    blob: str
    """The id of the file's content; empty where the commit has no such file."""
    path: str
    """Where it lies, from the repository's top."""


def head(folder: Path) -> str:
    """Return the commit that is checked out; empty where git knows none."""
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode("ascii").strip()
    except GitError:
        return ""


def blobs(folder: Path, commit: str) -> Mapping[str, str]:
    """Return the id of each file's content in a commit, by its path from `folder`. Raises GitError."""
    found: dict[str, str] = {}
    for line in _git(folder, "ls-tree", "-r", "-z", commit).split(b"\0"):
        about, _, path = line.partition(b"\t")
        if path:
            found[os.fsdecode(path)] = about.split()[2].decode("ascii")
    return found


def left_out(folder: Path) -> frozenset[str]:
    """Return the files that git has and was told not to check out. Raises GitError."""
    listed = _git(folder, "ls-files", "-t", "-z").split(b"\0")
    return frozenset(os.fsdecode(line[2:]) for line in listed if line.startswith(b"S "))


def is_shallow(folder: Path) -> bool:
    """Say whether the history was cut off when it was fetched. Raises GitError."""
    return _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"


def cut_at(folder: Path) -> frozenset[str]:
    """Return the commits before which the history was cut off when it was fetched. Raises GitError."""
    if not is_shallow(folder):
        return frozenset()
    listed = folder / os.fsdecode(_git(folder, "rev-parse", "--git-path", "shallow").rstrip(b"\n"))
    try:
        return frozenset(listed.read_text(encoding="ascii", errors="replace").split())
    except OSError as error:
        raise GitError(f"where the history was cut off cannot be read ({type(error).__name__})") from error


def versions(folder: Path, place: Callable[[bytes], str], since: str = "") -> Iterator[Version]:
    """Yield every commit up to the one checked out, newest first, with what it has of a file; `since` ends it.

    `place` gives the file's path by a commit's settings, empty where there are none; where it is not there, it may be
    where other commits' settings have it. Every commit is asked, not only those that git's own simplification of a
    file's history shows: a merge may drop what one side added. Raises GitError.
    """
    start = commit_of(folder, since) if since else ""
    listed = _git(folder, "rev-list", "--parents", "HEAD", *((f"^{start}",) if start else ()))
    yield from versions_of(
        folder, place, [line.split() for line in (*listed.decode("ascii").splitlines(), start) if line]
    )


def versions_of(folder: Path, place: Callable[[bytes], str], commits: Sequence[Sequence[str]]) -> Iterator[Version]:
    """Yield the same of some commits, each given with its parents behind it. Raises GitError."""
    whole = [each[0] for each in commits]
    settings = _named(folder, whole, _SETTINGS)
    texts = {blob: b"".join(contents(folder, [blob])) if blob else b"" for blob in dict.fromkeys(settings)}
    places = {blob: place(text) for blob, text in texts.items()}
    had = {path: _named(folder, whole, path) for path in dict.fromkeys(places.values())}
    prefix = _prefix(folder)
    for index, (commit, *parents) in enumerate(commits):
        own = places[settings[index]]
        path = next((each for each in (own, *had) if had[each][index]), own)
        yield Version(commit, tuple(parents), had[path][index], prefix + path)


def step_to(folder: Path, commit: str, path: str = "") -> tuple[str, ...]:
    """Return a commit with its parents behind it; with a path from the repository's top, the last that changed it.

    Empty where none did. Raises GitError.
    """
    of = ("--", f":(top,literal){path}") if path else ()
    return tuple(_git(folder, "log", "-1", "--format=%H %P", "--end-of-options", commit, *of).decode("ascii").split())


def _named(folder: Path, commits: Sequence[str], path: str) -> list[str]:
    """Return the id of a file's content in each commit; empty where one has no such file."""
    prefix = _prefix(folder)
    asked = os.fsencode("".join(f"{commit}:{prefix}{path}\n" for commit in commits))
    answers = _git(folder, "cat-file", "--batch-check=%(objecttype) %(objectname)", data=asked).split(b"\n")
    return [_blob(answer) for answer, _ in zip(answers, commits, strict=False)]


def _prefix(folder: Path) -> str:
    """Return a folder from the repository's top: empty, or with a slash at its end."""
    return os.fsdecode(_git(folder, "rev-parse", "--show-prefix").rstrip(b"\n"))


def contents(folder: Path, ids: Iterable[str]) -> Iterator[bytes]:
    """Yield the content of each blob. Raises GitError."""
    return (_git(folder, "cat-file", "blob", each) for each in ids)


def commit_of(folder: Path, revision: str) -> str:
    """Return the commit that somebody names; a name that begins like an option is none. Raises GitError."""
    try:
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return _git(folder, *words).decode("ascii").strip()
    except GitError:
        raise GitError(f"'{revision}' names no commit") from None


def merged_in(folder: Path, path: str) -> str:
    """Return the id of a file's content in the commit that is being merged; empty where there is none."""
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", f"MERGE_HEAD:./{path}").decode("ascii").strip()
    except GitError:
        return ""


def _blob(answer: bytes) -> str:
    kind, _, name = answer.partition(b" ")
    return name.decode("ascii") if kind == b"blob" else ""


def _git(folder: Path, *words: str, data: bytes = b"") -> bytes:
    try:
        done = asked(folder, words, data, _PATIENCE)
    except (OSError, subprocess.SubprocessError) as error:
        raise GitError(f"git cannot be asked ({type(error).__name__})") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")
        raise GitError(said[-1] or f"git {words[0]} failed")
    return done.stdout
