"""Which findings of a file stood before: open in the ledger, accepted as known, and not touched since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from attrs import field, frozen

from aseptic.records.deviation import split_where
from aseptic.records.disposition import OPEN, Disposition, State
from aseptic.records.ledger.event import Closing
from aseptic.records.ledger.history import Entry, History
from aseptic.records.ledger.judgement import Judge, Judged

Key = tuple[str, str, str]
"""Scope, rule and statement: what equals in one file have in common."""
Around = tuple[str, str]
KNOWN = Disposition(State.KNOWN, note="it stood before the baseline was drawn; what touches it makes it count again")


class Standing(NamedTuple):
    """An open finding, or one that is none, as far as anything is said of its like."""

    where: str
    rule: str
    statement: str
    around: Around
    known: bool
    judged: Judged | None
    """Who said that it is none, and why; None of one that is."""


@frozen(eq=False)
class _Stood:
    """The equals of one place that the ledger answers for."""

    around: tuple[Around, ...]
    words: tuple[Disposition, ...]
    word: Disposition | None
    """The one that holds whatever the neighbours are, where it is the only one."""


@frozen(eq=False)
class Baseline:
    """What the ledger says of open findings, by file."""

    files: Mapping[str, Mapping[Key, _Stood]] = field(factory=dict[str, Mapping[Key, _Stood]])
    vanished: Mapping[tuple[Key, Around], Disposition] = field(factory=dict[tuple[Key, Around], Disposition])
    """The same of files that are not there any more: a renamed file's findings are as they were."""
    drawn: bool = False
    """Whether there is one: without, no finding is new."""

    def concerns(self, path: str) -> bool:
        """Say whether anything may be said of a file's findings."""
        return bool(self.vanished) or path in self.files

    def words(self, path: str, keys: Sequence[Key], around: Callable[[int], Around]) -> Mapping[int, Disposition]:
        """Return what is said of a file's open findings, by their places in `keys`; `around` gives one's neighbours.

        Where there are more equals than there were, only what its neighbours tell from all the others stood before:
        a statement that was pasted beside its like inherits nothing.
        """
        here = self.files.get(path, {})
        if len(set(keys)) < len(keys):
            found = dict(_among_equals(here, keys, around))
        else:  # with each keystroke: this is short
            stood = [(index, here[key]) for index, key in enumerate(keys) if key in here]
            found = {index: each.word or _nearest(each, [around(index)])[0] for index, each in stood}
        if self.vanished and path not in self.files:
            claims = [self.inherited(path, key, around(index)) for index, key in enumerate(keys)]
            counts = Counter(claims)
            found |= {at: self.vanished[each] for at, each in enumerate(claims) if each and counts[each] == 1}
        return found

    def inherited(self, path: str, key: Key, around: Around) -> tuple[Key, Around] | None:
        """Return which finding of a vanished file one of this file would take the word of; None where of none.

        A file has one heir. Who sees several claim the same finding takes the word from all: one may be the renamed
        file and the others copies, and nobody can tell.
        """
        claim = key, around
        return claim if path not in self.files and claim in self.vanished else None


def _among_equals(
    here: Mapping[Key, _Stood], keys: Sequence[Key], around: Callable[[int], Around]
) -> Iterator[tuple[int, Disposition]]:
    """Yield what is said of findings that have equals now, or had."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if key in here:
            groups[key].append(index)
    for key, indices in groups.items():
        stood = here[key]
        if len(indices) <= len(stood.words):
            yield from zip(indices, _nearest(stood, [around(index) for index in indices]), strict=True)
        else:
            yield from _told(stood, {index: around(index) for index in indices}).items()


def standings(history: History) -> Iterator[Standing]:
    """Yield the findings of a ledger of which a baseline says something."""
    for entry in history.entries.values():
        if entry.closed is None or entry.closed is Closing.NOT_A_FINDING:
            judged = None if entry.closed is None else _judged(entry)
            yield Standing(entry.where, entry.rule, entry.statement, entry.around, entry.known, judged)


def _judged(entry: Entry) -> Judged:
    reviews = tuple((each.word.by, each.word.on) for each in entry.verified if each.says["how"] == "reviewer")
    return Judged(entry.reason, entry.changed.by, entry.changed.on, reviews)


def baseline(history: History, vanished: Iterable[str], renamed: Mapping[str, str], judge: Judge) -> Baseline:
    """Return what a ledger says of open findings. `vanished` are those of its files that are not there any more."""
    return baseline_of(standings(history), history.baseline, vanished, renamed, judge)


def baseline_of(
    standing: Iterable[Standing], drawn: bool, vanished: Iterable[str], renamed: Mapping[str, str], judge: Judge
) -> Baseline:
    """Return the same of the findings that something is said of; `drawn` says whether there is a baseline."""
    files: dict[str, dict[Key, tuple[list[Around], list[Disposition]]]] = {}
    gone: list[tuple[tuple[Key, Around], Disposition]] = []
    lost = frozenset(vanished)
    for where, said, statement, around, known, judged in standing:
        path, scope = split_where(where)
        rule = renamed.get(said, said)
        word = _closed(judged, judge.against(rule, path, judged, statement)) if judged else KNOWN if known else OPEN
        key = scope, rule, statement
        if path in lost:
            gone.append(((key, around), word))
        else:
            neighbours, words = files.setdefault(path, {}).setdefault(key, ([], []))
            neighbours.append(around)
            words.append(word)
    counts = Counter(key for key, _ in gone)
    return Baseline(
        {
            path: stood
            for path, keys in files.items()
            if (stood := {key: _stood(*group) for key, group in keys.items() if group[1].count(OPEN) < len(group[1])})
        },
        {key: word for key, word in gone if counts[key] == 1 and word != OPEN},
        drawn,
    )


def _closed(judged: Judged, against: str) -> Disposition:
    if against:
        note = f"{judged.by} closed it in the ledger as no finding, but {against}: it counts as open"
        return Disposition(note=" ".join(note.split()))
    return Disposition(State.NOT_A_FINDING, note=" ".join(f"not a finding: {judged.reason}".split()))


def _stood(around: Sequence[Around], words: Sequence[Disposition]) -> _Stood:
    return _Stood(tuple(around), tuple(words), words[0] if len(words) == 1 else None)


def _nearest(stood: _Stood, around: Sequence[Around]) -> list[Disposition]:
    """Give each of no more equals than there were the word of its neighbours, else the one that all the others have."""
    waiting = list(zip(stood.around, stood.words, strict=True))
    own: list[Disposition | None] = []
    for each in around:
        pair = next((pair for pair in waiting if pair[0] == each), None)
        own.append(pair[1] if pair else None)
        if pair:
            waiting.remove(pair)
    left = {word for _, word in waiting}
    other = left.pop() if len(left) == 1 else OPEN
    return [word or other for word in own]


def _told(stood: _Stood, around: Mapping[int, Around]) -> Mapping[int, Disposition]:
    then, now = Counter(stood.around), Counter(around.values())
    words = dict(zip(stood.around, stood.words, strict=True))
    return {index: words[each] for index, each in around.items() if any(each) and then[each] == 1 and now[each] == 1}
