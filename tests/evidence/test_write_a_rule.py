"""The page on writing a rule: it leaves out no key, and its samples do what they say."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, get_args

import attrs
import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.evidence.keys import GROUPS, groups
from aseptic.evidence.samples import SAMPLES, Sample
from aseptic.replacements.rewrites import replacements_for
from aseptic.source.document import Document
from aseptic.source.parse import Parsed
from aseptic.standard.catalog import Standard
from aseptic.standard.detect import Detect
from aseptic.standard.page import read_rule
from aseptic.standard.rule import Rule

PAGE = """---
id: ACM-001
title: T
message: M
severity: high
category: required
cwe: [676]
capabilities: [SAHD]
detect:
{declared}
---
It shall not.

## Why
So.

## Noncompliant
```python
{found}
```

## Compliant
```python
{left}
```

## Deviation
None.
"""


def rule(sample: Sample) -> Rule:
    declared = "".join(f"  {line}\n" for line in sample.declared.splitlines())
    text = PAGE.format(declared=declared, found=sample.found, left=sample.left)
    read, problems = read_rule("security/rules/ACM-001.md", text)
    assert problems == () and read is not None
    return read


def classes(kind: Any) -> set[Any]:
    """Return the classes of values and the words that a kind of value is made of."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {kind}
    if not attrs.has(kind):
        return {each for part in get_args(kind) for each in classes(part)}
    if kind in SEEN:
        return set()
    SEEN.add(kind)
    return {kind, *(each for part in attrs.fields(attrs.resolve_types(kind)) for each in classes(part.type))}


SEEN: set[Any] = set()
REACHED = classes(Detect)


def test_every_class_that_a_detector_is_read_into_has_its_group() -> None:
    assert {each for each in REACHED if attrs.has(each)} == set(GROUPS.values())


def test_every_key_and_every_word_is_there_and_says_what_it_means() -> None:
    told = {group.anchor: group for group in groups()}
    words = {choice.word for group in told.values() for key in group.keys for choice in key.choices}
    for anchor, kind in GROUPS.items():
        assert [key.name for key in told[anchor].keys] == [each.name for each in attrs.fields(kind)]
        assert told[anchor].about
        assert [key.name for key in told[anchor].keys if not (key.meaning.endswith(".") or "`" in key.meaning)] == []
        assert [
            choice
            for key in told[anchor].keys
            for choice in key.choices
            if not choice.meaning and choice.word not in {"high", "medium", "low"}
        ] == []
    for kind in REACHED:
        if not attrs.has(kind):
            assert {each.value for each in kind} <= words


def test_there_is_a_sample_of_every_kind() -> None:
    assert [each.anchor for each in SAMPLES] == [
        "banned",
        "settings",
        "texts",
        "names",
        "comments",
        "conditions",
        "replace",
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda each: each.anchor)
def test_a_sample_finds_and_leaves_what_it_says(sample: Sample) -> None:
    read = rule(sample)
    memo = Memo(compiled(Standard({read.id: read}, "d")))

    def found(text: str) -> list[str]:
        return [finding.rule for _, finding in fresh(Document.of(text), memo).findings]

    assert found(sample.found) == [read.id]
    assert found(sample.left) == []


def test_the_sample_of_a_replacement_is_one_that_can_be_made() -> None:
    (sample,) = (each for each in SAMPLES if each.anchor == "replace")
    memo = Memo(compiled(Standard({"ACM-001": rule(sample)}, "d")))
    ((_, entry),) = fresh(Document.of(sample.found), memo).found
    parsed = memo.parsed(entry.chunk)
    assert isinstance(parsed, Parsed)
    (made,) = replacements_for(entry.findings[0], parsed, entry.view)
    assert made.title == "Connect by pump.link, with a time-out"
