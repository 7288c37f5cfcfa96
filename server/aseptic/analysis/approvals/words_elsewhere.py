"""Where a record's words stood before in other files, under whatever number: who wrote them there wrote them.

Words that lie there still under the other number are open to everybody, who may say them anew where the other was
withdrawn; those that are gone, or that another record took the place of, nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from aseptic.analysis.approvals.approvable import Approvable, read_as
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.records.deviation import Deviation
from aseptic.records.permit import PERMIT

Words = tuple[str, ...]
_STATEMENT = re.compile(r"\b[0-9a-f]{16}\b")
"""How a fingerprint names a statement."""


def said_elsewhere(lifetime: RecordHistory, now: Approvable, words: Callable[[Approvable], Words]) -> Iterator[str]:
    """Yield the commits in which files had a record's words for the same that are gone, or say others by now."""

    def has(name: str, blob: str) -> bool:
        then = read_as(name, lifetime.texts_ever[blob])
        return then is not None and _about(then) == _about(now) and words(then) == words(now)

    statement = now.fingerprint.statement if isinstance(now, Deviation) else ""
    for name, blob, commit in _naming(lifetime).get(statement, ()):
        last = next(iter(lifetime.ever[name]))
        if name != now.record and has(name, blob) and (name in lifetime.gone or not has(name, last)):
            yield commit


@lru_cache(maxsize=1)
def _naming(lifetime: RecordHistory) -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """Return all files' texts with their first commits, by the statements that they may name; of permits by none."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name, blobs in lifetime.ever.items():
        permit = PurePosixPath(name).parent.name == PERMIT.folder
        for blob, commit in blobs.items():
            named = _STATEMENT.findall(lifetime.texts_ever[blob].decode("ascii", "replace"))
            for each in {""} if permit else {*named}:
                found.setdefault(each, []).append((name, blob, commit))
    return found


def _about(record: Approvable) -> Words:
    if isinstance(record, Deviation):
        return record.rule, record.fingerprint.statement
    return record.rule, *record.paths
