"""The standard as a commit had it, where a project's own rules were others then: their category and severity judge."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from attrs import evolve

from aseptic.analysis.versioning.git import Git
from aseptic.records.own_rule import read_own_rule
from aseptic.records.shelf import OWN_RULES
from aseptic.records.uncounted import is_record
from aseptic.standard.catalog import Standard
from aseptic.standard.rule import Rule

Key = tuple[str, str]
"""A commit, and a project's folder as seen from the repository's top."""


def standards_then(git: Git, folders: Mapping[Key, str], adopted: Standard) -> Mapping[Key, Standard]:
    """Return the standard of each commit and project by its own rules then, in two calls of git at most.

    `folders` are those of the records, from the project's own. Rules that came since stay: they were asked of nobody.
    """
    places = {key: f"{key[0]}:{key[1]}{folder}/{OWN_RULES}" for key, folder in folders.items()}
    trees = dict(zip(places, git.objects(list(places.values())), strict=True))
    named = [(key, f"{places[key]}/{name}") for key, tree in trees.items() for name in _names(tree or b"", key[0])]
    texts = git.objects([name for _, name in named])
    found: dict[Key, dict[str, Rule]] = {}
    for (key, name), text in zip(named, texts, strict=True):
        rule = _rule(name.partition(":")[2], text or b"")
        known = adopted.rules.get(rule.id) if rule else None
        if rule and (known is None or known.own):
            found.setdefault(key, {})[rule.id] = rule
    return {key: _with(adopted, found.get(key, {})) for key in folders}


def _with(adopted: Standard, own: Mapping[str, Rule]) -> Standard:
    then = {name: rule for name, rule in own.items() if adopted.rules.get(name) != rule}
    return evolve(adopted, rules={**adopted.rules, **then}) if then else adopted


@lru_cache(maxsize=256)
def _rule(name: str, text: bytes) -> Rule | None:
    found, _ = read_own_rule(name, text.decode("utf-8", "replace"))
    return found.rule if found else None


def _names(tree: bytes, commit: str) -> Sequence[str]:
    entries = re.findall(rb"\d+ ([^\0]+)\0.{%d}" % (len(commit) // 2), tree, re.DOTALL)
    return [name for each in entries if is_record(name := os.fsdecode(each))]
