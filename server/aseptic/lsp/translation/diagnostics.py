"""Diagnoses in the protocol's form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from aseptic.feedback.problems import Condition, Diagnosis, Weight
from aseptic.lsp.translation.addresses import Addresses
from aseptic.lsp.translation.positions import Encoding, range_out
from aseptic.lsp.wire.converter import SOURCE
from aseptic.source.problem import Problem

SEVERITIES = {Weight.ERROR: 1, Weight.WARNING: 2, Weight.INFORMATION: 3, Weight.HINT: 4}
_WIDE = 10_000
"""A column past the end of any line that people read: clients cut it to the line."""


@frozen(eq=False)
class Dialect:
    """How one client wants to be spoken to."""

    addresses: Addresses
    encoding: Encoding
    related: bool = True
    """Whether it shows the records that belong to a finding."""

    def diagnostic(self, said: Diagnosis, lines: Sequence[str]) -> dict[str, Any]:
        """Return a diagnosis in the protocol's form, its span counted in `lines`."""
        place = range_out(lines, said.span, self.encoding)
        span = {
            "start": {"line": place.start.line, "character": place.start.character},
            "end": {"line": place.end.line, "character": place.end.character},
        }
        return {"range": span, **self.body(said)}

    def body(self, said: Diagnosis) -> dict[str, Any]:
        """Return everything of a diagnosis but its range; what is not there is left out, never null."""
        body: dict[str, Any] = {
            "severity": SEVERITIES[said.weight],
            "code": said.code,
            "source": SOURCE,
            "message": said.message,
        }
        if said.href:
            body["codeDescription"] = {"href": said.href}
        if said.related and self.related:
            body["relatedInformation"] = [
                {
                    "location": {"uri": self.addresses.address(each.path), "range": _line(each.line)},
                    "message": each.text,
                }
                for each in said.related
            ]
        if said.data is not None:
            body["data"] = said.data
        return body


def problem(fault: Problem) -> dict[str, Any]:
    """Return a fault of a record or setting in the protocol's form."""
    return {
        "range": _line(fault.line or 0),
        "severity": SEVERITIES[fault.weight if isinstance(fault, Condition) else Weight.ERROR],
        "source": SOURCE,
        "code": fault.key or ("settings" if fault.path.endswith(".toml") else "record"),
        "message": fault.text,
    }


def _line(line: int) -> dict[str, Any]:
    return {"start": {"line": line, "character": 0}, "end": {"line": line, "character": _WIDE}}
