"""A requirement that names its rule, as tests and real editors meet it."""

REQUIREMENT = """\
---
id: SEC-001
title: Nothing from outside becomes a command
capability: SAHD
status: approved
rules: [INJ-003]
---
The product shall not run any part of a message as a command.
"""
