"""A definition in a module's text by its dotted name, and a digest of it that layout and comments do not change."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence

from aseptic.checks.fingerprint import digested

_DIGITS = 16


def definition_digest(text: str, name: str) -> str | None:
    """Return the digest of what a name is defined as; None where nothing defines it, empty where nobody can tell."""
    found = definition(text, name)
    if found is None:
        return ""
    if not found:
        return None
    whole = "".join(digested(each, lambda _: "", whole=True) for each in found)
    return hashlib.sha256(whole.encode("ascii")).hexdigest()[:_DIGITS]


def definition(text: str, name: str) -> Sequence[ast.stmt] | None:
    """Return the statements that define a dotted name; None where the text does not parse."""
    try:
        body: Sequence[ast.stmt] = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found: list[ast.stmt] = []
    for part in name.split("."):
        found = [each for each in _statements(body) if part in _binds(each)]
        body = [inner for each in found for inner in getattr(each, "body", [])]
    return found


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
