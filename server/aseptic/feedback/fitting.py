"""Which of a rule's examples shows how to mend what was found: the one that speaks of the same names."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from attrs import frozen

from aseptic.source.binding import Binding, bind
from aseptic.source.dotted import dotted, instance, split_root
from aseptic.source.prose import Code
from aseptic.source.view import BUILTINS
from aseptic.standard.rule import Rule

_KEPT = 2_000
"""More examples than a standard has."""


@frozen
class _Names:
    """What an example speaks of."""

    used: frozenset[str]
    """Dotted names, as they resolve."""
    last: frozenset[str]
    """The last part of each attribute."""
    modules: frozenset[str]
    """The top modules that it imports."""
    defined: frozenset[str]
    """Its functions."""


_NONE = _Names(frozenset(), frozenset(), frozenset(), frozenset())


def fitting(rule: Rule, symbol: str, modules: Iterable[str]) -> Code | None:
    """Return the compliant example that is nearest to a found name in code that imports these modules.

    That is the counterpart of a noncompliant one that has the name (both define the same function), which shows how to
    mend it, else one with the name, which may only show what is no breach, else one that imports the same; the first
    where none is nearer.
    """
    if len(rule.compliant) < 2:
        return next(iter(rule.compliant), None)
    name = symbol.removesuffix("()")
    home, last = name.partition(".")[0], name.rpartition(".")[2]
    around = frozenset(modules) - sys.stdlib_module_names
    breaching = [_read(each.text) for each in rule.noncompliant]
    twins = frozenset(function for names in breaching if name in names.used for function in names.defined)
    counterparts = frozenset(function for names in breaching for function in names.defined)

    def nearness(code: Code) -> tuple[bool | int, ...]:
        names = _read(code.text)
        return (
            not twins.isdisjoint(names.defined),
            name in names.used,
            home in names.modules - sys.stdlib_module_names,  # which all import, for this and for that
            last in names.last,
            len(around & names.modules),
            name in names.used and not counterparts.isdisjoint(names.defined),
        )

    return max(rule.compliant, key=nearness)


def has(code: Code, symbol: str) -> bool:
    """Say whether an example speaks of a dotted name."""
    return symbol.removesuffix("()") in _read(code.text).used


@lru_cache(_KEPT)
def _read(text: str) -> _Names:
    """Read an example, once; one that is no Python speaks of nothing."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _NONE
    homes = {each.name: each.module for node in nodes for each in _imported(node)}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            homes.setdefault(node.targets[0].id, _resolved(node.value, homes))
    expressions = [node for node in nodes if isinstance(node, ast.Name | ast.Attribute)]
    return _Names(
        frozenset(filter(None, (_resolved(node, homes) for node in expressions))),
        frozenset(node.attr for node in expressions if isinstance(node, ast.Attribute)),
        frozenset(each.module.partition(".")[0] for node in nodes for each in _imported(node)),
        frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)),
    )


def _imported(node: ast.AST) -> Iterator[Binding]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from bind(node, False)


def _resolved(node: ast.expr, homes: Mapping[str, str]) -> str:
    """Write an expression as a dotted name, as far as imports and first assignments tell; empty where it is none."""
    root, rest = split_root(dotted(node) or "")
    if root in homes:
        return instance(f"{homes[root]}{rest}") if homes[root] else ""
    return f"builtins.{root}{rest}" if root in BUILTINS else ""
