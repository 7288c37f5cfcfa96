"""`aseptic deviations from-silencers`: drafts in bulk for what comments silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from aseptic.analysis.deviations.causes import answered, causes, permitted, undrafted
from aseptic.analysis.deviations.pointing import Missed
from aseptic.analysis.deviations.recording import Recorded
from aseptic.analysis.deviations.under_permit import record_under
from aseptic.analysis.projects.day import utc_today
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.identity import git_user
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.progress import watched
from aseptic.cli.whereabouts import fault, from_here
from aseptic.records.authority import last_day
from aseptic.records.deviation import read_deviation
from aseptic.records.filing import file_new
from aseptic.records.forms import following
from aseptic.records.permission import outstanding
from aseptic.records.permit import PERMIT, Permit, read_permit
from aseptic.records.permitting import Cause, permit_draft
from aseptic.source.counting import counted
from aseptic.source.printable import printable

_SHOWN = 5
"""Places that are named."""


@click.command("from-silencers", short_help="Draft a permit for each cause for which comments silence.")
@click.option("--write", is_flag=True, help="File the drafts, and deviations under those that are approved.")
def command(write: bool) -> None:
    """Draft a permit for each cause, rule and reason, for which comments silence findings here.

    Once a permit is approved, the same with --write records a deviation under it for each finding. The comments stay;
    an editor puts the record in the place of each. Exit status: 0, or 2 where a draft could not be written.
    """
    folder = Path.cwd().resolve()
    session = Session(standard_or_exit(), [folder])
    project = session.project(folder)
    with watched(session, [project.root]) as seen:
        report = scan(session, [project.root], project.root, seen)
    found = causes(project, report.files)
    undone = (_here(project, each) for each in undrafted(project, report.files))
    left = (*_recorded(project, report.files), *_left(*undone))
    for line in (*_lines(session, project, found, write), *left):
        click.echo(printable(line))


def _here(project: Project, places: Iterable[str]) -> list[str]:
    """Return places as they are named from the current folder."""
    return [from_here(project.root / each) for each in places]


def _lines(session: Session, project: Project, found: tuple[Cause, ...], write: bool) -> Iterator[str]:
    if not found:
        yield "no comment silences a finding that a deviation may be recorded for"
    for each in found:
        known = permitted(each, project.shelf.permits)
        if known is not None:
            told, *unwritten = _under(session, project, known, each, write)
        else:
            told, *unwritten = _written(project, each) if write else ("not drafted yet",)
        yield f"{_said(project, each)}: {told}"
        yield from unwritten
    if found and not write:
        yield "--write drafts a permit for each, and records deviations under those that are approved"


def _recorded(project: Project, files: Iterable[Scanned]) -> Iterator[str]:
    """Yield each comment that hides only what is recorded, and what to write in its place."""
    for file in files:
        if file.project is project:
            for comment, ids in answered(project, file).items():
                named = ", ".join(ids)
                place = f"{from_here(file.path)}:{comment.span.start.line + 1}"
                yield f"{place} is recorded in {named}: write '# deviation: {named}' in the comment's place"


def _left(bare: Sequence[str], mandatory: Sequence[str]) -> Iterator[str]:
    """Yield what is said of comments for which nothing is drafted."""
    own = f"without a finding of {'their' if len(bare) != 1 else 'its'} own, not drafted"
    for places, what in ((bare, own), (mandatory, "about a rule that admits no deviation")):
        if places:
            listed = ", ".join(places[:_SHOWN]) + (", …" if len(places) > _SHOWN else "")
            yield f"{len(places)} comment{'s' * (len(places) != 1)} {what}: {listed}"


def _under(session: Session, project: Project, permit: Permit, cause: Cause, write: bool) -> Iterator[str]:
    """Yield what becomes of a cause under its permit, and what is still to be written of that."""
    if why := outstanding(permit, session.today(), project.terms):
        yield f"{permit.id}, which {why}"
        return
    if not write:
        yield f"{permit.id} is approved, no deviation under it recorded yet"
        return
    made: list[Recorded] = []
    try:
        made.extend(record_under(session, project, permit, cause))
    except (OSError, Missed) as error:
        said = error.strerror or error if isinstance(error, OSError) else error
        raise Failure(f"{said}; what was recorded before it stays") from error
    left = len(cause.places) - len(made)
    more = f"; {left} more than it allows" if left else ""
    yield f"recorded {len(made)} deviation{'s' * (len(made) != 1)} under {permit.id}{more}"
    shortest = project.tailoring.policy.shortest_justification
    for each in made:
        name = each.path.relative_to(project.root).as_posix()
        yield from (fault(project, one) for one in read_deviation(name, each.text, shortest=shortest)[1])


def _said(project: Project, cause: Cause) -> str:
    count, files = len(cause.places), len(cause.paths)
    where = from_here(project.root / cause.paths[0]) if files == 1 else f"{files} files"
    reason = f'"{cause.reason}"' if cause.reason else "without a reason"
    return f"{cause.rule} {reason}, {counted(count, 'finding')} in {where}"


def _written(project: Project, cause: Cause) -> Iterator[str]:
    today = utc_today()
    expires = last_day(cause.rule, today, project.demands)
    folder = project.records / PERMIT.folder
    if not folder.resolve().is_relative_to(project.root.resolve()):
        raise Failure(f"{folder} leads out of the project by a link, and records there are not read")
    if not project.settings.ids.permit:
        raise Failure(
            "what the id of a permit looks like is set in pyproject.toml, which cannot be read; mend it first"
        )
    raised_by = git_user(project.root)
    try:
        taken = [each.stem for each in folder.glob("*.md")] if folder.is_dir() else []
        ids = following(project.settings.ids.permit, (*taken, *(each.id for each in project.shelf.permits)))
        _, path = file_new(folder, ids, lambda identity: permit_draft(identity, cause, raised_by, today, expires))
    except OSError as error:
        said = f"{folder}: {error.strerror or error}; what is named above is written, nothing else is"
        raise Failure(said) from error
    yield f"wrote {from_here(path)}"
    name, shortest = path.relative_to(project.root).as_posix(), project.tailoring.policy.shortest_justification
    yield from (fault(project, one) for one in read_permit(name, path.read_text("utf-8"), shortest=shortest)[1])
