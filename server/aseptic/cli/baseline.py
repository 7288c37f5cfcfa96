"""`aseptic baseline`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import click

from aseptic.analysis.ledgers.bookkeeping import scanned
from aseptic.analysis.projects.loading import ledger_of
from aseptic.cli.wholescan import Whole, recorded, whole_scan
from aseptic.records.ledger.baseline import Baseline
from aseptic.records.ledger.event import Draft, Kind
from aseptic.records.ledger.history import History
from aseptic.records.ledger.step import accepted, missed, unopened
from aseptic.records.matching import Sighting
from aseptic.source.counting import counted


@click.command("baseline")
@click.option("--accept-new", is_flag=True, help="Take what is open now into the baseline, too.")
def command(accept_new: bool) -> None:
    """Open a ledger for code that has findings already: they stay open and known, and the gate fails on new ones.

    A known finding is information until somebody touches its statement. Run again, it records which of them are gone
    and takes in no new one. Exit status: 0, or 2 where nothing could be recorded.
    """
    whole = whole_scan()
    record = scanned(whole.project, whole.seen)

    def decide(told: History, commit: str) -> Sequence[Draft]:
        drafts = record(told, commit)
        return accepted(drafts, told) if accept_new or not told.baseline else unopened(drafts)

    written = recorded(whole.project, decide, whole.seen)
    told = written.history
    gone = {each.finding for each in written.drafts if each.kind is Kind.CLOSED}
    taken = sum(each.says["accepted"] for each in written.drafts if each.kind is Kind.BASELINE)
    if told.baseline:
        new = _unknown(whole) + (taken if accept_new else _proposed(whole, told))
        left = sum(told.entries[each].known for each in gone if each in told.entries)
        said = f"{new} new, {left} gone"
        click.echo(f"{said}; {taken} accepted" if accept_new else f"{said}{_HINT if new else ''}")
    else:
        click.echo(f"{counted(taken, 'finding')} accepted as known")
    click.echo(f"head {written.head or 'none'}")


_HINT = "; new ones are not in the baseline: mend them, record deviations, or take them in with --accept-new"


def _proposed(whole: Whole, told: History) -> int:
    """Count the new findings that have a record already which does not let them pass."""
    pairs = missed(told, whole.seen.seen, whole.seen.analyzer, whole.seen.whole).pairs
    return sum(
        bool(each.disposition.deviation) and not each.disposition.state.passes and not (entry and entry.known)
        for index, each in enumerate(whole.seen.seen)
        for entry in (pairs.get(index),)
    )


def _unknown(whole: Whole) -> int:
    """Count the findings without a record of which the ledger knows nothing after the run, as the next check will.

    What two findings claim of a vanished file is neither's.
    """
    ledger = ledger_of(whole.project)
    after = ledger.baseline if ledger else Baseline()
    bare: dict[str, list[Sighting]] = defaultdict(list)
    for each in whole.seen.seen:
        if not each.disposition.deviation:
            bare[each.sighting.path].append(each.sighting)
    claims: Counter[object] = Counter()
    unknown = 0
    for path, own in bare.items():
        keys = [(each.scope, each.rule, each.statement) for each in own]
        around = [each.around for each in own]
        said = [at for at, word in after.words(path, keys, around.__getitem__).items() if word.state.passes]
        claims.update(claim for at in said if (claim := after.inherited(path, keys[at], around[at])))
        unknown += len(own) - len(said)
    return unknown + sum(count for count in claims.values() if count > 1)
