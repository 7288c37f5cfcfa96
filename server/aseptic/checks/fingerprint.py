"""Recognising a finding again: its statement and the statements beside it, free of layout and of import aliases.

A statement is written down from its tree, names as what they stand for, without positions, formatting or
comments, and hashed. Of a compound statement only the head counts; the rest is other statements. What a comment says
that it silences counts where the finding is that comment.

Records outlive the way in which this is done, so each way has a version, and those before stay (`VERSIONS`): by them
`aseptic deviations migrate` finds the statement that an older record means.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

from attrs import evolve

from aseptic.checks.detector import Subject
from aseptic.source.dotted import dotted
from aseptic.source.scopes import Scope
from aseptic.standard.finding import FINGERPRINT_VERSION, Fingerprint

Statement = ast.stmt | ast.ExceptHandler
Meaning = Callable[[ast.expr], str]
"""The dotted name that an expression surely stands for; empty where nobody can tell."""
_SILENT = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
_BLOCKS = frozenset({"body", "orelse", "finalbody", "handlers", "cases"})
STATEMENT_DIGITS = 16
_AROUND_DIGITS = 8


def fingerprint(subject: Subject, node: ast.AST, silenced: Sequence[str] = ()) -> Fingerprint:
    """Return the fingerprint of the statement that holds `node`, and of what a comment there silences."""
    found = _fingerprint(subject, node, _whole)
    return evolve(found, statement=with_silenced(found.statement, silenced))


def with_silenced(statement: str, silenced: Sequence[str]) -> str:
    """Return a statement's part of the fingerprint of a comment at it that names what it silences."""
    if not silenced:
        return statement
    return hashlib.sha256(f"{statement} # {' '.join(silenced)}".encode()).hexdigest()[:STATEMENT_DIGITS]


def earlier_fingerprint(subject: Subject, node: ast.AST, version: int) -> Fingerprint:
    """Return the same as a version before told it. Raises KeyError of one that is not known."""
    way = VERSIONS[version]
    return _fingerprint(subject, node, lambda _, statement: way(statement, meaning_in(subject, statement)))


def _fingerprint(subject: Subject, node: ast.AST, whole: Callable[[Subject, ast.AST], str]) -> Fingerprint:
    statement = statement_of(subject, node)
    before, after = (whole(subject, each)[:_AROUND_DIGITS] if each else "" for each in _neighbours(subject, statement))
    return Fingerprint(whole(subject, statement)[:STATEMENT_DIGITS], (before, after))


def statement_digest(statement: ast.AST, meaning: Meaning, version: int = 0) -> str:
    """Return a statement's part of a fingerprint, as today's version tells it unless one is named."""
    return VERSIONS[version or FINGERPRINT_VERSION](statement, meaning)[:STATEMENT_DIGITS]


def statement_of(subject: Subject, node: ast.AST) -> ast.AST:
    """Return the innermost statement or `except` clause that holds `node`."""
    parents = subject.parsed.parents
    while not isinstance(node, Statement) and node in parents:
        node = parents[node]
    return node


def scope_of(subject: Subject, node: ast.AST) -> str:
    """Return the dotted functions and classes of the chunk that hold `node`; a definition holds its own head."""
    parents, own = subject.parsed.parents, set(map(id, subject.parsed.roots))
    names: list[str] = []
    while True:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        if id(node) in own or node not in parents:
            return ".".join(reversed(names))
        node = parents[node]


def _neighbours(subject: Subject, statement: ast.AST) -> tuple[ast.AST | None, ast.AST | None]:
    parent = subject.parsed.parents.get(statement)
    if parent is None or statement in subject.parsed.roots:
        return None, None
    for name in _BLOCKS:
        block: list[ast.AST] = getattr(parent, name, None) or []
        if statement in block:
            index = block.index(statement)
            return (
                block[index - 1] if index else None,
                block[index + 1] if index + 1 < len(block) else None,
            )
    return None, None


def _whole(subject: Subject, statement: ast.AST) -> str:
    """Digest a statement once, however many findings it has."""
    if id(statement) not in subject.digests:
        subject.digests[id(statement)] = _digested(subject, statement)
    return subject.digests[id(statement)]


def _digested(subject: Subject, statement: ast.AST) -> str:
    return VERSIONS[FINGERPRINT_VERSION](statement, meaning_in(subject, statement))


def meaning_in(subject: Subject, statement: ast.AST) -> Meaning:
    """Return what tells the names of a statement apart: the dotted name that each surely stands for, or nothing."""
    scope = subject.scopes.get(id(statement)) or Scope(subject.view)
    return lambda node: _meaning(node, scope)


def digested(statement: ast.AST, meaning: Meaning, whole: bool = False) -> str:
    """Return the whole digest of a statement, of a compound one that of its head unless the `whole` is asked for."""
    head = not (whole or isinstance(statement, ast.ExceptHandler))
    written = "".join(_written(statement, meaning, head))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


VERSIONS: Mapping[int, Callable[[ast.AST, Meaning], str]] = {1: digested}
"""What digests a statement, by the version of the fingerprints that are made so."""


def _written(value: object, meaning: Meaning, head: bool = False) -> Iterator[str]:
    """Yield a tree as text, the same on every Python that parses it."""
    if isinstance(value, ast.Name | ast.Attribute) and (name := meaning(value)):
        yield f"={name};"
        yield from _handed(value, meaning)
    elif isinstance(value, ast.AST):
        yield type(value).__name__ + "("
        for field, part in ast.iter_fields(value):
            # Fields that a newer Python added are empty where its syntax is not used: empty ones are left out.
            if field not in _SILENT and part not in (None, []) and not (head and field in _BLOCKS):
                yield field + ":"
                yield from _written(_spoken(part) if isinstance(value, ast.JoinedStr) else part, meaning)
        yield ")"
    elif isinstance(value, list):
        for part in cast("list[object]", value):
            yield from _written(part, meaning)
            yield ","
    else:
        yield f"{type(value).__name__} {value!r};"


def _handed(value: ast.expr, meaning: Meaning) -> Iterator[str]:
    """Yield what the calls inside a name are handed: `hashlib.md5(x).hexdigest` is one name, whatever `x` is."""
    while isinstance(value, ast.Attribute | ast.Call | ast.Await):
        if isinstance(value, ast.Call):
            yield "("
            yield from _written(value.args, meaning)
            yield from _written(value.keywords, meaning)
            yield ")"
        value = value.func if isinstance(value, ast.Call) else value.value


def _spoken(parts: list[ast.expr]) -> list[ast.expr]:
    """Leave out the empty text with which Python 3.12 ends a nested format."""
    return [each for each in parts if not (isinstance(each, ast.Constant) and each.value == "")]


def _meaning(node: ast.expr, scope: Scope) -> str:
    if dotted(node) is None:
        return ""
    meanings = scope.meanings(node)
    return meanings[0] if len(meanings) == 1 else ""
