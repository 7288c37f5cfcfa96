"""A rule as a project of a pump's makers would add one."""

PATH = "security/rules/ACM-001.md"
PAGE = """---
id: ACM-001
title: Write through the interlock
message: "{name} skips the interlock; call pump.safe.write"
severity: high
category: required
cwe: [676]
capabilities: [SAHD]
detect:
  banned:
    - name: pump.legacy.raw_write
---
The implementation shall write to the pump through the interlock.

## Why
Without it a rate can be set that no limit has seen.

## Noncompliant
```python
from pump import legacy

legacy.raw_write(1)
```

## Compliant
```python
from pump import safe

safe.write(1)
```

## Deviation
None is known.
"""
