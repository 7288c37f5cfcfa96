"""The text of a new rule, to be written over: what stands as TODO keeps the rule from being read, and is named."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aseptic.standard.rule import RULE_ID
from aseptic.standard.vocabulary import Capability

FAMILY = re.compile(r"[A-Z]{2,5}")
"""The letters before a rule's number."""
_LAST = 999


def next_rule_id(family: str, taken: Iterable[str]) -> str | None:
    """Return the id after the family's highest: gaps are left, since an id may live on in a record.

    Where the highest is the last there is, the next free one is that after the highest run below; None: all are taken.
    """
    numbers = {int(each[-3:]) for each in taken if RULE_ID.fullmatch(each) and each[:-4] == family}
    gaps = [number for number in range(1, _LAST + 1) if number not in numbers and number - 1 in {0, *numbers}]
    return f"{family}-{gaps[-1]:03}" if gaps else None


def rule_skeleton(identity: str, guide: str = "") -> str:
    """Return a rule's page that has every part and no word of its own yet; `guide` is where people read how."""
    where = guide or "'Write a rule' in the book of aseptic standard --book DIR"
    return f"""\
---
id: {identity}
title: TODO                     # a few words, as: Write through the interlock
message: "TODO"                 # one line for editors, what is wrong and what to do; {{name}} is the call
severity: medium                # high, medium or low
category: required              # mandatory, required or advisory
cwe: [676]                      # the most exact first
capabilities: [SAHD]            # what it protects, the primary first: {" ".join(Capability)}
references: []
detect:                         # or, in its place, enforced: review
  # Every key, with samples: {where}
  banned:
    - name: TODO                # module.function, as: pump.legacy.raw_write
---
TODO: The implementation shall …

## Why
TODO

## Noncompliant
```python
# TODO: code that breaches this rule, and no other
```

## Compliant
```python
# TODO: the same done right
```

## Deviation
TODO: when one can be justified, and what it has to show
"""
