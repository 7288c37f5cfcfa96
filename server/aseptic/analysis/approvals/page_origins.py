"""From which other projects one came, where no record tells: their code does.

Wherever any code that lies in a project, or did, was once that of another with a policy of its own, that policy is an
origin of this one's: however the page was rewritten, in however many commits and in which order, and whether the other
project lies there still. A commit that takes a page away to have one elsewhere tells the same, unless its code went to
another. What an origin's policy would not let through is told; its records come along only where the project is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from attrs import define, field, frozen

from aseptic.analysis.approvals.code_in_common import Files, came
from aseptic.analysis.approvals.folders_then import SETTINGS, records_named
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import Exchange, Version, ever
from aseptic.records.reading import STANDARD
from aseptic.records.shelf import OWN_RULES, SIGNERS

_CODE = ("py", "pyi", "pyw")
_MOST_SETTINGS = 400
"""Texts of settings that are asked where records lie."""


@frozen
class PageOrigin:
    """A project from which another came."""

    place: str
    """The folder of its records, from the repository's top."""
    home: str
    """Its own folder: empty, or with a slash at its end."""
    moved: bool
    """Whether it is gone, and most of its code came here."""


@define(slots=False, eq=False)
class PageOrigins:
    """The projects that a repository has or had, each with its code. Git is asked twice, and when it is needed."""

    git: Git
    head: str
    own: str
    """The folder of the project that is asked about: empty, or with a slash at its end."""
    _known: dict[str, Mapping[str, frozenset[str]]] = field(factory=dict[str, Mapping[str, frozenset[str]]])

    def of(self, place: str, home: str, change: Exchange) -> Iterator[PageOrigin]:
        """Yield the origins of the project whose records lie in a place since a commit, which changed this."""
        around = {each: folder for each, folder in self._homes.items() if not home.startswith(folder)}
        if not around:
            return
        came_here = self._came(home, {*around.values()})
        for folder, root in sorted(around.items()):
            taken = f"{folder}/{STANDARD}" in change.taken and f"{place}/{STANDARD}" in change.added
            here = came_here.get(root, frozenset())
            if here or (taken and not self._elsewhere(root, place, change)):
                yield PageOrigin(folder, root, self._gone(folder) and (taken or self._most(folder, root, here)))

    def _elsewhere(self, root: str, place: str, change: Exchange) -> bool:
        """Say whether the code of a project came to another than that of a place, whose page a commit added, too."""
        pages = {_folder(path) for path in change.added} - {place}
        homes = {self._homes[each] for each in pages if each in self._homes}
        return any(root in self._came(each, {root}) for each in homes - {root})

    def _came(self, home: str, roots: set[str]) -> Mapping[str, frozenset[str]]:
        if home not in self._known:
            old = {each: code for each, code in self._code.items() if not home.startswith(each)}
            self._known[home] = came(self.git, old, home, self._lying(home))
        return {each: files for each, files in self._known[home].items() if each in roots}

    def _lying(self, home: str) -> Files:
        """Return the code that a project has, or had: what is left of another that lay inside of it, too."""
        gone = {root for folder, root in self._homes.items() if root.startswith(home) and self._gone(folder)}
        mine = dict(self._code.get(home, {}))
        for root in gone - {home}:
            mine |= {path: each for path, each in self._code.get(root, {}).items() if each[0][1]}
        return mine

    def _most(self, folder: str, root: str, here: frozenset[str]) -> bool:
        """Say whether half of the code that a project had when its page went is among some."""
        went = max(each[0][0] for path, each in self._pages.items() if _folder(path) == folder)
        had = {
            path
            for path, versions in self._code.get(root, {}).items()
            if next((id_ for back, id_ in versions if back > went), "")
        }
        return 2 * len(had & here) >= len(had)

    def _gone(self, folder: str) -> bool:
        return not any(each[0][1] for path, each in self._pages.items() if _folder(path) == folder)

    @cached_property
    def _pages(self) -> Files:
        """All that says what a policy is, in any commit, and the settings that say where it lies."""
        names = (STANDARD, SIGNERS, f"{OWN_RULES}/*.md", SETTINGS)
        return ever(self.git, self.head, [f"**/{each}" for each in names])

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        """The folders of records in any commit, each with the folder of its project."""
        folders = sorted({folder for path in self._pages if (folder := _folder(path))})
        above = {each: [_slashed(str(one)) for one in PurePosixPath(each).parents] for each in folders}
        asked = {one for ones in above.values() for one in ones if f"{one}{SETTINGS}" in self._pages}
        named = self._named(sorted(asked))
        return {
            each: next((one for one in ones if each in named.get(one, ())), ones[0]) for each, ones in above.items()
        }

    def _named(self, homes: list[str]) -> Mapping[str, frozenset[str]]:
        """Return the folders of records that the settings of some projects have named, from the repository's top."""
        keys = [(home, id_) for home in homes for _, id_ in self._pages[f"{home}{SETTINGS}"] if id_][:_MOST_SETTINGS]
        found: dict[str, set[str]] = {}
        for (home, _), text in zip(keys, self.git.objects([id_ for _, id_ in keys]), strict=True):
            found.setdefault(home, set()).add(f"{home}{records_named(text or b'')}")
        return {home: frozenset(each) for home, each in found.items()}

    @cached_property
    def _code(self) -> Mapping[str, Files]:
        """The code of each project, by the innermost that it ever lay in."""
        all_ = {self.own, *self._homes.values()}
        homes = sorted((each for each in all_ if each == self.own or not self.own.startswith(each)), key=len)
        patterns = [f"{each}**/*.{end}" for each in homes for end in _CODE]
        found: dict[str, dict[str, Sequence[Version]]] = {}
        for path, versions in ever(self.git, self.head, patterns).items():
            home = next(each for each in reversed(homes) if path.startswith(each))
            found.setdefault(home, {})[path] = versions
        return found


def _folder(path: str) -> str:
    """Return the folder of records in which a file lies that says what a policy is; empty for any other."""
    folder, _, name = path.rpartition("/")
    if name in (STANDARD, SIGNERS):
        return folder
    return folder.removesuffix(OWN_RULES).rstrip("/") if f"/{folder}".endswith(f"/{OWN_RULES}") else ""


def _slashed(folder: str) -> str:
    return "" if folder == "." else f"{folder}/"
