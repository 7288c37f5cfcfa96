"""Banned names: what resolves to a name that a rule bans, whatever the code calls it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from aseptic.checks.conditions import allows_absence, meets
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.elements import home, keys_of
from aseptic.checks.measured import is_measured
from aseptic.checks.sieve.need import Kind
from aseptic.checks.tested import is_tested
from aseptic.checks.uses import USING, Arguments, Endings, Use, arguments, called, imports, uses
from aseptic.source.dotted import dotted
from aseptic.source.meaning import is_bound, plain
from aseptic.source.scopes import Scope
from aseptic.standard.detect import Banned, Used
from aseptic.standard.rule import Rule

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_OF_RESULTS = frozenset((Used.COMPARED, Used.ITEM))
"""Uses of what a call returns, whether it is written there or has a name."""
Entries = tuple[tuple[Rule, Banned], ...]


@frozen(eq=False)
class Names:
    """Every banned name, by how it is used, with the rules that ban it."""

    entries: Mapping[Used, Mapping[str, Entries]]
    ends: Endings

    def among(self, possible: frozenset[str]) -> Mapping[Used, Mapping[str, Entries]]:
        """Return those of the names that may be found, by how they are used."""
        kept = (
            (used, {name: names[name] for name in possible if name in names}) for used, names in self.entries.items()
        )
        return {used: found for used, found in kept if found}


def banned_names(rules: Iterable[Rule]) -> Names:
    """Gather the banned names of these rules."""
    found: dict[Used, dict[str, list[tuple[Rule, Banned]]]] = {used: {} for used in Used}
    lasts: set[str] = set()
    for rule in rules:
        for entry in rule.heading.detect.banned:
            for name in entry.names:
                found[entry.used].setdefault(name, []).append((rule, entry))
            named = (*entry.names, *entry.without, *entry.not_after)
            lasts.update(name.rpartition(".")[2] for name in named if name.startswith("."))
    entries = {used: {name: tuple(each) for name, each in names.items()} for used, names in found.items()}
    return Names(entries, Endings(frozenset(lasts)))


def banned_detector(names: Names) -> Detector:
    """Make the detector of these names."""

    def detect(subject: Subject) -> Iterator[Mark]:
        possible = names.among(subject.sought.get(Kind.BANNED, frozenset()))
        imported = possible.get(Used.IMPORT, {})
        for node, scope in subject.among({kind for used in possible for kind in USING[used]}) if possible else ():
            for name in imports(node) if imported else ():
                yield from (
                    Mark.of(rule, entry, node, name, remedy=entry.replace) for rule, entry in imported.get(name, ())
                )
            for use in uses(node, scope, subject):
                if use[0] in possible:
                    yield from _marks(possible[use[0]], use, node, subject, scope, names.ends)

    return detect


def _marks(
    banned: Mapping[str, Entries], use: Use, node: ast.AST, subject: Subject, scope: Scope, ends: Endings
) -> Iterator[Mark]:
    used, expression, holder = use
    for name in ends.meant(expression, scope):
        for rule, entry in banned.get(name.removesuffix("()") if used in _OF_RESULTS else name, ()):
            given = arguments(used, node, holder, subject)
            if (
                applies(entry, given, holder, subject, scope)
                and stands(entry, node, subject, ends)
                and not (used is Used.CALL and is_told(entry, name, expression, scope))
            ):
                yield Mark.of(rule, entry, node, _written(expression, name), remedy=entry.replace)


def _written(node: ast.expr, name: str) -> str:
    """Return a name; of one that begins with a dot, how the code writes it."""
    return (dotted(node) or name.removeprefix(".")) if name.startswith(".") else name


def applies(entry: Banned, given: Arguments | None, holder: ast.AST, subject: Subject, scope: Scope) -> bool:
    """Say whether the arguments are those that the entry bans."""
    if not (entry.when or entry.unless or entry.missing):
        return True
    if given is None:
        return False
    absent = (*entry.missing, *(name for name, wanted in entry.when.items() if allows_absence(wanted)))
    if absent and _may_give(holder, {part for name in absent for part in name.split("/")}, subject):
        return False  # `*arguments` may hold anything: no finding is better than a wrong one
    return (
        all(meets(given(name), wanted, subject, scope) for name, wanted in entry.when.items())
        and not any(meets(given(name), wanted, subject, scope) for name, wanted in entry.unless.items())
        and all(given(name) is None for name in entry.missing)
    )


def _may_give(node: ast.AST, names: set[str], subject: Subject) -> bool:
    """Whether a call may have arguments of these names that are not written in it."""
    if not isinstance(node, ast.Call):
        return False
    spread = [keys_of(each.value, subject) for each in node.keywords if each.arg is None]
    return any(isinstance(each, ast.Starred) for each in node.args) or any(
        each is None or each & names for each in spread
    )


def is_told(entry: Banned, name: str, expression: ast.expr, scope: Scope) -> bool:
    """Say whether a call is found already where its function was handed arguments: whatever asks for no more is."""
    asks = (
        entry.when
        or entry.unless
        or entry.missing
        or entry.without
        or entry.not_after
        or entry.untested
        or entry.unmeasured
    )
    if asks or entry.in_async is not None:
        return False
    known = scope.everything(expression)
    return name not in known and any(is_bound(each) and plain(each) == name for each in known)


def stands(entry: Banned, node: ast.AST, subject: Subject, ends: Endings) -> bool:
    """Say whether the function round a use lacks the calls that would make it right.

    Outside of a function nobody knows, since the statements of a module are chunks of their own, nor in a lambda.
    """
    if (entry.untested and is_tested(node, subject)) or (entry.unmeasured and is_measured(node, subject)):
        return False
    if not (entry.without or entry.not_after or entry.in_async is not None):
        return True
    function = home(node, subject)
    if not isinstance(function, _FUNCTIONS) or any(isinstance(each, ast.Lambda) for each in _outer(node, subject)):
        return False
    if entry.in_async is not None and entry.in_async != isinstance(function, ast.AsyncFunctionDef):
        return False
    calls = [each for each in subject.parsed.inside(function) if isinstance(each, ast.Call) and each is not node]
    place = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
    above = [each for each in calls if (each.lineno, each.col_offset) < place]
    return call_none(calls, entry.without, subject, ends) and call_none(above, entry.not_after, subject, ends)


def _outer(node: ast.AST, subject: Subject) -> Iterator[ast.AST]:
    """Yield what holds a node, up to its function."""
    while not isinstance(node, _FUNCTIONS) and node in subject.parsed.parents:
        node = subject.parsed.parents[node]
        yield node


def call_none(calls: Iterable[ast.Call], banned: tuple[str, ...], subject: Subject, ends: Endings) -> bool:
    """Say whether none of the calls is one of these names."""
    scopes = ((called(each), subject.scopes.get(id(each))) for each in calls)
    return not any(name in banned for function, scope in scopes if scope for name in ends.meant(function, scope))
