"""What the installed bandit brings: its tests, the names that they look for, and what could not be read of it."""

# Bandit has no types of its own; what comes from it is typed where it leaves this module.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from aseptic.checks.bandit.loading import Issue, Test, blacklist, loaded
from aseptic.standard.catalog import Standard


def known_tests() -> frozenset[str]:
    """Return the ids of every test that the installed bandit brings."""
    listed = (entry["id"] for entries in loaded().lists.values() for entry in entries)
    return frozenset((*(_id(test) for test in loaded().tests), *listed))


def unaccounted(standard: Standard) -> tuple[str, ...]:
    """Return the tests of the installed bandit that no rule uses and the standard does not exclude."""
    return tuple(sorted(known_tests() - standard.by_bandit.keys() - standard.head.excluded.keys()))


def absent(standard: Standard) -> tuple[str, ...]:
    """Return the tests that rules use and the installed bandit does not bring."""
    return tuple(sorted(standard.by_bandit.keys() - known_tests()))


def unread() -> tuple[str, ...]:
    """Return the modules of the installed bandit that cannot be imported, each with the reason."""
    return loaded().unread


def call_names(test: str) -> tuple[str, ...]:
    """Return the dotted names of one of bandit's lists, or nothing for a test of another kind."""
    return _names_listed().get(test, ())


@cache
def _names_listed() -> Mapping[str, tuple[str, ...]]:
    return {entry["id"]: tuple(entry["qualnames"]) for entries in loaded().lists.values() for entry in entries}


_LISTING: Mapping[str, tuple[str, ...]] = {
    "B602": ("subprocess",),
    "B603": ("subprocess",),
    "B605": ("shell",),
    "B606": ("no_shell",),
    "B607": ("subprocess", "shell", "no_shell"),
    "B609": ("subprocess", "shell"),
}
"""Tests whose configuration lists the names that they look for, under these keys."""


def sought_names(test: str) -> tuple[str, ...]:
    """Return the dotted names of which a test needs one to find anything; nothing where it has no list of them."""
    found = next((each for each in loaded().tests if _id(each) == test), None)
    if found is None or test not in _LISTING:
        return call_names(test)
    _configure(found)
    lists: Mapping[str, list[str]] = found._config  # pyright: ignore[reportFunctionMemberAccess]
    return tuple(name for key in _LISTING[test] for name in lists[key])


class Tests:
    """The tests that a standard uses, by bandit's kinds of node, and fewer of them for a chunk that can do."""

    def __init__(self, ids: Iterable[str]) -> None:
        wanted = frozenset(ids)
        self._by_kind: dict[str, list[Test]] = {}
        for test in loaded().tests:
            if _id(test) in wanted:
                _configure(test)
                for kind in test._checks:  # pyright: ignore[reportFunctionMemberAccess]
                    self._by_kind.setdefault(kind, []).append(test)
        every = loaded().lists.items()
        kept = {kind: [entry for entry in entries if entry["id"] in wanted] for kind, entries in every}
        self._lists = {kind: entries for kind, entries in kept.items() if entries}
        self._kept: dict[frozenset[str], Mapping[str, list[Any]]] = {}

    def only(self, ids: frozenset[str]) -> Mapping[str, list[Any]]:
        """Return the tests by kind of node, restricted to `ids`."""
        if ids not in self._kept:
            chosen = {kind: [test for test in tests if _id(test) in ids] for kind, tests in self._by_kind.items()}
            every = self._lists.items()
            entries = {kind: [entry for entry in listed if entry["id"] in ids] for kind, listed in every}
            for kind, listed in entries.items():
                if listed:
                    chosen.setdefault(kind, []).append(_list_test(entries))
            self._kept[ids] = {kind: tests for kind, tests in chosen.items() if tests}
        return self._kept[ids]


def _id(test: Test) -> str:
    found: str = test._test_id  # pyright: ignore[reportFunctionMemberAccess]
    return found


def _configure(test: Test) -> None:
    """Give a test that takes a configuration the one that bandit gives it by itself."""
    option: str | None = getattr(test, "_takes_config", None)
    if option is not None:
        test._config = import_module(test.__module__).gen_config(option)  # pyright: ignore[reportFunctionMemberAccess]


def _list_test(entries: Mapping[str, list[dict[str, Any]]]) -> Test:
    """Return the test that compares names with lists, as bandit runs it after the others of a kind."""

    def listed(context: Any) -> Issue | None:
        return blacklist(context, entries)

    return listed
