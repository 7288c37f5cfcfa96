"""The code that a record quotes: taken from a document, and held against the fingerprint beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from attrs import frozen

from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.checks.detector import Subject
from aseptic.checks.fingerprint import Meaning, Statement, meaning_in, statement_digest
from aseptic.checks.retelling import comment_digests, digests, meaning_by, names_of
from aseptic.records.meanings import names_line
from aseptic.source.parse import Broken, Parsed
from aseptic.source.span import Edit


@frozen
class Quotation:
    """A statement as it stands, and the line that says what its names stand for; empty where nobody can tell."""

    code: str
    names: str = ""


def quotation(snapshot: Snapshot, placed: ChunkFinding, remark: Edit | None = None) -> Quotation:
    """Return the statement of a finding: of a compound one its head, whole lines as they stand.

    `remark` is an edit of one line's comment, which the code is quoted with.
    """
    lines = snapshot.lines if remark is None else snapshot.analysis.document.edited(remark)[0].lines
    found = stated(snapshot, placed)
    if found is None:
        first, last = placed.node.start.line, placed.node.end.line
        return Quotation("".join(lines[first : last + 1]).rstrip("\r\n"))
    subject, statement = found
    first, last = _lines(subject.parsed, statement)
    if placed.finding.bare:  # the comment that is meant may stand below what closes its statement
        last = max(last, placed.finding.span.end.line)
    text = "".join(lines[placed.start + first : placed.start + last + 1]).rstrip("\r\n")
    names = names_of(subject, statement)
    return Quotation(text, names_line(names) if names is not None else "")


def used_names(snapshot: Snapshot, placed: ChunkFinding) -> tuple[str, ...]:
    """Return the plain names that a finding's statement reads, in the order of the text."""
    found = stated(snapshot, placed)
    if found is None:
        return ()
    heads = [found[1]] if not getattr(found[1], "body", None) else list(_heads(found[1]))
    nodes = [node for head in heads for node in ast.walk(head)]
    read = [each for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]
    return tuple(each.id for each in sorted(read, key=lambda one: (one.lineno, one.col_offset)))


def _heads(statement: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a compound statement that are no statements themselves."""
    return (each for each in ast.iter_child_nodes(statement) if not isinstance(each, Statement | ast.match_case))


def fits(snapshot: Snapshot, placed: ChunkFinding, code: str) -> bool:
    """Say whether code, read as if it stood where the finding stands, holds the finding's statement."""
    found = stated(snapshot, placed)
    if found is None:
        return False
    subject, statement = found
    names = names_of(subject, statement) or {}
    told = comment_digests if placed.finding.bare else digests
    return placed.finding.fingerprint.statement in told(code, meaning_by(names, lambda _: ""))


def stated(snapshot: Snapshot, placed: ChunkFinding) -> tuple[Subject, ast.AST] | None:
    """Return the innermost statement round a finding that bears its fingerprint."""
    parsed = snapshot.project.memo.parsed(placed.entry.chunk)
    if isinstance(parsed, Broken):
        return None
    subject = Subject(parsed, placed.entry.view, {})
    line = placed.finding.node.start.line
    for node in sorted(
        _around(parsed, line, bool(placed.finding.bare)), key=lambda each: -parsed.span(each).start.line
    ):
        meaning: Meaning = meaning_in(subject, node)
        if statement_digest(node, meaning) == placed.finding.at_statement:
            return subject, node
    return None


def _around(parsed: Parsed, line: int, below: bool) -> Iterator[ast.AST]:
    """Yield the statements that hold a line; `below`: those, too, below which it may be a comment of theirs."""
    for root in parsed.roots:
        for node in parsed.inside(root):
            if isinstance(node, Statement):
                first, last = _lines(parsed, node)
                if first <= line and (below or line <= max(last, parsed.span(node).end.line)):
                    yield node


def _lines(parsed: Parsed, statement: ast.AST) -> tuple[int, int]:
    """Return the first and last line of a statement in its chunk; of a compound one those of its head."""
    span = parsed.span(statement)
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    first = min([span.start.line, *(parsed.span(each).start.line for each in decorators)])
    if isinstance(statement, ast.ExceptHandler):
        return first, span.end.line
    inner: list[ast.AST] = getattr(statement, "body", None) or getattr(statement, "cases", None) or []
    if not inner:
        return first, span.end.line
    below = inner[0].pattern if isinstance(inner[0], ast.match_case) else inner[0]
    heads: list[ast.expr] = getattr(below, "decorator_list", [])
    start = min([parsed.span(below).start.line, *(parsed.span(each).start.line for each in heads)])
    return first, max(first, start - 1)
