"""Banned names: calls that resolve to a name that a rule bans, whatever the code calls it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.standard.rule import Banned, Rule
from aseptic.standard.structure import Literal

_ABSENT = object()


def banned_names(rules: Iterable[Rule]) -> Mapping[str, tuple[tuple[Rule, Banned], ...]]:
    """Return every banned name with the rules that ban it."""
    found: dict[str, list[tuple[Rule, Banned]]] = {}
    for rule in rules:
        for entry in rule.heading.detect.banned:
            found.setdefault(entry.name, []).append((rule, entry))
    return {name: tuple(entries) for name, entries in found.items()}


def banned_detector(names: Mapping[str, tuple[tuple[Rule, Banned], ...]]) -> Detector:
    """Make the detector of these names."""

    def detect(subject: Subject) -> Iterator[Mark]:
        for call, scope in subject.calls:
            for meaning in scope.meanings(call.func):
                for rule, entry in names.get(meaning, ()):
                    if _applies(entry, call):
                        replace = (entry.replace,) if entry.replace else ()
                        yield Mark(rule.id, call, meaning, replace=replace, message=entry.message)

    return detect


def _applies(entry: Banned, call: ast.Call) -> bool:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if None in given and (entry.missing or entry.when):
        return False  # `**options` may hold anything: no finding is better than a wrong one
    return (
        all(_is(given.get(name), value) for name, value in entry.when.items())
        and not any(_is(given.get(name), value) for name, value in entry.unless.items())
        and not any(name in given for name in entry.missing)
    )


def _is(node: ast.expr | None, value: Literal) -> bool:
    found = node.value if isinstance(node, ast.Constant) else _ABSENT
    return found == value and type(found) is type(value)
