"""What answers a rejection anew for a record of another number: pure, over texts as commits have them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, RECORD, SAM

from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.approvals.rejections_ever import rejections_ever, reopened
from aseptic.analysis.versioning.git import Git
from aseptic.records.deviation import Deviation, read_deviation
from aseptic.records.permit import read_permit

REJECTED = f"- 2026-11-02 rejected by {SAM} (was proposed, raised by {MIRA} on 2026-11-01, until 2027-11-01)\n"
HERE, ELSEWHERE = "a.py::f", "b.py::g"
GIVEN = f"approved: {{by: {KIM}, on: 2026-11-04, of: {'a' * 64}}}"


def text(status: str, *history: str, where: str = HERE, statement: str = "6f1c0a9be2d44d10") -> str:
    plain = PROPOSED.replace("status: proposed", f"status: {status}").replace("a.py::f", where)
    plain = plain.replace("6f1c0a9be2d44d10", statement)
    plain = plain.replace("approved: {by: , on: , of: }", GIVEN) if status == "approved" else plain
    return f"{plain}\n## History\n{''.join(history)}" if history else plain


def again(where: str, was: str = "rejected") -> str:
    return f"- 2026-11-03 proposed again by {MIRA} at {where} (was {was}, raised by {MIRA} on 2026-11-01)\n"


def history(texts: Iterable[str], folder: Path, name: str = RECORD) -> RecordHistory:
    """Return what git would have of one file, whose texts come the newest first, each first in a commit of its own."""
    found = RecordHistory(Git(folder), ())
    named = {f"{at}": each.encode() for at, each in enumerate(texts)}
    ever, commits = {name: {each: f"c{each}" for each in named}}, {f"c{each}": () for each in named}
    found.__dict__.update(ever=ever, texts_ever=named, _parents=commits)
    return found


def second(plain: str = PROPOSED) -> Deviation:
    found, _ = read_deviation(RECORD.replace("0001", "0002"), plain.replace("DEV-0001", "DEV-0002"))
    assert found is not None
    return found


NO = text("rejected", REJECTED)
MOVED = PROPOSED.replace(HERE, "c.py::h")


@pytest.mark.parametrize(
    ("later", "now", "answered"),
    [
        ([], PROPOSED, False),
        ([text("approved", REJECTED, again(HERE))], PROPOSED, True),
        ([text("approved", REJECTED, again(ELSEWHERE), where=ELSEWHERE)], PROPOSED, False),
        ([text("approved", REJECTED, again(ELSEWHERE), where=ELSEWHERE)], MOVED, True),
        ([text("approved", REJECTED, again(ELSEWHERE), where=ELSEWHERE, statement="0" * 16)], MOVED, False),
        ([text("proposed", REJECTED, again(HERE))], PROPOSED, False),
        ([text("withdrawn", REJECTED, again(HERE)), text("proposed", REJECTED, again(HERE))], PROPOSED, False),
        ([text("approved", again(HERE))], PROPOSED, False),
        ([], text("proposed", REJECTED, again(HERE)), True),
        ([], text("proposed", again(HERE)), False),
    ],
    ids=["as it was", "approved", "elsewhere", "the code", "other code", "asked", "withdrawn", "new", "own", "own new"],
)
def test_it_is_answered_by_what_tells_of_it_and_was_approved(
    tmp_path: Path, later: list[str], now: str, answered: bool
):
    lifetime = history([*later, NO], tmp_path)
    (found,) = rejections_ever(lifetime, "INJ-003")
    assert reopened(lifetime, found, second(now)) is answered


@pytest.mark.parametrize(("was", "answered"), [("rejected", True), ("proposed", False)])
def test_of_one_that_has_no_history_the_proposal_has_to_say_what_it_was(tmp_path: Path, was: str, answered: bool):
    lifetime = history([text("rejected")], tmp_path)
    (found,) = rejections_ever(lifetime, "INJ-003")
    assert reopened(lifetime, found, second(text("proposed", again(HERE, was)))) is answered


@pytest.mark.parametrize("there", [True, False])
def test_who_puts_back_what_they_approved_decides_anew(tmp_path: Path, there: bool):
    """The text that was approved is in the file again, where it had been before the rejection, and not only since."""
    lifetime = history([text("approved"), NO, *([text("approved") + "\n"] * there)], tmp_path)
    (found,) = rejections_ever(lifetime, "INJ-003")
    assert reopened(lifetime, found, second()) is there


PERMIT = (
    "---\nid: PER-001\ntitle: T\nrule: INJ-003\npaths: [src/**]\ncondition: The operator typed it.\n"
    f"raised: {{by: {MIRA}, on: 2026-11-01}}\nrejected: {{by: {SAM}, on: 2026-11-02}}\nexpires: 2027-11-01\n---\n"
    f"The console is locked by badge.\n\n## History\n- 2026-11-02 rejected by {SAM}\n"
)
BY_HAND = PERMIT.replace(f"rejected: {{by: {SAM}, on: 2026-11-02}}\n", "")
PUT_AGAIN = f"{BY_HAND}- 2026-11-03 proposed again by {MIRA} (was rejected, raised by {MIRA} on 2026-11-01)\n"
ANEW = BY_HAND.partition("\n## History")[0]


@pytest.mark.parametrize(
    ("later", "now", "answered"),
    [
        ([], PUT_AGAIN, True),
        ([], BY_HAND, False),
        ([], ANEW, False),
        ([PUT_AGAIN], ANEW, False),
        ([PUT_AGAIN.replace("expires", f"{GIVEN}\nexpires")], ANEW, True),
        ([BY_HAND.replace("expires", f"{GIVEN}\nexpires")], ANEW, False),
    ],
)
def test_a_rejected_permit_is_answered_anew_by_a_proposal(tmp_path: Path, later: list[str], now: str, answered: bool):
    lifetime = history([*later, PERMIT], tmp_path, "security/permits/PER-001.md")
    (found,) = rejections_ever(lifetime, "INJ-003")
    other, _ = read_permit("security/permits/PER-002.md", now.replace("PER-001", "PER-002"))
    assert other is not None and reopened(lifetime, found, other) is answered


def test_a_word_of_a_rejection_in_the_history_is_none(tmp_path: Path):
    assert not rejections_ever(history([text("proposed", REJECTED, again(HERE))], tmp_path), "INJ-003")
    assert not rejections_ever(history([NO], tmp_path), "INJ-001")
