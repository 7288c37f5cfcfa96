"""What the ids of records look like: as usual, or as a project sets it."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_texts import deviation_text

from aseptic.records.deviation import DEVIATION, read_deviation
from aseptic.records.forms import Forms, fits, following, numbered
from aseptic.source.record_id import RECORD_ID
from aseptic.source.ties import mistied, tied
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


def test_a_record_is_read_by_its_projects_form_and_in_gits_history_by_any():
    text = deviation_text(id="PUMP-DEV-001")
    path = "security/deviations/PUMP-DEV-001.md"
    assert read_deviation(path, text)[0] is not None
    assert read_deviation(path, text, kind=DEVIATION.of(OURS))[0] is not None
    found, (problem,) = read_deviation(path, text, kind=DEVIATION.of(Forms()))
    assert found is None
    assert problem.text == "'id': 'PUMP-DEV-001' is no id of a deviation here; write one as DEV-0001"


@pytest.mark.parametrize("identity", ["DEV-0007", "PUMP-DEV-001", "IF-001"])
def test_what_comments_hold_is_an_id_of_any_project(identity: str):
    assert RECORD_ID.fullmatch(identity)


@pytest.mark.parametrize("identity", ["CVE-2024-1234", "dev-0007", "D-001", "DEV-07", "A-B"])
def test_and_nothing_else(identity: str):
    assert list(tied([f"# deviation: {identity}\n"])) == []
