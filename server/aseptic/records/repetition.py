"""Reasons that were copied: a justification in the words of another record justifies nothing of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from aseptic.records.deviation import Deviation, Status
from aseptic.records.permit import Permit

Record = Deviation | Permit


def repeated(records: Iterable[Record], shortest: int = 1) -> Mapping[str, str]:
    """Return each deviation or permit whose justification another has, too, with that other's id.

    The one that was raised first has the words, so that no copy can spoil it. Those under a permit share its reasons,
    and those that were rejected or withdrawn stand in nobody's way, nor do those whose reasons are still to be written.
    Of what was rejected `rejected_again` tells.
    """
    alike: dict[str, list[Record]] = defaultdict(list)
    for each in _own(records):
        if each.status not in (Status.REJECTED, Status.WITHDRAWN) and each.own_words:
            alike[each.own_words].append(each)
    found: dict[str, str] = {}
    for several in alike.values():
        if len(several) > 1:
            written = [each for each in several if not each.unreasoned(shortest)]
            written.sort(key=lambda one: (one.raised.on, one.id))
            found |= {each.id: written[0].id for each in written[1:]}
    return found


def rejected_again(records: Iterable[Record], shortest: int = 1) -> Mapping[str, str]:
    """Return each record that waits for approval in the words of one that was rejected, with that one's id."""
    own = [*_own(records)]
    rejected = (each for each in own if each.status is Status.REJECTED and not each.unreasoned(shortest))
    known = {each.own_words: each.id for each in rejected}
    waiting = (each for each in own if known and each.status is Status.PROPOSED)
    return {each.id: known[each.own_words] for each in waiting if each.own_words in known}


def _own(records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records that need reasons of their own."""
    return (each for each in records if isinstance(each, Permit) or not each.permit)
