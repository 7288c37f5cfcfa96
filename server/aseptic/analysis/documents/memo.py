"""Answers already given: what a chunk's findings are, by its text and what its names stand for."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import evolve, frozen

from aseptic.analysis.documents.watchdog import PutAside, TookTooLong, guard
from aseptic.source.chunk import Chunk
from aseptic.source.contribution import NOTHING, Contribution, contribution, plain
from aseptic.source.parse import Broken, Parsed, parse
from aseptic.source.reparse import reparsed
from aseptic.source.rescoped import Resolved, respaced
from aseptic.source.spacing import spacing
from aseptic.source.view import View
from aseptic.standard.catalog import Standard
from aseptic.standard.finding import Finding

if TYPE_CHECKING:  # a run in which nothing changed needs no detector
    from aseptic.checks.checker import Checker
    from aseptic.checks.sieve.need import Sought
    from aseptic.checks.sieve.sifted import Sifted
    from aseptic.checks.unsettled import Receiver

_LOG = logging.getLogger(__name__)
_ANSWERS = 20_000
_TREES = 32
_LONG = 20
"""Lines of a chunk from which on it is worth a look whether all but one of them were parsed before."""
_ROOM = 4 << 20
"""Characters of code that answers may be kept for: each keystroke makes a new text of its chunk, the long ones too."""
K = TypeVar("K", bound=tuple[Any, ...])
V = TypeVar("V")


@frozen(eq=False)
class Checked:
    """What is known of a chunk: its findings, or why there are none."""

    findings: tuple[Finding, ...] = ()
    broken: Broken | None = None
    failed: str = ""
    """What its check did: the kind of error that it raised. Such a chunk is put aside and named, and ends nothing."""
    by_pattern: bool = False
    """It failed in the pattern of a rule, which somebody can mend."""


CLEAN = Checked()
"""No detector can find anything in the chunk, so nobody parsed it."""


class _Recent(Generic[K, V]):
    """The last answers, so many of them, for so much code; a key begins with the code."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = make()
        self._held += 0 if key in self._kept else len(key[0])
        self._kept[key] = made
        while len(self._kept) > self._size or (self._held > _ROOM and len(self._kept) > 1):
            oldest, _ = self._kept.popitem(last=False)
            self._held -= len(oldest[0])
        return made

    def known(self, key: K) -> V | None:
        return self._kept.get(key)


class Memo:
    """Remembers for one standard. What it answers never depends on what it remembers."""

    def __init__(self, judge: Checker | Standard) -> None:
        """Remember for a checker, or for the one that a standard compiles to once there is something to check."""
        self._judge = judge
        self.standard = judge if isinstance(judge, Standard) else judge.standard
        self._answers: _Recent[tuple[str, str, View], Checked] = _Recent(_ANSWERS)
        self._contributions: _Recent[tuple[str, str, str], Contribution] = _Recent(_ANSWERS)
        self._trees: _Recent[tuple[str, str], Parsed | Broken] = _Recent(_TREES)
        self._long: Parsed | None = None
        """The last tree of a long chunk."""
        self._seen: Resolved | None = None
        """The last long chunk that was checked, with what its names stand for."""
        self._sifted: Sifted | None = None
        """What might be found in it."""
        self._receivers: _Recent[tuple[str, str, View], tuple[Receiver, ...]] = _Recent(_ANSWERS)
        self._aside: _Recent[tuple[str, str], Checked] = _Recent(_ANSWERS)
        """The chunks that are not tried again, with why."""

    @cached_property
    def checker(self) -> Checker:
        """What checks."""
        if not isinstance(self._judge, Standard):
            return self._judge
        from aseptic.checks.checker import compiled

        return compiled(self._judge)

    def parsed(self, chunk: Chunk) -> Parsed | Broken:
        """Return the chunk's tree."""
        return self._trees.get((chunk.text, chunk.kind), lambda: self._parse(chunk))

    def _parse(self, chunk: Chunk) -> Parsed | Broken:
        """Parse a chunk; of a long one in which somebody types, the line in which that is."""
        found = (self._long and reparsed(self._long, chunk)) or parse(chunk)
        if isinstance(found, Parsed) and chunk.height >= _LONG:
            self._long = found
        return found

    def contribution(self, chunk: Chunk) -> Contribution:
        """Return what the chunk binds."""
        quick = plain(chunk)
        if quick is not None:
            return quick
        key = (chunk.text, chunk.kind, chunk.owner)
        return self._contributions.get(key, lambda: self._read(chunk))

    def _read(self, chunk: Chunk) -> Contribution:
        try:
            return guard().run(chunk, lambda: contribution(chunk, self.parsed(chunk)))
        except (
            Exception,
            TookTooLong,
        ) as error:  # code nested deeper than any person writes, say, binds nothing that we can tell
            _LOG.warning("the names of a chunk could not be read: %s", type(error).__name__)
            return NOTHING

    def checked(self, chunk: Chunk, view: View, before: Chunk | None = None) -> Checked:
        """Return the chunk's findings under this view of its names; `before` is the one in whose place it came."""
        sought = self.checker.sought(chunk, view, self._still(chunk))
        if sought is None:
            return CLEAN
        return self._answers.get((chunk.text, chunk.kind, view), lambda: self._check(chunk, view, sought, before))

    def _still(self, chunk: Chunk) -> Sifted | None:
        """Return what was there to be found in what may be the chunk a moment ago; None where it is another."""
        before = self._seen and self._seen.parsed.chunk
        same = before and (before.height, before.owner, before.kind) == (chunk.height, chunk.owner, chunk.kind)
        return self._sifted if same else None

    def receivers(self, chunk: Chunk, view: View) -> tuple[Receiver, ...]:
        """Return what the chunk calls banned methods on, as far as names do not tell; of a broken one nothing."""
        sought = self.checker.unsettled(chunk, view)
        if not sought:
            return ()
        return self._receivers.get((chunk.text, chunk.kind, view), lambda: self._unsettled(chunk, view, sought))

    def _unsettled(self, chunk: Chunk, view: View, sought: Sought) -> tuple[Receiver, ...]:
        parsed = self.parsed(chunk)
        if isinstance(parsed, Broken) or self._aside.known((chunk.text, chunk.kind)) is not None:
            return ()
        try:
            return guard().run(chunk, lambda: self.checker.receivers(parsed, view, sought), self.standard.digest)
        except (Exception, TookTooLong) as error:  # nobody is asked about odd code; its check says what is odd
            _LOG.warning("what a chunk's methods are called on could not be read: %s", type(error).__name__)
            return ()

    def _check(self, chunk: Chunk, view: View, sought: Callable[[], Sifted], before: Chunk | None) -> Checked:
        key = (chunk.text, chunk.kind)
        failed = self._aside.known(key)
        if failed is not None:  # what its check does with the code it will do again, whatever the names mean
            return failed
        try:
            return guard().run(
                chunk,
                lambda: self._moved(chunk, view, before) or self._read_and_check(chunk, view, sought),
                self.standard.digest,
            )
        except TookTooLong as broken_off:
            failed = Checked(failed=broken_off.reason, by_pattern=broken_off.by_pattern)
            _LOG.error("the check of a chunk of %d lines took too long and was broken off", chunk.height)
        except PutAside as reason:
            failed = Checked(failed=str(reason), by_pattern=reason.by_pattern)
            _LOG.warning("a chunk of %d lines is not checked: %s", chunk.height, failed.failed)
        except Exception as error:  # one odd chunk must not end the analysis of the others
            failed = Checked(failed=type(error).__name__)
            trace = None if isinstance(error, RecursionError) else error  # a thousand steps would tell nothing
            _LOG.warning("a chunk could not be checked: %s", failed.failed, exc_info=trace)
        return self._aside.get(key, lambda: failed)

    def _moved(self, chunk: Chunk, view: View, before: Chunk | None) -> Checked | None:
        """Return what was found in the chunk in whose place this one came if they differ by blank lines alone."""
        known = before and self._answers.known((before.text, chunk.kind, view))
        spaced = spacing(before, chunk) if before and known and not (known.broken or known.failed) else None
        if known is None or spaced is None:
            return None
        parsed = self.parsed(chunk)
        if isinstance(parsed, Broken) or not spaced.is_apart(parsed):
            return None
        if self._seen and before and self._seen.parsed.chunk.text == before.text:
            seen, self._seen = self._seen, None  # who is broken off leaves it in no state to be used
            self._seen = respaced(seen, parsed, spaced)
        move = spaced.moved
        return Checked(tuple([evolve(each, span=move(each.span), node=move(each.node)) for each in known.findings]))

    def _read_and_check(self, chunk: Chunk, view: View, sought: Callable[[], Sifted]) -> Checked:
        parsed = self.parsed(chunk)
        if isinstance(parsed, Broken):
            return Checked(broken=parsed)
        if chunk.height < _LONG:
            return Checked(self.checker.check(self.checker.subject(parsed, view, sought().sought)))
        before, self._seen = self._seen, None  # who is broken off leaves it in no state to be used
        self._sifted = sifted = sought()
        subject = self.checker.subject(parsed, view, sifted.sought, before)
        found = Checked(self.checker.check(subject))
        self._seen = subject.resolved
        return found
