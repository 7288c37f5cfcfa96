"""`aseptic ledger`: check it, hand it on, and record what only people know."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from aseptic.analysis.ledgers.committed import lacking
from aseptic.analysis.ledgers.ledger_history import lineage
from aseptic.analysis.projects.ledger import UnreadableError, read_bytes
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.file_versions import GitError, head
from aseptic.analysis.versioning.git import Git
from aseptic.cli.destination import output_option
from aseptic.cli.failure import Failure
from aseptic.cli.printing import put_out
from aseptic.cli.statements import characterise, close, confirm, feed
from aseptic.cli.whereabouts import fault, from_here
from aseptic.cli.wholescan import current_project
from aseptic.evidence.closure import closures, closures_csv, github_issues, jira_issues
from aseptic.records.ledger.chain import Chain
from aseptic.records.ledger.history import History, read_history
from aseptic.records.shelf import LEDGER
from aseptic.source.counting import counted
from aseptic.source.printable import printable
from aseptic.source.problem import Problem

_ALONE = "no commit to hold it against; give the head that was noted (--head) to find a cut-off end"
_NONE = "there is no ledger; `aseptic baseline` or `aseptic record` opens one"
BROKEN = 1
UNTOLD = 2
_FEWEST = 12
"""Digits of a head that say which is meant."""
_DIGITS = re.compile(r"[0-9a-f]{1,64}")
_FORMATS = click.Choice(["csv", "json", "jira", "github"])


@click.group("ledger")
def command() -> None:
    """Check the history of the findings, hand it on, and record what only people know."""


for each in (characterise, close, confirm, feed):
    command.add_command(each)


@command.command("verify")
@click.option(
    "--head", "heads", multiple=True, help="A head that was noted, or its first 12 digits; it has to be there."
)
@click.option("--since", default="", help="A commit before which git's history is not looked at.")
@click.option(
    "--squashed", multiple=True, help="A commit that is a squash merge: its lines may stand among older ones."
)
def verify(heads: Sequence[str], since: str, squashed: Sequence[str]) -> None:
    """Find any line of the ledger that was edited, dropped, cut off or put in between.

    Every committed version has to be kept by those that came of it, merges included, and added to at its end alone.
    Exit status: 0 whole, 1 a line is not what it was, 2 nobody can tell: there is no ledger, it cannot be read, or the
    history was cut off when it was fetched.
    """
    project = current_project()
    data, shown = _data(project), _shown(project)
    told, chain = read_history(data, shown)
    problems, said, shallow, remarks = list(chain.problems), _ALONE, False, ()
    if head(project.root):
        try:
            found = lineage(project.root, shown, data, since, squashed)
        except GitError as error:
            raise Failure(str(error)) from error
        if chain.torn and found.problems and lacking(project.root, shown, head(project.root), data):
            problems.pop()  # git has the whole of that line, and what is told of it below is the one way
        problems, shallow, remarks = [*problems, *found.problems], found.shallow, found.remarks
        said = f"held against {counted(found.versions, 'committed version')} of it"
        said += ", and not against those before the fetched part of the history" if shallow else ""
        if not data and not found.versions:
            raise Failure(_NONE)
    elif not data:
        raise Failure(_NONE)
    problems += _unmet(chain, heads, shown)
    for problem in problems:
        click.echo(fault(project, problem), err=True)
    click.echo(_verdict(bool(problems), shallow, said == _ALONE, bool(remarks)))
    lines, count = len(chain.digests), len(told.entries)
    click.echo(f"{lines} line{'s' * (lines != 1)} about {count} finding{'s' * (count != 1)}, {said}")
    for line in (*remarks, *_accepted(project, told, chain)):
        click.echo(printable(line))
    click.echo(f"head {chain.head or 'none'}")
    sys.exit(BROKEN if problems else UNTOLD if shallow else 0)


def _accepted(project: Project, told: History, chain: Chain) -> Iterator[str]:
    """Yield what was taken into the baseline after it was made, by whom, and in which commit."""
    git = Git(project.root)
    for count, word, number in told.accepted:
        commit = git.bringing(f'"digest":"{chain.digests[number - 1]}"', _shown(project))
        where = f"in commit {commit[:12]}" if commit else "and no commit has that yet"
        how = "by another branch's baseline" if chain.digests[number - 1] in chain.drawn else "later (--accept-new)"
        taken = f"{counted(count, 'finding')} {'was' if count == 1 else 'were'} accepted as known {how}"
        yield f"{taken}, by {word.by or 'nobody'} on {word.on[:10]}, {where}"


def _verdict(broken: bool, shallow: bool, alone: bool, back: bool) -> str:
    if broken:
        return "the ledger is not whole, see above"
    if shallow:
        return (
            "whether the ledger is whole cannot be told: the history was cut off when it was fetched, and only in what "
            "is here no line was edited, dropped or put in between; `git fetch --unshallow` has it whole"
        )
    if back:
        return "the ledger is whole again: every line that was edited, dropped or cut off is back, see below"
    changed = "edited, dropped or put in between" if alone else "edited, dropped, cut off or put in between"
    return f"the ledger is whole: no line was {changed}"


@command.command("export")
@click.option("--format", "form", type=_FORMATS, default="json", show_default=True)
@click.option("--project", "key", default="", help="The key of the Jira project that gets the issues.")
@click.option("--again", is_flag=True, help="Write issues for findings, too, that were fed to a tracker before.")
@output_option()
def export(form: str, key: str, again: bool, output: Path | None) -> None:
    """Write all findings as json or csv, or an issue for each open one as jira or github take them.

    Exit status: 0, or 2 where there is no ledger or it has a fault.
    """
    project = current_project()
    told, chain = read_history(_data(project), _shown(project))
    for problem in chain.problems:
        click.echo(fault(project, problem), err=True)
    if not chain.digests:
        raise Failure(_NONE)
    waiting = [each for each in told.entries.values() if each.closed is None and (again or not each.fed)]
    if form == "csv":
        text = closures_csv(told)
    elif form == "json":
        text = _json(closures(told, chain.head))
    elif form == "github":
        text = _json(github_issues(waiting, project.adopted.rules))
    elif key:
        text = _json(jira_issues(waiting, project.adopted.rules, key))
    else:
        raise Failure("which Jira project? Give its key, as --project PUMP")
    put_out(text, output)
    sys.exit(2 if chain.problems else 0)


def _json(body: object) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _shown(project: Project) -> str:
    return f"{project.settings.records}/{LEDGER}"


def _data(project: Project) -> bytes:
    try:
        return read_bytes(project.records)
    except UnreadableError as error:
        raise Failure(f"{from_here(project.records / LEDGER)}: {error}") from error


def _unmet(chain: Chain, heads: Sequence[str], shown: str) -> list[Problem]:
    """Return the heads that are not here; the first digits of one will do, as they are printed elsewhere."""
    there = frozenset(chain.digests)
    asked = [each.strip().lower() for given in heads for each in given.split("+")]
    missing = [each for each in asked if each not in there]
    return [problem for each in missing if (problem := _unmet_head(chain, each, shown))]


def _unmet_head(chain: Chain, noted: str, shown: str) -> Problem | None:
    if not _DIGITS.fullmatch(noted):
        raise Failure(
            f"'{noted}' is no head; give the whole of it as `head` was printed, or its first {_FEWEST} digits"
        )
    meant = [each for each in chain.digests if each.startswith(noted)]
    if len(noted) < _FEWEST or len(meant) > 1:
        raise Failure(f"{noted} is too short to say which head is meant; give the whole head")
    if meant:
        return None
    message = f"the head {noted[:_FEWEST]} that was noted is not here: the ledger was cut off"
    return Problem(shown, message, "restore it from git")
