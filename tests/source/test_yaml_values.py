"""Front matter as YAML reads it, and where it would read something else than was meant."""

from __future__ import annotations

import pytest

from aseptic.source.frontmatter import read_page
from aseptic.source.yamlkeys import Unreadable, read_yaml


def faults(keys: str) -> list[tuple[str, int | None, str]]:
    page, problems = read_page("X.md", f"---\n{keys}\n---\nText.\n")
    assert page is not None
    return [(each.key, each.line, each.message) for each in problems]


@pytest.mark.parametrize(
    ("keys", "key", "line"),
    [
        ("title: Do not use a blanket # noqa", "title", 1),
        ("title: Silence #nosec", "title", 1),
        ("a: 1\nexcluded:\n  B101: as ticket #31 says", "excluded.B101", 3),
        ("list:\n  - one\n  - see issue #5", "list[1]", 3),
        ("title: Two lines\n  and # more", "title", 1),
        ("title: Größe 🩺 of # x", "title", 1),
    ],
)
def test_a_value_that_yaml_cuts_off_is_a_fault(keys: str, key: str, line: int) -> None:
    assert faults(keys) == [(key, line, f"'{key}' ends at '#', where YAML begins a comment")]


@pytest.mark.parametrize(
    "keys",
    [
        "kind: mitigated # accepted_risk or test_only",
        "title: A title of words   # shown in the book",
        "title: 'Do not use # noqa'",
        'title: "Do not use # noqa"  # a comment',
        "cwe: [78] # the exact one",
        "title: C# and F#",
        "# a line\ntitle: One",
        "risk: # none yet",
        "title: >\n  folded # text\n",
    ],
)
def test_a_comment_is_a_comment(keys: str) -> None:
    assert faults(keys) == []


@pytest.mark.parametrize("keys", ["a: 1\nb:\n\tc: 2", "a: 1\nb:\n \t- 2"])
def test_a_tab_is_called_a_tab(keys: str) -> None:
    page, problems = read_page("X.md", f"---\n{keys}\n---\nText.\n")
    assert page is None
    assert [str(each) for each in problems] == ["X.md:4: the line begins with a tab; use spaces"]


def test_a_text_without_a_last_line_end_that_is_no_yaml_is_a_fault_and_no_crash() -> None:
    with pytest.raises(Unreadable, match="no YAML"):
        read_yaml("a: [")


def test_an_asterisk_after_a_tab_is_read_by_the_reader_that_read_the_rest() -> None:
    assert read_yaml("a: one\t*two\n") == ({"a": "one\t*two"}, ())
