"""Silencing comments that are spent: what they were written for is not there any more, as after a replacement."""

from __future__ import annotations

from collections.abc import Iterator

from aseptic.analysis.deviations.silencing import spent
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.feedback.loose_ties import Mend, without_comment
from aseptic.feedback.problems import diagnosis
from aseptic.source.span import Edit, Span


def spent_silencers(snapshot: Snapshot, span: Span) -> Iterator[Mend]:
    """Yield how the spent silencers in a span go: their part of a comment, or all of it."""
    for placed in snapshot.findings_in(span):
        left = spent(snapshot.project, snapshot.lines, snapshot.findings, placed)
        if left is not None:
            edit = Edit(placed.span, left) if left else without_comment(snapshot.lines, placed.span)
            yield Mend(
                "Remove the silencer, which silences nothing any more", edit, diagnosis(snapshot.project, placed)
            )
