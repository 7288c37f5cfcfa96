"""Code that was copied out of its file: what its names stood for there, and the digests of its statements.

With its names beside it, copied code tells by itself whether a fingerprint is its own, whatever became of the file.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from aseptic.checks.detector import Subject
from aseptic.checks.fingerprint import (
    VERSIONS,
    Meaning,
    Statement,
    digested,
    meaning_in,
    statement_digest,
    with_silenced,
)
from aseptic.checks.silenced_ids import comments_in, silenced_ids
from aseptic.source.dotted import dotted


def names_of(subject: Subject, statement: ast.AST) -> dict[str, str] | None:
    """Return the dotted names of a statement with what they stand for; None where one stands for two things."""
    meaning = meaning_in(subject, statement)
    found: dict[str, set[str]] = {}

    def noting(node: ast.expr) -> str:
        told = meaning(node)
        if name := dotted(node):
            found.setdefault(name, set()).add(told)
        return told

    digested(statement, noting)
    if any(len(each) > 1 for each in found.values()):
        return None
    return {name: meanings.pop() for name, meanings in found.items()}


def meaning_by(names: Mapping[str, str], default: Callable[[str], str]) -> Meaning:
    """Return what tells names apart by what was told of them; `default` says what of the others."""

    def meaning(node: ast.expr) -> str:
        name = dotted(node)
        return "" if name is None else names[name] if name in names else default(name)

    return meaning


def digests(code: str, meaning: Meaning) -> frozenset[str]:
    """Return the digests of every statement in copied code, which may begin and end inside others."""
    return frozenset(statement_digest(node, meaning) for node in _statements(code))


def comment_digests(code: str, meaning: Meaning) -> frozenset[str]:
    """Return what tells each comment in copied code that names what it silences, as `fingerprint` has it."""
    return frozenset(
        with_silenced(statement_digest(node, meaning), silenced) for node, silenced in _silencing(code) if silenced
    )


def agree(code: str, meaning: Meaning, parts: Mapping[int, str]) -> bool:
    """Say whether one statement in copied code has all these digests, by the versions of the fingerprints."""
    told = chain(((node, ()) for node in _statements(code)), _silencing(code))
    return parts.keys() <= VERSIONS.keys() and any(
        all(with_silenced(statement_digest(node, meaning, at), silenced) == part for at, part in parts.items())
        for node, silenced in told
    )


def _statements(code: str) -> Iterator[ast.AST]:
    return (node for tree in _trees(code) for node in ast.walk(tree) if isinstance(node, Statement))


def _silencing(code: str) -> Iterator[tuple[ast.AST, tuple[str, ...]]]:
    """Yield the statements at which comments name what they silence, each with that."""
    for tree, text in _parsed(code) if "#" in code else ():
        statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
        for comment, place in comments_in(text):
            above = [node for node in statements if node.lineno <= place.start.line + 1]
            if above and (silenced := silenced_ids(comment)):
                yield max(above, key=lambda node: node.lineno), silenced


def _trees(code: str) -> Iterator[ast.Module]:
    return (tree for tree, _ in _parsed(code))


def _parsed(code: str) -> Iterator[tuple[ast.Module, str]]:
    """Yield what the code parses as, with its text then: alone, and with what may have stood round it."""
    first = code.lstrip("\r\n")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    opening = f"if 1:\n{indent}pass\n" if indent else ""
    body = code if code.endswith("\n") else f"{code}\n"
    before = ("", f"{indent}try:\n{indent} pass\n", f"{indent}if 1:\n{indent} pass\n")
    after = ("", f"{indent} pass\n", f"{indent} case _:\n{indent}  pass\n", f"{indent}finally:\n{indent} pass\n")
    for above in before:
        for below in after:
            try:
                text = f"{opening}{above}{body}{below}"
                yield ast.parse(text), text
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            else:
                return
