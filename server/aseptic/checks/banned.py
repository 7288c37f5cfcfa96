"""Banned names: what resolves to a name that a rule bans, whatever the code calls it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import frozen

from aseptic.checks.conditions import meets
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.elements import home
from aseptic.source.dotted import dotted
from aseptic.source.scopes import Scope
from aseptic.standard.condition import Condition, Wanted
from aseptic.standard.rule import Banned, Rule, Used

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@frozen(eq=False)
class Names:
    """Every banned name, by how it is used, with the rules that ban it."""

    entries: Mapping[tuple[Used, str], tuple[tuple[Rule, Banned], ...]]
    lasts: frozenset[str]
    """The last parts of the names that begin with a dot, so that others cost a look only."""

    def __iter__(self) -> Iterator[str]:
        """Yield the banned names."""
        return (name for _, name in self.entries)

    def meant(self, node: ast.expr, scope: Scope) -> Iterator[str]:
        """Yield what an expression stands for, and the names of anything that it ends in."""
        yield from scope.meanings(node)
        if isinstance(node, ast.Attribute) and node.attr in self.lasts:
            yield from endings(node)


def banned_names(rules: Iterable[Rule]) -> Names:
    """Gather the banned names of these rules."""
    found: dict[tuple[Used, str], list[tuple[Rule, Banned]]] = {}
    lasts: set[str] = set()
    for rule in rules:
        for entry in rule.heading.detect.banned:
            for name in (entry.name, *entry.also):
                found.setdefault((entry.used, name), []).append((rule, entry))
            named = (entry.name, *entry.also, *entry.without, *entry.not_after)
            lasts.update(name.rpartition(".")[2] for name in named if name.startswith("."))
    return Names({key: tuple(entries) for key, entries in found.items()}, frozenset(lasts))


def endings(node: ast.expr) -> Iterator[str]:
    """Yield how a chain of attributes ends, from the shortest: `.run`, `.containers.run`."""
    ending = ""
    while isinstance(node, ast.Attribute):
        ending = f".{node.attr}{ending}"
        yield ending
        node = node.value
        if isinstance(node, ast.Call):
            node, ending = node.func, f"(){ending}"
    if isinstance(node, ast.Name):
        yield f".{node.id}{ending}"


def banned_detector(names: Names) -> Detector:
    """Make the detector of these names."""

    def detect(subject: Subject) -> Iterator[Mark]:
        for node, scope in subject.nodes:
            for used, meaning in _uses(node, scope, names, subject):
                for rule, entry in names.entries.get((used, meaning), ()):
                    if applies(entry, meaning, node, subject, scope) and _stands(entry, node, subject, names):
                        replace = (entry.replace,) if entry.replace else ()
                        symbol = _written(node, meaning) if meaning.startswith(".") else meaning
                        yield Mark(rule.id, node, symbol, None, "", entry.severity, replace, entry.message)

    return detect


def _uses(node: ast.AST, scope: Scope, names: Names, subject: Subject) -> Iterator[tuple[Used, str]]:
    """Yield what a node uses, and how."""
    match node:
        case ast.Call(func=function):
            unused = _is_discarded(node, subject)
            for name in names.meant(function, scope):
                yield Used.CALL, name
                if unused:
                    yield Used.DISCARDED, name
        case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
            yield from ((Used.REFERENCE, name) for name in names.meant(node, scope))
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            meant = (name for each in (left, right) for name in names.meant(_called(each), scope))
            yield from ((Used.COMPARED, name.removesuffix("()")) for name in meant)
        case ast.Return():
            decorators = getattr(home(node, subject), "decorator_list", [])
            yield from ((Used.ANSWER, name) for each in decorators for name in names.meant(_called(each), scope))
        case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(decorator_list=decorators):
            yield from ((Used.DECORATOR, name) for each in decorators for name in names.meant(_called(each), scope))
        case ast.ClassDef(bases=bases, decorator_list=decorators):
            yield from ((Used.BASE, name) for each in bases for name in scope.meanings(each))
            yield from ((Used.DECORATOR, name) for each in decorators for name in names.meant(_called(each), scope))
        case ast.Import(names=aliases):
            yield from ((Used.IMPORT, name) for each in aliases for name in prefixes(each.name))
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            yield from ((Used.IMPORT, name) for name in prefixes(module))
            yield from ((Used.IMPORT, f"{module}.{each.name}") for each in aliases)
        case _:
            return


def _called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _is_discarded(node: ast.AST, subject: Subject) -> bool:
    parents = subject.parsed.parents
    outer = parents.get(node)
    return isinstance(parents.get(outer) if isinstance(outer, ast.Await) else outer, ast.Expr)


def prefixes(name: str) -> Iterator[str]:
    """Yield a module's name and those of the packages that hold it."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _written(node: ast.AST, meaning: str) -> str:
    """Return how the code writes what it uses; of what is no name, its ending."""
    function = node.func if isinstance(node, ast.Call) else node
    return (dotted(function) if isinstance(function, ast.expr) else None) or meaning.removeprefix(".")


def applies(entry: Banned, meaning: str, node: ast.AST, subject: Subject, scope: Scope) -> bool:
    """Say whether the arguments are those that the entry bans."""
    if not (entry.when or entry.unless or entry.missing):
        return True
    if isinstance(node, ast.Return):
        return _hold(entry, lambda name: node.value if name == "0" else None, subject, scope)
    call = _call_of(meaning, node, scope)
    if call is None:
        return False
    open_ended = any(keyword.arg is None for keyword in call.keywords) or any(
        isinstance(argument, ast.Starred) for argument in call.args
    )
    if open_ended and (entry.missing or any(_asks_for_absence(wanted) for wanted in entry.when.values())):
        return False  # `*arguments` may hold anything: no finding is better than a wrong one
    return _hold(entry, lambda name: argument(call, name), subject, scope)


def _hold(entry: Banned, given: Callable[[str], ast.expr | None], subject: Subject, scope: Scope) -> bool:
    return (
        all(meets(given(name), wanted, subject, scope) for name, wanted in entry.when.items())
        and not any(meets(given(name), wanted, subject, scope) for name, wanted in entry.unless.items())
        and all(given(name) is None for name in entry.missing)
    )


def _stands(entry: Banned, node: ast.AST, subject: Subject, names: Names) -> bool:
    """Say whether the function round a use lacks the calls that would make it right.

    Outside of a function nobody knows: the statements of a module are chunks of their own.
    """
    if not (entry.without or entry.not_after):
        return True
    function = home(node, subject)
    if not isinstance(function, _FUNCTIONS):
        return False
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call) and each is not node]
    place = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
    above = [each for each in calls if (each.lineno, each.col_offset) < place]
    return _call_none(calls, entry.without, subject, names) and _call_none(above, entry.not_after, subject, names)


def _call_none(calls: Iterable[ast.Call], banned: tuple[str, ...], subject: Subject, names: Names) -> bool:
    scopes = ((each.func, subject.scopes.get(id(each))) for each in calls)
    return not any(name in banned for function, scope in scopes if scope for name in names.meant(function, scope))


def _call_of(meaning: str, node: ast.AST, scope: Scope) -> ast.Call | None:
    if isinstance(node, ast.Call):
        return node
    for each in getattr(node, "decorator_list", []):
        if isinstance(each, ast.Call) and (meaning in scope.meanings(each.func) or meaning in endings(each.func)):
            return each
    return None


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
            if (keyword.arg or "**") == part:
                return keyword.value
    return None
