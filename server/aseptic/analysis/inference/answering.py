"""One job's questions, answered one after another for as long as there is time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from aseptic.analysis.inference.interrupting import BrokenOff, Interrupting
from aseptic.analysis.inference.limits import Limits
from aseptic.analysis.inference.message import Job
from aseptic.analysis.inference.types import Text, Types
from aseptic.source.meaning import Meanings


class Answering:
    """Asks a job's questions; all rounds of it share the time that a document has."""

    def __init__(
        self, job: Job, types: Types, interrupting: Interrupting, limits: Limits, begun: Callable[[int], object]
    ) -> None:
        """Begin the time. `begun` is told the number of each question before it is looked at."""
        self.late: set[int] = set()
        """The questions that took too long, and those that jedi gave up."""
        self.failed: dict[int, str] = {}
        """The questions at which something raised, and what it was."""
        self.read: dict[Path, None] = {}
        """The project's other files that were read."""
        self.spent = False
        """Whether there was no memory left."""
        self._job, self._types, self._interrupting, self._limits, self._begun = job, types, interrupting, limits, begun
        self._end = process_time() + limits.document
        self._text: Text | None = None
        self._hidden: Sequence[Path] = ()

    def answers(self, hidden: Sequence[Path] = ()) -> list[Meanings]:
        """Return what can be told of each question, as if there were no such files as the hidden ones.

        Raises BrokenOff when the job was stopped.
        """
        self._drop()
        self._hidden = hidden
        found = [self._answer(index) for index in range(len(self._job.questions))]
        self._drop()
        return found

    def _answer(self, index: int) -> Meanings:
        self._begun(index)
        left = 0.0 if self.spent else min(self._limits.question, self._end - process_time())
        if left <= 0:
            self.late.add(index)
            return ()
        try:
            if self._text is None:
                self._text = self._interrupting.run(self._limits.document, self._opened)
            text = self._text
            found = self._interrupting.run(left, lambda: text.answer(self._job.questions[index]))
        except (BrokenOff, RecursionError):
            if self._interrupting.stopped:
                raise BrokenOff from None
            self._left_half(index)
        except MemoryError:
            self.late.add(index)
            self._text, self.spent = None, True
        except Exception as error:  # jedi fails on odd code now and then: one question stays open
            self.failed[index] = type(error).__name__
            self._drop()
        else:
            if text.gave_up:
                self._left_half(index)
            return found
        return ()

    def _opened(self) -> Text:
        return self._types.text(self._job.path, self._job.text, self._hidden)

    def _left_half(self, index: int) -> None:
        self.late.add(index)
        self._drop()

    def _drop(self) -> None:
        """Forget what was remembered on the way: it may be half of an answer, and others would build on it."""
        if self._text is not None:
            self.read.update(dict.fromkeys(self._text.read()))
        self._text = None
