"""Detectors in words: every key of a rule has some, and what stands in a rule comes through whole."""

from __future__ import annotations

from html import unescape

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from aseptic.evidence import wording
from aseptic.evidence.capabilities import NAMES
from aseptic.evidence.wording import code, detectors
from aseptic.standard.condition import Condition
from aseptic.standard.detect import Put, To, Used
from aseptic.standard.page import read_rule
from aseptic.standard.vocabulary import Capability

PAGE = """---
id: ACM-001
title: T
message: M
severity: high
category: required
cwe: [676]
capabilities: [SAHD]
detect:
{detect}
---
It shall.

## Why
W
## Noncompliant
```python
x
```
## Compliant
```python
y
```
## Deviation
None.
"""


@pytest.mark.parametrize(
    ("kind", "words"), [(To, "TO"), (Used, "_USED"), (Put, "_PUT")], ids=lambda each: getattr(each, "__name__", "")
)
def test_every_choice_has_words(kind: type, words: str) -> None:
    assert getattr(wording, words).keys() == set(kind)


def test_every_part_of_a_condition_and_every_capability_has_words() -> None:
    assert wording._PARTS.keys() == {each.name for each in attrs.fields(Condition)}
    assert NAMES.keys() == set(Capability)


@pytest.mark.parametrize(
    ("detect", "said"),
    [
        ("  bandit: [B602]\n  softened: [B602]", "bandit's B602, low where bandit says so"),
        ("  banned: [{name: a.b}, {name: eval}]", "a call of `a.b` or `eval`"),
        ("  banned: [{name: a.b, also: [.c]}]", "a call of `a.b` or any `.c`"),
        ("  banned: [{name: a, used: import, severity: low}]", "an import of `a`; then its severity is low"),
        (
            "  banned: [{name: a.b, when: {mode/1: 3, 0: {built: true}}, missing: [t], unless: {x: {given: true}}}]",
            "a call of `a.b`, where `mode` (the second argument) is `3` and the first argument is put together from data,"
            " unless `x` is given, without `t`",
        ),
        ("  banned: [{name: a.b, when: {m: {one_of: [1, x], below: 2}}}]", "where `m` is `1` or `'x'` and is below 2"),
        ("  banned: [{name: a.b, when: {m: {bits: 18}}, without: [c.d]}]", "has any of the bits `0o22`, in a function"),
        (
            "  banned: [{name: a.b, when: {self: {requested: true}, m: {items: {0: 1, -1: {given: true}}}}}]",
            "where what it is called on comes from a web request and `m` has a first element that is `1`"
            " and a last element that is given",
        ),
        (
            "  banned: [{name: a.b, used: compared, when: {0: 0}}]",
            "a comparison with `a.b`, where the other side is `0`",
        ),
        ("  settings: [{name: DEBUG, value: true}]", "the setting `DEBUG`, where it is `True`"),
        ("  texts: [{matches: 'a|`b', words: [a], to: [c.d]}]", "a text that matches ``a|`b``, in a call of `c.d`"),
        (
            "  names: [{matches: mrn, words: [mrn], to: [a.b], raised: true}]",
            "data whose name matches `mrn`, where it goes into a call of `a.b` or becomes part of an exception",
        ),
        ("  comments: [{matches: nosec, words: [nosec]}]", "a comment that matches `nosec`"),
        ("  shapes: [jump-in-finally]", "a `return`, `break` or `continue` that leaves a `finally` block"),
        (
            "  banned: [{name: a.b, untested: true}]",
            "a call of `a.b`, where its function does not test the value for a range",
        ),
        (
            "  banned: [{name: a.b, unmeasured: true}]",
            "a call of `a.b`, unless the members' sizes together are tested before",
        ),
        ("  flow: [data from a socket]", "not looked for yet: data from a socket"),
    ],
)
def test_a_detector_is_said_in_words(detect: str, said: str) -> None:
    rule, problems = read_rule("ACM-001.md", PAGE.format(detect=detect))
    assert rule is not None, [str(each) for each in problems]
    assert said in " / ".join(detectors(rule))


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_a_text_comes_through_markdown_as_it_is(text: str) -> None:
    plain = " ".join(text.split())
    html = MarkdownIt("commonmark", {"html": False}).renderInline(code(text))
    assert html.startswith("<code>") and html.endswith("</code>")
    assert unescape(html.removeprefix("<code>").removesuffix("</code>")).strip() == plain
