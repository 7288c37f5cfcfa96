"""Writing the ledger: read, add, put in place, one process at a time. Nothing that stands in it is ever changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from aseptic.analysis.ledgers.committed import Gone, lacking
from aseptic.analysis.ledgers.history_at_hand import unshown
from aseptic.analysis.ledgers.observation import Observation, grounds
from aseptic.analysis.projects.alone import alone
from aseptic.analysis.projects.ledger import look, read_bytes
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.file_versions import head
from aseptic.analysis.versioning.identity import git_user
from aseptic.records.filing import ignore_drafts, write_new, write_over
from aseptic.records.ledger.chain import Chain, is_whole, linked, mending
from aseptic.records.ledger.event import Closing, Draft, Kind, Stamp, numbered
from aseptic.records.ledger.history import History, read_history
from aseptic.records.ledger.step import missed, step
from aseptic.records.shelf import LEDGER
from aseptic.source.problem import Problem

ATTRIBUTES = f"{LEDGER} -text merge=union\n"
"""What git has to know of the ledger: its bytes are left as they are, and a merge keeps both sides' lines."""
_TRIES = 5
_PATIENCE = 60
"""Seconds that a run waits for others, each of which asks git a few things."""

Decide = Callable[[History, str], Sequence[Draft]]
"""From what the ledger holds, and the commit that is checked out, to what is to be added."""


class BrokenLedgerError(Exception):
    """The ledger holds lines that were tampered with, so nothing may be added to it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Take what is wrong with the ledger."""
        super().__init__(str(problems[0]))
        self.problems = tuple(problems)


class LostError(Exception):
    """The ledger lacks lines that git has, so what is added would hide that they are gone."""

    def __init__(self, gone: Gone) -> None:
        """Take what it lacks."""
        super().__init__(gone.words(LEDGER))
        self.gone = gone


class RefusedError(Exception):
    """What is to be recorded does not fit what stands there, with the reason in one line."""


@frozen(eq=False)
class Written:
    """What a run did to the ledger."""

    drafts: Sequence[Draft]
    """What was added; nothing where nothing happened."""
    history: History
    """The findings as they stood before."""
    mended: bool
    """Whether a broken last line was closed."""
    head: str
    """The digest of the last line, which tells whoever noted it that nothing before it was cut off."""


def scanned(project: Project, seen: Observation) -> Decide:
    """Return how a scan is recorded. It raises RefusedError where what is missing would look like a change."""

    def decide(told: History, commit: str) -> Sequence[Draft]:
        met = missed(told, seen.seen, seen.analyzer, seen.whole)
        drafts = step(told, seen.seen, seen.analyzer, met, grounds(project, seen, met.paths, commit))
        again = [told.entries[each.finding] for each in drafts if each.kind is Kind.REOPENED]
        lapsed = {each.reason for each in again if each.closed is Closing.DEVIATION}
        if not commit and lapsed and (why := unshown(project, lapsed)):
            raise RefusedError(f"nothing was recorded: {why}")
        return drafts

    return decide


def record(project: Project, decide: Decide, now: datetime.datetime, committed: bool = True) -> Written:
    """Add to a project's ledger what `decide` says; with nothing to say the file stays as it is.

    Where what was seen is not `committed`, no commit is named: whoever looks it up there would find other code.
    Raises BrokenLedgerError, LostError, UnreadableError, RefusedError and OSError.
    """
    path = project.records / LEDGER
    shown = f"{project.settings.records}/{LEDGER}"
    commit = head(project.root)
    stamp = Stamp(git_user(project.root), now, commit if committed else "")
    if not project.records.is_dir():
        _refuse_lost(project.root, shown, commit, b"")
        _refuse_numbered(decide(read_history(b"", shown)[0], commit))  # what is refused leaves no folder
        project.records.mkdir(parents=True, exist_ok=True)
    with alone(project.records, _PATIENCE):
        for _ in range(_TRIES):
            seen, old = look(path), read_bytes(project.records)
            end, told, chain = _read(old, shown)
            _refuse_broken(chain)
            _refuse_lost(project.root, shown, commit, old)
            drafts = [*_joining(chain), *decide(told, commit)]
            if not drafts and not end:
                return Written((), told, False, chain.head)
            _refuse_numbered(drafts)
            added, last = linked(drafts, stamp, chain.heads)
            if look(path) == seen:  # on a file system whose locks nobody holds, another may have been faster
                if not old:
                    ignore_drafts(project.records)
                    write_new(project.records / ".gitattributes", ATTRIBUTES)
                write_over(path, old + end + added)
                return Written(drafts, told, bool(end), last)
    raise RefusedError(f"{shown} is written by another program all the time; try again")


def unguarded(project: Project) -> bool:
    """Say whether git would not merge the ledger by keeping both sides: the project's own attributes are in the way."""
    try:
        text = (project.records / ".gitattributes").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    words = [line.split() for line in text.split("\n")]
    return not any(line and line[0] == LEDGER and "merge=union" in line for line in words)


def _read(data: bytes, shown: str) -> tuple[bytes, History, Chain]:
    """Read a ledger, and say what closes its last line where that is broken off."""
    told, chain = read_history(data, shown)
    if not chain.torn:
        return b"", told, chain
    if is_whole(chain.torn):
        told, chain = read_history(data + b"\n", shown)
    return b"\n", told, chain


def _joining(chain: Chain) -> Iterator[Draft]:
    """Yield what is to be said of the ledger itself before anything else: nothing of a line is ever taken away."""
    if chain.torn:
        yield mending(chain.torn)
    if len(chain.heads) > 1:
        yield Draft(Kind.MERGED)


def _refuse_broken(chain: Chain) -> None:
    """Go on only where nothing but the last line is broken: what follows a gap would look as if it had been checked."""
    broken = chain.problems[:-1] if chain.torn else chain.problems
    if broken:
        raise BrokenLedgerError(broken)


def _refuse_lost(root: Path, shown: str, commit: str, data: bytes) -> None:
    """Add to nothing less than what was committed: the rest would be gone for good with the next commit."""
    if commit and (gone := lacking(root, shown, commit, data)):
        raise LostError(gone)


def _refuse_numbered(drafts: Sequence[Draft]) -> None:
    """Record no likelihood, whoever asks for it."""
    for each in drafts:
        if each.kind is Kind.CHARACTERISED and (fault := numbered(each.says)):
            raise RefusedError(f"{each.finding}: {fault}")
