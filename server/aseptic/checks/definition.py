"""A definition in a module's text by its dotted name, and a digest of it that layout and comments do not change."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from aseptic.checks.fingerprint import digested

_DIGITS = 16


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
        found = self._outermost.get(first, [])
        for part in parts:
            found = _bound([inner for each in found for inner in getattr(each, "body", [])]).get(part, [])
        return found

    @cached_property
    def _outermost(self) -> Mapping[str, list[ast.stmt]] | None:
        try:
            return _bound(ast.parse(self._text).body)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


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
