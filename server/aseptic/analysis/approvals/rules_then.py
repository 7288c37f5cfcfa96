"""The standard as a commit had it, where a project's own rules were others then: their category and severity judge.

A rule is known by its name and by those that it had. What a commit has not, or not so that it can be read, is as the
last one before it had it: a rule that is broken or deleted for a moment is none that came since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from aseptic.analysis.approvals.folders_then import changes_of
from aseptic.analysis.approvals.policies_then import PolicyThen
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import entries
from aseptic.records.own_rule import read_own_rule
from aseptic.records.shelf import OWN_RULES
from aseptic.records.uncounted import is_record
from aseptic.standard.catalog import Standard
from aseptic.standard.rule import Rule

Rules = Mapping[str, Rule]
"""A project's own rules by their ids."""
Place = tuple[str, str]
"""A commit, and a folder of records as seen from the repository's top."""


@frozen
class StandardThen:
    """A standard as a commit had it."""

    standard: Standard
    taken: tuple[tuple[str, str], ...] = ()
    """Rules that it had and that are gone, each with a rule that came since, which may be the same under a new name."""


def standards_then(git: Git, policies: Mapping[str, PolicyThen], adopted: Standard) -> Mapping[str, StandardThen]:
    """Return the standard of each commit by the own rules then of the project that governed there.

    Two calls of git at most, and a bounded number more where rules of today are not there or cannot be read. Rules that
    came since stay: they were asked of nobody; where others went, they may be those.
    """
    at = {commit: (commit, f"{policy.folder}{policy.records}") for commit, policy in policies.items()}
    found = _rules(git, at.values())
    own = {name: {name, *rule.heading.formerly} for name, rule in adopted.rules.items() if rule.own}
    lacking = {
        commit: {name: names - found[place].keys() for name, names in own.items() if name not in found[place]}
        for commit, place in at.items()
    }
    before = _before(git, {each: policies[each].folder for each, names in lacking.items() if names})
    then: dict[str, StandardThen] = {}
    for commit, place in at.items():
        last = {name: _last(before.get(commit, ()), names) for name, names in lacking[commit].items()}
        known = {rule.id: rule for rules in last.values() for rule in rules}
        came = [name for name, rules in last.items() if not rules and own[name].isdisjoint(found[place])]
        gone = sorted(found[place].keys() - frozenset[str]().union(*own.values()))
        taken = tuple((old, new) for new in came for old in gone)
        then[commit] = StandardThen(_with(adopted, {**found[place], **known}), taken)
    return then


def _before(git: Git, folders: Mapping[str, str]) -> Mapping[str, Sequence[Rules]]:
    """Return what a project's own rules were before some commits, the newest first; `folders` are the projects'."""
    found: dict[str, Sequence[Rules]] = {}
    for folder in sorted({*folders.values()}):
        commits = [commit for commit, own in folders.items() if own == folder]
        changes = changes_of(git, commits, folder, OWN_RULES)
        places = [(each, f"{folder}{records}") for known in changes.values() for each, records in known]
        rules = _rules(git, dict.fromkeys(places))  # in their order: neighbours have most texts in common
        found |= {
            commit: [rules[each, f"{folder}{records}"] for each, records in known] for commit, known in changes.items()
        }
    return found


def _last(before: Iterable[Rules], names: Collection[str]) -> Sequence[Rule]:
    """Return what a rule was last, by all names that it has had; of several names all that were there at once."""
    return next((known for rules in before if (known := [rules[each] for each in names if each in rules])), ())


def _with(adopted: Standard, own: Rules) -> Standard:
    then = {
        name: rule
        for name, rule in own.items()
        if (known := adopted.rules.get(name)) is None or (known.own and known != rule)
    }
    return evolve(adopted, rules={**adopted.rules, **then}) if then else adopted


def _rules(git: Git, places: Iterable[Place]) -> Mapping[Place, Rules]:
    """Return the own rules that can be read in folders of records, in two calls of git."""
    folders = {place: f"{place[0]}:{place[1]}/{OWN_RULES}" for place in places}
    trees = dict(zip(folders, git.objects(list(folders.values()), follow=True), strict=True))
    named = [
        (place, name, each)
        for place, tree in trees.items()
        for name, each in _files(tree or b"", len(place[0]) // 2, folders[place])
    ]
    wanted = sorted({each for _, _, each in named})
    texts = dict(zip(wanted, git.objects(wanted, follow=True), strict=True))
    found: dict[Place, dict[str, Rule]] = {place: {} for place in folders}
    for place, name, each in named:
        if rule := _rule(name, texts[each] or b""):
            found[place][rule.id] = rule
    return found


@lru_cache(maxsize=256)
def _rule(name: str, text: bytes) -> Rule | None:
    found, _ = read_own_rule(name, text.decode("utf-8", "replace"))
    return found.rule if found else None


def _files(tree: bytes, size: int, folder: str) -> Iterable[tuple[str, str]]:
    """Yield the names of the rules' files in a folder as git keeps it, each with how git is asked for its text."""
    for plain, name, id_ in entries(tree, size):
        if is_record(name):
            yield name, id_ if plain else f"{folder}/{name}"  # a link is followed
