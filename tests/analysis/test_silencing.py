"""A silencing comment turned into records: its kind, and what stands where one of several cannot be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aseptic.analysis.deviations import silencing
from aseptic.analysis.deviations.recording import Draft, Recorded, record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.actions import actions
from aseptic.records.ground import Ground
from aseptic.standard.catalog import Standard

CODE = "import hashlib\nimport os\n\n\ndef stop(x):\n    os.system(hashlib.md5(x).hexdigest())  # nosec\n"


@pytest.mark.parametrize(
    ("path", "reason", "kind"),
    [
        ("pump/a.py", "the console is locked", Ground.ACCEPTED_RISK),
        ("pump/a.py", "bandit: false positive", Ground.FALSE_POSITIVE),
        ("pump/a.py", "not a secret", Ground.FALSE_POSITIVE),
        ("tests/test_a.py", "", Ground.TEST_ONLY),
        ("tests/test_a.py", "FP", Ground.FALSE_POSITIVE),
    ],
)
def test_the_kind_is_what_the_words_and_the_file_speak_for(path: str, reason: str, kind: Ground) -> None:
    assert silencing.likely(path, reason) is kind


def test_it_is_told_which_records_stand_and_again_records_only_the_rest(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(standard, [tmp_path])
    snapshot = session.open(tmp_path / "a.py", 1, CODE)
    comment = next(each for each in snapshot.findings if each.finding.rule == "SUPR-002")
    hidden = silencing.silenced(snapshot.project, snapshot.lines, snapshot.findings, comment)
    assert hidden is not None and len(hidden.findings) == 2
    written, recorded = 0, Draft.recorded

    def full(*given: Any) -> Recorded:
        nonlocal written
        written += 1
        if written > 1:
            raise OSError(28, "No space left on device")
        return recorded(*given)

    with monkeypatch.context() as patched:
        patched.setattr(Draft, "recorded", full)
        with pytest.raises(silencing.HalfWrittenError, match="No space left") as raised:
            silencing.turn(snapshot, hidden)
    assert raised.value.ids == ("DEV-0001",)
    assert raised.value.rule == hidden.findings[1].finding.rule
    session.refresh()
    again = session.snapshot(tmp_path / "a.py")
    comment = next(each for each in again.findings if each.finding.rule == "SUPR-002")
    rest = silencing.silenced(again.project, again.lines, again.findings, comment)
    assert rest is not None
    assert silencing.turn(again, rest).ids == ("DEV-0001", "DEV-0002")
    assert len(list((tmp_path / "security" / "deviations").glob("*.md"))) == 2


def test_each_of_several_records_shows_the_comment_that_names_them_all(standard: Standard, tmp_path: Path) -> None:
    session = Session(standard, [tmp_path])
    snapshot = session.open(tmp_path / "a.py", 1, CODE)
    comment = next(each for each in snapshot.findings if each.finding.rule == "SUPR-002")
    hidden = silencing.silenced(snapshot.project, snapshot.lines, snapshot.findings, comment)
    assert hidden is not None
    silencing.turn(snapshot, hidden)
    session.refresh()
    shown = {each.code[0].text.strip() for each in session.snapshot(tmp_path / "a.py").project.deviations}
    assert shown == {"os.system(hashlib.md5(x).hexdigest())  # deviation: DEV-0001, DEV-0002"}


CLOSED = """\
import hashlib


def label(data):
    return (
        hashlib.sha1(
            data
        ).hexdigest()
    )  # nosec B324 printed on the label only


def two(data):
    return (
        hashlib.sha1(data).hexdigest(),
        len(data),  # nosec B324
    )
"""


def test_a_comment_behind_the_closing_brackets_is_the_statements(standard: Standard, tmp_path: Path) -> None:
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "a.py", 1, CLOSED)
    comments = [each for each in snapshot.findings if each.finding.rule == "SUPR-001"]
    first, other = (silencing.silenced(snapshot.project, snapshot.lines, snapshot.findings, each) for each in comments)
    assert first is not None and first.rules == ("CRY-001",)
    assert other is None


def test_a_comment_whose_finding_is_recorded_is_tied_to_that_record(standard: Standard, tmp_path: Path) -> None:
    session = Session(standard, [tmp_path])
    snapshot = session.open(tmp_path / "a.py", 1, CLOSED)
    finding = next(each for each in snapshot.findings if each.finding.rule == "CRY-001")
    assert record_deviation(snapshot, finding).id == "DEV-0001"
    session.refresh()
    snapshot = session.snapshot(tmp_path / "a.py")
    comment = next(each for each in snapshot.findings if each.finding.rule == "SUPR-001")
    (offered,) = (each for each in actions(snapshot, comment.span) if each.silencer)
    assert (offered.title, offered.settled) == ("Replace the comment by '# deviation: DEV-0001'", True)
    found = silencing.silenced(snapshot.project, snapshot.lines, snapshot.findings, comment)
    assert found is not None
    turned = silencing.turn(snapshot, found)
    assert (turned.ids, turned.first, turned.edit.text) == (("DEV-0001",), None, "# deviation: DEV-0001")
    assert len(list((tmp_path / "security" / "deviations").glob("*.md"))) == 1
