"""A test with the error that it raises, laid out over lines as a formatter does it."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.denied import denied
from aseptic.replacements.lines import on_one_line
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of, step_of
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_OF_THE_ASSERT = re.compile(r"#\s*(?:noqa(?::\s*S101)?|nosec(?:[:\s]+(?:B101|assert_used))?)\s*", re.IGNORECASE)
"""Comments that let an assert pass, and nothing else."""
_MARK = re.compile(r"#\s*(?:noqa|nosec|type:|pyright:|pylint:|pragma)", re.IGNORECASE)
"""Comments that work on the line which they stand on, however long it is."""


def raising(site: Site, node: ast.Assert, error: str, said: str) -> tuple[Edit, str] | None:
    """Return the edit that writes `if not …: raise`, and the comment that goes with the assert, "" where none does.

    A comment behind the assert is on the test, and stands behind its head, or above where that is too long. None where
    a line would pass the width that none of the assert's lines passed before.
    """
    indent, comment = indent_of(site, node), _behind(site, node)
    if indent is None:
        return None
    span, end, step = site.parsed.span(node), ending_of(site), step_of(indent)
    contrary = on_one_line(denied(site, node.test), site.columns - len(indent) - len("if :"))
    if not _is_laid_out(contrary, indent):
        return None  # laid out over lines in a way that a machine would not lay out as well
    head, last = f"if {contrary}:", f"{indent}{step}raise {error}({said})"
    if len(last) > site.columns or "\n" in said:
        parts = (f"{indent}{step}{step}{part}" for part in said.split("\n"))
        last = end.join((f"{indent}{step}raise {error}(", *parts, f"{indent}{step})"))
    most = max(site.columns, *(len(line) for line in f"{indent}{site.text_of(node)}".split(end)))
    if any(len(line) > most for line in (*f"{indent}{head}".split(end), *last.split(end))):
        return None
    if not comment or _OF_THE_ASSERT.fullmatch(comment.text):
        behind = comment.span.end if comment else span.end
        return Edit(Span(span.start, behind), f"{head}{end}{last}"), comment.text if comment else ""
    if _MARK.match(comment.text) or ("\n" not in head and len(f"{indent}{head}  {comment.text}") <= site.columns):
        head = f"{head}  {comment.text}"
    else:
        head = f"{comment.text}{end}{indent}{head}"
    return Edit(Span(span.start, comment.span.end), f"{head}{end}{last}"), ""


def _behind(site: Site, node: ast.Assert) -> Edit | None:
    """Return the comment behind a statement, with the place from the statement's end to its own."""
    start = site.parsed.span(node).end
    line = site.parsed.lines[start.line]
    text = line[start.column : line_end(line)]
    comment = text.strip()
    return Edit(Span(start, Position(start.line, line_end(line))), comment) if comment.startswith("#") else None


def _is_laid_out(denied: str, indent: str) -> bool:
    """Whether a test stands on one line, or closes its brackets on a line of their own, where they begin."""
    last = denied.rpartition("\n")[2]
    if last == denied:
        return True
    try:
        ast.parse(f"if {denied}: pass")
    except SyntaxError:
        return False
    return last.startswith(indent) and last[len(indent) : len(indent) + 1] in (")", "]", "}")
