"""The sieve before parsing: most chunks hold nothing that any detector could find, and are never parsed.

The filter is sound: it may let a chunk through that has no finding, and never keeps one back that has
(`checks/need` says why, and the tests compare it with no filter at all).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import evolve, frozen

from aseptic.checks.bandit_needs import bandit_needs, import_needs
from aseptic.checks.need import Hidden, Kind, Need, Sought
from aseptic.checks.reading import Reading
from aseptic.checks.rule_needs import rule_needs
from aseptic.checks.vocabulary import Vocabulary, run_of
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
_TRIGGERS = frozenset(word for words in _WATCHED.values() for word in words)


@frozen(eq=False)
class Filter:
    """Which detectors of a standard a text can concern."""

    by_name: Mapping[str, Mapping[str, tuple[Need, ...]]]
    """Needs by the rarest of their names, and then by the most common one."""
    by_word: Mapping[str, tuple[Need, ...]]
    """Needs without a name by the rarest of their words."""
    by_run: Mapping[str, tuple[Need, ...]]
    """Needs without either by a part of a word that they look for in a text."""
    partable: tuple[Need, ...]
    """Needs whose letters fields may part."""
    parts: frozenset[str]
    """All the parts of names that rules ban, which code may put together of texts."""
    foreign: tuple[Need, ...]
    """Needs of letters that no ASCII text has."""
    others: tuple[Need, ...]
    vocabulary: Vocabulary

    def sought(self, reading: Reading) -> Sought:
        """Return what may be found in a text: empty where it is not worth parsing."""
        found: dict[Kind, set[str]] = {}
        made = reading.made(self.parts)
        reading = evolve(reading, names=reading.names | made) if made else reading
        for need in self._near(reading):
            keys = found.setdefault(need.kind, set())
            if need.key not in keys and reading.meets(need):
                keys.add(need.key)
        return {kind: frozenset(keys) for kind, keys in found.items() if keys}

    def watched(self, reading: Reading) -> frozenset[str]:
        """Return the modules whose mere import changes what a text's findings are."""
        if _TRIGGERS.isdisjoint(reading.names) and not any(word in reading.text for word in _TRIGGERS):
            return frozenset()
        return frozenset(
            module
            for module, triggers in _WATCHED.items()
            if not triggers.isdisjoint(reading.names) or any(trigger in reading.text for trigger in triggers)
        )

    def watching(self, modules: Iterable[str]) -> bool:
        """Say whether the import of any of these modules changes what a test says."""
        return any(word in module for module in modules for word in _WATCHED)

    def _near(self, reading: Reading) -> Iterator[Need]:
        """Yield the needs that are not ruled out at a glance."""
        names = reading.names
        for name in names & self.by_name.keys():
            for other, needs in self.by_name[name].items():
                if other in names:
                    yield from needs
        disguised = bool(self.by_word or self.by_run) and reading.disguised
        for word in self.by_word if disguised else names & self.by_word.keys():
            yield from self.by_word[word]
        for run in self.by_run if disguised else self.vocabulary.held(names):
            yield from self.by_run[run]
        if reading.parted:
            yield from self.partable
        if not reading.text.isascii():
            yield from self.foreign
        yield from self.others if reading.within is None else reading.within.sifted(self.others)


def made(needs: Iterable[Need]) -> Filter:
    """Make the filter for these needs."""
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
    own = (need for need in every if need.kind is not Kind.BANDIT)
    names = frozenset(name for need in own for name in (*need.names, *need.texts))
    partable = tuple(need for need in every if need.hidden is Hidden.PARTED)
    vocabulary = Vocabulary(frozenset(by_run))
    parts = (partable, names, tuple(foreign), tuple(others))
    return Filter(indexed, _frozen(by_word), _frozen(by_run), *parts, vocabulary)


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
    return made(every_need(rules, listed))


def every_need(rules: Iterable[Rule], listed: Callable[[str], tuple[str, ...]]) -> Iterator[Need]:
    """Yield the needs of all detectors."""
    every = tuple(rules)
    tests = [test for rule in every for test in rule.tests]
    yield from bandit_needs(tests, listed)
    yield from import_needs(tests, listed)
    yield from rule_needs(every)
