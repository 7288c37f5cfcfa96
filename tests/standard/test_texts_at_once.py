"""A look at all texts of a page at once spares most pages the look at each, and passes none over."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aseptic.source.frontmatter import Page
from aseptic.standard.legible import _faults, illegible

TEXTS = st.text(st.sampled_from("ab\n\t\x1b\u2028\u202e"), max_size=4)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.just("title"), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS | st.sampled_from(("title", "where", "measures")), VALUES, max_size=3))
def test_the_look_at_all_texts_finds_what_the_look_at_each_finds(fields: dict[str, Any]) -> None:
    found = [problem.key for problem in illegible(Page("a.md", fields))]
    assert len(found) == len(list(_faults(fields, "", False)))


def test_a_text_that_steers_is_found_wherever_it_stands() -> None:
    fields = {"owner": "a", "measures": [{"what": "x", "verified_by": ["\x1b[31m"]}]}
    assert [each.key for each in illegible(Page("a.md", fields))] == ["measures[0].verified_by[0]"]
