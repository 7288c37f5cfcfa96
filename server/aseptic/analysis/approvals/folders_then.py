"""The folder of a project's records as its settings named it in a commit, and in those before."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from attrs import frozen

from aseptic.analysis.projects.settings import Settings, read_settings
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.mainline import changes_before

Key = tuple[str, str]
"""A commit, and a project's folder as seen from the repository's top: empty, or with a slash at its end."""
SETTINGS = "pyproject.toml"


@frozen
class SettingsThen:
    """What a project's settings said in a commit."""

    settings: Settings | None
    readable: bool

    @property
    def records(self) -> str:
        """The folder of the records, from the project's own."""
        return (self.settings or Settings()).records


def settings_then(git: Git, keys: Iterable[Key]) -> Mapping[Key, SettingsThen]:
    """Return what settings said, in one call of git."""
    found: dict[Key, SettingsThen] = {}
    for key, data in read(git, dict.fromkeys(keys, SETTINGS)).items():
        settings, problems = read_settings(SETTINGS, text_of(data))
        found[key] = SettingsThen(settings, settings is not None or not problems)
    return found


def changes_of(git: Git, commits: Collection[str], folder: str, name: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return when something in a project's records changed, or their folder, up to each of some commits.

    Each change is a commit of the mainline with the folder of the records as of then, the newest first. `name` is a
    file or a folder among the records, and `folder` the project's as seen from the repository's top.
    """

    def seen(path: str) -> str:
        return posixpath.normpath(f"{folder}{path}")

    moved = changes_before(git, commits, [seen(SETTINGS)])
    said = settings_then(git, [(commit, folder) for commit in {each for known in moved.values() for each in known}])
    records = sorted({Settings().records, *(each.records for each in said.values())})
    changed = changes_before(git, commits, [seen(SETTINGS), *(seen(f"{each}/{name}") for each in records)])
    found: dict[str, Sequence[tuple[str, str]]] = {}
    for commit, known in changed.items():
        last, told = Settings().records, list[tuple[str, str]]()
        for each in reversed(known):
            then = said.get((each, folder))
            last = then.records if then and then.readable else last
            told.append((each, last))
        found[commit] = told[::-1]
    return found


def read(git: Git, named: Mapping[Key, str]) -> dict[Key, bytes | None]:
    """Return files of commits, links followed inside the repository; None for one that is not there."""
    found = git.objects([f"{commit}:{folder}{name}" for (commit, folder), name in named.items()], follow=True)
    return dict(zip(named, found, strict=True))


def text_of(data: bytes | None) -> str:
    """Return a file's text; U+FFFD stands for what is no UTF-8."""
    return (data or b"").decode("utf-8", "replace")


@lru_cache(maxsize=64)
def records_named(settings: bytes) -> str:
    """Return the folder of records that settings name; most name none, which takes no reading."""
    if b"records" not in settings and b"\\" not in settings:  # which a key may be written with
        return Settings().records
    found, _ = read_settings(SETTINGS, settings.decode("utf-8", "replace"))
    return str(PurePosixPath((found or Settings()).records))
