"""The quick look and the thorough one agree about every value that YAML can give."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aseptic.source.frontmatter import Page
from aseptic.standard.rule import Heading
from aseptic.standard.shape import fits, misshapen
from aseptic.standard.tailoring import TailoringKeys

KEYS = st.sampled_from(
    "id cwe detect banned name when equals replace matches texts words approved by excluded policy paths globs x".split()
)
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fields=st.dictionaries(KEYS, VALUES, max_size=5))
def test_fits_says_whether_anything_is_misshapen(fields: dict[str, object]) -> None:
    for kind in (Heading, TailoringKeys):
        assert fits(fields, kind) == (not list(misshapen(Page("x.md", fields), fields, kind, "")))
