"""How code uses names: the kinds of node in which each use is looked for."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject
from aseptic.checks.uses import USING, imports, uses
from aseptic.source.chunk import Chunk
from aseptic.source.parse import Parsed, parse
from aseptic.source.view import View
from aseptic.standard.detect import Used

CODE = """\
import os, sys
from os import path

@decorator
@made(1)
class A(Base):
    pass

@decorator
async def g():
    await f()
    return 1

@decorator
def h(x):
    f()
    a.b = x[1]
    if f() != 0:
        raise SystemExit(1)
    return f(x) == x.y
"""


def test_each_use_is_found_in_its_kinds_of_node() -> None:
    parsed = parse(Chunk(CODE, height=CODE.count("\n")))
    assert isinstance(parsed, Parsed)
    subject = Subject(parsed, View(), {})
    found: dict[Used, set[type[ast.AST]]] = {}
    for node, scope in subject.nodes:
        kinds = [use for use, _, _ in uses(node, scope, subject)] + [Used.IMPORT for _ in imports(node)]
        for kind in kinds:
            found.setdefault(kind, set()).add(type(node))
    assert found == {used: set(kinds) for used, kinds in USING.items()}
    assert set(found) == set(Used)
