"""Which project a file belonged to in a commit: the innermost around it that had a page or settings there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import PurePosixPath

from attrs import define

from aseptic.analysis.approvals.code_then import name_of
from aseptic.analysis.approvals.folders_then import SETTINGS, records_named, settings_then
from aseptic.analysis.projects.settings import Settings
from aseptic.analysis.versioning.file_history import FileHistory
from aseptic.records.reading import STANDARD
from aseptic.records.shelf import OWN_RULES, SIGNERS

_MOST_SETTINGS = 400
"""Texts of settings that are asked where records lie."""
_OWNERS = "CODEOWNERS"
_PAGES = (SIGNERS, ".md")
"""How files of records end that say what a policy is."""
Key = tuple[str, str]
"""A commit, and a file from the repository's top."""


@define(slots=False, eq=False)
class Homes:
    """The folders of the projects that a repository has or had: each empty, or with a slash at its end."""

    history: FileHistory

    @property
    def policed(self) -> frozenset[str]:
        """Those that ever had a policy."""
        return frozenset(self._homes.values())

    @cached_property
    def gone(self) -> Mapping[str, str]:
        """The folders of records that have no policy any more, each with that of the project."""
        left = {_folder(path) for path in self._pages if self.history.files.get(path, ((0, ""),))[0][1]}
        return {folder: home for folder, home in self._homes.items() if folder not in left}

    def of(self, folder: str) -> str | None:
        """Return the project whose records lay in a folder; None where none did."""
        return self._homes.get(folder)

    def changing(self, files: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Return those of some files that say what a policy is, by the project that they are about."""
        found: dict[str, list[str]] = {}
        for path in files:
            if _says(path) and (home := self._own(path)) is not None:
                found.setdefault(home, []).append(path)
        return found

    def at(self, keys: Collection[Key]) -> Mapping[Key, str | None]:
        """Return the projects of files in commits; None where a file is in none."""
        asked = list(dict.fromkeys((commit, home) for commit, path in keys for home in self.around(path)))
        pages = self.history.git.ids([f"{commit}:{home}{Settings().records}/{STANDARD}" for commit, home in asked])
        settings = settings_then(self.history.git, asked)
        signed = {
            key
            for key, page in zip(asked, pages, strict=True)
            if page or settings[key].settings is not None or not settings[key].readable
        }
        return {
            (commit, path): next((home for home in self.around(path) if (commit, home) in signed), None)
            for commit, path in keys
        }

    def around(self, path: str) -> Sequence[str]:
        """Return the folders around a file that ever had a project, the innermost first."""
        return [each for each in _above(path) if each in self._all]

    def _own(self, path: str) -> str | None:
        """Return the project that a file is about which says what a policy is."""
        folder = _folder(path)
        return self._homes[folder] if folder in self._homes else next(iter(self.around(path)), None)

    @cached_property
    def _all(self) -> frozenset[str]:
        return self.policed | {path.removesuffix(SETTINGS) for path in self._pages if name_of(path) == SETTINGS}

    @cached_property
    def _pages(self) -> Mapping[str, Sequence[str]]:
        """All that says what a policy is, and the settings that say where it lies, with their texts."""
        mainline = ((path, [versions]) for path, versions in self.history.files.items())
        found: dict[str, dict[str, None]] = {}
        for path, lines in chain(mainline, self.history.aside.items()):
            if name_of(path) == SETTINGS or (_folder(path) and path.endswith(_PAGES)):
                found.setdefault(path, {}).update(dict.fromkeys(id_ for line in lines for _, id_ in line if id_))
        return {path: [*ids] for path, ids in found.items()}

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        """The folders of records in any commit, each with the folder of its project."""
        folders = sorted({folder for path in self._pages if (folder := _folder(path))})
        above = {each: _above(each) for each in folders}
        asked = {one for ones in above.values() for one in ones if f"{one}{SETTINGS}" in self._pages}
        named = self._records(sorted(asked))
        return {
            each: next((one for one in ones if each in named.get(one, ())), ones[0]) for each, ones in above.items()
        }

    def _records(self, homes: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return the folders of records that the settings of some projects have named, from the repository's top."""
        keys = [(home, id_) for home in homes for id_ in self._pages[f"{home}{SETTINGS}"]][:_MOST_SETTINGS]
        found: dict[str, set[str]] = {}
        for (home, _), text in zip(keys, self.history.git.objects([id_ for _, id_ in keys]), strict=True):
            found.setdefault(home, set()).add(f"{home}{records_named(text or b'')}")
        return {home: frozenset(each) for home, each in found.items()}


def _says(path: str) -> bool:
    return bool(_folder(path)) or name_of(path) in (SETTINGS, _OWNERS)


def _folder(path: str) -> str:
    """Return the folder of records in which a file lies that says what a policy is; empty for any other."""
    folder, _, name = path.rpartition("/")
    if name in (STANDARD, SIGNERS):
        return folder
    return folder.removesuffix(OWN_RULES).rstrip("/") if f"/{folder}".endswith(f"/{OWN_RULES}") else ""


def _above(path: str) -> Sequence[str]:
    """Return the folders around a path, the innermost first: each empty, or with a slash at its end."""
    return ["" if str(each) == "." else f"{each}/" for each in PurePosixPath(path).parents]
