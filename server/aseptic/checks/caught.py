"""Whether an expression tells what an error says of the program's inside: an error that was caught, or its traceback.

An error of the project's own classes says what the project wrote; those of Python and of well-known libraries name
paths, tables, hosts and values.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home, values
from aseptic.checks.keeping import keeps
from aseptic.checks.uses import called
from aseptic.source.scopes import Scope

_TRACES = frozenset(("traceback.format_exc", "traceback.format_exception", "sys.exc_info"))
_HANDLERS = frozenset(("errorhandler", "app_errorhandler", "exception_handler"))
"""Decorators of a function that is given the error."""
SIGNS = rf"\bexcept\b|\bformat_exc|\bexc_info\b|\b(?:{'|'.join(sorted(_HANDLERS))})\b"
"""The pattern of which something stands wherever an error was caught."""
_FOREIGN = frozenset(
    {"builtins", "requests", "httpx", "aiohttp", "sqlalchemy", "psycopg", "psycopg2", "pymysql", "pymongo", "redis"}
    | {"pydicom", "pynetdicom", "hl7", "hl7apy", "lxml", "yaml", "paramiko", "serial", "cryptography", "jwt", "boto3"}
    | sys.stdlib_module_names
)
_TEXTS = frozenset({"format", "join", "strip", "rstrip", "replace", "splitlines"})


def is_caught(node: ast.expr, subject: Subject, scope: Scope) -> bool:
    """Say whether an expression is, or is a text, a list or a dictionary made of, a caught error or its traceback."""
    return _is_caught(node, subject, scope, frozenset())


def _is_caught(node: ast.expr, subject: Subject, scope: Scope, met: frozenset[int]) -> bool:
    match node:
        case ast.Name():
            if _is_error(node, subject, scope):
                return True
            further = () if id(node) in met else values(node, subject)
            return any(_is_caught(each, subject, scope, met | {id(node)}) for each in further if each is not node)
        case ast.Attribute(value=ast.Name() as error, attr="args" | "message"):
            return _is_error(error, subject, scope)
        case ast.Call() if not _TRACES.isdisjoint(scope.meanings(node.func)):
            return True
        case _:
            return any(_is_caught(each, subject, scope, met) for each in _parts(node, subject))


def _parts(node: ast.expr, subject: Subject) -> list[ast.expr]:
    """Return what one reads in an expression."""
    match node:
        case ast.FormattedValue(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
            return [inner]
        case ast.JoinedStr(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            return parts
        case ast.BoolOp(values=parts):
            return parts
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return [left, right]
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
        case ast.Call(func=ast.Name(id="str" | "repr" | "ascii" | "dict"), args=args, keywords=keywords):
            return [*args, *(each.value for each in keywords)]
        case ast.Call(func=ast.Attribute(value=text, attr=name), args=args, keywords=keywords) if name in _TEXTS:
            return [text, *args, *(each.value for each in keywords)]
        case ast.Call(args=args) if keeps(node, subject):
            return args
        case _:
            return []


def _is_error(node: ast.Name, subject: Subject, scope: Scope) -> bool:
    """Whether a name stands for an error of somebody else's, by the handler or the function round it."""
    parents = subject.parsed.parents
    function = home(node, subject)
    outer: ast.AST | None = node
    while outer is not None and outer is not function:
        if isinstance(outer, ast.ExceptHandler) and outer.name == node.id:
            return outer.type is None or all(_is_foreign(each, scope) for each in _kinds(outer.type))
        outer = parents.get(outer)
    return isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and node.id in _handed(function, scope)


def _kinds(kind: ast.expr) -> list[ast.expr]:
    return kind.elts if isinstance(kind, ast.Tuple) else [kind]


def _is_foreign(kind: ast.expr, scope: Scope) -> bool:
    return any(name.partition(".")[0] in _FOREIGN for name in scope.meanings(kind))


def _handed(function: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Iterator[str]:
    """Yield the parameter in which a handler of errors is given one of somebody else's."""
    for each in function.decorator_list:
        match each:
            case ast.Call(func=ast.Attribute(attr=name), args=[kind, *_]) if name in _HANDLERS:
                if _is_foreign(called(kind), scope) and function.args.args:
                    yield function.args.args[-1].arg
            case _:
                pass
