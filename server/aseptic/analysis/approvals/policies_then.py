"""The policy of a project as a commit had it; where that could not be read there, or was gone, the last that could.

A page that is broken, or deleted, for the time of one commit must not let through what it would not have whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from attrs import evolve, field, frozen

from aseptic.analysis.approvals.folders_then import Key, changes_of, read, settings_then, text_of
from aseptic.analysis.projects.settings import Settings
from aseptic.analysis.versioning.git import Git
from aseptic.records.reading import STANDARD
from aseptic.standard.tailoring import Tailoring, read_tailoring


@frozen(eq=False)
class PolicyThen:
    """What a project said in a commit, or what it said last before it."""

    folder: str
    """The project that governs, as seen from the repository's top: empty, or with a slash at its end."""
    records: str = Settings().records
    """The folder of its records, from its own."""
    tailoring: Tailoring = field(factory=Tailoring)
    there: bool = False
    """Whether the commit has the project at all."""
    whole: bool = False
    """Whether all of it could be read."""
    page: str = ""
    """Its page as seen from the repository's top."""
    at: str = ""
    """The commit that has that."""


def policies_then(
    git: Git, prefix: str, commits: Sequence[str], earlier: Sequence[str] = ()
) -> Mapping[str, PolicyThen]:
    """Return what governed a project in each of some commits; `prefix` is its folder, as in `judges_at`.

    `earlier` are the folders in which it lay before; their word holds until it has one that can be read. Two calls of
    git, and a bounded number more where a policy is not there or cannot be read.
    """
    folders = _upwards(prefix)
    said = _said(git, dict.fromkeys((commit, folder) for commit in commits for folder in folders))
    found: dict[str, PolicyThen] = {}
    for folder in folders:
        waiting = [commit for commit in commits if commit not in found]
        lacking = [each for each in waiting if not said[each, folder].whole]
        last = dict(_last(git, lacking, folder))
        for before in earlier if folder == prefix else ():
            found_there = _last(git, [each for each in lacking if each not in last], before)
            last |= {each: evolve(policy, folder=prefix) for each, policy in found_there.items()}
        for commit in waiting:
            here = last.get(commit, said[commit, folder])
            if here.there:
                found[commit] = here
    return {commit: found.get(commit, PolicyThen(prefix)) for commit in commits}


def _last(git: Git, commits: Sequence[str], folder: str) -> Mapping[str, PolicyThen]:
    """Return the last policy of a project that could be read before each of some commits that has one."""
    if not commits:
        return {}
    changes = changes_of(git, commits, folder, STANDARD)
    said = _said(git, {(each, folder): records for known in changes.values() for each, records in known})
    found = {
        commit: next((said[each, folder] for each, _ in known if said[each, folder].whole), None)
        for commit, known in changes.items()
    }
    return {commit: policy for commit, policy in found.items() if policy is not None}


def _said(git: Git, keys: Mapping[Key, str | None]) -> Mapping[Key, PolicyThen]:
    """Return what projects said in commits, with the folder of their records where it is known."""
    settings = settings_then(git, keys)
    records = {key: known or settings[key].records for key, known in keys.items()}
    pages = read(git, {key: f"{folder}/{STANDARD}" for key, folder in records.items()})
    found: dict[Key, PolicyThen] = {}
    for key, page in pages.items():
        own = settings[key]
        tailoring = read_tailoring(STANDARD, text_of(page))[0] if page else None
        there = page is not None or own.settings is not None or not own.readable
        whole = own.readable and tailoring is not None and tailoring.whole
        found[key] = PolicyThen(
            key[1], records[key], tailoring or Tailoring(), there, whole, f"{key[1]}{records[key]}/{STANDARD}", key[0]
        )
    return found


def _upwards(prefix: str) -> list[str]:
    """Return a folder and all around it, each empty or with a slash at its end."""
    parts = PurePosixPath(prefix).parts
    return ["".join(f"{part}/" for part in parts[:count]) for count in range(len(parts), -1, -1)]
