"""All the code that the mainline has or had, with what is alike in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define

from aseptic.analysis.approvals.likeness import MOST_TEXTS, Likeness
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import Version, mainline_files, touching

_ENDINGS = (".py", ".pyi", ".pyw")


@define(slots=False, eq=False)
class CodeThen:
    """The files of the mainline. Git is asked twice, when they are needed."""

    git: Git
    head: str
    first: frozenset[str] = frozenset()
    """Files that are asked about whatever they are called, from the repository's top."""

    @property
    def files(self) -> Mapping[str, Sequence[Version]]:
        """All files, each with what it was, newest first."""
        return self._listed[0]

    def commit(self, back: int) -> str:
        """Return the commit of the mainline so many back."""
        return self._listed[1][back]

    def about(self, first: frozenset[str]) -> CodeThen:
        """Return the same with files that are asked about; where they make no difference git is not asked again."""
        known = self._mainline[1] and first <= self.code.keys() and sum(map(len, self.code.values())) <= MOST_TEXTS
        return self if known else CodeThen(self.git, self.head, first)

    @cached_property
    def code(self) -> Mapping[str, Sequence[Version]]:
        """Those that may hold code: what has no ending may be a script."""
        return {
            path: versions
            for path, versions in self.files.items()
            if path in self.first or path.endswith(_ENDINGS) or "." not in name_of(path)
        }

    @cached_property
    def likeness(self) -> Likeness:
        """What is alike in them; of too many those are read that are asked about, and what has their name."""
        names, found = {name_of(each) for each in self.first}, Likeness(self.git)
        order = sorted(self.code, key=lambda each: (each not in self.first, name_of(each) not in names))
        found.read([id_ for _, id_ in self.code[path] if id_] for path in order)
        return found

    @cached_property
    def _mainline(self) -> tuple[Mapping[str, Sequence[Version]], Sequence[str]]:
        return mainline_files(self.git, self.head)

    @cached_property
    def _listed(self) -> tuple[Mapping[str, Sequence[Version]], Sequence[str]]:
        found = self._mainline
        if found[1] or not self.head:
            return found
        # Git took too long: what lies there tells, and when the files that are asked about came, if it tells that.
        changed = ((each, [*touching(self.git, self.head, [each], "--first-parent")]) for each in sorted(self.first))
        came = {each: commits[-1] for each, commits in changed if commits and each in found[0]}
        files = {path: [(len(came), versions[0][1])] for path, versions in found[0].items()}
        files |= {path: [(number, found[0][path][0][1])] for number, path in enumerate(came)}
        return files, [*came.values(), self.head]


def name_of(path: str) -> str:
    """Return a file's own name."""
    return path.rpartition("/")[2]
