"""Over which word of a record the ledger's counts."""

from __future__ import annotations

import datetime

import pytest

from aseptic.analysis.matching.ledger_states import with_ledger
from aseptic.records.disposition import OPEN, Disposition, State
from aseptic.records.ledger.baseline import Standing, baseline_of
from aseptic.records.ledger.judgement import Judge, Judged
from aseptic.records.terms import Terms

CLOSED = Judged("it is one of three constants", "mira@example.org", "2026-11-25T19:30:00Z")
CONFIRMED = CLOSED._replace(confirmed=(("kim@example.org", "2026-11-26T08:00:00Z"),))


@pytest.mark.parametrize("record", [State.WITHDRAWN, State.REJECTED, State.PROPOSED, State.APPROVED])
@pytest.mark.parametrize("ledger", ["confirmed", "closed", "known"])
def test_that_it_is_none_counts_over_a_record_that_nobody_stands_by(record: State, ledger: str) -> None:
    judged = {"confirmed": CONFIRMED, "closed": CLOSED}.get(ledger)
    standing = Standing("a.py::run", "INJ-003", "s1", ("a", "b"), ledger == "known", judged)
    known = baseline_of([standing], True, (), {}, Judge(Terms(), datetime.date(2026, 11, 30)))
    own = Disposition(record, "DEV-0001")
    keys = [("run", "INJ-003", "s1"), ("run", "INJ-003", "s2")]
    said, other = with_ledger(known, "a.py", keys, lambda _: ("a", "b"), [own, OPEN])
    over = ledger == "confirmed" and record in (State.WITHDRAWN, State.REJECTED)
    assert said.state is (State.NOT_A_FINDING if over else record)
    assert other is OPEN
