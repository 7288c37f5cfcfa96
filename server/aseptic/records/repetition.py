"""Reasons that were copied: a justification in the words of another record justifies nothing of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from aseptic.records.deviation import Deviation, Status, unreasoned

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def repeated(deviations: Iterable[Deviation], shortest: int = 1) -> Mapping[str, str]:
    """Return each deviation whose justification another has, too, with that other's id.

    The one that was raised first has the words, so that no copy can spoil it. Those under a permit share its reasons,
    and those that were rejected or withdrawn stand in nobody's way, nor do those whose reasons are still to be written.
    """
    alike: dict[str, list[Deviation]] = defaultdict(list)
    for each in deviations:
        if not each.permit and each.status not in (Status.REJECTED, Status.WITHDRAWN):
            alike[_words(each)].append(each)
    found: dict[str, str] = {}
    for words, group in alike.items():
        if words and len(group) > 1:
            reasoned = [each for each in group if not unreasoned(each, shortest)]
            reasoned.sort(key=lambda one: (one.raised.on, one.id))
            found |= {each.id: reasoned[0].id for each in reasoned[1:] if each.id != reasoned[0].id}
    return found


def _words(deviation: Deviation) -> str:
    said = deviation.justification
    return " ".join((_COMMENT.sub("", said) if "<!--" in said else said).casefold().split())
