"""`aseptic/rules`: what a client needs to let people choose a rule of the standard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlparse

from inside import Inside
from wire import Message

from aseptic.standard.catalog import Standard

Start = Callable[..., Inside]
OWN = """---
id: ACM-001
title: Never touch the raw bus
message: '{name} touches the raw bus'
severity: high
category: required
cwe: [78]
capabilities: [SAHD]
detect:
  banned:
    - name: acme.raw
---
The implementation shall leave the raw bus alone.

## Why
It moves the pump.

## Noncompliant
```python
import acme

acme.raw(1)
```

## Compliant
```python
import acme

acme.safe(1)
```

## Deviation
In the driver itself.
"""


def listed(wire: Inside, **params: str) -> dict[str, Message]:
    return {each["id"]: each for each in wire.result("aseptic/rules", params)["rules"]}


def page(rule: Message) -> str:
    return Path(unquote(urlparse(rule["page"]).path)).read_text(encoding="utf-8")


def test_every_rule_is_listed_with_its_page(inside: Start, standard: Standard) -> None:
    wire = inside()
    found = listed(wire)
    assert list(found) == sorted(standard.rules)
    shell = found["INJ-003"]
    assert (shell["title"], shell["severity"]) == ("Start processes without a shell", "high")
    assert page(shell).startswith("---\nid: INJ-003\n")
    assert shell["href"] == shell["page"]


def test_a_projects_own_rules_are_among_them(inside: Start) -> None:
    wire = inside()
    wire.write("one/security/rules/ACM-001.md", OWN)
    wire.write("one/pyproject.toml", "[tool.aseptic]\n")
    assert "ACM-001" not in listed(wire)
    address = wire.write("one/a.py", "")
    assert page(listed(wire, uri=address)["ACM-001"]) == OWN
