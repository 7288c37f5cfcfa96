"""Reasons that were copied: a justification in the words of another record justifies nothing of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from aseptic.records.deviation import Deviation, Status
from aseptic.records.reasons import unreasoned


def repeated(deviations: Iterable[Deviation], shortest: int = 1) -> Mapping[str, str]:
    """Return each deviation whose justification another has, too, with that other's id.

    The one that was raised first has the words, so that no copy can spoil it. Those under a permit share its reasons,
    and those that were rejected or withdrawn stand in nobody's way, nor do those whose reasons are still to be written.
    Of what was rejected `rejected_again` tells.
    """
    alike: dict[str, list[Deviation]] = defaultdict(list)
    for each in deviations:
        if not each.permit and each.status not in (Status.REJECTED, Status.WITHDRAWN) and each.reason_words:
            alike[each.reason_words].append(each)
    found: dict[str, str] = {}
    for several in alike.values():
        if len(several) > 1:
            written = [each for each in several if not unreasoned(each.page, shortest)]
            written.sort(key=lambda one: (one.raised.on, one.id))
            found |= {each.id: written[0].id for each in written[1:]}
    return found


def rejected_again(deviations: Iterable[Deviation], shortest: int = 1) -> Mapping[str, str]:
    """Return each deviation that waits for approval in the words of one that was rejected, with that one's id."""
    own = [each for each in deviations if not each.permit]
    rejected = (each for each in own if each.status is Status.REJECTED and not unreasoned(each.page, shortest))
    known = {each.reason_words: each.id for each in rejected}
    waiting = (each for each in own if known and each.status is Status.PROPOSED)
    return {each.id: known[each.reason_words] for each in waiting if each.reason_words in known}
