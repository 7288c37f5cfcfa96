"""Which addresses were made one person's by a `.mailmap` that was committed, and who wrote the line.

Whoever writes such a line takes a right away, and gives none. So who takes one out would give themselves a right: it
goes on joining until somebody takes it out whom it joins with nobody, and who may change the policy as it was then. Who
merges takes out no line that a side had taken out, and puts in none that a side had.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from attrs import define, field, frozen

from aseptic.analysis.approvals.governing import Judge, judges_wherever
from aseptic.analysis.approvals.policy_changes import unshown
from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.versioning.commits import author, parents
from aseptic.analysis.versioning.mailmap import MAILMAP, Joined, Line, joined, others_of
from aseptic.analysis.versioning.trees import touching
from aseptic.records.authority import people
from aseptic.records.reading import STANDARD
from aseptic.source.printable import on_one_line
from aseptic.standard.catalog import Standard


@frozen(eq=False)
class Join:
    """Why an address is somebody's, too."""

    address: str
    line: Line
    commit: str
    """The last one that wrote the line."""
    writer: str
    taken: str
    """By whom it was taken out since, and where; empty where it is there still."""
    tied: frozenset[str]
    """Whom a line ever joined with the two."""

    def told(self, judge: Judge, place: str) -> str:
        """Return the line, whose it is, and what to do where the two are not one person; `place` is the policy's."""
        policy = judge.terms.policy
        owners = judge.terms.owners.of(judge.inside + place) if policy.codeowners else ()
        named = people((*policy.approvers, *owners), policy)
        free = " or ".join(sorted(each for each in named - self.tied if not each.startswith("@")))
        what = "write it again and take it out, in a commit each" if self.taken else "take it out"
        way = f"have {free or 'somebody else'} {what}" if free or not named else f"have one more named to {what}"
        since = f", taken out {self.taken}, which does not count" if self.taken else ""
        return (
            f"line {self.line.number} of {MAILMAP} ('{on_one_line(str(self.line))}', "
            f"by {self.writer} in commit {self.commit[:12]}{since}; if those are two people, {way})"
        )


@define(frozen=True, slots=False, eq=False)
class JoinedAddresses:
    """What the `.mailmap` of all commits up to one joins. Git is asked when it is needed first."""

    places: RecordPlaces
    _known: dict[str, Collection[Join]] = field(factory=dict[str, Collection[Join]])

    @property
    def place(self) -> str:
        """The policy's page, from the project's folder."""
        return f"{self.places.records}/{STANDARD}"

    def of(self, who: str) -> Collection[Join]:
        """Return the other addresses of somebody."""
        if who not in self._known:
            self._known[who] = self._others(who)
        return self._known[who]

    def _others(self, who: str) -> Collection[Join]:
        having: dict[str, dict[str, Line]] = {}
        for commit, others in self._ever(who).items():
            for other, line in others.items():
                having.setdefault(other, {})[commit] = line
        found = (self._join(who, other, lines) for other, lines in sorted(having.items()))
        return [each for each in found if each is not None]

    def _join(self, who: str, other: str, lines: Mapping[str, Line]) -> Join | None:
        """Return what joins two by the commits that have a line for it; None where it was taken out since."""
        ever = (each for one in (who, other) for others in self._ever(one).values() for each in others)
        tied = frozenset({who.strip().casefold(), other, *ever})
        taken = [each for each, before in self._changes.items() if each not in lines and _all(before, lines)]
        undone = {each for one in taken if self._theirs(one, tied) for each in self._before(one)}
        written = [each for each in lines if not _all(self._changes[each], lines) and each not in undone]
        if not written:
            return None
        last = written[0]
        since = next((each for each in taken if last in self._before(each)), "")
        gone = f"by {author(self._raw[since])} in {since[:12]}" if since else "in a merge"
        return Join(
            on_one_line(other),
            lines[last],
            last,
            author(self._raw[last]),
            gone * (other not in others_of(who, self._now)),
            tied,
        )

    @cached_property
    def _now(self) -> Joined:
        return joined(self.places.git, [self.places.head])[self.places.head]

    def _ever(self, who: str) -> Mapping[str, Mapping[str, Line]]:
        """Return somebody's other addresses by each commit that has any line; many have the same lines."""
        texts = {id(each): each for each in self._joined.values()}
        others = {key: others_of(who, each) for key, each in texts.items()}
        return {commit: others[id(each)] for commit, each in self._joined.items()}

    def _theirs(self, commit: str, tied: Collection[str]) -> bool:
        """Say whether it was for who took a line out to say that its two are not one person."""
        raw, judge = self._raw[commit], self._judges[commit]
        return author(raw).strip().casefold() not in tied and not unshown(raw, judge, self.place)

    def _before(self, commit: str) -> Collection[str]:
        found: set[str] = set()
        waiting = [commit]
        while waiting:
            fresh = {*self._changes.get(waiting.pop(), ())} - found
            found |= fresh
            waiting += fresh
        return found

    @cached_property
    def _changes(self) -> Mapping[str, tuple[str, ...]]:
        """The commits that changed it, the newest first, with the nearest such ones before each."""
        return touching(self.places.git, self.places.head, [MAILMAP])

    @cached_property
    def _joined(self) -> Mapping[str, Joined]:
        return {commit: each for commit, each in joined(self.places.git, [*self._changes]).items() if each}

    @cached_property
    def _raw(self) -> Mapping[str, bytes]:
        objects = self.places.git.objects([*self._changes])
        return {each: raw or b"" for each, raw in zip(self._changes, objects, strict=True)}

    @cached_property
    def _judges(self) -> Mapping[str, Judge]:
        """What governed before each of the commits."""
        firsts = {each: parents(self._raw[each])[0] for each, before in self._changes.items() if before}
        found = judges_wherever(self.places, [(each, "") for each in firsts.values()], Standard({}, ""))
        return {each: found[first, ""] for each, first in firsts.items()}


def _all(commits: Collection[str], having: Collection[str]) -> bool:
    """Say whether all of some commits have it, and there is one."""
    return bool(commits) and all(each in having for each in commits)
