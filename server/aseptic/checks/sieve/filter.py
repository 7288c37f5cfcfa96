"""The sieve before parsing: most chunks hold nothing that any detector could find, and are never parsed.

The filter is sound: it may let a chunk through that has no finding, and never keeps one back that has
(`need` says why, and the tests compare it with no filter at all).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain

from attrs import define

from aseptic.checks.bandit.release import unread_release
from aseptic.checks.shapes.table import shape_needs
from aseptic.checks.sieve.bandit_needs import bandit_needs, import_needs
from aseptic.checks.sieve.need import Hidden, Kind, Need, Sought, name_parts
from aseptic.checks.sieve.reading import Reading
from aseptic.checks.sieve.rule_needs import argued_parts, banned_needs, is_vouched, rule_needs, untried
from aseptic.checks.sieve.trie import Vocabulary, run_of
from aseptic.checks.sieve.whole import Whole
from aseptic.standard.detect import Banned
from aseptic.standard.rule import Rule

_WATCHED: Mapping[str, frozenset[str]] = {
    "flask": frozenset(("run",)),
    "tarfile": frozenset(("extractall",)),
    "yaml": frozenset(("load",)),
    "paramiko": frozenset(("set_missing_host_key_policy", "exec_command")),
    "torch": frozenset(("load",)),
    "transformers": frozenset(("from_pretrained",)),
    "datasets": frozenset(("load_dataset",)),
    "huggingface_hub": frozenset(("hf_hub_download", "snapshot_download", "repository_id")),
    "django.utils.safestring": frozenset("mark_safe SafeText SafeUnicode SafeString SafeBytes".split()),
    "django.db.models": frozenset(("RawSQL",)),
}
"""Modules whose mere import changes what a bandit test says, and the words of which one is needed for that."""
_NONE = frozenset[str]()
_ANY = frozenset(("",))
"""What every module's name holds."""
_TRIGGERS = frozenset(word for words in _WATCHED.values() for word in words)


@define(frozen=True, slots=False, eq=False)
class Bucket:
    """Banned names with one last part. Their needs are found out when a chunk first has that: most are never met."""

    entries: tuple[tuple[str, Rule, Banned], ...]

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """The needs of all of them."""
        return tuple(dict.fromkeys(self._needs()))

    def _needs(self) -> Iterator[Need]:
        for name, rule, entry in self.entries:
            needs = banned_needs(name, entry)
            yield from needs if is_vouched(rule, entry) else map(untried, needs)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Need, ...]]:
        """The needs by the rarest of their names."""
        shares = Counter(name for need in self.needs for name in need.names)
        found: dict[str, list[Need]] = {}
        for need in self.needs:
            found.setdefault(min(need.names, key=lambda name: (shares[name], name)), []).append(need)
        return _frozen(found)


@define(frozen=True, slots=False, eq=False)
class Filter:
    """Which detectors of a standard a text can concern."""

    banned: Mapping[str, Bucket]
    """The names that rules ban by their last part."""
    by_name: Mapping[str, Mapping[str, tuple[Need, ...]]]
    """Needs by the rarest of their names, and then by the most common one."""
    by_word: Mapping[str, tuple[Need, ...]]
    """Needs without a name by the rarest of their words."""
    by_run: Mapping[str, tuple[Need, ...]]
    """Needs without either by a part of a word that they look for in a text."""
    partable: tuple[Need, ...]
    """Needs whose letters fields may part."""
    foreign: tuple[Need, ...]
    """Needs of letters that no ASCII text has."""
    others: tuple[Need, ...]
    vocabulary: Vocabulary
    unread: bool = False
    """The tests are another release's than the one that the tables were read from: any import may matter to any."""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """All the parts of names that rules ban, which code may put together of texts, in order."""
        indexed = (needs for each in self.by_name.values() for needs in each.values())
        every = (
            need for needs in (*indexed, *self.by_word.values(), *self.by_run.values(), self.others) for need in needs
        )
        own = (name for need in every if need.kind is not Kind.BANDIT for name in (*need.names, *need.texts))
        banned = [each for bucket in self.banned.values() for each in bucket.entries]
        named = (part for name in {name for name, _, _ in banned} for part in name_parts(name))
        argued = (part for entry in {id(entry): entry for *_, entry in banned}.values() for part in argued_parts(entry))
        return tuple(sorted({*own, *named, *argued}))

    @cached_property
    def signs(self) -> tuple[str, ...] | None:
        """The pieces of which a plain text has one that meets any of the others; None where that may be any text."""
        return signs_of(self.others)

    def sought(self, reading: Reading) -> Sought:
        """Return what may be found in a text: empty where it is not worth parsing."""
        return gathered(self.met(reading.widened(self.parts), set()))

    def met(self, reading: Reading, found: set[tuple[Kind, str]]) -> Iterator[Need]:
        """Yield a need for each thing that may be found in a text, widened by our parts, as soon as that is known.

        What is `found` is not looked for; whoever asks may add to it meanwhile.
        """
        for need in self._near(reading):
            key = need.kind, need.key
            if key not in found and reading.meets(need):
                found.add(key)
                yield need

    def within(self, whole: Whole) -> list[Need]:
        """Return what may be met in parts of a text by what is not veiled; patterns are left to each part."""
        return [need for need in self._near(whole) if whole.may_meet(need)]

    def watched(self, reading: Reading) -> frozenset[str]:
        """Return the modules whose mere import changes what a text's findings are."""
        if self.unread:
            return _ANY
        found = _TRIGGERS & reading.names
        if "\\" in reading.text:  # an escape may stand before a word, and its letter would be taken for part of that
            found |= {word for word in _TRIGGERS if word in reading.text}
        return (
            frozenset(module for module, words in _WATCHED.items() if not words.isdisjoint(found)) if found else _NONE
        )

    def watching(self, modules: Iterable[str]) -> bool:
        """Say whether the import of any of these modules changes what a test says."""
        return any(word in module for module in modules for word in (_ANY if self.unread else _WATCHED))

    def _near(self, reading: Reading) -> Iterator[Need]:
        """Yield the needs that are not ruled out at a glance."""
        names = reading.names
        for name in names & self.banned.keys():
            for other, needs in self.banned[name].by_name.items():
                if other in names:
                    yield from needs
        for name in names & self.by_name.keys():
            for other, needs in self.by_name[name].items():
                if other in names:
                    yield from needs
        words = reading.words if self.by_word or self.by_run else names
        for word in self.by_word if words is None else words & self.by_word.keys():
            yield from self.by_word[word]
        for run in self.by_run if words is None else self.by_run.keys() & self._held(reading, words):
            yield from self.by_run[run]
        if reading.parted:
            yield from self.partable
        if not reading.text.isascii():
            yield from self.foreign
        if reading.disguised or self.signs is None or any(map(reading.lowered.__contains__, self.signs)):
            yield from self.others

    def _held(self, reading: Reading, words: frozenset[str]) -> Set[str]:
        known = words is reading.names and reading.vocabulary is self.vocabulary
        return reading.held if known else self.vocabulary.held(words)


def gathered(needs: Iterable[Need], more: Iterable[tuple[Kind, str]] = ()) -> Sought:
    """Return what each detector may find where these needs are met, and what may be found besides."""
    found: dict[Kind, set[str]] = {}
    for kind, key in (*((need.kind, need.key) for need in needs), *more):
        found.setdefault(kind, set()).add(key)
    return {kind: frozenset(keys) for kind, keys in found.items()}


def signs_of(needs: Iterable[Need]) -> tuple[str, ...] | None:
    """Return pieces of which a plain text has one that meets any of the needs; None where that may be any text."""
    pieces = [need.pieces or need.spelled[:1] for need in needs]
    return tuple(dict.fromkeys(chain.from_iterable(pieces))) if all(pieces) else None


def made(needs: Iterable[Need], banned: Mapping[str, Bucket]) -> Filter:
    """Make the filter for these needs and banned names."""
    every = tuple(dict.fromkeys(needs))
    shares = Counter(name for need in every for name in (need.names or need.words))
    by_name: dict[str, dict[str, list[Need]]] = {}
    by_word: dict[str, list[Need]] = {}
    by_run: dict[str, list[Need]] = {}
    foreign: list[Need] = []
    others: list[Need] = []
    for need in every:
        ordered = sorted(need.names or need.words, key=lambda name: (shares[name], name))
        runs = () if ordered else _runs(need)
        if need.names:
            by_name.setdefault(ordered[0], {}).setdefault(ordered[-1], []).append(need)
        elif need.words:
            by_word.setdefault(ordered[0], []).append(need)
        elif runs:
            for run in runs:
                by_run.setdefault(run, []).append(need)
        elif need.pieces and not any(piece.isascii() for piece in need.pieces):
            foreign.append(need)
        else:
            others.append(need)
    indexed = {name: _frozen(found) for name, found in by_name.items()}
    partable = tuple(need for need in every if need.hidden is Hidden.PARTED)
    pieces = (piece for need in every for piece in (*need.pieces, *need.spelled))
    vocabulary = Vocabulary(frozenset(map(run_of, pieces)) - {""} | by_run.keys())
    parts = (partable, tuple(foreign), tuple(others))
    return Filter(banned, indexed, _frozen(by_word), _frozen(by_run), *parts, vocabulary, bool(unread_release()))


def _runs(need: Need) -> frozenset[str]:
    """Return parts of words of which a text that meets the need has one; none where that cannot be said."""
    if need.spelled:
        return frozenset({max(map(run_of, need.spelled), key=len)}) - {""}
    runs = frozenset(map(run_of, need.pieces))
    return frozenset() if "" in runs else runs


def _frozen(found: Mapping[str, list[Need]]) -> Mapping[str, tuple[Need, ...]]:
    return {name: tuple(needs) for name, needs in found.items()}


def make_filter(rules: Iterable[Rule], listed: Callable[[str], tuple[str, ...]]) -> Filter:
    """Make the filter for these rules; `listed` gives the names that a bandit test looks for, where it has a list."""
    every = tuple(rules)
    return made(_eager_needs(every, listed), _buckets(every))


def every_need(rules: Iterable[Rule], listed: Callable[[str], tuple[str, ...]]) -> Iterator[Need]:
    """Yield the needs of all detectors."""
    every = tuple(rules)
    yield from _eager_needs(every, listed)
    for bucket in _buckets(every).values():
        yield from bucket.needs


def _buckets(rules: Iterable[Rule]) -> Mapping[str, Bucket]:
    found: dict[str, list[tuple[str, Rule, Banned]]] = {}
    for rule in rules:
        for entry in rule.heading.detect.banned:
            for name in entry.names:
                found.setdefault(name.rpartition(".")[2].replace("()", ""), []).append((name, rule, entry))
    return {last: Bucket(tuple(entries)) for last, entries in found.items()}


def _eager_needs(every: Sequence[Rule], listed: Callable[[str], tuple[str, ...]]) -> Iterator[Need]:
    tests = [test for rule in every for test in rule.tests]
    yield from bandit_needs(tests, listed)
    yield from import_needs(tests, listed)
    yield from rule_needs(every)
    yield from shape_needs(every)
