"""A scan of the whole project of the current folder, for the commands that write its ledger."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import click
from attrs import frozen

from aseptic.analysis.documents import collector
from aseptic.analysis.ledgers.bookkeeping import (
    BrokenLedgerError,
    Decide,
    LostError,
    RefusedError,
    Written,
    record,
    unguarded,
)
from aseptic.analysis.ledgers.history_at_hand import missing_history
from aseptic.analysis.ledgers.observation import Observation, observation, uncommitted
from aseptic.analysis.projects.ledger import UnreadableError
from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.skipped_tests import of_bandit
from aseptic.analysis.projects.standard_faults import unrunnable
from aseptic.analysis.scanning.scan import Manner, scan
from aseptic.analysis.scanning.scope import projects_below
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.file_versions import head
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.progress import watched
from aseptic.cli.whereabouts import fault, from_here
from aseptic.records.deviation import Status
from aseptic.records.ledger.event import Kind
from aseptic.records.shelf import LEDGER
from aseptic.source.problem import Problem

_FEW = 3
"""Projects that are named at most."""
_VERIFY = "nothing was recorded; `aseptic ledger verify` says more"


@frozen(eq=False)
class Whole:
    """A project and what a scan of all of it saw."""

    project: Project
    seen: Observation


def current_project() -> Project:
    """Return the project of the current folder."""
    return Session(standard_or_exit()).project(Path.cwd().resolve())


@collector.paused()
def whole_scan() -> Whole:
    """Scan the project; what is wrong with its settings or records ends the command, since it would be recorded."""
    here = Path.cwd().resolve()
    session = Session(standard_or_exit(), [here])
    project = session.project(here)
    ledger = project.ledger.problems if project.ledger else ()
    lacking = () if project.tailoring.standard else tuple(unrunnable(project.standard, project.tailoring))
    drafts = unfinished_drafts(project)
    open_ones = [each for each in project.problems if of_bandit(each) or each in drafts]
    # What is wrong with the ledger is told by whoever reads it to write; alone it is no reason to look no further.
    faults = [each for each in project.problems if each not in (*ledger, *open_ones)]
    if faults or lacking:
        refuse(project, [*faults, *lacking, *ledger], "nothing was recorded; mend this first")
    for each in open_ones:
        click.echo(fault(project, each), err=True)
    if why := missing_history(project):
        raise Failure(f"nothing was recorded: {why}")
    with watched(session, [project.root]) as seen:
        report = scan(session, [project.root], here, seen, Manner(processes=0))
    whole = Whole(project, observation(project, report))
    if not whole.seen.files and project.ledger is None:  # one that is open already closes what was removed
        raise Failure(f"nothing was recorded: {_nothing(session, project)}")
    return whole


def unfinished_drafts(project: Project) -> Collection[Problem]:
    """Return what still has to be written in what is proposed, deviations and permits: that hinders nobody."""
    told = {each.path for each in project.problems}
    shortest = project.tailoring.policy.shortest_justification
    drafts = (
        each
        for each in (*project.shelf.deviations, *project.shelf.permits)
        if each.status is Status.PROPOSED and each.record in told
    )
    return [problem for each in drafts for problem in each.unreasoned(shortest)]


def _nothing(session: Session, project: Project) -> str:
    """Say that a project holds nothing that could be checked, and where there are others below it that might."""
    inner = [from_here(each.root) for each in projects_below(session, project.root)[1:]]
    more = f" and {len(inner) - _FEW} more" if len(inner) > _FEW else ""
    cure = f"; run it in {', '.join(inner[:_FEW])}{more}" if inner else "; run it in a project's folder"
    return f"no Python file of this project was met here{cure}"


def recorded(project: Project, decide: Decide, seen: Observation | None = None) -> Written:
    """Write the ledger; what keeps from it ends the command with its reason. `seen` is what a scan saw, if one did."""
    shown = from_here(project.records / LEDGER)
    commit = head(project.root) if seen else ""
    loose = list(uncommitted(project, seen, commit)) if seen else []
    try:
        written = record(project, decide, datetime.datetime.now(datetime.UTC), not loose)
    except BrokenLedgerError as error:
        refuse(project, error.problems, _VERIFY)
        raise
    except LostError as error:
        raise Failure(error.gone.words(shown)) from error
    except RefusedError as error:
        raise Failure(str(error)) from error
    except UnreadableError as error:
        raise Failure(f"{shown}: {error}") from error
    except OSError as error:
        raise Failure(f"{shown}: {error.strerror}") from error
    if written.mended:
        click.echo(
            f"{shown}: the last line was broken off; it stays, closed, and what follows stands below it", err=True
        )
    if written.drafts and loose and commit:
        more = f" and {len(loose) - 1} more" if len(loose) > 1 else ""
        click.echo(
            f"{shown}: {from_here(project.root / loose[0])}{more} is not committed as it was scanned; "
            "what is recorded names no commit",
            err=True,
        )
    if written.drafts and unguarded(project):
        cure = f"add '{LEDGER} -text merge=union' to {from_here(project.records / '.gitattributes')}"
        click.echo(f"{shown}: git does not know how to merge it; {cure}", err=True)
    return written


def refuse(project: Project, problems: Sequence[Problem], result: str) -> None:
    """End the command with status 2 where there is any problem, after naming each."""
    for problem in problems:
        click.echo(fault(project, problem), err=True)
    if problems:
        click.echo(result, err=True)
        sys.exit(2)


def counted(written: Written) -> str:
    """Say in a line what a run added: what became of findings, else what is said of the ledger itself."""
    words = {
        Kind.OPENED: "opened",
        Kind.CLOSED: "closed",
        Kind.REOPENED: "reopened",
        Kind.MOVED: "moved",
        Kind.NOT_SEEN: "not seen this time",
        Kind.VERIFIED: "verified as closed",
    }
    counts = {word: sum(draft.kind is kind for draft in written.drafts) for kind, word in words.items()}
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    if said or not written.drafts:
        return f"findings: {said}" if said else "nothing new: the ledger says all of this already"
    itself = [word for kind, word in _ITSELF.items() if any(draft.kind is kind for draft in written.drafts)]
    return f"findings: nothing new; noted in the ledger: {', '.join(itself)}"


_ITSELF = {
    Kind.MENDED: "a last line that was broken off",
    Kind.MERGED: "two branches that were merged",
    Kind.CONFIGURED: "what looks for findings now",
}
