"""What a chunk says of its text."""

from __future__ import annotations

import re
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from aseptic.source.chunk import Chunk

_BITS = st.sampled_from(
    ["\n", "\n\n", "\r\n\r\n", "x", "abc", "2abc", "_1", "\u0301", "ﬁt", "É", ".", " ", "#", "'", "\\\n\n"]
)


@given(st.lists(_BITS, min_size=1, max_size=30), st.integers(1, 2_000))
def test_the_names_of_a_long_text_are_those_that_stand_in_it(bits: list[str], times: int) -> None:
    text = "".join(bits) * times
    assert Chunk(text).names == set(re.findall(r"[^\W\d]\w*", normalize("NFKC", text)))
