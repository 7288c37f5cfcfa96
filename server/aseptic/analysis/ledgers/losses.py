"""Lines that one committed version of the ledger took from another, and whether the file has them again."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import frozen

from aseptic.analysis.versioning.file_versions import Version
from aseptic.records.ledger.chain import lines_of, lost, read_chain
from aseptic.records.ledger.line import line_of
from aseptic.source.problem import Problem

Content = Callable[[str], bytes]
"""From a blob's id to what it holds."""

NOW = "the file as it is now"
_ANSWERS = 1000
"""Versions of which it is remembered, for one loss, whether they keep what was lost."""


@frozen
class Loss:
    """A step from one version to another that does not keep it."""

    before: Version
    after: Version | None
    """None for the file as it is now."""
    line: int
    """The number of the first line that is not kept."""

    @property
    def where(self) -> str:
        """What lost it, in words."""
        return f"commit {self.after.commit[:12]}" if self.after else NOW


def parted(losses: Sequence[Loss], content: Content, now: bytes) -> tuple[list[Loss], list[Loss]]:
    """Return the losses, given newest first, whose lines are missing now, and those whose lines are back as they were.

    What stood in a line's place while it was edited or half is neither, as long as it is no event: it was to go.
    """
    missing: list[Loss] = []
    back: list[Loss] = []
    spoiled: dict[str, bytes] = {}
    for each in reversed(losses):
        text = content(each.before.blob)
        kept = lost(text, now) is None
        whole = text if kept else spoiled.get(each.before.blob)
        if whole is None or (not kept and lost(_sound(text, whole), now) is not None):
            missing.append(each)
            continue
        if kept:
            back.append(each)
        if each.after:
            spoiled[each.after.blob] = whole
    return missing[::-1], back[::-1]


def _sound(text: bytes, whole: bytes) -> bytes:
    """Return a version without the lines that took the place of others and are no events."""
    known = frozenset(lines_of(whole))
    return b"\n".join(each for each in lines_of(text) if each in known or not isinstance(line_of(each), str))


def standing(text: bytes, now: bytes) -> bytes:
    """Return a version with blank lines for those that the file has no more, as for edits that were undone."""
    there = frozenset(lines_of(now))
    return b"\n".join(each if each in there else b"" for each in lines_of(text))


def problems(path: str, losses: Sequence[Loss], content: Content, now: bytes) -> Iterator[Problem]:
    """Yield what is missing, with the cure: nothing that stands in the file now is to go for it."""
    adds = bool(losses) and bool(now) and not read_chain(now, path, lambda _: None).problems
    for each in losses:
        commit = each.before.commit[:12]
        show = f"`git show {shlex.quote(f'{commit}:{each.before.path}')}`"
        beside = adds and not content(each.before.blob).startswith(now)
        cure = f"put back at its end what is missing, from {show}" if beside else f"put it back from {show}"
        yield Problem(path, f"{each.where} changed, dropped or cut off this line of commit {commit}", cure, each.line)


def remark(loss: Loss, since: Version | None) -> str:
    """Say of a loss whose lines are back since when that is so; None where no commit has them yet."""
    back = f"since commit {since.commit[:12]}" if since else f"in {NOW}"
    commit = loss.before.commit[:12]
    return f"{loss.where} changed, dropped or cut off line {loss.line + 1} of commit {commit}; it is back {back}"


def bringing(found: Mapping[str, Version], loss: Loss, content: Content) -> list[Version]:
    """Return the versions after a loss that brought its lines back, the last one last; `found` has the newest first."""
    text = content(loss.before.blob)

    @lru_cache(_ANSWERS)
    def keeps(blob: str) -> bool:
        return lost(text, content(blob)) is None

    came = {loss.after.commit} if loss.after else set[str]()
    made: list[Version] = []
    for each in reversed(list(found.values())):
        parents = came.intersection(each.parents)
        if parents:
            came.add(each.commit)
            if keeps(each.blob) and not all(keeps(found[parent].blob) for parent in parents):
                made.append(each)
    return made
