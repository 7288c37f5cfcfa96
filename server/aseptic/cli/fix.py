"""`aseptic fix`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console

from aseptic.analysis.documents import collector
from aseptic.analysis.documents.reading import Unchecked
from aseptic.analysis.fixing.fixed import Fixed, fixed, write
from aseptic.analysis.fixing.replacing import Wish, without_trying
from aseptic.analysis.projects.storage import ANSWERS, cache_folder
from aseptic.analysis.scanning.scan import Manner, Report, scan
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.analysis.sessions.outcome import placed
from aseptic.analysis.sessions.session import Session
from aseptic.cli.differences import put_out_diff
from aseptic.cli.failure import Failure
from aseptic.cli.fix_account import Account
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.named import missing, paths_argument, refused, there
from aseptic.cli.progress import watched
from aseptic.records.filing import sweep

NOTHING_TO_DO, DIFFERENT, MISUSED = 0, 1, 2


@click.command("fix")
@paths_argument
@click.option("--diff/--write", "diff", default=True, help="Print what would change (the default), or change it.")
@click.option("--review", is_flag=True, help="Take replacements that need review, too, where there is no safe one.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Only findings of this rule; may be repeated.")
@click.option("--deviated", is_flag=True, help="Replace what a deviation covers, too; its record is then unused.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes to look with; 0 for all processors.")
@click.option(
    "--no-cache", is_flag=True, help="Use and keep no answers of other runs, nor notes of what took too long."
)
@click.option("--no-gitignore", is_flag=True, help="Look at files that git ignores, too.")
@click.option("--verbose", "-v", is_flag=True, help="Name each finding that was left, and why.")
def command(
    paths: tuple[Path, ...],
    diff: bool,
    review: bool,
    rules: tuple[str, ...],
    deviated: bool,
    jobs: int,
    no_cache: bool,
    no_gitignore: bool,
    verbose: bool,
) -> None:
    """Replace findings by what complies (in the current folder where no path is named).

    Each replacement is tried first: the code parses, the finding is gone and no other came. Only safe ones are
    taken, after which the code does the same wherever its input is in order; --review takes the others, too.

    The diff suits `git apply` and `patch -p1` in the current folder. What was done, and what was left and why, is
    said on stderr. --write puts each file in place whole, and leaves one that somebody changed meanwhile.

    Exit status: 0 nothing to replace, or written; 1 there is a diff; 2 a faulty call, setting or record, a file
    that could not be written, or code that could not be checked. The rest is done all the same.
    """
    here = Path.cwd().resolve()
    errors = Console(stderr=True, highlight=False)
    session = Session(standard_or_exit(), [here])
    collector.set_aside()
    found = there(paths)
    manner = Manner(not no_gitignore, jobs, None if no_cache else cache_folder() / ANSWERS)
    wish = Wish(_known(rules, session, [here, *(path.resolve() for path in found)]), review, deviated)
    with watched(session, found, manner.gitignore) as seen:
        report = scan(session, found, here, seen, manner)
    if not diff:
        for folder in {file.path.parent for file in report.files}:
            sweep(folder)  # what a run that was killed left among the sources is no source
    account = Account(written=not diff)
    for shown, result in _results(session, report, found, wish, account):
        if isinstance(result, Unchecked):
            account.unchecked.append(result)
        elif diff:
            put_out_diff(shown, result)
            account.add(shown, result)
        else:
            _write(shown, result, account)
    account.faults.extend(missing(paths, found))
    account.faults.extend(map(str, report.problems))
    account.show(errors, verbose)
    sys.exit(MISUSED if refused(report, paths) else _status(account, diff))


def _status(account: Account, diff: bool) -> int:
    if account.faults:
        return MISUSED
    if diff and account.done:
        return DIFFERENT
    return MISUSED if account.unchecked else NOTHING_TO_DO


def _known(rules: Sequence[str], session: Session, places: Sequence[Path]) -> frozenset[str]:
    """Return the rules that were named, as they are called; one that no project here has ends the command."""
    known = {each for place in places for each in session.project(place).standard.rules} if rules else set[str]()
    for rule in rules:
        if rule.upper() not in known:
            raise Failure(f"there is no rule {rule}; `aseptic standard` lists them")
    return frozenset(rule.upper() for rule in rules)


def _results(
    session: Session, report: Report, paths: Sequence[Path], wish: Wish, account: Account
) -> Iterator[tuple[str, Fixed | Unchecked]]:
    """Yield what became of each file in which something may be replaced; the rest is told to the account."""
    inside = [path.resolve() for path in paths]
    for file in report.files:
        account.unchecked.extend(file.unchecked)
        left = without_trying(file.findings, wish)
        if left is not None:
            account.left.extend((file.shown, each) for each in left)
        elif not any(file.path.is_relative_to(each) for each in inside):
            account.faults.append(f"{file.shown}: a link leads out of what was named to it; name the file itself")
        else:
            yield file.shown, _placed(file, fixed(session, file.path, wish))


def _placed(file: Scanned, result: Fixed | Unchecked) -> Fixed | Unchecked:
    return placed(result, file.shown) if isinstance(result, Unchecked) else result


def _write(shown: str, result: Fixed, account: Account) -> None:
    if not result.done:
        account.add(shown, result)
        return
    try:
        written = write(result)
    except OSError as error:
        account.faults.append(f"{shown}: not written ({error.strerror or error})")
        return
    if written:
        account.add(shown, result)
    else:
        account.faults.append(f"{shown}: not written: it was changed meanwhile; run this again")
