"""What the ids of records look like: as usual, or as a project sets it."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_texts import deviation_text

from aseptic.records.deviation import DEVIATION, read_deviation
from aseptic.records.forms import ANY, FAMILIES, Forms, fits, following, numbered
from aseptic.source.record_id import RECORD_ID
from aseptic.source.ties import mistied, tied
from aseptic.standard.catalog import shipped
from aseptic.standard.structure import Unfit

OURS = Forms(deviation="PUMP-DEV-000", requirement="X1-A-0000")
FORMS = st.from_regex(r"[A-Z][A-Z0-9]{1,9}(-[A-Z][A-Z0-9]{0,9}){0,3}-0{3,9}", fullmatch=True)


def test_the_next_ids_are_after_the_highest():
    usual = Forms().deviation
    assert next(following(usual, [])) == "DEV-0001"
    taken = ["DEV-0001", "DEV-0007", "SEC-0099", "DEV-0003-old", "PUMP-DEV-0300"]
    assert list(islice(following(usual, taken), 2)) == ["DEV-0008", "DEV-0009"]
    assert next(following(usual, ["DEV-9999"])) == "DEV-10000"
    assert next(following(OURS.deviation, taken)) == "PUMP-DEV-301"


@given(FORMS, st.integers(1, 10**9))
def test_every_id_of_a_form_is_one_of_it_and_is_known_in_a_comment(form: str, number: int):
    identity = numbered(form, number)
    assert fits(identity, form) and fits(identity, "")
    assert [each.id for each in tied([f"x = 1  # deviation: {identity}, {identity} as agreed\n"])] == [identity] * 2
    assert list(mistied([f"x = 1  # deviation: {identity}\n"])) == []


@pytest.mark.parametrize("identity", ["DEV-0001", "PUMP-DEV-01", "PUMP-DEV-x", "PUMP-DEV-001-old", "pump-dev-001", ""])
def test_another_is_none_of_it(identity: str):
    assert not fits(identity, OURS.deviation)


@pytest.mark.parametrize(
    "value",
    ["", "DEV", "DEV-00", "DEV-0001", "dev-0000", "DEV-.*", r"DEV-\d{4}", "DEV-{:04}", "0000", "DEV-0000000000"],
)
def test_what_is_no_form_is_refused(value: str):
    with pytest.raises(Unfit, match="no form of an id"):
        Forms(deviation=value)


def test_two_kinds_do_not_look_the_same():
    with pytest.raises(Unfit, match="what the id of a deviation looks like, too"):
        Forms(permit="DEV-000")


@pytest.mark.parametrize("noun", ["deviation", "requirement"])
@pytest.mark.parametrize(
    "form",
    ["INJ-000", "INJ-0000", "SUPR-000", "CVE-0000", "CWE-000", "GHSA-000", "PYSEC-000", "RHSA-A-0000", "CAPEC-000"],
)
def test_what_is_called_so_elsewhere_is_no_form_of_records(noun: str, form: str):
    with pytest.raises(Unfit, match=f"'{form}' is what the id of .* looks like, too; put a word before it, as PUMP-"):
        Forms(**{noun: form})


def test_a_deviation_of_three_digits_would_be_a_rule():
    with pytest.raises(Unfit, match="'DEV-000' is what the id of a rule looks like, too"):
        Forms(deviation="DEV-000")


def test_more_words_or_digits_tell_it_apart():
    assert Forms(deviation="INJ-DEV-000", permit="CVEX-000").deviation == "INJ-DEV-000"
    assert Forms(deviation="DEV-00000").deviation == "DEV-00000"


def test_the_families_are_those_of_the_shipped_standard():
    rules = shipped()[0].rules
    assert {each.partition("-")[0] for each in rules} == FAMILIES


@pytest.mark.parametrize(
    ("said", "key", "noun"),
    [
        ({"deviation": "PER-0000"}, "deviation", "permit"),
        ({"deviation": "REV-000"}, "deviation", "review"),
        ({"review": "PER-0000"}, "review", "permit"),
        ({"permit": "A1-000", "threat": "A1-0000"}, "threat", "permit"),
    ],
)
def test_of_two_that_look_the_same_the_one_that_is_written_is_at_fault(said: dict[str, str], key: str, noun: str):
    with pytest.raises(Unfit) as found:
        Forms(**said)
    assert (found.value.key, str(found.value)) == (key, f"'{said[key]}' is what the id of a {noun} looks like, too")


def test_a_record_is_read_by_its_projects_form_and_in_gits_history_by_any():
    text = deviation_text(id="PUMP-DEV-001")
    path = "security/deviations/PUMP-DEV-001.md"
    assert read_deviation(path, text)[0] is not None
    assert read_deviation(path, text, kind=DEVIATION.of(OURS))[0] is not None
    found, (problem,) = read_deviation(path, text, kind=DEVIATION.of(Forms()))
    assert found is None
    said = "'id': 'PUMP-DEV-001' is no id of a deviation here; "
    assert problem.text == f"{said}rename it to DEV-0001, which keeps its number, or {BACK}"


BACK = "set 'ids.deviation' to PUMP-DEV-000 again"


@pytest.mark.parametrize(
    ("identity", "cure"),
    [
        (
            "PUMP-DEV-0007",
            "rename it to MED-0007, which keeps its number, or set 'ids.deviation' to PUMP-DEV-0000 again",
        ),
        ("INJ-007", "rename it to MED-0007, which keeps its number"),
        ("PUMP-12", "write one as MED-0001"),
    ],
)
def test_an_id_of_another_form_keeps_its_number(identity: str, cure: str):
    kind = DEVIATION.of(Forms(deviation="MED-0000"))
    _, (problem,) = read_deviation(f"security/deviations/{identity}.md", deviation_text(id=identity), kind=kind)
    assert problem.cure == cure


def test_where_nobody_knows_the_forms_any_id_of_a_record_is_one():
    path, text = "security/deviations/PUMP-DEV-001.md", deviation_text(id="PUMP-DEV-001")
    assert read_deviation(path, text, kind=DEVIATION.of(ANY))[1] == ()
    _, (problem,) = read_deviation(path, text.replace("PUMP-DEV-001", "x"), kind=DEVIATION.of(ANY))
    assert problem.key == "id"


@pytest.mark.parametrize("identity", ["DEV-0007", "PUMP-DEV-001", "IF-001"])
def test_what_comments_hold_is_an_id_of_any_project(identity: str):
    assert RECORD_ID.fullmatch(identity)


@pytest.mark.parametrize("identity", ["CVE-2024-1234", "dev-0007", "D-001", "DEV-07", "A-B"])
def test_and_nothing_else(identity: str):
    assert list(tied([f"# deviation: {identity}\n"])) == []
