"""What a record's history tells of what a decision takes the place of."""

from __future__ import annotations

import difflib

from aseptic.records.deviation import Deviation
from aseptic.records.permit import Permit


def before(one: Deviation | Permit) -> str:
    """Tell what a decision takes the place of."""
    given = one.approved
    raised = f"raised by {one.raised.by} on {one.raised.on.isoformat()}, until {one.expires.isoformat()}"
    if not given.given or given.on is None:
        return f" (was {one.status.value}, {raised})"
    return f" (was approved by {given.by} on {given.on.isoformat()}, of {given.of}; {raised})"


def difference(deviation: Deviation, code: str) -> str:
    """Tell how the code differs from what stood there when the record was raised; empty where it does not."""
    then = deviation.code[0].text if deviation.code else ""
    lines = list(difflib.unified_diff(then.splitlines(), code.splitlines(), "then", "now", lineterm=""))
    return "" if not lines else "\n" + "\n".join(f"      {line}".rstrip() for line in ("", *lines))
