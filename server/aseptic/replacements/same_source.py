"""Values beside a secret that come from where it comes from, or are made of it: they may tell the secret again."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from aseptic.replacements.site import Site

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_TELLS_LITTLE = frozenset({"len", "bool", "type", "isinstance"})


def tells_again(site: Site, value: str, secrets: Iterable[str]) -> bool:
    """Say whether a value, by its source, is made of a secret, or got its name by one call together with it."""
    hidden = {_dumped(each) for each in secrets}
    holder = next((each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)), site.parsed.tree)
    named = [pair for each in ast.walk(holder) for pair in _named(each)]
    before = 0
    while before != len(hidden):
        before = len(hidden)
        for target, told in named:
            if any(_holds(each, hidden) for each in told):
                hidden |= {ast.dump(each) for each in target}
    return _holds(ast.parse(f"({value})", mode="eval").body, hidden)


def _named(node: ast.AST) -> Iterator[tuple[list[ast.expr], list[ast.expr]]]:
    """Yield names that are given at once, with what tells a secret to all of them where it is or holds one."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
            yield from (([_read(name)], [value]) for name, value in zip(names, values, strict=True))
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=value):
            read = [_read(each) for each in names]
            yield read, [value, *(read if _is_call(value) else ())]
        case ast.Assign(targets=[ast.Name() as name], value=value):
            yield [_read(name)], [value]
        case (
            ast.AnnAssign(target=ast.Name() as name, value=ast.expr() as value)
            | ast.NamedExpr(target=name, value=value)
        ):
            yield [_read(name)], [value]
        case _:
            pass


def _is_call(node: ast.expr) -> bool:
    return isinstance(node.value if isinstance(node, ast.Await) else node, ast.Call)


def _read(name: ast.expr) -> ast.expr:
    return ast.Name(name.id, ast.Load()) if isinstance(name, ast.Name) else name


def _dumped(source: str) -> str:
    return ast.dump(ast.parse(f"({source})", mode="eval").body)


def _holds(node: ast.AST, hidden: set[str]) -> bool:
    """Whether an expression has a secret in it of which it tells more than a size, or than yes and no."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in _TELLS_LITTLE:
            return False
        case ast.Compare():
            return False
        case _:
            return ast.dump(node) in hidden or any(_holds(each, hidden) for each in ast.iter_child_nodes(node))
