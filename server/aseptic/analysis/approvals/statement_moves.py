"""The files from which one statement went alone to another: in one commit, or in two of one person's.

In two it is told where the statement is long, stood word by word in no third file that is there, and was not mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import define, field

from aseptic.analysis.approvals.file_lives import Coming, FileLives, Life
from aseptic.analysis.approvals.likeness import telling_lines
from aseptic.analysis.versioning.commits import author, parents
from aseptic.records.authority import same_person

_MOST = 200
"""Texts of a file, and files of a commit, that are looked at."""
_LONG = 4
"""Words by which a statement is known that did not go in one commit."""
_NEAR = 100
"""Commits between those two, at most."""


@define(eq=False)
class StatementMoves:
    """What is known of statements that went to other files."""

    lives: FileLives
    _authors: dict[int, str] = field(factory=dict[int, str])

    def to(self, new: Life, statement: str) -> Mapping[Life, Sequence[Coming]]:
        """Return the files that had a statement until it came to another, each with when it did, the first first."""
        found: dict[Life, list[Coming]] = {}
        for at in self._gains(new, statement):
            for old in (*self._at_once(new.path, at, statement), *self._apart(new.path, at, statement)):
                found.setdefault(old, []).append(Coming(at))
        return found

    def _gains(self, new: Life, statement: str) -> Sequence[int]:
        """Return the commits that brought a statement to a file, the first first."""
        then, versions = self.lives.then.statements, new.versions[:_MOST]
        before = self.lives.before([(at, new.path) for at, _ in versions])
        then.read((*before, *(id_ for _, id_ in versions)))
        pairs = reversed([*zip(versions, before, strict=True)])
        return [at for (at, now), was in pairs if then.times(statement, now) > then.times(statement, was)]

    def _at_once(self, path: str, at: int, statement: str) -> Iterator[Life]:
        """Yield the files that lost a statement in the commit that brought it to another."""
        changed = [each for each in self.lives.changes.get(at, ()) if each[0] != path][:_MOST]
        had = self.lives.before([(at, each) for each, _ in changed])
        self.lives.then.statements.read((*had, *(id_ for _, id_ in changed)))
        for (each, left), id_ in zip(changed, had, strict=True):
            if self._lost(statement, id_, left) and (old := self.lives.changed(each, at)):
                yield old

    def _apart(self, path: str, at: int, statement: str) -> Iterator[Life]:
        """Yield the file that had a statement before, and lost it in another commit of whoever brought it."""
        having = self._word_by_word(path, statement)
        if len({each.path for each in having if each.left < 0}) > 1:
            return
        history = self.lives.then.history
        for old in having:
            self.lives.then.statements.read(id_ for _, id_ in old.versions[:_MOST])
            for lost, left, id_ in [*old.steps][:_MOST]:
                near = 0 < abs(lost - at) <= _NEAR and self._lost(statement, id_, left)
                had = [number for number, each in old.versions if each == id_]
                if near and history.descends(at, had[-1]) and self._by_one(lost, at):
                    yield old
                    break

    def _word_by_word(self, path: str, statement: str) -> Sequence[Life]:
        """Return the other files that had a long statement as it is written; none of a shorter one."""
        then = self.lives.then
        if then.statements.shape(statement).length < _LONG:
            return []
        ids = then.likeness.having(telling_lines(statement.encode()))
        return list(
            dict.fromkeys(life for id_ in sorted(ids) for life, _ in self.lives.having[id_] if life.path != path)
        )

    def _lost(self, statement: str, id_: str, left: str) -> bool:
        """Say whether a file lost a statement with its call; where that is made still, it was mended."""
        then = self.lives.then.statements
        fewer = then.times(statement, id_) > then.times(statement, left)
        return fewer and then.calls(statement, id_) > then.calls(statement, left)

    def _by_one(self, one: int, other: int) -> bool:
        """Say whether one person wrote two commits, none of which is a merge."""
        wanted = [each for each in (one, other) if each not in self._authors]
        then = self.lives.then
        raws = then.history.git.objects([then.commit(each) for each in wanted])
        for number, raw in zip(wanted, raws, strict=True):
            self._authors[number] = author(raw or b"") if len(parents(raw or b"")) < 2 else ""
        return bool(self._authors[one]) and same_person(self._authors[one], self._authors[other])
