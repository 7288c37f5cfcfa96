"""How grave a finding is shown that a record speaks of, and what is said there."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from aseptic.analysis.deviations.overview import overview
from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.hover import hover
from aseptic.feedback.problems import Diagnosis, diagnosis
from aseptic.records.deviation import read_deviation
from aseptic.records.disposition import State
from aseptic.standard.catalog import Standard

TODAY = datetime.date(2026, 11, 24)
TEXT = "import hashlib\n\n\ndef label(name):\n    return hashlib.md5(name).hexdigest()\n"
REASON = "The label has room for 32 characters."


@pytest.fixture
def session(standard: Standard, tmp_path: Path) -> Session:
    return Session(standard, [tmp_path], lambda: TODAY)


@pytest.fixture
def record(session: Session, tmp_path: Path) -> Path:
    snapshot = session.open(tmp_path / "a.py", 1, TEXT)
    return record_deviation(snapshot, snapshot.findings[0]).path


def shown(session: Session, tmp_path: Path, text: str = TEXT) -> tuple[Diagnosis, str]:
    """Return what is shown at the finding, and what a hover says."""
    session.refresh()
    snapshot = session.open(tmp_path / "a.py", 2, text)
    (placed,) = snapshot.findings
    told = hover(snapshot, placed.span.start)
    assert told is not None
    return diagnosis(snapshot.project, placed), told.markdown


def rewrite(record: Path, *changes: tuple[str, str]) -> None:
    text = record.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    record.write_text(text, encoding="utf-8")


def reason(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    record.write_text(re.sub("^TODO.*", REASON, text, flags=re.MULTILINE), encoding="utf-8")


def digest(record: Path) -> str:
    found, _ = read_deviation("security/deviations/DEV-0001.md", record.read_text(encoding="utf-8"))
    assert found is not None
    return found.digest


def approve(record: Path, by: str = "kim@example.org", of: str = "") -> None:
    reason(record)
    rewrite(record, ("status: proposed", "status: approved"))
    approved = f"approved: {{by: {by}, on: 2026-11-24, of: {of or digest(record)}}}"
    rewrite(record, ("expires:", f"{approved}\nexpires:"))


def test_only_what_waits_with_its_reasons_written_is_shown_milder(
    session: Session, record: Path, tmp_path: Path
) -> None:
    grave, _ = shown(session, tmp_path)
    assert (grave.weight, "covers nothing before its reasons are written" in grave.message) == ("error", True)
    reason(record)
    waiting, _ = shown(session, tmp_path)
    assert (waiting.weight, "(DEV-0001 proposed" in waiting.message) == ("information", True), waiting.message


@pytest.mark.parametrize(
    ("by", "of", "said"),
    [
        ("kim@example.org", "", ""),
        ("kim@example.org", "f" * 64, "was changed after"),
        ("''", "", "names no approver: it counts as proposed: have it approved again"),
    ],
)
def test_an_approval_that_does_not_count_makes_nothing_milder(
    session: Session, record: Path, tmp_path: Path, by: str, of: str, said: str
) -> None:
    approve(record, by, of)
    found, _ = shown(session, tmp_path)
    assert found.weight == ("error" if said else "hint"), found.message
    assert said in found.message


def test_a_hover_shows_what_became_of_the_statement(session: Session, record: Path, tmp_path: Path) -> None:
    approve(record)
    found, told = shown(session, tmp_path, TEXT.replace("name).hex", 'name + "x").hex'))
    assert "the statement changed since it was recorded" in found.message
    assert '-    return hashlib.md5(name).hexdigest()\n+    return hashlib.md5(name + "x").hexdigest()' in told


def test_a_record_that_cannot_be_read_is_named_at_its_finding(session: Session, record: Path, tmp_path: Path) -> None:
    approve(record)
    rewrite(record, ("expires:", "expirs:"))
    found, told = shown(session, tmp_path)
    assert found.weight == "error"
    assert "DEV-0001 cannot be read and covers nothing: " in found.message
    assert "DEV-0001 cannot be read" in told
    rewrite(record, ("expirs:", "expires:"))
    assert "cannot be read" not in shown(session, tmp_path)[0].message
    record.write_text("no front matter", encoding="utf-8")
    assert shown(session, tmp_path)[0].weight == "error"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: ", "kind: ["),
        ("rule: ", "<<<<<<< ours\nrule: "),
        ("raised: {", "raised: "),
        ("---\n## Justification", "## Justification"),
        ("statement: ", "statement = "),
    ],
)
def test_one_whose_keys_are_no_yaml_any_more_is_named_at_its_finding_too(
    session: Session, record: Path, tmp_path: Path, old: str, new: str
) -> None:
    approve(record)
    assert shown(session, tmp_path)[0].weight == "hint"
    rewrite(record, (old, new))
    found, told = shown(session, tmp_path)
    assert found.weight == "error"
    assert "DEV-0001 cannot be read and covers nothing: " in found.message
    assert "DEV-0001 cannot be read" in told
    (tmp_path / "a.py").write_text(TEXT, encoding="utf-8")
    project = session.project(tmp_path / "a.py")
    (placed,) = scan(session, [tmp_path], tmp_path, lambda _: None).findings
    assert diagnosis(project, placed[2]).message == found.message


@pytest.mark.parametrize(
    ("old", "new", "encoding"),
    [
        (REASON, "Für Etiketten.", "latin-1"),
        ("expires", "expires\xff", "latin-1"),
        ("", "", "utf-16"),
    ],
)
def test_one_in_another_encoding_is_named_where_its_fingerprint_is(
    session: Session, record: Path, tmp_path: Path, old: str, new: str, encoding: str
) -> None:
    approve(record)
    record.write_bytes(record.read_text(encoding="utf-8").replace(old, new).encode(encoding))
    found, _ = shown(session, tmp_path)
    assert found.weight == "error"
    assert "DEV-0001 cannot be read and covers nothing: " in found.message
    assert "save it as UTF-8" in found.message, found.message
    other, _ = shown(session, tmp_path, TEXT.replace("name).hex", "name + b'').hex"))
    assert "DEV-0001" not in other.message, "another statement is not what its fingerprint says"


@pytest.mark.parametrize(("old", "new"), [("where: a.py", "where: \xff.py"), ("where:", "were:")])
def test_one_without_its_place_is_named_nowhere_for_its_statement_may_lie_in_any_file(
    session: Session, record: Path, tmp_path: Path, old: str, new: str
) -> None:
    approve(record)
    record.write_bytes(record.read_text(encoding="utf-8").replace(old, new).encode("latin-1"))
    session.refresh()
    for name in ("a.py", "b.py"):
        (found,) = session.open(tmp_path / name, 2, TEXT).findings
        assert "DEV-0001" not in found.disposition.note
    tied = TEXT.replace("    return", "    # deviation: DEV-0001\n    return")
    assert "DEV-0001 cannot be read and covers nothing: " in shown(session, tmp_path, tied)[0].message


def test_one_is_named_in_its_own_function_and_not_at_its_like_in_another(
    session: Session, record: Path, tmp_path: Path
) -> None:
    rewrite(record, ("expires:", "expirs:"))
    session.refresh()
    other = TEXT.removeprefix("import hashlib").replace("label", "other")
    found = session.open(tmp_path / "a.py", 2, TEXT + other).findings
    assert ["DEV-0001 cannot be read" in each.disposition.note for each in found] == [True, False]


def test_one_of_which_nothing_can_be_read_is_named_where_a_comment_names_it(
    session: Session, record: Path, tmp_path: Path
) -> None:
    record.write_bytes(b"\xff\xfe\xff")
    assert "DEV-0001" not in shown(session, tmp_path)[0].message
    found, _ = shown(session, tmp_path, TEXT.replace("    return", "    # deviation: DEV-0001\n    return"))
    assert "DEV-0001 cannot be read and covers nothing: the file is not UTF-8 (byte 0); save it as" in found.message


TWO = TEXT.replace("    return", "    os.system(name)\n    return").replace(
    "import hashlib", "import hashlib\nimport os"
)


@pytest.mark.parametrize("rule", ["CRY-901", "CRY-0001", "CRY-1"])
def test_one_whose_rule_nobody_knows_is_named_at_the_place_with_the_rule_that_is_broken_there(
    session: Session, record: Path, tmp_path: Path, rule: str
) -> None:
    approve(record)
    rewrite(record, ("rule: CRY-001", f"rule: {rule}"))
    session.refresh()
    found = {each.finding.rule: each.disposition for each in session.open(tmp_path / "a.py", 2, TWO).findings}
    note = found.pop("CRY-001").note
    if rule == "CRY-901":
        said = "no rule has the id 'CRY-901', and it was approved for CRY-001; write 'rule: CRY-001' in it again"
        assert note == f"DEV-0001 covers nothing: {said}"
        assert [each.text for each in session.project(tmp_path).problems] == [f"'rule': {said}"], "in the same words"
    else:
        assert note.startswith("DEV-0001 cannot be read and covers nothing: 'rule': ")
    assert {each.note for each in found.values()} == {""}
    assert shown(session, tmp_path)[0].weight == "error"


def test_one_that_nobody_approved_is_told_by_what_is_broken_there(
    session: Session, record: Path, tmp_path: Path
) -> None:
    rewrite(record, ("rule: CRY-001", "rule: CRY-901"))
    session.refresh()
    note = shown(session, tmp_path)[0].message
    assert "DEV-0001 covers nothing: no rule has the id 'CRY-901'; write 'rule: CRY-001' in it if this is meant" in note


@pytest.mark.parametrize("rule", ["CRY-901", "INJ-003"])
def test_nothing_is_said_of_a_record_that_ended(session: Session, record: Path, tmp_path: Path, rule: str) -> None:
    approve(record)
    rewrite(record, ("rule: CRY-001", f"rule: {rule}"), ("status: approved", "status: withdrawn"))
    assert "DEV-0001" not in shown(session, tmp_path)[0].message


def test_an_approved_record_whose_rule_was_changed_to_another_tells_of_it_at_the_statement(
    session: Session, record: Path, tmp_path: Path
) -> None:
    approve(record)
    assert shown(session, tmp_path)[0].weight == "hint"
    rewrite(record, ("rule: CRY-001", "rule: INJ-003"))
    told, hovered = shown(session, tmp_path)
    said = "DEV-0001 covers nothing here: it was approved for CRY-001, and its rule was changed to INJ-003; "
    assert said + "write 'rule: CRY-001' in it again" in told.message and said in " ".join(hovered.split())
    assert told.weight == "error"
    (tmp_path / "a.py").write_text(TEXT, encoding="utf-8")
    report = scan(session, [tmp_path], tmp_path, lambda _: None)
    ((*_, placed),) = report.findings
    assert said in placed.disposition.note and not placed.disposition.state.passes
    (row,) = overview(session.project(tmp_path), report, TODAY).rows
    assert row.stands.state is State.AMENDED
    assert row.stands.note == said.partition("; ")[0].replace("nothing here", "nothing")
    assert row.stands.cure == "write 'rule: CRY-001' in it again"
    rewrite(record, ("rule: INJ-003", "rule: CRY-001"))
    assert shown(session, tmp_path)[0].weight == "hint", "the cure"


def test_so_does_one_whose_new_rule_is_broken_there_too(session: Session, record: Path, tmp_path: Path) -> None:
    both = TEXT.replace("hashlib.md5(name)", "hashlib.md5(eval(name))")
    record.unlink()
    session.refresh()
    snapshot = session.open(tmp_path / "a.py", 1, both)
    rules = [each.finding.rule for each in snapshot.findings]
    assert "CRY-001" in rules and len(rules) == 2
    other = next(each for each in rules if each != "CRY-001")
    record_deviation(snapshot, next(each for each in snapshot.findings if each.finding.rule == "CRY-001"))
    approve(record)
    rewrite(record, ("rule: CRY-001", f"rule: {other}"))
    session.refresh()
    found = {each.finding.rule: each.disposition for each in session.open(tmp_path / "a.py", 2, both).findings}
    assert "it was approved for CRY-001" in found["CRY-001"].note
    assert found[other].state is State.AMENDED


def test_of_a_proposal_whose_rule_was_changed_it_is_asked_what_is_meant(
    session: Session, record: Path, tmp_path: Path
) -> None:
    rewrite(record, ("rule: CRY-001", "rule: INJ-003"))
    told, _ = shown(session, tmp_path)
    assert (
        "DEV-0001 covers nothing here: its rule is INJ-003, which this does not break; "
        "write 'rule: CRY-001' in it if this is meant" in told.message
    )


def test_a_record_as_it_was_approved_says_nothing_at_what_else_its_statement_breaks(
    session: Session, record: Path, tmp_path: Path
) -> None:
    rewrite(record, ("rule: CRY-001", "rule: INJ-003"))
    approve(record)
    assert "DEV-0001" not in shown(session, tmp_path)[0].message


TWIN = TEXT + "    return hashlib.md5(name).hexdigest()\n"


@pytest.mark.parametrize(("of", "named"), [("1/2", [True, False]), ("2/2", [False, True]), ("1/1", [False, False])])
def test_of_equals_the_one_is_named_that_such_a_record_numbers(
    session: Session, record: Path, tmp_path: Path, of: str, named: list[bool]
) -> None:
    rewrite(record, ("of: 1/1", f"of: {of}"), ("expires:", "expirs:"))
    session.refresh()
    found = session.open(tmp_path / "a.py", 2, TWIN).findings
    assert ["DEV-0001 cannot be read" in each.disposition.note for each in found] == named


def test_one_that_ends_soon_is_information_in_the_code_and_in_a_check(
    session: Session, record: Path, tmp_path: Path
) -> None:
    rewrite(record, ("expires: 2027-11-24", "expires: 2026-12-03"))
    approve(record)
    found, _ = shown(session, tmp_path)
    assert found.weight == "information"
    assert "until 2026-12-03, 9 days from now: renew it in time" in found.message
    (tmp_path / "a.py").write_text(TEXT, encoding="utf-8")
    (placed,) = scan(session, [tmp_path], tmp_path, lambda _: None).findings
    assert diagnosis(session.project(tmp_path), placed[2]).message == found.message
    assert placed[2].disposition.state.passes
