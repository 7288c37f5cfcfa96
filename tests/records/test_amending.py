"""A record's text changed in places, and the same in all others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_texts import REASON, deviation_text

from aseptic.records.amending import with_history, with_keys, with_section
from aseptic.records.deviation import read_deviation
from aseptic.source.frontmatter import read_page

ODD = """\
---
# who looks after this
id: DEV-0007   # ours
kind: mitigated
rule: INJ-003
where: "src/a.py::f"   # the old pump
fingerprint:
  v: 1
  statement: 6f1c0a9be2d44d10
  around: ["", ""]
  # which one
  of: 1/1
status: proposed   # ask Kim
raised: {by: mira@example.org, on: 2026-11-23}
approved:
expires: 2027-11-23
# the end
---
## Justification
Because: it is so, and nothing else.
"""


def test_keys_change_and_all_else_stays():
    changed = with_keys(ODD, {"status": "approved", "approved": "{by: kim, on: 2026-11-24, of: aa}", "where": "b.py"})
    expected = (
        ODD.replace("status: proposed ", "status: approved ")
        .replace("approved:\n", "approved: {by: kim, on: 2026-11-24, of: aa}\n")
        .replace('"src/a.py::f"', "b.py")
    )
    assert changed == expected


def test_a_block_is_replaced_whole_and_its_followers_stay():
    changed = with_keys(ODD, {"fingerprint": '{v: 1, statement: "00", around: ["", ""], of: 2/2}'})
    assert "fingerprint: {v: 1," in changed and "of: 1/1" not in changed
    assert "status: proposed   # ask Kim" in changed
    assert read_deviation("security/deviations/DEV-0007.md", changed.replace("approved:\n", ""))[1] == ()


def test_a_key_that_is_not_there_is_added():
    assert with_keys(ODD, {"risk": "RMF-1"}).count("# the end\nrisk: RMF-1\n---\n") == 1


def test_a_section_is_replaced_or_added_before_the_history():
    text = deviation_text(more="\n## History\n- then\n")
    added = with_section(text, "Why it was rejected", "No.")
    assert added.endswith("## Why it was rejected\nNo.\n\n## History\n- then\n")
    again = with_section(added, "why it was rejected", "Never.")
    assert "No." not in again and again.endswith("Never.\n\n## History\n- then\n")
    assert with_section(deviation_text(), "Last", "x").endswith(f"{REASON}\n\n## Last\nx\n")


def test_a_history_grows_and_loses_nothing():
    text = with_history(with_history(deviation_text(), "first"), "second\n      more")
    assert text.endswith(f"{REASON}\n\n## History\n- first\n- second\n      more\n")
    between = text + "\n## Notes\nMine.\n"
    grown = with_history(between, "third")
    assert "      more\n- third\n\n## Notes\nMine.\n" in grown


@given(
    st.lists(st.sampled_from(["status", "approved", "raised", "expires", "where", "risk"]), unique=True),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_whatever_is_set_is_read_back_and_the_rest_is_as_it_was(names: list[str], ending: str, mark: bool):
    values = {
        "status": ("rejected", "rejected"),
        "approved": ("{by: , on: , of: }", {"by": None, "on": None, "of": None}),
        "raised": ('{by: "a, b: c", on: 2026-01-01}', None),
        "expires": ("2030-01-01", None),
        "where": ('"a b.py::f"', "a b.py::f"),
        "risk": ("R-1", "R-1"),
    }
    text = ("\ufeff" if mark else "") + ODD.replace("\n", ending)
    before, _ = read_page("", text)
    changed = with_keys(text, {name: values[name][0] for name in names})
    after, problems = read_page("", changed)
    assert before is not None and after is not None and not problems
    assert [(each.title, each.body) for each in after.sections] == [(each.title, each.body) for each in before.sections]
    for key in {*before.fields, *names}:
        if key not in names:
            assert after.fields[key] == before.fields[key]
        elif values[key][1] is not None:
            assert after.fields[key] == values[key][1]
    assert changed.count("\r\n") == (changed.count("\n") if ending == "\r\n" else 0)
    assert with_keys(text, {}) == text


@pytest.mark.parametrize("words", ["", "\n\n", "## History"])
def test_what_stands_at_the_end_does_not_spoil_a_history(words: str):
    page, _ = read_page("", with_history(deviation_text() + words, "said"))
    assert page is not None
    section = page.section("History")
    assert section is not None and section.body.strip() == "- said"
