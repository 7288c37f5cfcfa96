"""`aseptic check`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseptic.analysis.documents import collector
from aseptic.analysis.projects.storage import ANSWERS, cache_folder
from aseptic.analysis.scanning.scan import Manner, Report, scan
from aseptic.analysis.sessions.session import Session
from aseptic.cli.destination import output_option
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.named import missing, paths_argument, refused, there
from aseptic.cli.output import write_whole
from aseptic.cli.progress import watched
from aseptic.cli.verdict import gated

if TYPE_CHECKING:  # most runs ask for no types, and are spared the import of what infers them
    from aseptic.analysis.scanning.typed import Inference

CLEAN, FINDINGS, MISUSED = 0, 1, 2
_MACHINE = {"json": "listing", "sarif": "sarif", "junit": "junit", "gitlab": "gitlab"}
"""What makes each format, in the module of evidence that is called so; a run is spared the import of the others."""


@click.command("check")
@paths_argument
@click.option("--format", "form", type=click.Choice(["text", *_MACHINE]), default="text", show_default=True)
@output_option("Write the result to a file.")
@click.option("--all", "everything", is_flag=True, help="In text, show what a record or the baseline lets pass, too.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes to check with; 0 for all processors.")
@click.option(
    "--no-cache", is_flag=True, help="Use and keep no answers of other runs, nor notes of what took too long."
)
@click.option("--no-gitignore", is_flag=True, help="Look at files that git ignores, too.")
@click.option("--types", is_flag=True, help="Infer types where names leave open what is called; takes longer.")
@click.option(
    "--types-seconds", type=click.FloatRange(0), default=300.0, show_default=True, help="For so long at most."
)
@collector.paused()
def command(
    paths: tuple[Path, ...],
    form: str,
    output: Path | None,
    everything: bool,
    jobs: int,
    no_cache: bool,
    no_gitignore: bool,
    types: bool,
    types_seconds: float,
) -> None:
    """Check files and folders (the current folder where none is named).

    Exit status, the first that fits: 2 a faulty call, setting or record, no Python file, or a named path that is none
    or cannot be read; 1 open findings at or over
    the gate; 2 code that could not be checked; 0 clean. Lines without a word that a rule looks for are not parsed:
    nothing can be found there, and a mistake in their syntax is not seen.
    """
    here = Path.cwd().resolve()
    session = Session(standard_or_exit(), [here])
    found = there(paths)
    kept = None if no_cache else cache_folder() / ANSWERS
    manner = Manner(not no_gitignore, jobs, kept)
    with watched(session, found, manner.gitignore) as seen:
        report, inference = _scanned(session, found, here, seen, manner, types_seconds if types else None)
    _write(report, form, output, everything)
    turned_away = refused(report, paths)
    faults = [*missing(paths, found), *(turned_away if form in _MACHINE or output else ())]
    faults.extend(str(problem) for problem in report.problems)
    if not report.files and found:
        faults.append(_nothing(report))
    for fault in faults:
        click.echo(fault, err=True)
    if inference is not None and inference.timed_out:
        said = f"{inference.timed_out} of {inference.asked} questions about types ran out of time and are open"
        click.echo(f"{said}; allow more with --types-seconds", err=True)
    for note in report.notes:
        click.echo(note, err=True)
    unread = any(file.unchecked for file in report.files)
    sys.exit(MISUSED if faults or turned_away else FINDINGS if any(gated(report)) else MISUSED if unread else CLEAN)


def _scanned(
    session: Session,
    paths: list[Path],
    here: Path,
    seen: Callable[[Path], None],
    manner: Manner,
    seconds: float | None,
) -> tuple[Report, Inference | None]:
    """Scan, and infer types for so many seconds; None for not at all."""
    if seconds is None:
        return scan(session, paths, here, seen, manner), None
    from aseptic.analysis.scanning.typed import Typing

    typing = Typing(session, seconds)
    try:
        return scan(session, paths, here, seen, manner, typing.deepened), typing.inference
    finally:
        typing.close()


def _nothing(report: Report) -> str:
    """Say that no file was in scope: a scan of nothing proves nothing."""
    left = " that is not left out; 'aseptic explain --file' says why for one" if report.skipped else ""
    return f"nothing was checked: there is no Python file here{left or '; name files or folders that hold some'}"


def _write(report: Report, form: str, output: Path | None, everything: bool) -> None:
    try:
        if form == "text":
            from rich.console import Console

            from aseptic.cli.excerpts import print_report  # as with formats

            if output is None:
                print_report(report, Console(), everything)
            else:
                stream = io.StringIO()
                print_report(report, Console(file=stream, width=110, force_terminal=False), everything)
                write_whole(output, stream.getvalue())
            return
        text = _rendered(report, _MACHINE[form])
        if output is None:
            click.echo(text.encode("utf-8", "replace"), nl=False)
        else:
            write_whole(output, text)
    except BrokenPipeError:
        sys.exit(FINDINGS)
    except OSError as error:
        raise Failure(f"{output or 'stdout'}: {error.strerror}") from error


def _rendered(report: Report, name: str) -> str:
    body: object = getattr(import_module(f"aseptic.evidence.{name}"), name)(report)
    return body if isinstance(body, str) else json.dumps(body, indent=2, ensure_ascii=False) + "\n"
