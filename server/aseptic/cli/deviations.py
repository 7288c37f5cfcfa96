"""`aseptic deviations`: how they stand, who approved them, and decisions on them."""

from __future__ import annotations

import datetime
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from aseptic.analysis.approvals.judgements import has_approvals
from aseptic.analysis.approvals.left_behind import left_behind
from aseptic.analysis.approvals.policy_changes import unvouched
from aseptic.analysis.approvals.provenance import judged
from aseptic.analysis.approvals.remarks import remarks, whole_history
from aseptic.analysis.approvals.verdict import CUT_OFF, Provenance
from aseptic.analysis.deviations.deciding import decide
from aseptic.analysis.deviations.elsewhere import stands_elsewhere
from aseptic.analysis.deviations.migration import migrate
from aseptic.analysis.deviations.naming import unknown
from aseptic.analysis.deviations.overview import Overview, overview
from aseptic.analysis.projects.day import utc_today
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Manner, Report, scan
from aseptic.analysis.scanning.scope import projects_below
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.release import restored
from aseptic.cli.destination import output_option
from aseptic.cli.elsewhere import met
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.printing import put_out
from aseptic.cli.progress import watched
from aseptic.cli.raising import propose, record
from aseptic.cli.signing import Signature, own_signature, put_beside, signature_of
from aseptic.cli.silencers import command as from_silencers
from aseptic.cli.whereabouts import fault, from_here
from aseptic.evidence.deviations import overview_text, overview_values
from aseptic.evidence.proofs import (
    Remarked,
    Unjudged,
    Verified,
    provenance_text,
    provenance_values,
    remarked,
    under_permits,
    unjudged,
    verified,
)
from aseptic.records.decisions import Refused
from aseptic.records.disposition import Disposition, State
from aseptic.records.verb import Verb
from aseptic.source.printable import printable

_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
_OUTPUT = output_option()
_DATE = click.DateTime(["%Y-%m-%d"])


@click.group("deviations", invoke_without_command=True)
@_FORMAT
@_OUTPUT
@click.option("--as-of", type=_DATE, help="Judge them as of this day instead of today.")
@click.option("--without", multiple=True, metavar="ID", help="Leave a deviation out, and show what would be open.")
@click.option("--at", "revision", metavar="REVISION", help="Show them as in a tag or commit, from git alone.")
@click.pass_context
def command(
    context: click.Context,
    form: str,
    output: Path | None,
    as_of: datetime.datetime | None,
    without: tuple[str, ...],
    revision: str | None,
) -> None:
    """Show the deviations of the project here: state, age, owner, end.

    Exit status: 0, or 2 for a faulty call, setting or record.
    """
    if context.invoked_subcommand is not None:
        return
    day = as_of.date() if as_of else None
    found, faults = _at(revision, day, without) if revision else _here(Path.cwd().resolve(), day, without)
    put_out(printable(overview_text(found)) if form == "text" else _json(overview_values(found)), output)
    for line in faults:
        click.echo(line, err=True)
    sys.exit(2 if faults else 0)


for _each in (record, propose, from_silencers):
    command.add_command(_each)


@command.command("verify", short_help="Show how well each approval is proved, and what git tells.")
@_FORMAT
@_OUTPUT
@click.option("--before", default="", metavar="COMMIT", help="Where the default branch was before the push.")
def verify(form: str, output: Path | None, before: str) -> None:
    """Show how well each approval is proved: record signed, commit signed, committed by, or only claimed.

    Each, here and in projects below, is judged by the policy and the signers before the commit that brought it, and
    by today's policy where that asks for more. What is not on the default branch of origin yet, or since --before,
    is one change, judged by what held where it left that branch. The state is what holds by the code, too. Named
    are, too, records and entries of their histories that git had and that are gone, and dates older than their
    commits; and records that cannot be read, which nobody can judge. Exit status: 0, 1 where an approval does not
    hold, or 2 for a faulty record or a history that was cut off.
    """
    here = Path.cwd().resolve()
    before = before if before.strip("0") else ""  # so a host names the place before a branch that is new
    if before and Git(here).resolved(before) is None:
        raise Failure(f"'{before}' is no commit of a git repository here")
    session = Session(standard_or_exit(), [here])
    projects = projects_below(session, here)
    report = _scanned(session, projects[0], here) if any(map(has_approvals, projects)) else None
    found, seen, lost, changes = list[Verified](), list[Remarked](), list[Unjudged](), list[str]()
    under: list[tuple[str, Provenance]] = []
    for project in projects:
        folder = "" if project is projects[0] else from_here(project.root)
        history = whole_history(Git(project.root), project)
        approvals = judged(project, given=before, known=history)
        states = _states(project, report, session.today()) if report else {}
        under.extend(under_permits(folder, project, approvals, states, session.today()))
        found.extend(verified(folder, each, states, session.today()) for each in approvals)
        told = tuple(remarks(history, project))
        seen.append(Remarked(folder, told, history.shallow, from_here(project.root)))
        lost.extend(unjudged(folder, project))
        counted, where = [each for each in approvals if each.holds], from_here(project.records)
        if change := unvouched(project, before, history.places_then):
            changes.append(f"{where}: {change.told(counted)}")
        changes.extend(f"{where}: {line}" for line in left_behind(project, counted, change, history.places_then))
    whole = (found, seen, lost)
    put_out(printable(provenance_text(*whole, under)) if form == "text" else _json(provenance_values(*whole)), output)
    faults = [fault(project, problem) for project in projects for problem in project.problems]
    faults.extend({each.found.basis for each in found if each.found.basis == CUT_OFF})
    for line in (*faults, *changes, *remarked(seen)):
        click.echo(printable(line), err=True)
    sys.exit(1 if not all(each.found.holds for each in found) else 2 if faults else 0)


def _scanned(session: Session, project: Project, here: Path) -> Report:
    with watched(session, [project.root]) as seen:
        return scan(session, [project.root], here, seen, Manner(noted=False))


def _states(project: Project, report: Report, today: datetime.date) -> dict[str, State]:
    return {each.deviation.id: each.stands.state for each in overview(project, report, today).rows}


@command.command("migrate", short_help="Carry records over to today's fingerprints.")
def migration() -> None:
    """Carry records over to today's fingerprints, where those before and today's agree on one place.

    What a person wrote stays, and so does an approval. Exit status: 0, or 1 where a record was left as it was.
    """
    session = Session(standard_or_exit())
    project = session.project(Path.cwd().resolve())
    found = list(migrate(session, project))
    for each in found:
        shown = from_here(project.root / each.path)
        click.echo(printable(f"{shown}: left as it is: {each.why}" if each.why else f"carried over {shown}"))
    if not found:
        click.echo("every record has today's fingerprints")
    sys.exit(1 if any(each.why for each in found) else 0)


@command.command(Verb.APPROVE.value)
@click.argument("identity", metavar="ID")
@click.option("--sign", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Sign it with this SSH key.")
def approve(identity: str, sign: Path | None) -> None:
    """Approve a deviation or a permit, as git's user.

    With --sign, nothing is written where the key does not sign; of an approval of one's own it signs what stands there.
    """
    if sign is None:
        _decided(identity, Verb.APPROVE)
        return
    session = Session(standard_or_exit())
    project = session.project(Path.cwd().resolve())
    signature = own_signature(project, identity, sign)
    if signature is None:
        made: list[Signature] = []
        _decided(
            identity,
            Verb.APPROVE,
            seal=lambda text: made.append(signature_of(project, identity, text, sign)),
            signed=True,
        )
        (signature,) = made
    put_beside(project, signature)


@command.command(Verb.REJECT.value, short_help="Reject a deviation or a permit, for a reason.")
@click.argument("identity", metavar="ID")
@click.argument("said", metavar="[REASON]", required=False)
@click.option("--reason", default="", help="Why, and what would have to change.")
def reject(identity: str, said: str | None, reason: str) -> None:
    """Reject a deviation or a permit, as git's user, for a REASON: why, and what would have to change."""
    reason = reason or said or ""
    if not reason.strip():
        raise Failure(f"a rejection needs its reason: aseptic deviations reject {identity} 'why'")
    _decided(identity, Verb.REJECT, reason)


@command.command(Verb.RENEW.value, short_help="Renew a deviation for as long as the policy allows.")
@click.argument("identity", metavar="ID")
def renew(identity: str) -> None:
    """Renew a deviation for as long as the policy allows; who may approve it approves it with that."""
    _decided(identity, Verb.RENEW)


@command.command(Verb.WITHDRAW.value, short_help="Withdraw a deviation or a permit.")
@click.argument("identity", metavar="ID")
@click.option("--reason", default="", help="Why it is not needed any more; goes into its history.")
@click.option("--yes", is_flag=True, help="Withdraw it without a reason and without a question.")
def withdraw(identity: str, reason: str, yes: bool) -> None:
    """Withdraw a deviation, so that its finding is open again, or a permit, so that no deviation stands under it.

    Those approved by themselves go on counting. It asks first, unless a reason or --yes is given.
    """
    if not (yes or reason.strip()):
        if not sys.stdin.isatty():
            raise Failure(f"{identity} stands as it was: to withdraw it give a --reason, or --yes")
        click.confirm(f"Withdraw {identity}, so that what it lets stand is open again?", abort=True)
    _decided(identity, Verb.WITHDRAW, reason)


def _decided(
    identity: str,
    verb: Verb,
    reason: str = "",
    seal: Callable[[str], object] = lambda _: None,
    signed: bool = False,
) -> None:
    session = Session(standard_or_exit())
    project = session.project(Path.cwd().resolve())

    def elsewhere() -> Disposition | None:
        return stands_elsewhere(identity, met(session, project, identity))

    try:
        done = decide(session, project, identity, verb, None, reason, seal, signed, elsewhere)
    except Refused as refusal:
        raise Failure(str(refusal)) from None
    click.echo(f"wrote {from_here(done.path)}")
    click.echo(printable(done.said))


def _here(
    folder: Path, day: datetime.date | None, without: tuple[str, ...], history: Git | None = None
) -> tuple[Overview, list[str]]:
    """Look at the project of a folder as it lies there."""
    today = day or utc_today()
    session = Session(standard_or_exit(), [folder], lambda: today)
    project = session.project(folder)
    strange = [each for each in without if each not in {one.id for one in project.shelf.deviations}]
    if strange:
        raise Failure(unknown(project, strange[0]))
    report = _scanned(session, project, folder)
    return overview(project, report, today, without, history), list(map(str, report.problems))


def _at(revision: str, day: datetime.date | None, without: tuple[str, ...]) -> tuple[Overview, list[str]]:
    """Look at a release from git alone: on the day of its commit, so that it is the same whenever it is done."""
    project = Session(standard_or_exit()).project(Path.cwd().resolve())
    git = Git(project.root)
    commit = git.resolved(revision)
    then = git.day(commit) if commit else None
    if commit is None or then is None:
        raise Failure(f"'{revision}' is no commit of a git repository here")
    with tempfile.TemporaryDirectory(prefix="aseptic-") as folder:
        place = Path(folder).resolve()
        try:
            restored(git, commit, place)
        except OSError as error:
            raise Failure(f"{place}: {error.strerror}") from error
        return _here(place, day or then, without, Git(project.root, commit))


def _json(body: object) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"
