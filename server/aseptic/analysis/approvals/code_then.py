"""All the code that a repository has or had, with what is alike in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define

from aseptic.analysis.approvals.likeness import MOST_TEXTS, Likeness
from aseptic.analysis.approvals.statements_then import StatementsThen
from aseptic.analysis.versioning.file_history import FileHistory
from aseptic.analysis.versioning.trees import Version, touching

_ENDINGS = (".py", ".pyi", ".pyw")


@define(slots=False, eq=False)
class CodeThen:
    """The files of a repository. Git is asked when they are needed."""

    history: FileHistory
    first: frozenset[str] = frozenset()
    """Files that are asked about whatever they are called, from the repository's top."""

    @property
    def files(self) -> Mapping[str, Sequence[Version]]:
        """All files of the mainline, each with what it was, newest first."""
        return self._listed[0]

    def commit(self, number: int) -> str:
        """Return the commit of a number."""
        return self._listed[1][number]

    def about(self, first: frozenset[str]) -> CodeThen:
        """Return the same with files that are asked about; where they make no difference no text is read again."""
        texts = sum(map(len, self.code.values())) + sum(len(line) for lines in self.aside.values() for line in lines)
        known = self.history.commits and first <= self.code.keys() and texts <= MOST_TEXTS
        return self if known else CodeThen(self.history, first)

    @cached_property
    def code(self) -> Mapping[str, Sequence[Version]]:
        """Those that may hold code: what has no ending may be a script."""
        return {path: versions for path, versions in self.files.items() if self._is_code(path)}

    @cached_property
    def aside(self) -> Mapping[str, Sequence[Sequence[Version]]]:
        """What those and others were on each of the other lines."""
        return {path: lines for path, lines in self.history.aside.items() if self._is_code(path)}

    @cached_property
    def likeness(self) -> Likeness:
        """What is alike in them; of too many those are read that are asked about, and what has their name."""
        found = Likeness(self.history.git)
        found.read([id_ for _, id_ in self.code[path] if id_] for path in self._ordered(self.code))
        found.read(self._only_aside(path) for path in self._ordered(self.aside))
        return found

    @cached_property
    def statements(self) -> StatementsThen:
        """What stands in them."""
        return StatementsThen(self.history.git)

    def _ordered(self, paths: Mapping[str, object]) -> Sequence[str]:
        names = {name_of(each) for each in self.first}
        return sorted(paths, key=lambda each: (each not in self.first, name_of(each) not in names))

    def _only_aside(self, path: str) -> Sequence[str]:
        """Return the texts that a file never had on the mainline."""
        known = {"", *(id_ for _, id_ in self.code.get(path, ()))}
        return [id_ for _, id_ in sorted(each for line in self.aside[path] for each in line) if id_ not in known]

    def _is_code(self, path: str) -> bool:
        return path in self.first or path.endswith(_ENDINGS) or "." not in name_of(path)

    @cached_property
    def _listed(self) -> tuple[Mapping[str, Sequence[Version]], Sequence[str]]:
        files, commits = self.history.files, self.history.commits
        git, head = self.history.git, self.history.head
        if commits or not head:
            return files, commits
        # Git took too long: what lies there tells, and when the files that are asked about came, if it tells that.
        changed = ((each, [*touching(git, head, [each], "--first-parent")]) for each in sorted(self.first))
        came = {each: found[-1] for each, found in changed if found and each in files}
        then = {path: [(len(came), versions[0][1])] for path, versions in files.items()}
        then |= {path: [(number, files[path][0][1])] for number, path in enumerate(came)}
        return then, [*came.values(), head]


def name_of(path: str) -> str:
    """Return a file's own name."""
    return path.rpartition("/")[2]
