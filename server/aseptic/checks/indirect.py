"""Banned calls that something else makes, such as `partial(f, x)` or `Thread(target=f)`, and imports by name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from aseptic.checks.banned import Names, applies, is_told
from aseptic.checks.conditions import allows_absence
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.handing import PARTIAL, UNKNOWN, call_of, handed_on
from aseptic.checks.sieve.need import Kind
from aseptic.checks.uses import argument, prefixes
from aseptic.source.meaning import spelled
from aseptic.source.resolution import IMPORTING
from aseptic.source.scopes import Scope
from aseptic.standard.detect import Banned, Used
from aseptic.standard.rule import Rule

_CALLING = (ast.Call, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def indirect_detector(names: Names, listed: Mapping[str, Rule]) -> Detector:
    """Make the detector of these names where something else calls them, or imports them or the `listed` modules."""

    def detect(subject: Subject) -> Iterator[Mark]:
        possible = subject.sought.get(Kind.BANNED)
        if not possible:
            return
        entries = names.among(possible)
        for node, scope in subject.among(_CALLING):
            for used, name, call in _uses(node, scope, subject):
                if used is Used.IMPORT and name in listed and name in possible:
                    yield Mark(listed[name].id, node, name)
                for rule, entry in entries.get(used, {}).get(name, ()):
                    if call is None or (
                        not _may_come_later(entry)
                        and _breaches(entry, call, subject, scope)
                        and not is_told(entry, name, call.func, scope)
                    ):
                        yield Mark.of(rule, entry, node, name, remedy="" if call else entry.replace)

    return detect


def _breaches(entry: Banned, call: ast.Call, subject: Subject, scope: Scope) -> bool:
    return applies(entry, lambda name: argument(call, name, subject), call, subject, scope)


def _uses(node: ast.AST, scope: Scope, subject: Subject) -> Iterator[tuple[Used, str, ast.Call | None]]:
    match node:
        case ast.Call():
            for call in _passed_on(node, subject, scope):
                yield from ((Used.CALL, name, call) for name in scope.meanings(call.func))
            yield from _by_name(node, scope)
            imported = None if IMPORTING.isdisjoint(scope.meanings(node.func)) else argument(node, "0/name")
            if imported is not None:
                found = spelled(scope.everything(imported))
                yield from ((Used.IMPORT, name, None) for each in found for name in prefixes(each))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            for each in node.decorator_list:
                if not isinstance(each, ast.Call):
                    call = call_of(each, each, [UNKNOWN], [])
                    yield from ((Used.CALL, name, call) for name in scope.meanings(each))
        case _:
            return


def _by_name(call: ast.Call, scope: Scope) -> Iterator[tuple[Used, str, ast.Call]]:
    """Yield the methods that `methodcaller("system", x)(os)` calls."""
    made = call.func
    if isinstance(made, ast.Call) and made.args and call.args and "operator.methodcaller" in scope.meanings(made.func):
        for holder in scope.meanings(call.args[0]):
            for name in spelled(scope.everything(made.args[0])):
                yield Used.CALL, f"{holder}.{name}", call_of(call, made, made.args[1:], made.keywords)


def _passed_on(call: ast.Call, subject: Subject, scope: Scope) -> Iterable[ast.Call]:
    """Return the calls that a call is given to make, but those that are seen where they stand."""
    names = scope.meanings(call.func)
    seen = not PARTIAL.isdisjoint(names) and _only_renames(call, subject)
    return () if seen else handed_on(call, names, subject)


def _only_renames(call: ast.Call, subject: Subject) -> bool:
    """Whether a partial is bound to a name, or called: then each call of it is seen where it stands."""
    outer = subject.parsed.parents.get(call)
    seen = isinstance(outer, ast.Assign | ast.AnnAssign) or (isinstance(outer, ast.Call) and outer.func is call)
    return seen and len(call.args) == 1 and not call.keywords


def _may_come_later(entry: Banned) -> bool:
    """Whether an entry asks for what is not given, or for where it is called: nobody knows what the caller does."""
    placed = entry.without or entry.not_after or entry.in_async is not None
    return bool(entry.missing or placed) or any(map(allows_absence, entry.when.values()))
