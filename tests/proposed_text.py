"""A deviation as it is proposed, with its approval left to be given."""

PROPOSED = """\
---
id: DEV-0001
kind: mitigated
rule: INJ-003
where: a.py::f
fingerprint: {v: 1, statement: "6f1c0a9be2d44d10", around: ["", ""], of: 1/1}
status: proposed
raised: {by: mira@example.org, on: 2026-11-01}
approved: {by: , on: , of: }
expires: 2027-11-01
---
## Justification
The command is one constant and no part of it comes from outside.
"""
