"""Whether a record says what was rejected under another number, in a record that lies there or is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from shlex import quote

from aseptic.analysis.approvals.approvable import Approvable, read_as
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.versioning.commits import author
from aseptic.records.deviation import Deviation, Status

_SAME = "the same reasons for the same statement"


def rejected_before(lifetime: RecordHistory, now: Approvable, deviations: Iterable[Deviation]) -> str:
    """Return who rejected the same reasons for the same statement, as a sentence with the way on; empty for nobody.

    `deviations` are those that stand there. What was rejected counts by the last that its file said: it may have been
    approved since.
    """
    if not isinstance(now, Deviation):
        return ""
    for each in deviations:
        if each.status is Status.REJECTED and each.id != now.id and _said(each) == _said(now):
            return f"{_SAME} are rejected as {each.id}; propose that one again, or give other reasons"
    found = _gone(lifetime).get(_said(now))
    return found[1] if found and found[0] != now.id else ""


@lru_cache(maxsize=1)
def _gone(lifetime: RecordHistory) -> Mapping[tuple[str, ...], tuple[str, str]]:
    """Return what was rejected last in files that are gone, by what was said there: its id, and a sentence on it."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for name, texts in lifetime.gone.items():
        last = next(iter(texts), "")
        if not last or not (then := _rejected(name, texts[last])):
            continue
        first = [each for each, text in texts.items() if _rejected(name, text)][-1]
        told = (
            f"{_SAME} were rejected as {then.id} by {author(lifetime.raw(first))} in {first[:12]}; "
            f"`git restore -s {last[:12]} {quote(name)}` has that back, to be proposed again, or give other reasons"
        )
        found[_said(then)] = then.id, told
    return found


def _rejected(name: str, text: bytes) -> Deviation | None:
    then = read_as(name, text)
    return then if isinstance(then, Deviation) and then.status is Status.REJECTED else None


def _said(one: Deviation) -> tuple[str, ...]:
    return one.rule, one.fingerprint.statement, one.reason_words
