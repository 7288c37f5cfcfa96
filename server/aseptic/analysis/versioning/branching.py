"""Where a branch left the default one, and what a file was there: what somebody works on now, as git tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import field, frozen

from aseptic.analysis.documents.reading import FileStamp, decoded, stamped
from aseptic.analysis.versioning.git import Git
from aseptic.source.document import split_lines

_REMOTES = ("origin", "upstream")
_USUAL = ("main", "master", "trunk")
Stamps = tuple[FileStamp, ...]


@frozen
class Base:
    """The commit that a branch and the default branch have in common."""

    commit: str
    branch: str
    """The default branch, as git calls it."""
    renamed: Mapping[str, str] = field(factory=dict[str, str], hash=False)
    """What files that were renamed since were called, by what they are called now; from the project's root."""

    @property
    def shown(self) -> str:
        """The base in a few words."""
        return f"{self.commit[:8]} ({self.branch})"


def base_of(root: Path) -> Base | None:
    """Return where the work in a project began; None without git, without a commit or without a default branch."""
    git = Git(root)
    for branch in _candidates(git):
        commit = git.text("merge-base", "--", branch, "HEAD") if git.resolved(branch) else None
        if commit:
            return Base(commit, branch.removeprefix("refs/").partition("/")[2], _renamed(git, commit))
    return None


def marks_of(root: Path) -> tuple[Path, ...]:
    """Return the files of git's that change when the base may be another; none without git."""
    git = Git(root)
    own, common = git.text("rev-parse", "--absolute-git-dir"), git.text("rev-parse", "--git-common-dir")
    if not own or not common:
        return ()
    shared = root / common
    heads = [shared / "refs" / "heads" / name for name in _USUAL]
    remotes = [shared / "refs" / "remotes" / remote / name for remote in _REMOTES for name in ("HEAD", *_USUAL)]
    return (Path(own) / "HEAD", Path(own) / "logs" / "HEAD", shared / "packed-refs", *heads, *remotes)


def stamp(marks: Iterable[Path]) -> Stamps:
    """Return a value that is another when the base may be."""
    return tuple(stamped(each) for each in marks)


def lines_before(root: Path, base: Base, name: str) -> list[str] | None:
    """Return a file's lines at the base; None where it was not there, or is no text."""
    data = Git(root).show(base.commit, base.renamed.get(name, name))
    text = decoded(data) if data is not None else None
    return split_lines(text) if isinstance(text, str) else None


def _candidates(git: Git) -> Iterator[str]:
    """Yield what may be the default branch: what a remote says, then what it is usually called."""
    for remote in _REMOTES:
        said = git.text("symbolic-ref", "--quiet", f"refs/remotes/{remote}/HEAD")
        if said:
            yield said
        yield from (f"refs/remotes/{remote}/{name}" for name in _USUAL)
    configured = git.text("config", "--get", "init.defaultBranch")
    yield from (f"refs/heads/{name}" for name in dict.fromkeys((*([configured] if configured else []), *_USUAL)))


def _renamed(git: Git, commit: str) -> dict[str, str]:
    """Compare with the index: to compare with files would run what the repository's configuration calls filters."""
    how = ("--no-ext-diff", "--no-textconv", "-M", "--diff-filter=R", "--name-status", "-z", "--relative")
    listed = git.text("diff", "--cached", *how, commit)
    parts = (listed or "").split("\0")
    return {new: old for kind, old, new in zip(parts[::3], parts[1::3], parts[2::3], strict=False) if kind[:1] == "R"}
