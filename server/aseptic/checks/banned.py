"""Banned names: what resolves to a name that a rule bans, whatever the code calls it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from aseptic.checks.conditions import meets
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.source.scopes import Scope
from aseptic.standard.condition import Condition, Wanted
from aseptic.standard.rule import Banned, Rule, Used

Names = Mapping[tuple[Used, str], tuple[tuple[Rule, Banned], ...]]


def banned_names(rules: Iterable[Rule]) -> Names:
    """Return every banned name, by how it is used, with the rules that ban it."""
    found: dict[tuple[Used, str], list[tuple[Rule, Banned]]] = {}
    for rule in rules:
        for entry in rule.heading.detect.banned:
            found.setdefault((entry.used, entry.name), []).append((rule, entry))
    return {key: tuple(entries) for key, entries in found.items()}


def banned_detector(names: Names) -> Detector:
    """Make the detector of these names."""

    def detect(subject: Subject) -> Iterator[Mark]:
        for node, scope in subject.nodes:
            for used, meaning in _uses(node, scope):
                for rule, entry in names.get((used, meaning), ()):
                    if _applies(entry, node, subject, scope):
                        replace = (entry.replace,) if entry.replace else ()
                        yield Mark(rule.id, node, meaning, None, "", entry.severity, replace, entry.message)

    return detect


def _uses(node: ast.AST, scope: Scope) -> Iterator[tuple[Used, str]]:
    """Yield what a node uses, and how."""
    match node:
        case ast.Call(func=function):
            yield from ((Used.CALL, name) for name in scope.meanings(function))
        case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
            yield from ((Used.REFERENCE, name) for name in scope.meanings(node))
        case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(decorator_list=decorators):
            yield from ((Used.DECORATOR, name) for each in decorators for name in scope.meanings(_called(each)))
        case ast.ClassDef(bases=bases, decorator_list=decorators):
            yield from ((Used.BASE, name) for each in bases for name in scope.meanings(each))
            yield from ((Used.DECORATOR, name) for each in decorators for name in scope.meanings(_called(each)))
        case ast.Import(names=aliases):
            yield from ((Used.IMPORT, name) for each in aliases for name in _prefixes(each.name))
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            yield from ((Used.IMPORT, name) for name in _prefixes(module))
            yield from ((Used.IMPORT, f"{module}.{each.name}") for each in aliases)
        case _:
            return


def _called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _prefixes(name: str) -> Iterator[str]:
    """Yield a module's name and those of the packages that hold it."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _applies(entry: Banned, node: ast.AST, subject: Subject, scope: Scope) -> bool:
    if not (entry.when or entry.unless or entry.missing):
        return True
    call = _call_of(entry, node, scope)
    if call is None:
        return False
    open_ended = any(keyword.arg is None for keyword in call.keywords) or any(
        isinstance(argument, ast.Starred) for argument in call.args
    )
    if open_ended and (entry.missing or any(_asks_for_absence(wanted) for wanted in entry.when.values())):
        return False  # `*arguments` may hold anything: no finding is better than a wrong one
    return (
        all(meets(argument(call, name), wanted, subject, scope) for name, wanted in entry.when.items())
        and not any(meets(argument(call, name), wanted, subject, scope) for name, wanted in entry.unless.items())
        and all(argument(call, name) is None for name in entry.missing)
    )


def _call_of(entry: Banned, node: ast.AST, scope: Scope) -> ast.Call | None:
    if isinstance(node, ast.Call):
        return node
    decorators = getattr(node, "decorator_list", [])
    calls = (each for each in decorators if isinstance(each, ast.Call) and entry.name in scope.meanings(each.func))
    return next(calls, None)


def _asks_for_absence(wanted: Wanted) -> bool:
    return isinstance(wanted, Condition) and wanted.given is False


def argument(call: ast.Call, name: str) -> ast.expr | None:
    """Return an argument by its keyword (`mode`), its position (`1`) or both (`mode/1`); None where it is not given."""
    for part in name.split("/"):
        if part.isdigit():
            position = int(part)
            before = call.args[: position + 1]
            if position < len(call.args) and not any(isinstance(each, ast.Starred) for each in before):
                return call.args[position]
        for keyword in call.keywords:
            if keyword.arg == part:
                return keyword.value
    return None
