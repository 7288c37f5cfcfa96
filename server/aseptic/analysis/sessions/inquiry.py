"""What a document leaves open for types to tell: the questions, and what their answers mean for its chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from aseptic.analysis.documents.answers import Answers, Asked
from aseptic.analysis.documents.incremental import Analysis
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.imports.libraries import installed
from aseptic.analysis.inference.message import Job, Outcome, Question, Surroundings
from aseptic.analysis.sessions.session import Session
from aseptic.checks.unsettled import Receiver
from aseptic.source.document import Document


@frozen(eq=False)
class Unsettled:
    """A chunk that leaves something open."""

    asked: Asked
    start: int
    """The line of the document on which the chunk begins."""
    receivers: tuple[Receiver, ...]


@frozen(eq=False)
class Inquiry:
    """All that one version of a document leaves open."""

    document: Document
    unsettled: tuple[Unsettled, ...]

    def job(self, number: int, path: Path, around: Surroundings, unsaved: Iterable[Path] = ()) -> Job:
        """Return what to ask a worker; `unsaved` are files that are not meant as they lie on disk."""
        questions = (
            Question(each.start + receiver.line, receiver.column, receiver.attribute)
            for each in self.unsettled
            for receiver in each.receivers
        )
        others = tuple(sorted(each for each in unsaved if each != path))
        return Job(number, path, self.document.text, around, tuple(questions), others)

    def answers(self, outcome: Outcome) -> Answers:
        """Return what an outcome tells of the chunks; its answers stand in the order of the questions."""
        told = iter(outcome.answers)
        return Answers.of(
            (each.asked, tuple([(receiver, next(told, ())) for receiver in each.receivers])) for each in self.unsettled
        )


def surroundings(session: Session, path: Path, libraries: Sequence[Path] = ()) -> Surroundings:
    """Return where a file's imports are looked for to infer types; `libraries` come before the project's own."""
    project = session.project(path)
    seen = session.index(project).outside(path).exports
    own = installed(project.root / project.settings.environment) if project.settings.environment else ()
    names = project.memo.checker.methods.names
    return Surroundings(project.root, seen.roots, tuple(dict.fromkeys((*libraries, *own))), names)


def looked_through(analysis: Analysis, memo: Memo) -> Iterator[Unsettled | None]:
    """Look at one chunk after another, and yield what it leaves open; None for nothing, so that others get a turn."""
    for index, entry in enumerate(analysis.entries):
        view = entry.view.bare
        found = memo.receivers(entry.chunk, view)
        yield Unsettled((entry.chunk, view), analysis.cut.start(index), found) if found else None


def inquiry(analysis: Analysis, found: Sequence[Unsettled | None]) -> Inquiry:
    """Gather what the chunks of a document leave open."""
    return Inquiry(analysis.document, tuple([each for each in found if each is not None]))
