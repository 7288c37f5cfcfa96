"""What people say of a finding in the ledger: what it is, where it was handed to, why it is closed, who made sure."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import click

from aseptic.analysis.ledgers.bookkeeping import RefusedError
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.identity import git_user
from aseptic.cli.wholescan import current_project, recorded
from aseptic.records.ledger.event import Closing, Draft, Kind, numbered
from aseptic.records.ledger.history import Entry, History
from aseptic.records.ledger.judgement import Judge, Judged, inadmissible

_SEVERITIES = click.Choice(["high", "medium", "low"])
_WAYS = {"not-a-finding": Closing.NOT_A_FINDING, "fixed": Closing.FIXED, "code-removed": Closing.CODE_REMOVED}


@click.command("characterise")
@click.argument("finding")
@click.option("--severity", type=_SEVERITIES, help="What it is worth here.")
@click.option("--exploitability", help="Who could use it, and how, in words.")
@click.option("--versions", help="The released versions that have it.")
@click.option("--cause", help="The root cause.")
@click.option("--related", help="Ids of findings that belong to it.")
def characterise(finding: str, **given: str | None) -> None:
    """Record what a finding is: severity, exploitability in words, versions, root cause, related findings."""
    says = {key: _text(value, f"--{key}") for key, value in given.items() if value is not None}
    if not says:
        raise click.UsageError("what is it? Give --severity, --exploitability, --versions, --cause or --related")
    if fault := numbered(says):
        raise click.UsageError(f"--{fault}")
    _say(finding, lambda entry: Draft(Kind.CHARACTERISED, entry.id, says))


@click.command("feed")
@click.argument("finding")
@click.argument("to")
def feed(finding: str, to: str) -> None:
    """Record the problem id or address under which a finding is in the tracker."""
    address = _text(to, "TO")

    def draft(entry: Entry) -> Draft | None:
        return None if address in entry.fed else Draft(Kind.FED, entry.id, {"to": address})

    _say(finding, draft)


@click.command("close")
@click.argument("finding")
@click.option("--reason", required=True, help="Why, in a sentence.")
@click.option("--as", "how", type=click.Choice(list(_WAYS)), default="not-a-finding", show_default=True)
def close(finding: str, reason: str, how: str) -> None:
    """Close a finding that is none, or one that no scan can tell to be mended."""
    says = {"how": _WAYS[how].value, "reason": _text(reason, "--reason")}
    terms = current_project().demands

    def draft(entry: Entry) -> Draft:
        if entry.closed is not None:
            raise RefusedError(f"{entry.id} is closed already ({entry.closed.value.replace('_', ' ')})")
        if _WAYS[how] is Closing.NOT_A_FINDING:
            if why := inadmissible(entry.rule, says["reason"], terms):
                raise RefusedError(f"{entry.id} stays open: {why}")
        elif not entry.unseen:
            raise RefusedError(f"the last scan saw {entry.id}; mend it, and `aseptic record` closes it")
        return Draft(Kind.CLOSED, entry.id, {"rule": entry.rule, "where": entry.where, **says})

    _say(finding, draft)
    if _WAYS[how] is Closing.NOT_A_FINDING and terms.policy.four_eyes:
        click.echo(f"it counts when somebody else confirms it: aseptic ledger confirm {finding} --reviewer NAME")


@click.command("confirm")
@click.argument("finding")
@click.option("--test", help="The id of a test that shows it.")
@click.option("--reviewer", help="Who looked at it.")
def confirm(finding: str, test: str | None, reviewer: str | None) -> None:
    """Record what verifies that a finding is closed: a test, or a reviewer. A scan of a commit does so by itself."""
    if (test is None) == (reviewer is None):
        raise click.UsageError("what verifies it? Give --test or --reviewer")
    project = current_project()
    how, evidence = ("test", _text(test, "--test")) if test is not None else ("reviewer", _text(reviewer, "--reviewer"))

    def draft(entry: Entry) -> Draft:
        if entry.closed is None:
            raise RefusedError(f"{entry.id} is open; there is nothing to confirm yet")
        if how == "reviewer" and (why := _uncounted(project, entry)):
            raise RefusedError(f"{entry.id} is not confirmed: {why}")
        return Draft(Kind.VERIFIED, entry.id, {"how": how, "evidence": evidence})

    _say(finding, draft)


def _uncounted(project: Project, entry: Entry) -> str:
    """Return why the word of git's user on a finding that is none would not count; empty where it would."""
    if entry.closed is not Closing.NOT_A_FINDING:
        return ""
    said = Judged(
        entry.reason, entry.changed.by, entry.changed.on, ((git_user(project.root), project.today.isoformat()),)
    )
    rule = project.adopted.formerly.get(entry.rule, entry.rule)
    return Judge(project.demands, project.today).against(rule, entry.path, said)


def _say(finding: str, draft: Callable[[Entry], Draft | None]) -> None:
    def decide(told: History, _: str) -> list[Draft]:
        entry = told.entries.get(finding)
        if entry is None:
            near = get_close_matches(finding, told.entries, 1)
            raise RefusedError(f"the ledger has no {finding}; {f'did you mean {near[0]}?' if near else _LIST}")
        made = draft(entry)
        return [made] if made else []

    written = recorded(current_project(), decide)
    click.echo(f"{'recorded' if written.drafts else 'nothing new'}\nhead {written.head}")


_LIST = "`aseptic ledger export` lists them"


def _text(value: Any, name: str) -> str:
    text = " ".join(str(value).split())
    if not text:
        raise click.UsageError(f"{name} is blank; write it")
    return text
