"""Whether a chunk may mean names of its module that it does not write, as `globals()["o" + "s"]` means `os`.

Two things make it so: what gives the module's names by text, and a text that stands nowhere whole. Most chunks that
write the word `globals` have a parameter of that name or speak of it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from aseptic.source.chunk import Chunk
from aseptic.source.parse import Broken, parse

ALL_NAMES = "globals"
"""Who writes this may mean any name of the module."""
_GIVING = f"builtins.{ALL_NAMES}"
_FEW = 512
"""Chunks that write it, of which the answers are kept."""
_GAP = r"(?:[\s\\]|#[^\r\n]*+)*+"
_GOES_ON = r"(?:\\(?:\r\n|[\r\n]))"
_MADE = re.compile(
    rf"\+|[\"')]{_GAP}%|\[{_GAP}:{_GAP}:|\.{_GAP}(?:casefold|format|join|lower)\b"
    r"|(?<!\w)(?:[fFtT][rR]?|[rR][fFtT])[\"']"
    rf"|\w{_GOES_ON}*[\"'](?:[\s\\\"'rRuUfFtT]|#[^\r\n]*+)*?[\"']{_GOES_ON}*\w"
    rf"|\\[xuUN0-7]|\w{_GOES_ON}+\w"
)
"""All by which a text may be made that stands nowhere whole: what `source/term` follows, and how Python reads texts."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_OWN_NAMES = (*_SCOPES, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def means_unwritten(chunk: Chunk) -> bool:
    """Say whether a chunk that writes `ALL_NAMES` may mean any name by a text that it puts together itself."""
    return makes_texts(chunk) and _asks(chunk)


def makes_texts(chunk: Chunk) -> bool:
    """Say whether a chunk may hold, or put together, a text that stands nowhere whole in it."""
    return _MADE.search(chunk.text) is not None


def gives_names(meanings: Iterable[str]) -> bool:
    """Say whether any meaning is what gives the module's names by text."""
    return any(_GIVING in each for each in meanings)


@lru_cache(_FEW)
def _asks(chunk: Chunk) -> bool:
    """Say whether a chunk may call what gives the module's names; of one that is broken nobody knows."""
    parsed = parse(chunk)
    return isinstance(parsed, Broken) or any(_gives(each) for root in parsed.tree.body for each in _open(root))


def _gives(node: ast.AST) -> bool:
    """Say whether a node may stand for the built-in function, or name it."""
    match node:
        case ast.Name(id=name, ctx=context):
            return name == ALL_NAMES and not isinstance(context, ast.Store)
        case ast.Attribute(attr=name) | ast.alias(name=name):
            return name == ALL_NAMES
        case ast.Constant(value=str(text)):
            return ALL_NAMES in text.split(".")
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return ALL_NAMES in names
        case _:
            return False


def _open(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it, less uses of the name where a function round them binds it as its own."""
    waiting = [(node, False)]
    while waiting:
        each, own = waiting.pop()
        if not (own and isinstance(each, ast.Name)):
            yield each
        if isinstance(each, _Function):
            body = each.body if isinstance(each.body, list) else [each.body]
            inside = own or _binds(each)
            waiting += [(below, inside) for below in body]
            waiting += [(below, own) for below in ast.iter_child_nodes(each) if below not in body]
        else:
            waiting += [(below, own) for below in ast.iter_child_nodes(each)]


def _binds(function: _Function) -> bool:
    """Say whether a function has a parameter of the name, or gives it a value itself."""
    given = function.args
    arguments = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
    if any(each is not None and each.arg == ALL_NAMES for each in arguments):
        return True
    waiting: list[ast.AST] = [] if isinstance(function, ast.Lambda) else [*function.body]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Name) and each.id == ALL_NAMES and isinstance(each.ctx, ast.Store):
            return True
        if not isinstance(each, _OWN_NAMES):
            waiting += ast.iter_child_nodes(each)
    return False
