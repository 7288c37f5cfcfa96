"""The text of a new permit. It touches no disk, as `drafting`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen

from aseptic.records.scalar import encodable, scalar

_GLOB = re.compile(r"[*?\[]")
_WHY_NOT = "TODO: say for all of them why what Aseptic offers in their place is not taken, or remove the heading."
_SHOWN = 60
"""Characters of a reason that stand in a title."""


@frozen
class Cause:
    """Why findings of one rule were silenced, and where."""

    rule: str
    reason: str
    """As people wrote it; empty where nobody wrote one."""
    places: tuple[tuple[str, int], ...]
    """Files from the project's root, and lines from 0."""
    replaceable: bool = False
    """Whether a rewrite may mend some of them."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, each once."""
        return tuple(dict.fromkeys(path for path, _ in self.places))

    @property
    def condition(self) -> str:
        """What a permit asks of a finding."""
        return encodable(self.reason) or f"a comment silences {self.rule}, and says no reason"


def permit_draft(identity: str, cause: Cause, raised_by: str, today: date, expires: date) -> str:
    """Return the whole text of a permit that nobody approved, for as many findings as the cause has places.

    Why they may stand is still to be written: without it nobody can approve the permit.
    """
    reason = cause.reason if len(cause.reason) <= _SHOWN else f"{cause.reason[:_SHOWN].rstrip()}…"
    title = f"{cause.rule} silenced by comments" + (f": {reason}" if reason else "")
    return "\n".join(
        (
            "---",
            f"id: {identity}",
            f"title: {scalar(encodable(title))}",
            f"rule: {scalar(cause.rule)}",
            "paths:",
            *(f"  - {scalar(literal(path))}" for path in cause.paths),
            f"condition: {scalar(cause.condition)}",
            f"raised: {{by: {scalar(raised_by.strip() or 'unknown')}, on: {scalar(today)}}}",
            "approved: {by: , on: , of: }",
            f"expires: {scalar(expires)}",
            f"limit: {len(cause.places)}",
            "---",
            "## Justification",
            "TODO: say why these may stand, and what protects instead.",
            "",
            *(("## Why not the replacement", _WHY_NOT, "") if cause.replaceable else ()),
            "## Silenced by comments when raised",
            *_listed(cause.places),
            "",
        )
    )


def literal(path: str) -> str:
    """Return the glob that fits one path and no other."""
    return _GLOB.sub(lambda match: f"[{match[0]}]", path)


def _listed(places: Sequence[tuple[str, int]]) -> Iterator[str]:
    return (f"- `{encodable(path)}`, line {line + 1}" for path, line in places)
