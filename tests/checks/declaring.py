"""A rule of the shortest kind round a detector, so that a test shows the detector and nothing else."""

from __future__ import annotations

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.source.document import Document
from aseptic.standard.catalog import Source, build
from aseptic.standard.finding import Finding

PAGE = """---
id: INJ-900
title: Do not do it
message: "{{name}} is not to be done"
severity: high
category: required
cwe: [78]
capabilities: [SAHD]
detect:
{detect}
---
The implementation shall not do it.

## Why
It hurts.

## Noncompliant
```python
x
```

## Compliant
```python
x
```

## Deviation
Never.
"""


def page(detect: str) -> Source:
    """Return the page of a rule with these detectors."""
    return Source("INJ-900.md", PAGE.format(detect=detect))


def found(detect: str, code: str) -> list[tuple[int, Finding]]:
    """Return what the declared detector finds, with the line, from 1, on which it finds it."""
    standard, problems = build([page(detect)])
    assert [str(problem) for problem in problems] == []
    analysis = fresh(Document.of(code), Memo(compiled(standard)))
    pairs = [(start, finding) for start, entry in analysis.found for finding in entry.findings]
    return [(start + finding.span.start.line + 1, finding) for start, finding in pairs]


def lines(detect: str, code: str) -> list[int]:
    """Return the lines, from 1, on which the declared detector finds something."""
    return [line for line, _ in found(detect, code)]


def banned(name: str, **keys: str) -> str:
    """Return the front matter that bans one name."""
    rest = "".join(f"\n      {key}: {value}" for key, value in keys.items())
    return f"  banned:\n    - name: {name}{rest}"


def setting(name: str, value: str, **keys: str) -> str:
    """Return the front matter that bans one value of a setting."""
    rest = "".join(f"\n      {key}: {text}" for key, text in keys.items())
    return f"  settings:\n    - name: {name}\n      value: {value}{rest}"
