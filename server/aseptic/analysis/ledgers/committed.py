"""What git has of the ledger that its file lost: HEAD's version, and what the last change of it cut.

`ledger_history` looks at all of git's history. Whoever adds a line asks for no more than the last step: a version that
kept all that came before it vouches for that.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from attrs import frozen

from aseptic.analysis.ledgers.ledger_history import place_in
from aseptic.analysis.versioning.file_versions import GitError, Version, contents, step_to, versions_of
from aseptic.analysis.versioning.git import HEAD
from aseptic.records.ledger.chain import lines_of, lost, read_chain
from aseptic.records.shelf import LEDGER

_KEPT = 8
"""Versions that are held in memory at once."""


@frozen
class Gone:
    """Lines that a committed version has and the file has not."""

    commit: str
    """HEAD, or the first digits of the commit."""
    path: str
    """Where that has the file, from the repository's top."""
    moved: bool
    """Whether that is another place than the file's own."""
    line: int
    """The number of the first of them."""
    count: int
    cut: bool
    """Whether the file holds nothing that the version does not begin with."""
    anew: bool
    """Whether the file begins another history."""

    def words(self, here: str) -> str:
        """Say in one line what is gone and what to do; `here` is the file as it is named from the current folder."""
        more = f" and {self.count - 1} more that it has" if self.count > 1 else ""
        why = f"nothing was recorded: this line of {self.commit}{more} would be lost, and events are only ever added"
        return f"{here}:{self.line + 1}: {why}; {self._cure(here)}"

    def _cure(self, here: str) -> str:
        show = f"`git show {shlex.quote(f'{self.commit}:{self.path}')}`"
        if not self.cut and not self.anew:
            return f"put back at its end what is missing, from {show}"
        again = (
            f"put it back from {show}" if self.moved else f"`git restore --source {self.commit} {shlex.quote(here)}`"
        )
        return again if self.cut else f"keep a copy of what is here now, then {again}"


def lacking(root: Path, path: str, head: str, now: bytes) -> Gone | None:
    """Return what a file below `root` lacks of what was committed up to `head`; None where it keeps all of it.

    Where git cannot tell what was before (a history that was cut off, a clone without old content) nothing is missed.
    """
    gone: Gone | None = None
    most = b""
    try:
        for version, text, merged in _claims(root, path, head):
            found = lost(text, now)
            if found is not None and (gone is None or lost(most, text) is None):  # the oldest that has everything
                gone, most = _gone(version, text, now, found[0], head, path, merged), text
    except GitError:
        return None
    return gone


def _gone(version: Version, text: bytes, now: bytes, line: int, head: str, path: str, merged: bool) -> Gone:
    commit = HEAD if version.commit == head else version.commit[:12]
    old, new = lines_of(text), lines_of(now)
    there = frozenset(new)
    count = sum(each not in there for each in old if each)
    moved = not f"/{version.path}".endswith(f"/{PurePosixPath(path)}")
    return Gone(commit, version.path, moved, line, max(count, 1), text.startswith(now), not merged and old[0] != new[0])


def _claims(root: Path, path: str, head: str) -> Iterator[tuple[Version, bytes, bool]]:
    """Yield each version that has to be kept, HEAD's first, and whether a merge was to keep it beside another.

    A version that lost lines of the one before it vouches for nothing: then that one has to be kept, too, or it alone
    where another ledger or broken lines took its place.
    """

    @lru_cache(_KEPT)
    def content(blob: str) -> bytes:
        text = b"".join(contents(root, [blob])) if blob else b""
        return text if b'"digest":"' in text else b""  # a filter (LFS, encryption) has git hold something else

    met: set[str] = set()
    waiting = [(head, "", False)]
    while waiting:
        commit, of, beside = waiting.pop(0)
        step = step_to(root, commit, of)
        if not step or step[0] in met:
            continue
        met.add(step[0])
        after, *parents = versions_of(root, partial(place_in, path), [step, *([each] for each in step[1:])])
        text = content(after.blob)
        dropped = [each for each in parents if each.blob != after.blob and lost(content(each.blob), text)]
        merges = len(parents) > 1
        if text and not any(_replaced(content(each.blob), text, merges) for each in dropped):
            yield after, text, beside
        waiting += [(each.commit, each.path, merges) for each in dropped]
        waiting += [] if of else [(commit, after.path, False)]


def _replaced(older: bytes, newer: bytes, merges: bool) -> bool:
    """Say whether a version that lost lines holds nothing that can stand beside them: two branches may each begin."""
    begins = merges or lines_of(older)[0] == lines_of(newer)[0]
    return not begins or bool(read_chain(newer, LEDGER, lambda _: None).problems)
