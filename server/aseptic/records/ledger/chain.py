"""The ledger's text: one line an event, each bound to those before it.

A line is JSON with sorted keys, in ASCII. It holds its own `digest` and, in `after`, the digests of the lines that it
follows: one, or the ends of both histories where two branches were merged, or none where it begins one, as each of two
branches may. So a line that was edited does not fit its own digest, and one that was dropped is missed by its
followers. What a text alone cannot tell is that its end or a whole beginning was cut off; an older version can
(`lost`), or a digest that was noted elsewhere.

Merging two branches keeps all lines of both, in their order: git's built-in `union` does so.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from attrs import frozen

from aseptic.records.ledger.as_written import line_as_written
from aseptic.records.ledger.event import Draft, Event, Kind, Stamp
from aseptic.records.ledger.faults import MARKS, Broken, Gap, faults
from aseptic.records.ledger.line import digest_of, line_of
from aseptic.source.problem import Problem

VERSION = 1


@frozen(eq=False)
class Chain:
    """A ledger's text as it was read."""

    digests: tuple[str, ...] = ()
    """Of each line that holds, in their order."""
    heads: tuple[str, ...] = ()
    """The digests that no line follows: one, and after a merge one a branch until the next event joins them."""
    problems: tuple[Problem, ...] = ()
    torn: bytes = b""
    """What stands after the last line end: a line that was never finished."""
    drawn: tuple[str, ...] = ()
    """The digests of the baselines that follow no other: one, or one a branch where each drew its own."""

    @property
    def head(self) -> str:
        """What to note in a review or a tag, so that nobody can cut the ledger off before it; empty of an empty one."""
        return "+".join(self.heads)


def read_chain(data: bytes, shown: str, hear: Callable[[Event], object]) -> Chain:
    """Read a ledger and hand on each event in its order, so that not all of them need to be held at once.

    A line that does not hold is a problem that names it, and the others stay.
    """
    torn = data[data.rfind(b"\n") + 1 :]
    broken: list[Broken] = []
    gaps: list[Gap] = []
    ends: dict[str, None] = {}
    met: dict[str, None] = {}
    mended: set[str] = set()
    drawn: list[str] = []
    based: set[str] = set()  # what follows a baseline
    for number, ended in enumerate(BytesIO(data[: len(data) - len(torn)])):  # which copies nothing
        line = line_as_written(ended) or line_of(ended[:-1])
        if isinstance(line, str):
            broken.append(Broken(number, ended[:-1], line))
            continue
        digest, after, event = line
        if digest in met:  # both branches brought it
            continue
        if len(after) != 1 or after[0] not in met:
            gaps += [Gap(number, each) for each in after if each not in met][:1]
        for each in after:
            ends.pop(each, None)
        met[digest] = ends[digest] = None
        if event.kind is Kind.MENDED:
            mended.add(event.says["torn"])
        if not based.isdisjoint(after):
            based.add(digest)
        elif event.kind is Kind.BASELINE:
            based.add(digest)
            drawn.append(digest)
        hear(event)
    problems = faults(shown, broken, gaps, mended)
    if torn:
        why, cure = "the last line is broken off", "`aseptic record` closes it, or names where git has the whole of it"
        problems.append(Problem(shown, why, cure, data.count(b"\n")))
    return Chain(tuple(met), tuple(ends), tuple(problems), torn, tuple(drawn))


def linked(drafts: Iterable[Draft], stamp: Stamp, heads: Sequence[str]) -> tuple[bytes, str]:
    """Return the lines for what is to be recorded, with the head: the first follows `heads`, each the one before it."""
    made: list[bytes] = []
    after = list(heads)
    for draft in drafts:
        body = {
            **draft.says,
            **({"finding": draft.finding} if draft.finding else {}),
            "v": VERSION,
            "event": draft.kind.value,
            "after": after,
            "by": stamp.by,
            "on": stamp.moment,
            "commit": stamp.commit,
        }
        digest = digest_of(_canonical(body))
        made.append(_canonical({**body, "digest": digest}))
        after = [digest]
    return b"".join(line + b"\n" for line in made), "+".join(after)


def lines_of(version: bytes) -> list[bytes]:
    """Return the lines of a version without what editors put round them, blank where one is a merge's mark."""
    lines = version.removeprefix(BOM_UTF8).split(b"\n")
    return [b"" if each.startswith(MARKS) else each.removesuffix(b"\r") for each in lines]


def lost(older: bytes, newer: bytes) -> tuple[int, bytes] | None:
    """Return the first line of an older version, by number and text, that a newer one lacks or has in another order.

    A version is followed by itself with lines added, or by its merge with another: None where `newer` is either.
    """
    if newer.startswith(older):
        return None
    left = iter(lines_of(newer))
    for number, line in enumerate(lines_of(older)):
        if line and not any(line == other for other in left):
            return number, line
    return None


def inserted(parents: Sequence[bytes], newer: bytes) -> tuple[int, bytes] | None:
    """Return the first line, by number and text, that stands among those of the versions before it and is in none.

    What is recorded goes to the end, and a merge lets lines of both its parents stand among each other: whatever else
    stands above the end was put there.
    """
    if any(map(newer.startswith, parents)) and len(parents) == 1:
        return None
    known = frozenset(line for each in parents for line in lines_of(each) if line)
    lines = lines_of(newer)
    last = max((number for number, line in enumerate(lines) if line in known), default=0)
    return next(((number, line) for number, line in enumerate(lines[:last]) if line and line not in known), None)


def is_whole(torn: bytes) -> bool:
    """Say whether a last line lacks nothing but its end."""
    return not isinstance(line_of(torn), str)


def mending(torn: bytes) -> Draft:
    """Return the event that tells of a line that was broken off, by which it is known when it stands there closed."""
    return Draft(Kind.MENDED, says={"torn": digest_of(torn)})


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
