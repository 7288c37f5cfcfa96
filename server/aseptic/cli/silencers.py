"""`aseptic deviations from-silencers`: drafts in bulk for what comments silence."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from aseptic.analysis.deviations.causes import causes, permitted
from aseptic.analysis.projects.day import utc_today
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.identity import git_user
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.progress import watched
from aseptic.records.filing import file_new
from aseptic.records.permit import PERMIT
from aseptic.records.permitting import Cause, permit_draft, permit_ids
from aseptic.source.counting import counted


@click.command("from-silencers")
@click.option("--write", is_flag=True, help="File the drafts under security/permits.")
def command(write: bool) -> None:
    """Draft a permit for each cause, rule and reason, for which comments silence findings here.

    The comments stay: a deviation under the permit, once it is approved, takes the place of each. Exit status: 0, or 2
    where a draft could not be written.
    """
    folder = Path.cwd().resolve()
    session = Session(standard_or_exit(), [folder])
    project = session.project(folder)
    with watched(Console(stderr=True), session, [project.root]) as seen:
        report = scan(session, [project.root], project.root, seen)
    found = causes(project, report.files)
    for line in _lines(project, found, write):
        click.echo(line)


def _lines(project: Project, found: tuple[Cause, ...], write: bool) -> Iterator[str]:
    if not found:
        yield "no comment silences a finding that a deviation may be recorded for"
    for each in found:
        known = permitted(each, project.shelf.permits)
        told = known or (_written(project, each) if write else "not drafted yet")
        yield f"{_said(each)}: {told}"
    if found and not write:
        yield "--write drafts a permit for each"


def _said(cause: Cause) -> str:
    count, files = len(cause.places), len(cause.paths)
    where = cause.paths[0] if files == 1 else f"{files} files"
    reason = f'"{cause.reason}"' if cause.reason else "without a reason"
    return f"{cause.rule} {reason}, {counted(count, 'finding')} in {where}"


def _written(project: Project, cause: Cause) -> str:
    today = utc_today()
    expires = today + datetime.timedelta(days=project.tailoring.policy.expires_days)
    folder = project.records / PERMIT.folder
    if not folder.resolve().is_relative_to(project.root.resolve()):
        raise Failure(f"{folder} leads out of the project by a link, and records there are not read")
    raised_by = git_user(project.root)
    try:
        taken = [each.stem for each in folder.glob("*.md")] if folder.is_dir() else []
        ids = permit_ids((*taken, *(each.id for each in project.shelf.permits)))
        _, path = file_new(folder, ids, lambda identity: permit_draft(identity, cause, raised_by, today, expires))
    except OSError as error:
        said = f"{folder}: {error.strerror or error}; what is named above is written, nothing else is"
        raise Failure(said) from error
    return f"wrote {path.relative_to(project.root).as_posix()}"
