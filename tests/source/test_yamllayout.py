"""Front matter of a layout that was met before: read without YAML, and never otherwise than YAML reads it."""

from __future__ import annotations

import datetime
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aseptic.source import yamlkeys
from aseptic.source.yamlkeys import Unreadable, key_lines, layouts, read_yaml
from aseptic.source.yamllayout import Layouts

RECORD = """\
id: {0}
kind: accepted_risk
where: {1}
fingerprint: {{v: 1, statement: {2}, around: [{3}, ""], of: {4}}}
raised: {{by: {0}, on: {5}, before: [{1}, {2}]}}
approved: {{by: , on: , of: }}
expires: {5}
measures: [{{what: {3}, verified_by: {1}}}, {{what: 'x', verified_by: {4}}}]
premises:
- {0}
- code: {1}
  digest: {2}
risk:
"""
LAYOUTS = (
    RECORD,
    "a: {0}\nb: [{1}, {2}]\n",
    "a: {{b: {0}, c: {1}}}\nd: {2}\n",
    "a:\n  - {0}\n  - {1}\nb: {2}\n",
    "a: {0}\n  {1}\nb: {2}\n",
    "a: |\n  {0}\nb: >\n  {1}\n",
    "a: 'one\n  {0}'\nb: \"{1}\n {2}\"\n",
    "[{0}, {1}, {2}]\n",
    "{0}: {1}\n? {2}\n",
    "a: [{0}: {1}, {2}]\nb: !!str {1}\n",
    "a: &name {0}\nb: {1}\n<<: {{c: {2}}}\n",
    "a: {0} \nb: [ {1} , {2} ]\na: {2}\n",
    "a: [{0},\n {1}\n]\nb: -{2}\n",
    "a: {0}, {1}\n{2}",
)
ORDINARY = ("DEV-0007", "src/pump/a b.py::Updater.step_1", '"ffe0495760a79439"', "a word or two", "1/2", "2026-11-23")
ODD = st.text("ab1 :-,.#'\"[]{}\\&*!|>%@~=?`_/+<\n\t\r\x00\x85\u2028\ufeff\xa0é🩺", max_size=6)
WORDS = (
    ODD
    | ODD.map(lambda each: f'"{each}"')
    | ODD.map(lambda each: f"'{each}'")
    | st.sampled_from(
        "true no ~ null 1 -1 0x1f 1_000 1:30 1e5 1.5 .5 .inf .nan = << 2026-11-23 2026-13-45 2026-11-23T10:00:00Z a:b a::b"
        " 'it''s' \"a\\tb\" it's --- ... http://a.b/c y on".split()
    )
    | st.sampled_from(ORDINARY)
    | st.sampled_from(["a b", "a  b", "a: b", "a, b", "a #b", "a # b", "", " ", " a", "a ", "2026-11-23 10:00:00"])
)


@contextmanager
def met(*texts: str) -> Generator[Layouts]:
    """Let some texts be all that was met so far, each twice, after which its layout is known if any is."""
    before, yamlkeys._LAYOUTS = yamlkeys._LAYOUTS, layouts()  # pyright: ignore[reportPrivateUsage]
    try:
        for text in (*texts, *texts):
            told(text)
        yield yamlkeys._LAYOUTS  # pyright: ignore[reportPrivateUsage]
    finally:
        yamlkeys._LAYOUTS = before  # pyright: ignore[reportPrivateUsage]


def told(text: str) -> str:
    """Return what is read in a text, kinds of values and faults included."""
    try:
        return repr(read_yaml(text))
    except Unreadable as error:
        return repr(error.fault)


def by_yaml(text: str) -> str:
    """Return the same where no layout is known."""
    with met():
        return told(text)


def test_a_layout_that_was_met_is_read_with_other_words_and_the_lines_of_its_keys() -> None:
    first, second = RECORD.format(*ORDINARY), RECORD.format("x", "y.py", "'z'", "no", "3/4", "2027-01-01")
    with met(first) as known:
        assert known.read(first) is not None
    with met(first) as known:
        fields = known.read(second.replace("'z'", '"z"'))
    assert fields is not None
    assert fields["expires"] == datetime.date(2027, 1, 1)
    assert fields["measures"][0] == {"what": False, "verified_by": "y.py"}
    assert fields["premises"] == ["x", {"code": "y.py", "digest": "z"}]
    assert repr((fields, ())) == by_yaml(second)
    assert key_lines(second)["premises[1].digest"] == 11


def test_a_layout_that_was_met_once_is_left_to_yaml() -> None:
    with met() as known:
        told("a: b\n")
        assert known.read("a: b\n") is None
        told("a: c\n")
        assert known.read("a: d\n") == {"a": "d"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a: b\n", "a: 2026-13-45\n"),
        ("a: b\n", 'a: "b\x00"\n'),
        ("a: b\n", 'a: "b" \n'),
        ("a: b\n", 'a: "b"\n'),
        ('a: "b"\n', "a: 'b # c'\n"),
        ("a: !!str b\n", "a: !!str 5\n"),
        ("a: b\na: c\n", "a: b\na: d\n"),
        ("a: |\n  b: c\n", "a: |\n  b: d\n"),
        ("a: b\n  c: d\n", "a: b\n  c: e\n"),
        ("a: b # c\n", "a: b b # c\n"),
    ],
)
def test_what_a_layout_does_not_tell_is_read_as_yaml_reads_it(first: str, second: str) -> None:
    with met(first):
        assert told(second) == by_yaml(second)


@settings(max_examples=400)
@given(
    layout=st.sampled_from(LAYOUTS) | ODD.map("a: {{0}}{}{{1}}\nb: {{2}}\n".format),
    words=st.lists(WORDS, min_size=12, max_size=12),
)
@example(layout=RECORD, words=[*ORDINARY, *ORDINARY])
def test_other_words_are_read_as_yaml_reads_them(layout: str, words: list[str]) -> None:
    try:
        first, second, usual = (layout.format(*each) for each in (words[:6], words[6:], ORDINARY))
    except (ValueError, IndexError, KeyError):  # odd text that is no format
        return
    with met(first, usual):
        for text in (first, second, usual):
            assert told(text) == by_yaml(text)


@settings(max_examples=200)
@given(
    parts=st.lists(st.sampled_from(["a", "b", ": ", ":", "- ", "\n", "\n  ", "[", "]", "{", "}", ", ", '"', "'", " "]))
)
def test_texts_of_the_same_layout_are_read_alike_whatever_it_is(parts: list[str]) -> None:
    first = "".join(parts)
    second = first.replace("a", "2026-11-23").replace("b", "c d")
    with met(first, second):
        assert told(first) == by_yaml(first)
        assert told(second) == by_yaml(second)
