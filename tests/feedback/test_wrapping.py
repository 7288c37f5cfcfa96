"""Prose in lines for a terminal: narrower, and the same to whoever renders it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from aseptic.feedback.wrapping import WIDTH, wrapped

LONG = "one call that blocks stops all tasks of the loop and the other devices are not read meanwhile " * 2
WORD = st.sampled_from(
    [
        *"- + * # ## > | = 1. 2) -- === *** `a  b` `` ` `` ``` ~~~ ` \\ _ __ : :-- <b> <!-- &amp; [x]: [x](y) **bold**".split(
            " "
        ),
        "[the whole rule](file:///a/long/address/that/nobody/reads.html#A-1)",
        "https://example.org/a-very-long-address/that/is/longer/than/any/line/of/a/terminal/would/ever/be/at/all",
        "`subprocess.run(words, check=True)`",
        "insulin",
        "a",
    ]
)
LINE = st.builds(
    lambda lead, words, end: lead + " ".join(words) + end,
    st.sampled_from(["", "", "", " ", "  ", "    ", "\t", "- ", "1. ", "> ", "# "]),
    st.lists(WORD, max_size=30),
    st.sampled_from(["", "", "", " ", "  ", "\\"]),
)


def rendered(markdown: str) -> str:
    html = MarkdownIt("commonmark").enable("table").render(markdown)
    parts = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    return "".join(part if part.startswith("<pre>") else re.sub(r"\s+", " ", part) for part in parts)


@settings(deadline=None)
@given(st.lists(st.one_of(LINE, st.just(""), st.sampled_from(["```python", "```", "~~~"])), max_size=12).map("\n".join))
@example(f"{LONG}\n===\n{LONG}")
@example(f"- {LONG}\n- {LONG}\n  {LONG}\n\n{LONG}")
@example("- ``\n  = ``")
@example("a | b\n--|--\n" + "c " * 50 + "| d")
def test_it_means_what_it_meant(text: str) -> None:
    assert rendered(wrapped(text)) == rendered(text)


@settings(deadline=None)
@given(st.lists(WORD, max_size=60).map(" ".join))
def test_wrapping_twice_is_wrapping_once(text: str) -> None:
    assert wrapped(wrapped(text)) == wrapped(text)


def test_lines_are_as_wide_as_a_terminal() -> None:
    lines = wrapped(LONG).split("\n")
    assert len(lines) == 3
    assert all(len(line) <= WIDTH for line in lines)
    assert " ".join(lines) == LONG.strip()


def test_an_item_goes_on_below_its_text() -> None:
    first, second, *_ = wrapped(f"- {LONG}").split("\n")
    assert first.startswith("- one")
    assert second.startswith("  ") and second[2] != " "


@pytest.mark.parametrize(
    "text",
    [f"```python\n{LONG}\n```", f"# {LONG}", f"| {LONG} | b |\n|---|---|", f"    {LONG}", f"> {LONG}", f"{LONG}  \nb"],
)
def test_what_is_no_prose_stays(text: str) -> None:
    assert wrapped(text) == text


def test_a_link_stays_whole_and_has_a_line_of_its_own_where_its_address_is_long() -> None:
    link = f"[the whole rule](https://example.org/{'x' * 100})"
    assert wrapped(f"CWE-78 and {link}, that is it").split("\n") == ["CWE-78 and", f"{link},", "that is it"]
