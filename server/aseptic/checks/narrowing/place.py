"""Addresses and paths: which of them something listens on or opens."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.narrowing.surroundings import STATEMENTS, last, parts, targets, upwards

_BINDING = frozenset(
    (
        "bind listen run serve run_server create_server start_server HTTPServer TCPServer ThreadingHTTPServer "
        "make_server Server run_app run_simple start_unix_server UDPServer XMLRPCServer SimpleXMLRPCServer "
        "ThreadingTCPServer serve_forever uvicorn_run"
    ).split()
)
_ADDRESS_PARTS = frozenset("host bind address addr listen interface ip server hostname".split())
_TELLING = frozenset("print debug info warning error critical exception log warn format startswith".split())


def bound_address(node: Any, _text: str, subject: Subject) -> bool:
    """Keep an address that something listens on; a comparison or a list of addresses listens on nothing."""
    for inner, outer in upwards(node, subject):
        if isinstance(outer, ast.Compare):
            return False
        if isinstance(outer, ast.keyword):
            return bool(parts(outer.arg or "") & _ADDRESS_PARTS)
        if isinstance(outer, ast.Call):
            return inner is not outer.func and last(outer.func) in _BINDING | {"get", "getenv", "environ"}
        if isinstance(outer, ast.arguments):
            return any(parts(name) & _ADDRESS_PARTS for name in _defaulted(outer, inner))
        if isinstance(outer, ast.Dict):
            return any(
                value is inner and isinstance(key, ast.Constant) and bool(parts(str(key.value)) & _ADDRESS_PARTS)
                for key, value in zip(outer.keys, outer.values, strict=True)
            )
        if isinstance(outer, STATEMENTS):
            return any(parts(name) & _ADDRESS_PARTS for name in targets(outer))
    return False


def opened_path(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a path that lies under a shared folder and is used as one."""
    value = node.value
    if not any(value == folder or value.startswith(folder + "/") for folder in ("/tmp", "/var/tmp", "/dev/shm")):
        return False
    for inner, outer in upwards(node, subject):
        if isinstance(outer, ast.Compare):
            return False
        if isinstance(outer, ast.Call):
            return inner is not outer.func and last(outer.func) not in _TELLING
        if isinstance(outer, ast.arguments | ast.keyword):
            return True
        if isinstance(outer, STATEMENTS):
            return isinstance(outer, ast.Assign | ast.AnnAssign | ast.Return)
    return False


def _defaulted(arguments: ast.arguments, default: ast.AST) -> Iterator[str]:
    positional = (*arguments.posonlyargs, *arguments.args)
    for argument, value in zip(reversed(positional), reversed(arguments.defaults), strict=False):
        if value is default:
            yield argument.arg
    for argument, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if value is default:
            yield argument.arg
