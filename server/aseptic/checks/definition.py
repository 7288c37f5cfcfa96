"""A definition in a module's text by its dotted name, and a digest of it that layout and comments do not change."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from aseptic.checks.fingerprint import digested

_DIGITS = 16
Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class Definitions:
    """What a module's text defines, parsed once however many names are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def digest(self, name: str) -> str | None:
        """Return the digest of what a name stands for; None where nothing defines it, empty where nobody can tell."""
        found = self.of(name)
        if found is None:
            return ""
        if not found:
            return None
        whole = "".join(digested(each, lambda _: "", whole=True) for each in found)
        return hashlib.sha256(whole.encode("ascii")).hexdigest()[:_DIGITS]

    def of(self, name: str) -> Sequence[ast.stmt] | None:
        """Return the statements that define a dotted name; None where the text does not parse."""
        if self._outermost is None:
            return None
        first, *parts = name.split(".")
        found = self._outermost.get(first, []) if parts else [*self._outermost.get(first, []), *self._elsewhere(first)]
        for part in parts:
            found = _bound([inner for each in found for inner in getattr(each, "body", [])]).get(part, [])
        return found

    def hides(self, scope: str, name: str) -> bool:
        """Say whether in a dotted function or class a name is one of its own, and not the module's."""
        around: list[list[ast.AST]] = [[self._tree] if self._tree else []]
        for part in scope.split("."):
            around.append([each for outer in around[-1] for each in own_scope(outer) if _called(each, part)])
        for depth, places in enumerate(reversed(around[1:])):
            for each in places:
                inner = list(own_scope(each))
                if any(isinstance(one, ast.Global) and name in one.names for one in inner):
                    return False
                if isinstance(each, ast.ClassDef) and depth:
                    continue
                if name in {*_parameters(each), *(bound for one in inner for bound in bound_by(one))}:
                    return True
        return False

    def _elsewhere(self, name: str) -> list[ast.stmt]:
        """Return the statements by which functions bind a name of the module's, which they declare `global`."""
        return [
            one
            for each in self._writers
            if any(isinstance(one, ast.Global) and name in one.names for one in each)
            for one in each
            if isinstance(one, ast.stmt) and any(name in bound_by(node) for node in (one, *_heads(one)))
        ]

    @cached_property
    def _writers(self) -> Sequence[Sequence[ast.AST]]:
        """What is in each function that declares a name `global`."""
        tree = self._tree if "global" in self._text else None
        functions = [each for each in ast.walk(tree) if isinstance(each, Function)] if tree else []
        inside = [list(own_scope(each)) for each in functions]
        return [each for each in inside if any(isinstance(one, ast.Global) for one in each)]

    @cached_property
    def _tree(self) -> ast.Module | None:
        try:
            return ast.parse(self._text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @cached_property
    def _outermost(self) -> Mapping[str, list[ast.stmt]] | None:
        return _bound(self._tree.body) if self._tree else None


def own_scope(place: ast.AST) -> Iterator[ast.AST]:
    """Yield everything inside a module, class or function but what has a scope of its own, in the order of the text."""
    waiting = list(ast.iter_child_nodes(place))[::-1]
    while waiting:  # a sum of a thousand terms is a thousand deep
        each = waiting.pop()
        yield each
        if not isinstance(each, Function | ast.ClassDef | ast.Lambda | Comprehension):
            waiting.extend(list(ast.iter_child_nodes(each))[::-1])


def bound_by(node: ast.AST) -> tuple[str, ...]:
    """Return the names that a node binds by itself."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return (name,)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return (name,)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return tuple((each.asname or each.name).partition(".")[0] for each in names)
        case _:
            return ()


def _heads(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield what is in a statement and in no statement inside it."""
    for each in ast.iter_child_nodes(statement):
        if not isinstance(each, ast.stmt):
            yield each
            yield from own_scope(each)


def _called(node: ast.AST, name: str) -> bool:
    return isinstance(node, Function | ast.ClassDef) and node.name == name


def _parameters(place: ast.AST) -> Iterator[str]:
    if isinstance(place, Function):
        given = place.args
        yield from (each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs))
        yield from (each.arg for each in (given.vararg, given.kwarg) if each)


def definition_digest(text: str, name: str) -> str | None:
    """Return the digest of what a name is defined as; None where nothing defines it, empty where nobody can tell."""
    return Definitions(text).digest(name)


def definition(text: str, name: str) -> Sequence[ast.stmt] | None:
    """Return the statements that define a dotted name; None where the text does not parse."""
    return Definitions(text).of(name)


def defined_in(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return which of these names a module defines itself, in their order; imports define nothing here."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    own = {bound for each in _statements(body) for bound in _binds(each)}
    return tuple(name for name in dict.fromkeys(names) if name in own)


def text_digest(text: str) -> str:
    """Return the digest of a whole file, whatever its line ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _bound(body: Sequence[ast.stmt]) -> Mapping[str, list[ast.stmt]]:
    """Return what each name of one level is bound by."""
    found: dict[str, list[ast.stmt]] = {}
    for each in _statements(body):
        for name in dict.fromkeys(_binds(each)):
            found.setdefault(name, []).append(each)
    return found


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of one level, those under conditions included."""
    for each in body:
        yield each
        if isinstance(each, ast.If | ast.Try | ast.With):
            for name in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(each, name, []))
            for handler in getattr(each, "handlers", []):
                yield from _statements(handler.body)


def _binds(statement: ast.stmt) -> tuple[str, ...]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.Assign(targets=targets):
            inner = [node for target in targets for node in ast.walk(target)]
            return tuple(node.id for node in inner if isinstance(node, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.AugAssign(target=ast.Name(id=name)):
            return (name,)
        case _:
            return ()
