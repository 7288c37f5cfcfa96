"""How a name is written at a site: by an import that is there, under the alias it has, else in full."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import cast

from attrs import frozen

from aseptic.replacements.replacement import Import
from aseptic.replacements.site import Site
from aseptic.source.dotted import dotted
from aseptic.source.meaning import written_out
from aseptic.source.scopes import Scope
from aseptic.source.span import Edit, Position, Span

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WITH_CLASSES = sys.stdlib_module_names - {"xml"}
"""Modules in which a capital begins a class; `xml.etree.ElementTree` is a module."""


@frozen
class Written:
    """A dotted name as it can be written at a site."""

    text: str
    imports: tuple[Import, ...] = ()
    """What it needs at the module's level."""


def module_written(site: Site, module: str) -> Written | None:
    """Return how to write a module, or a class; None where its name stands for something else here."""
    found = [name for name in visible(site) if means(site, name) == (module,) and _stands(site, name)]
    if found:
        written = {name for name, _ in site.scope.view.names}
        name = min(found, key=lambda name: (name not in written, name != module, name))
        # An import may be there for type checkers only, or in one branch: its own name is asked for again.
        sure = name != module or _imported_above(site, name)
        return Written(name, () if sure else (Import(module),))
    root = module.partition(".")[0]
    if _is_class(module):
        return name_written(site, module)
    if _is_bound(site, root) and (means(site, root) != (root,) or not _stands(site, root)):
        return None
    sure = _is_local(site, root) and _imported_above(site, root, module)
    return Written(module, () if sure else (Import(module),))


def _is_class(module: str) -> bool:
    """Whether it is a class of the standard library, which nobody imports as a module."""
    root, _, rest = module.partition(".")
    last = rest.rpartition(".")[2]
    return bool(rest) and (root == "datetime" or (root in _WITH_CLASSES and last[:1].isupper()))


def name_written(site: Site, target: str) -> Written | None:
    """Return how to write a dotted name (`subprocess.run`); its module is all but its last part."""
    module, _, last = target.rpartition(".")
    if module == "builtins":
        return None if _is_bound(site, last) else Written(last)
    direct = [
        name
        for name in visible(site)
        # A class is known by its own name only: any other may be one of its instances.
        if means(site, name) == (target,) and _stands(site, name) and (name == last or last[:1].islower())
    ]
    by_module = module_written(site, module)
    if direct and (by_module is None or by_module.imports):
        return Written(min(direct))
    if by_module is None and _hides_its_module(site, module) and not _is_bound(site, last):
        return Written(last, (Import(module, last),))
    return by_module and Written(f"{by_module.text}.{last}", by_module.imports)


def _hides_its_module(site: Site, module: str) -> bool:
    """Whether a module's name stands for something imported from it, as after `from datetime import datetime`."""
    return not _is_local(site, module) and any(name.startswith(f"{module}.") for name in means(site, module))


def renamed(site: Site, call: ast.Call, target: str) -> tuple[Edit, tuple[Import, ...]] | None:
    """Return the edit that makes a call go to `target`, with what it needs; None where that cannot be written."""
    module, _, last = target.rpartition(".")
    function, span = call.func, site.parsed.span(call.func)
    if isinstance(function, ast.Attribute) and site.meaning(function.value) == module:
        start = Position(span.end.line, max(span.end.column - len(function.attr), 0))
        if site.text(Span(start, span.end)) == function.attr:
            return Edit(Span(start, span.end), last), ()
    name = name_written(site, target)
    if name is None or "#" in site.text(span):
        return None
    return Edit(span, name.text), name.imports


def written_alike(site: Site, function: ast.expr, target: str) -> Written | None:
    """Return how to write a dotted name beside one that is written by its last part only: by that, too."""
    module, _, last = target.rpartition(".")
    if not isinstance(function, ast.Name):
        return name_written(site, target)
    if not _is_bound(site, last):
        return Written(last, (Import(module, last),))
    return Written(last) if means(site, last) == (target,) and _stands(site, last) else None


def is_method(site: Site, function: ast.expr) -> bool:
    """Say whether a call may go to a method: whether what stands before its last dot is no import."""
    if isinstance(function, ast.Name):
        return False
    written = dotted(function)
    if written is None or any(isinstance(node, ast.Call) for node in ast.walk(function)):
        return True
    return not is_imported(site, written.partition(".")[0])


def is_imported(site: Site, name: str) -> bool:
    """Say whether a name stands for what an import brought, and for nothing that the code gave it itself."""
    for scope in _chain(site.scope):
        if name in scope.names:
            return all(local.imported for local in scope.names[name])
    return means(site, name) == (name,) or any(name == alias for alias, _ in site.scope.view.aliases)


def _chain(scope: Scope | None) -> Iterator[Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent


def visible(site: Site) -> frozenset[str]:
    """Return the names that can be read at a site."""
    local = {name for scope in _chain(site.scope) for name in scope.names}
    return frozenset(local | {name for name, _ in site.scope.view.names} | set(site.module_names))


def _is_local(site: Site, name: str) -> bool:
    return any(name in scope.names for scope in _chain(site.scope))


def _is_bound(site: Site, name: str) -> bool:
    return name in visible(site)


def means(site: Site, name: str) -> tuple[str, ...]:
    """Return the dotted names that a name may stand for at any time, those of the project's own modules included."""
    if _is_local(site, name) or any(name == seen for seen, _ in site.scope.view.names):
        found = site.scope.resolve(name)
        own = found or tuple(map(written_out, site.scope.resolve_all(name)))
        return own if all(own) else ()
    stands_for = site.module_names.get(name, "")
    return (stands_for,) if stands_for else ()


def _stands(site: Site, name: str) -> bool:
    """Whether the name is surely bound when the site runs: a local one by an import above it."""
    return not _is_local(site, name) or _imported_above(site, name)


def _imported_above(site: Site, name: str, module: str = "") -> bool:
    """Whether an import of that name, or of a module below it, stands before the site in a block that leads to it."""
    inner: ast.AST = site.node
    for outer in site.above(site.node):
        before = [] if isinstance(outer, ast.ClassDef) else _before(inner, outer)
        if any(_imports(statement, name, module) for statement in before):
            return True
        if isinstance(outer, _FUNCTIONS) and any(
            isinstance(each, ast.Global) for each in site.parsed.naming(outer, name)
        ):
            return False  # within, the name is the module's, whatever a function round this one imports
        inner = outer
    return False


def _before(statement: ast.AST, outer: ast.AST) -> list[ast.AST]:
    """Return what stands before a statement in its block."""
    for part in ("body", "orelse", "finalbody"):
        block = getattr(outer, part, None)
        if isinstance(block, list) and statement in block:
            statements = cast("list[ast.AST]", block)
            return statements[: statements.index(statement)]
    return []


def _imports(statement: ast.AST, name: str, module: str) -> bool:
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return False
    if module:
        whole = isinstance(statement, ast.Import)
        return whole and any(
            not alias.asname and f"{alias.name}.".startswith(f"{module}.") for alias in statement.names
        )
    return any((alias.asname or alias.name.partition(".")[0]) == name for alias in statement.names)
