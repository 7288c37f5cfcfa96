"""What a formatter puts on one line, and what it keeps apart."""

from __future__ import annotations

import pytest

from aseptic.replacements.lines import on_one_line

JOINED = {
    "brackets": ("not all(\n    x > 2 for x in y\n)", "not all(x > 2 for x in y)"),
    "arguments": ("f(\r\n    a,\r\n    b\r\n)", "f(a, b)"),
    "one line": ("f(a)", "f(a)"),
}
KEPT = {
    "a comma at the end": "f(\n    a,\n)",
    "a comment": "f(  # why\n    a\n)",
    "a text over lines": 'f("""a\n""")',
    "a backslash": "f(a) and \\\n g(b)",
    "too long": f"f(\n    {'a' * 40}\n)",
}


@pytest.mark.parametrize(("before", "after"), JOINED.values(), ids=JOINED)
def test_it_is_joined(before: str, after: str) -> None:
    assert on_one_line(before, 40) == after


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_it_is_kept(text: str) -> None:
    assert on_one_line(text, 40) == text
