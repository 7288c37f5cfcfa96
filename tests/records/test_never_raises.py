"""Whatever stands in a record, reading it gives problems and no exception."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from record_texts import KEYS, deviation_text

from aseptic.records.asset import read_asset
from aseptic.records.deviation import read_deviation
from aseptic.records.interface import read_interface
from aseptic.records.permit import read_permit
from aseptic.records.requirement import read_requirement
from aseptic.records.review import read_review
from aseptic.records.threat import read_threat
from aseptic.standard.tailoring import read_tailoring

READERS = (
    read_deviation,
    read_requirement,
    read_interface,
    read_asset,
    read_threat,
    read_permit,
    read_review,
    read_tailoring,
)
VALUES = st.sampled_from(
    [
        *"~ 1 1.5 .nan yes a 'a' &a *b <<: INJ-003 DEV-0007 SEC-001 0x1f 1:30 [] {} [a] [[a]] [{}] approved".split(),
        *"2026-11-23 2026-13-01 2026-11-23T10:00:00Z 2026-11-23T99:00:00Z".split(),
        *("{a: b}", "{1: 2}", "{on: on}", "{true: x}", "{? [a] : b}", "!!set {a}", "&a [*a]", "\x07"),
        *("!!bool x", "!!int x", "!!int ''", "!!float ''", "!!binary x", "!!timestamp x", "!x y"),
        *("{v: 1, statement: a, around: [b, c], of: 1/1}", "{by: a, on: 2026-11-23}", "{what: a, verified_by: b}"),
    ]
)
NAMES = st.sampled_from(
    [
        *KEYS,
        *"approved owner measures premises risk requirements title capability stride entry paths".split(),
        *"standard version severities excluded not_applicable banned policy on 1 ~ <<".split(),
    ]
)


@given(st.lists(st.tuples(NAMES, st.lists(VALUES, max_size=4).map(" ".join)), max_size=8), st.text(max_size=20))
def test_any_front_matter(pairs: list[tuple[str, str]], prose: str):
    text = "---\n" + "".join(f"{name}: {value}\n" for name, value in pairs) + f"---\n{prose}"
    for read in READERS:
        found, problems = read("security/x/A-1.md", text)
        assert found is not None or problems
        assert all(problem.path == "security/x/A-1.md" and problem.text for problem in problems)


@given(st.sampled_from([*KEYS, "approved", "measures"]), VALUES)
def test_any_value_in_an_otherwise_good_deviation(key: str, value: str):
    found, problems = read_deviation("security/deviations/DEV-0007.md", deviation_text(**{key: value}))
    assert found is not None or problems


@given(st.text(st.characters(), max_size=200))
def test_any_text(text: str):
    for read in READERS:
        assert read("a.md", text)[1]
        assert read("a.md", f"---\n{text}")[1]
