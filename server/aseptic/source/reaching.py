"""When a local binding holds, and which of a name's bindings may hold at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve, frozen

from aseptic.source.binding import Binding
from aseptic.source.meaning import Meanings
from aseptic.source.resolution import At

Stretch = tuple[tuple[int, int], tuple[int, int]]
"""From a place in the text to another."""
_ALWAYS = (0, 0)


@frozen
class Meeting:
    """Where the ways through a statement meet again on all of which a name was bound."""

    count: int
    """By how many bindings of the name, the last one and those right before it."""
    whole: Stretch
    """The statement."""
    block: Stretch | None
    """The statements among which it stands; None for the function's own."""

    def holds(self, at: At) -> bool:
        """Say whether it leads to a place."""
        return self.block is None if at is None else self.whole[1] <= at and _leads(self.block, at)


@frozen
class Local:
    """A binding with the time from which it holds."""

    binding: Binding
    start: tuple[int, int] = _ALWAYS
    """The beginning of the statement that binds, where its value is read: line as the parser counts, and column."""
    since: tuple[int, int] = _ALWAYS
    """Its end, from which the binding holds; of a statement with a body, the body's beginning."""
    loops: tuple[Stretch, ...] = ()
    """The loops round the statement, from the outside in, whose ends lead to their beginnings."""
    block: Stretch | None = None
    """The statements among which it stands; None for the function's own. What follows it there comes after it."""
    trying: Stretch | None = None
    """The innermost block round it that an error leaves for a handler."""
    arms: tuple[tuple[Stretch, Stretch], ...] = ()
    """The statements round it, outside of all loops, that go one of several ways, each with its own way."""
    meetings: tuple[Meeting, ...] = ()
    """Of which statements' ways it is the last binding."""
    stands_for: Meanings = ()
    """What it is known to stand for without a term."""
    inside: bool = False
    """A function inside binds it, whenever that runs."""

    def reaches(self, at: At) -> bool:
        """Say whether it does not stand in another way than a place."""
        return at is None or not any(_within(whole, at) and not _within(arm, at) for whole, arm in self.arms)

    def comes_round(self, at: tuple[int, int], renewed: tuple[int, int]) -> bool:
        """Say whether a loop's end leads from it to a place above, and not by where the name is surely given anew."""
        return any(loop[0] < at < loop[1] and renewed < loop[0] for loop in self.loops)

    def hides_from(self, at: At) -> Sequence[Stretch]:
        """Return the stretches of which the bindings are hidden by it from a place behind them, whatever may happen."""
        if self.loops or (self.trying and (at is None or not _within(self.trying, at))):
            return ()
        met = [(each.block, each.whole) for each in self.meetings if at is None or each.whole[1] <= at]
        found = [(block[0], whole[0]) for block, whole in met if block]
        return [*found, (self.block[0], self.since)] if self.block and not self.binding.conditional else found

    def moved(self, renewed: Callable[[Stretch], Stretch]) -> Local:
        """Return it with what its stretches became, those of loops left as they are."""

        def perhaps(stretch: Stretch | None) -> Stretch | None:
            return stretch and renewed(stretch)

        meetings = [evolve(each, whole=renewed(each.whole), block=perhaps(each.block)) for each in self.meetings]
        arms = tuple([(renewed(whole), renewed(arm)) for whole, arm in self.arms])
        block, trying = perhaps(self.block), perhaps(self.trying)
        return evolve(self, block=block, trying=trying, arms=arms, meetings=tuple(meetings))

    @property
    def imported(self) -> bool:
        """Whether an import binds it."""
        return bool(self.binding.module)


def reaching(bound: Sequence[Local], at: At) -> Sequence[Local]:
    """Return the bindings of a name that may hold at a time; all of them where none does yet."""
    anytime = [each for each in bound if each.inside]
    if anytime:
        return [*reaching([each for each in bound if not each.inside], at), *anytime]
    return _arriving(bound, at) or bound


def arriving(bound: Sequence[Local], at: At) -> tuple[Sequence[Local], bool]:
    """Return the bindings of a class body's name that may hold at a time, and whether one of them surely does."""
    found, surely = at_hand(bound, at)
    return [each for each in found if not each.binding.gone], surely and not any(each.binding.gone for each in found)


def at_hand(bound: Sequence[Local], at: At) -> tuple[Sequence[Local], bool]:
    """Return the bindings of a name that may hold at a time, `del` among them, and whether one surely does."""
    found = _arriving(bound, at)
    return found, _first([each for each in found if at is None or each.since <= at], at) is not None


def _arriving(bound: Sequence[Local], at: At) -> Sequence[Local]:
    before = [each for each in bound if at is None or each.since <= at]
    first = _first(before, at)
    counting = _not_hidden(before[first or 0 :], at)
    if at is not None:
        renewed = _ALWAYS if first is None else before[first].start
        later = [each for each in bound if each.since > at and each.comes_round(at, renewed)]
        return [*counting, *later]
    return counting


def _not_hidden(bound: Sequence[Local], at: At) -> Sequence[Local]:
    """Return those bindings that another way does not keep from a place, nor a later one among the same statements."""
    found: list[Local] = []
    hidden: list[Stretch] = []
    for each in reversed(bound):
        if each.reaches(at):
            hidden = [stretch for stretch in hidden if stretch[0] <= each.since]  # others hide no earlier one
            if not any(_within(stretch, each.start) for stretch in hidden):
                found.append(each)
            hidden += each.hides_from(at)
    return found[::-1]


def _first(before: Sequence[Local], at: At) -> int | None:
    """Return the place of the first binding that counts: with those that follow it, it surely hides earlier ones."""
    for index in range(len(before) - 1, -1, -1):
        each = before[index]
        if not each.binding.conditional and _leads(each.block, at):
            return index
        if counts := [met.count for met in each.meetings if met.holds(at)]:
            return max(index + 1 - max(counts), 0)
    return None


def _leads(block: Stretch | None, at: At) -> bool:
    """Whether what happens in a block happens before the time whatever happens: it leads to the place."""
    return block is None or (at is not None and _within(block, at))


def _within(stretch: Stretch, at: tuple[int, int]) -> bool:
    return stretch[0] <= at < stretch[1]
