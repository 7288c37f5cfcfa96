"""Where the code of a file lay before: in which files, and since which commits.

A file's code is followed to every file from which it ever came, moved or copied, renamed or rewritten in part, at once
or by way of others. On the mainline commits tell what came first, and merges are one step. What another line had comes
as well from where the file had not the code already: git does not tell which of two that met in a merge was first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import define, field, frozen

from aseptic.analysis.approvals.code_then import CodeThen, name_of
from aseptic.analysis.approvals.file_lives import Coming, FileLives, Life
from aseptic.analysis.approvals.statement_moves import StatementMoves

_MOST = 200
"""Files from which one's code came that are followed, the nearest first."""


@frozen
class Stay:
    """A file in which some code lay."""

    path: str
    """From the repository's top."""
    since: int
    """The commit in which the code came there."""
    until: int
    """The commit in which it went on to the next, or the file was taken away, if it did; -1 otherwise."""
    still: frozenset[str] = frozenset()
    """The other files that have today what went on to the next."""
    made: tuple[int, ...] = ()
    """Where the code came in a merge that only brought it: the commits in which it did on the line that was merged."""


_Origins = Mapping[Life, Sequence[Coming]]
"""The files from which the code of one came, each with when it did, the first first."""


@define(slots=False, eq=False)
class FileCourses:
    """The ways of files' code through a repository."""

    then: CodeThen
    _origins: dict[tuple[Life, str], _Origins] = field(factory=dict[tuple[Life, str], _Origins])

    def of(self, path: str, statement: str = "") -> Sequence[Sequence[Stay]]:
        """Return the ways on which a file's code came to where it is, each from the first file on.

        First those that the mainline tells, then those by way of other lines as well. Of a `statement` in it, those on
        which that came along.
        """
        last = next((each for each in self._lives.called(path) if not each.aside), None)
        if last is None:
            return []
        asked = ((at, aside) for aside in (False, True) for at in (0, -1))
        return list(dict.fromkeys(way for at, aside in asked for way in self._ways(last, statement, at, aside)))

    def _ways(self, last: Life, statement: str, at: int, aside: bool) -> Iterator[tuple[Stay, ...]]:
        """Yield the ways to a file: of each from which code came more than once, by the first time or the last."""
        next_of: dict[Life, tuple[Life, Coming]] = {}
        waiting = [last]
        while waiting and len(next_of) < _MOST:
            here = waiting.pop(0)
            found = {old: since for old, since in self._before(here, statement).items() if aside or not old.aside}
            for each, since in found.items():
                by_another = any(self._went_to(each, other, since[at].at, statement) for other in {*found} - {last})
                if each is not last and each not in next_of and not by_another:
                    next_of[each] = here, since[at]
                    waiting.append(each)
        later = {each for each, _ in next_of.values()}
        yield from (self._way(each, next_of, statement) for each in (*next_of, last) if each not in later)

    def _went_to(self, old: Life, other: Life, at: int, statement: str) -> bool:
        """Say whether a file was gone at a commit, and its code in another by then, which was there."""
        gone, there = old.left > at, other.left <= at
        came = self._before(other, statement).get(old, ()) if gone and there and not old.aside else ()
        return bool(came) and came[0].at >= at

    def _way(self, first: Life, next_of: Mapping[Life, tuple[Life, Coming]], statement: str) -> tuple[Stay, ...]:
        stays, here, since, made = list[Stay](), first, first.versions[-1][0], tuple[int, ...]()
        while here in next_of:
            after, coming = next_of[here]
            stays.append(Stay(here.path, since, max(coming.at, here.left), coming.still, made))
            made = self._made(here.path, after, coming.at, statement)
            here, since = after, coming.at
        return (*stays, Stay(here.path, since, here.left, made=made))

    def _made(self, old: str, new: Life, at: int, statement: str) -> tuple[int, ...]:
        """Return the commits in which code came from a file, newest first, where that one only merged them."""
        waiting, found = [(new, at)], set[int]()
        while waiting:
            life, number = waiting.pop()
            came = [
                (side, coming.at)
                for side in self._merged(life, number)
                for each, comings in self._before(side, statement).items()
                for coming in comings
                if each.path == old
            ]
            waiting += came
            found.update(() if came else (number,))
        return tuple(sorted(found - {at}))

    def _merged(self, life: Life, number: int) -> Iterator[Life]:
        """Yield the same file on the lines that a commit merged, where it left them as it is since that commit."""
        text = next((id_ for at, id_ in life.versions if at == number), "")
        for side, _ in self._lives.having.get(text, ()):
            same = side.path == life.path and side.left == -1 and side.versions[0][1] == text
            if same and self.then.history.merge_of(side.versions[0][0]) == number:
                yield side

    def _before(self, new: Life, statement: str = "") -> _Origins:
        known = new, statement
        if known not in self._origins:
            self._origins[known] = self._with(new, statement) if statement else self._found_before(new)
        return self._origins[known]

    def _with(self, new: Life, statement: str) -> _Origins:
        """Return those of the files from which a statement came along, and those from which it came alone.

        What is shared with a file that stays may be a scaffold; where a file is gone, its code went on as something.
        """
        then, found = self.then.statements, self._before(new)
        had = {old: [id_ for at, id_ in old.versions[:_MOST] if at >= found[old][-1].at] for old in found}
        now = [id_ for _, id_ in new.versions[:_MOST]]
        then.read((*now, *(id_ for ids in had.values() for id_ in ids)))
        came = [old for old in found if old.left >= 0 or then.stood(statement, had[old], now)]
        return {**self._moves.to(new, statement), **{old: found[old] for old in came}}

    def _found_before(self, new: Life) -> _Origins:
        """Return the files from which the code of one came, each with when it did, the first first."""
        found: dict[Life, list[Coming]] = {}
        last = ""
        for number, id_ in reversed(new.versions):
            likeness, tells = self.then.likeness, self.then.likeness.tells(id_)
            alike = {id_, *likeness.of(id_, last)}
            alike.update(likeness.renamed(id_, last, alike))
            had = [having for text in sorted(alike) for having in self._lives.having.get(text, ())]
            own = [number, *(at for old, at in had if old.path == new.path)]
            still = frozenset(path for text in alike for path in self._lives.here.get(text, ()) if path != new.path)
            for old, at in had:
                fresh = old not in found or at < found[old][-1].at  # what came before that is a text put back
                named = tells or name_of(old.path) == name_of(new.path)
                if fresh and named and old is not new and self._may_be_before(old, at, new, own):
                    unsure = frozenset[str]() if self._surely_before(at, new) else still
                    found.setdefault(old, []).append(Coming(number, unsure))
            last = id_
        return found

    def _may_be_before(self, old: Life, at: int, new: Life, own: Collection[int]) -> bool:
        """Say whether a file may have had in a commit what another has since one, or had in several."""
        if not (old.aside or new.aside):
            return at > next(iter(own))
        return not any(self.then.history.descends(at, each) for each in own)

    def _surely_before(self, at: int, new: Life) -> bool:
        """Say whether every line that has a file had a commit before it came there."""
        history = self.then.history
        return bool(history.commits) and all(history.descends(each, at) for each in self._lives.begun(new.path))

    @cached_property
    def _lives(self) -> FileLives:
        return FileLives(self.then)

    @cached_property
    def _moves(self) -> StatementMoves:
        return StatementMoves(self._lives)
