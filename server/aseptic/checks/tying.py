"""The deviations that a comment names at a finding's statement: which of several equals a record is about."""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject
from aseptic.checks.fingerprint import statement_of
from aseptic.source.document import split_lines
from aseptic.source.ties import tied


def tied_to(subject: Subject, node: ast.AST) -> tuple[str, ...]:
    """Return the ids in the comments right above the statement that holds `node`, and on its first line."""
    statement = statement_of(subject, node)
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    first = min(subject.parsed.span(each).start.line for each in (statement, *decorators))
    lines = split_lines(subject.parsed.chunk.text)
    above = first
    while above > 0 and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    found = (each for each in tied(lines) if each.word == "deviation" and above <= each.span.start.line <= first)
    return tuple(dict.fromkeys(each.id for each in found))
