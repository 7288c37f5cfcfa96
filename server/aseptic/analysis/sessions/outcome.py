"""What the check of one file came to, with nothing of its text: what processes hand on and the cache keeps."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.documents.incremental import Analysis, Entry, glanced
from aseptic.analysis.documents.integrity import REPORT, Missing, missing
from aseptic.analysis.documents.memo import CLEAN
from aseptic.analysis.documents.reading import Unchecked, decoded, read_whole
from aseptic.analysis.imports.index import SeenModules
from aseptic.analysis.imports.module_answers import ModuleAnswers, told_of
from aseptic.analysis.matching.loose_ties import mentions
from aseptic.analysis.matching.placed_finding import scope_of
from aseptic.analysis.sessions.session import Session
from aseptic.source.document import split_lines
from aseptic.source.ties import Mention
from aseptic.standard.finding import Finding

_LOG = logging.getLogger(__name__)


@frozen
class Found:
    """A finding, the line on which its chunk begins, and the dotted class and function that hold it."""

    start: int
    scope: str
    finding: Finding


@frozen
class Outcome:
    """All that the check of a file came to, whatever its project's records and paths say of it."""

    lines: int
    found: tuple[Found, ...] = ()
    missing: tuple[Missing, ...] = ()
    wordless: int = 0
    """Lines in which no word stands that any rule looks for: nothing can be found there, and nobody parsed them."""
    ties: tuple[Mention, ...] = ()
    """What comments name as deviations, wherever they stand."""

    @property
    def lasting(self) -> bool:
        """Whether the same text comes to the same again: what a check that failed would do is not known."""
        return all(each.cause is not Cause.FAILED for each in self.missing)


@frozen(eq=False)
class Examined:
    """One file looked at: its outcome, or why there is none, or what of it types could not tell."""

    path: Path
    digest: str = ""
    outcome: Outcome | None = None
    fault: Unchecked | None = None
    quotes: Mapping[int, str] = field(factory=dict[int, str])
    """The lines on which findings begin."""
    answers: ModuleAnswers | None = None
    """What it was told of its project's other modules."""
    typed: bool = False
    """Whether a worker was asked about types, or had nothing to be asked."""
    open_types: int = 0
    """Questions about types that nobody answered in time."""


def examined(session: Session, path: Path) -> Examined:
    """Check one file as it is now."""
    data = read_whole(path)
    if isinstance(data, Unchecked):
        return Examined(path, fault=data)
    digest = digest_of(data)
    text = decoded(data)
    if isinstance(text, Unchecked):
        return Examined(path, digest, fault=text)
    try:
        project = session.project(path)
        analysis = glanced(session.index(project).outline(path, text), project.memo)
        outcome = outcome_of(analysis)
    except Exception as error:  # one odd file must not cost the others; it is named, and the cause is logged
        # Where the interpreter's room ran out, a trace has a thousand steps that tell nothing.
        trace = not isinstance(error, RecursionError)
        _LOG.error("%s could not be checked: %s", path, type(error).__name__, exc_info=trace)
        return Examined(path, digest, fault=failure(f"the check failed ({type(error).__name__})"))
    seen = analysis.bindings.exports
    answers = told_of(seen) if isinstance(seen, SeenModules) else None
    return Examined(path, digest, outcome, None, quoted(text, outcome), answers)


def failure(reason: str) -> Unchecked:
    """Return what is said of a file whose check failed."""
    return Unchecked("", reason, REPORT, Cause.FAILED)


def digest_of(data: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def quoted(text: str, outcome: Outcome) -> dict[int, str]:
    """Return the lines of a text on which findings begin."""
    lines = split_lines(text) if outcome.found else []
    return {line: lines[line] for each in outcome.found if (line := each.start + each.finding.span.start.line) >= 0}


def outcome_of(analysis: Analysis) -> Outcome:
    """Return what an analysis came to."""
    found = tuple(
        Found(start, scope_of(entry.chunk, finding), finding)
        for start, entry in analysis.found
        for finding in entry.findings
    )
    lines, entries = analysis.document.lines, analysis.entries
    end = not lines[len(lines) - 1]  # the empty one behind the last line end, which belongs to the last chunk
    wordless = sum(sum(heights) for _, heights in entries.each(_wordless))
    wordless -= end and entries[len(entries) - 1].checked is CLEAN
    return Outcome(len(lines) - end, found, tuple(missing(analysis)), wordless, tuple(mentions(analysis)))


def _wordless(entries: tuple[Entry, ...]) -> tuple[int, ...]:
    """Return the lines of each chunk that was looked through for words only."""
    return tuple([entry.chunk.height for entry in entries if entry.checked is CLEAN])


def placed(each: Unchecked | Missing, shown: str) -> Unchecked:
    """Return what was not checked under the name that its file is shown by."""
    if isinstance(each, Unchecked):
        return evolve(each, path=shown)
    return Unchecked(shown, each.reason, each.cure, each.cause, each.first, each.last)
