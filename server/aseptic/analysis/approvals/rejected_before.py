"""Whether a record says what was rejected before: under another number, or under its own, which nobody proposed again.

What was rejected under another number may lie there or be gone. A revert, or a record written anew in the place of one
that was deleted, has no word of a rejection; only a proposal says that somebody knew of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import dropwhile

from aseptic.analysis.approvals.approvable import Approvable, decided, read_as
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.versioning.commits import author
from aseptic.records.amending import history_of
from aseptic.records.deviation import CLOSED, Deviation, Status

_SHARE = 0.9
"""Of the words of the longer of two reasons that are nearly the same."""
_About = tuple[str, str]


def rejected_before(lifetime: RecordHistory, now: Approvable, deviations: Iterable[Deviation]) -> str:
    """Return who rejected the same reasons for the same statement, as a sentence with the way on; empty for nobody.

    `deviations` are those that stand there. What was rejected counts by the last that its file said: it may have been
    approved since.
    """
    if not isinstance(now, Deviation) or now.status in CLOSED:
        return ""
    if told := _under_its_number(lifetime, now):
        return told
    first = f"withdraw {now.id} and propose"
    for each in deviations:
        if each.status is Status.REJECTED and each.id != now.id and (alike := _alike(each, now)):
            return f"{alike} are rejected as {each.id}; {first} that one again, or give other reasons"
    for then, by, back in _gone(lifetime).get(_about(now), ()):
        if then.id != now.id and (alike := _alike(then, now)):
            again = f"{first} {then.id} again, which `{back}` has back, or give other reasons"
            return f"{alike} were rejected as {then.id} by {by}; {again}"
    return ""


def _under_its_number(lifetime: RecordHistory, now: Deviation) -> str:
    """Return that a record's own last rejection is left out in it; empty where it was proposed again since.

    Of an approval that was given before it, and put back, `later_decisions` tells.
    """
    course = lifetime.course(now)
    rejected = {each: then for each, then in course.items() if _is_rejected(then)}
    last = next(iter(rejected.values()), None)
    older = dropwhile(lambda each: each is not last, course.values())
    if any(decided(then) == decided(now) for then in older):
        return ""
    if last is None or _proposals(now) > _proposals(last) or not (alike := _alike(last, now)):
        return ""
    first = [each for each, then in rejected.items() if _proposals(then) == _proposals(last)][-1]
    who = f"{author(lifetime.raw(first))} in {first[:12]}"
    return f"{alike} were rejected in it by {who}, and nobody proposed it again since: do that, or give other reasons"


@lru_cache(maxsize=1)
def _gone(lifetime: RecordHistory) -> Mapping[_About, list[tuple[Deviation, str, str]]]:
    """Return what was rejected last in files that are gone, by what it is about, with who did and what has it back."""
    found: dict[_About, list[tuple[Deviation, str, str]]] = {}
    for name, texts in lifetime.gone.items():
        last = next(iter(texts), "")
        then = read_as(name, texts[last]) if last else None
        if isinstance(then, Deviation) and _is_rejected(then):
            first = [each for each, text in texts.items() if _is_rejected(read_as(name, text))][-1]
            who = f"{author(lifetime.raw(first))} in {first[:12]}"
            found.setdefault(_about(then), []).append((then, who, lifetime.restoring(name, last)))
    return found


def _is_rejected(then: Approvable | None) -> bool:
    return isinstance(then, Deviation) and then.status is Status.REJECTED


def _proposals(record: Approvable) -> int:
    return sum(" proposed again by " in each for each in history_of(record.page))


def _about(one: Deviation) -> _About:
    return one.rule, one.fingerprint.statement


def _alike(then: Approvable, now: Deviation) -> str:
    """Return what two records have in common, as the beginning of a sentence; empty where it is too little."""
    if not isinstance(then, Deviation) or _about(then) != _about(now):
        return ""
    if then.reason_words == now.reason_words:
        return "the same reasons for the same statement"
    one, other = (re.findall(r"\w+", each.reason_words) for each in (then, now))
    same = sum(each.size for each in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    near = same >= _SHARE * max(len(one), len(other), 1)
    return "nearly the same reasons for the same statement" * near
