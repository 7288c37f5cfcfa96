"""`aseptic baseline`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from aseptic.analysis.bookkeeping import scanned
from aseptic.cli.wholescan import Whole, recorded, whole_scan
from aseptic.records.disposition import State
from aseptic.records.ledger.event import Draft, Kind
from aseptic.records.ledger.history import Entry, History
from aseptic.records.ledger.step import Seen, accepted, missed, unopened


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
        new = _new(whole, told)
        left = sum(told.entries[each].known for each in gone if each in told.entries)
        said = f"{new} new, {left} gone"
        click.echo(f"{said}; {taken} accepted" if accept_new else f"{said}{_HINT if new else ''}")
    else:
        click.echo(f"{taken} finding{'s' if taken != 1 else ''} accepted as known")
    click.echo(f"head {written.head or 'none'}")


_HINT = "; new ones are not in the baseline: mend them, record deviations, or take them in with --accept-new"


def _new(whole: Whole, told: History) -> int:
    pairs = missed(told, whole.seen.seen, whole.seen.analyzer).pairs
    return sum(_is_new(each, pairs, index) for index, each in enumerate(whole.seen.seen))


def _is_new(seen: Seen, pairs: Mapping[int, Entry], index: int) -> bool:
    state, entry = seen.disposition.state, pairs.get(index)
    return state is State.OPEN or (not state.passes and not (entry and entry.known))
