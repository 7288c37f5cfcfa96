"""The mainline before a commit: the commit itself, its first parent, and so on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence

from aseptic.analysis.versioning.git import Git


def changes_before(git: Git, commits: Collection[str], paths: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return which commits changed some paths on the mainline up to each of some commits, that one too, newest first.

    Paths count from the repository's top. Git is asked twice for all commits that lie on one mainline.
    """
    found: dict[str, Sequence[str]] = {}
    for tip in (git.head, *commits):
        wanted = {*commits} - found.keys()
        if tip in found or not wanted:
            continue
        at = {commit: number for number, commit in enumerate(_listed(git, tip))}
        if here := wanted & at.keys():
            touched = _listed(git, tip, *paths)
            places = [at[each] for each in touched]
            found |= {commit: touched[bisect_left(places, at[commit]) :] for commit in here}
    return found


def _listed(git: Git, tip: str, *paths: str) -> list[str]:
    named = (f":(top,literal){each}" for each in paths)
    found = git.text("rev-list", "--first-parent", tip, "--", *named)
    return found.split("\n") if found else []
