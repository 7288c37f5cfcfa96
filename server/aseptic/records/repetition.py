"""Reasons that were copied: a justification in the words of another record justifies nothing of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from aseptic.records.deviation import Deviation, Status, unreasoned

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def repeated(deviations: Iterable[Deviation], shortest: int = 1) -> Mapping[str, str]:
    """Return each deviation whose justification another has, too, with that other's id.

    The one that was raised first has the words, so that no copy can spoil it. Those under a permit share its reasons,
    and those that were rejected or withdrawn stand in nobody's way, nor do those whose reasons are still to be written.
    """
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for each in sorted(deviations, key=lambda one: (one.raised.on, one.id)):
        if each.permit or each.status in (Status.REJECTED, Status.WITHDRAWN) or unreasoned(each, shortest):
            continue
        words = " ".join(_COMMENT.sub("", each.justification).casefold().split())
        if words and first.setdefault(words, each.id) != each.id:
            found[each.id] = first[words]
    return found
