"""What the server and its worker say to each other: one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from attrs import frozen

from aseptic.source.meaning import Meanings

ReadStamp = tuple[str, int, int]
"""A file that was read: its path, its time of change in nanoseconds and its bytes; -1 where it could not be seen."""


Message = dict[str, Any]
"""A message as JSON has it."""


@frozen
class Question:
    """What is an attribute one of? Its name begins at a place of the text: line and column, 0-based, code points."""

    line: int
    column: int
    attribute: str


@frozen
class Surroundings:
    """Where imports of a text are looked for, in this order, after Python's own modules; nothing of it is ever run."""

    root: Path
    """The project's root."""
    sources: tuple[Path, ...]
    libraries: tuple[Path, ...]
    """Folders of installed libraries, and last that of what stands in for others."""
    banned: tuple[str, ...]
    """The banned names of methods, whose classes libraries may know by other names."""


@frozen
class Job:
    """Questions about one text."""

    number: int
    path: Path
    text: str
    around: Surroundings
    questions: tuple[Question, ...]
    unsaved: tuple[Path, ...] = ()
    """Files that are not meant as they lie on disk: what only they tell is held back."""


@frozen
class Outcome:
    """What became of a job."""

    number: int
    answers: tuple[Meanings, ...]
    """What each question's answer is; empty where nothing is known."""
    timed_out: tuple[int, ...] = ()
    """The questions that took too long, or longer than all of them may, or that jedi gave up."""
    failed: tuple[tuple[int, str], ...] = ()
    """The questions at which something raised, and what it was."""
    held: tuple[int, ...] = ()
    """The questions of whose answers something is held back, for unsaved files tell it."""
    read: tuple[ReadStamp, ...] = ()
    """The project's other files that were read for it: while they are the same, so are the answers."""
    resident: int | None = None
    """Bytes of memory that the worker holds now."""
    spent: bool = False
    """Whether the worker ran out of memory and must be replaced."""
    lacking: str = ""
    """Why nothing stood in for libraries that are not installed; whoever asked the worker tells, not the worker."""


def job_line(job: Job) -> bytes:
    """Write a job."""
    around = job.around
    told = {
        "number": job.number,
        "path": str(job.path),
        "text": job.text,
        "root": str(around.root),
        "sources": [str(each) for each in around.sources],
        "libraries": [str(each) for each in around.libraries],
        "banned": around.banned,
        "questions": [(each.line, each.column, each.attribute) for each in job.questions],
        "unsaved": [str(each) for each in job.unsaved],
    }
    return _line(told)


def job_of(told: Message) -> Job:
    """Read a job."""
    around = Surroundings(
        Path(told["root"]),
        tuple(map(Path, told["sources"])),
        tuple(map(Path, told["libraries"])),
        tuple(told["banned"]),
    )
    questions = tuple(Question(*each) for each in told["questions"])
    unsaved = tuple(map(Path, told["unsaved"]))
    return Job(told["number"], Path(told["path"]), told["text"], around, questions, unsaved)


def stop_line(number: int) -> bytes:
    """Write that nobody waits for a job any more."""
    return _line({"stop": number})


def begun_line(number: int, question: int) -> bytes:
    """Write that a question is being looked at."""
    return _line({"number": number, "begun": question})


def outcome_line(outcome: Outcome) -> bytes:
    """Write an outcome."""
    told = {
        "number": outcome.number,
        "answers": outcome.answers,
        "timed_out": outcome.timed_out,
        "failed": outcome.failed,
        "held": outcome.held,
        "read": outcome.read,
        "resident": outcome.resident,
        "spent": outcome.spent,
    }
    return _line(told)


def outcome_of(told: Message) -> Outcome:
    """Read an outcome."""
    return Outcome(
        told["number"],
        tuple(tuple(each) for each in told["answers"]),
        tuple(told["timed_out"]),
        tuple((index, kind) for index, kind in told.get("failed", ())),
        tuple(told.get("held", ())),
        tuple((path, time, size) for path, time, size in told["read"]),
        told["resident"],
        told["spent"],
    )


def message_of(line: bytes) -> Message | None:
    """Read a line; None where it is no message."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return cast("Message", told) if isinstance(told, dict) else None


def _line(told: Message) -> bytes:
    # Without letters beyond ASCII, a lone surrogate of a text passes as well.
    return json.dumps(told).encode("ascii") + b"\n"
