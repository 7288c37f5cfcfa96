"""Which of a project's files git says were renamed: asked at once, or aside by whoever may not wait for git."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from aseptic.analysis.documents.reading import FileStamp, stamped

if TYPE_CHECKING:  # as in `_asked`
    from aseptic.analysis.versioning.git import Git

_MOST = 512
"""Answers that are kept at most, beside those that hold."""
Question = tuple[str, str]
"""The files that one may have been renamed from and to; without the latter it is asked what that is."""
Stamps = tuple[FileStamp, ...]
Marks: TypeAlias = "tuple[Path, ...] | None"
"""The files of git's that change when it may tell of another rename; None where it was not asked yet."""


@frozen
class Told:
    """What git told of some questions, and how its own files looked before it was asked."""

    marks: tuple[Path, ...]
    looks: Stamps
    answers: Mapping[Question, str]
    """The new name; empty where the file was not renamed so."""


class Renames:
    """What git told of one project; an answer holds while git's files look the same."""

    def __init__(self, root: Path, aside: Callable[[Renames], object] | None = None) -> None:
        """Begin with nothing known. `aside` hears that there is something to ask, and gives what `ask` told to `take`.

        Until it does, what was known before is answered, and nothing is renamed of which nothing was. Without `aside`
        whoever wants to know waits for git.
        """
        self.root, self._aside = root, aside
        self.waiting: set[Question] = set()
        """What git is still to be asked."""
        self._marks: Marks = None
        self._kept: dict[Question, tuple[Stamps, str]] = {}
        self.told = 0
        """How often git told otherwise than before."""

    def renamed(self, old: str, new: str) -> bool:
        """Say whether a file that is gone was renamed to another; both count from the project's root."""
        return bool(self._answer(old, new))

    def heir(self, old: str) -> str:
        """Return what a file that is gone is called now; empty where it was not renamed."""
        return self._answer(old, "")

    def _answer(self, old: str, new: str) -> str:
        if (self.root / old).exists():
            return ""
        question = old, new
        if not self._known(question):
            self.waiting.add(question)
            if self._aside is None:
                self.take(self.ask()())
            else:
                self._aside(self)
        return self._kept[question][1] if question in self._kept else ""

    def refresh(self) -> None:
        """Have git asked anew where its files are."""
        self._marks = None

    def ask(self) -> Callable[[], Told]:
        """Return what asks git what is waited for; any thread may run it."""
        root, questions, marks = self.root, frozenset(self.waiting), self._marks
        known = {each: self._kept[each] for each in questions & self._kept.keys()}
        return lambda: _asked(root, questions, marks, known)

    def take(self, told: Told) -> bool:
        """Keep what git told; say whether anything is answered otherwise than before."""
        before = {each: self._kept[each][1] if each in self._kept else "" for each in told.answers}
        if len(self._kept) > _MOST:
            self._kept = {each: kept for each, kept in self._kept.items() if kept[0] == told.looks}
        self._marks = told.marks
        self._kept |= {each: (told.looks, answer) for each, answer in told.answers.items()}
        self.waiting -= told.answers.keys()
        self.told += before != told.answers
        return before != told.answers

    def _known(self, question: Question) -> bool:
        kept = self._kept.get(question)
        return kept is not None and self._marks is not None and kept[0] == _looks(self._marks)


def _asked(
    root: Path, questions: Collection[Question], marks: Marks, known: Mapping[Question, tuple[Stamps, str]]
) -> Told:
    from aseptic.analysis.versioning.git import Git  # hardly anybody asks, and starting processes is slow to import

    git = Git(root)
    marks = git.marks() if marks is None else marks
    looks = _looks(marks)
    same = {each for each, kept in known.items() if kept[0] == looks}
    answers = {each: known[each][1] if each in same else _told(git, *each) if looks else "" for each in questions}
    return Told(marks, looks, answers)


def _told(git: Git, old: str, new: str) -> str:
    return new * git.renamed(old, new) if new else git.heir(old)


def _looks(marks: tuple[Path, ...]) -> Stamps:
    return tuple(map(stamped, marks))
