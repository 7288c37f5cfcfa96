"""Noncompliant statements planted in real code, and what has to hold of every replacement that is offered there."""

from __future__ import annotations

import ast
import tokenize
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from attrs import field, frozen
from hypothesis import strategies as st

from aseptic.analysis.fixing.proof import Proved, proved
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.source.chunk import Kind
from aseptic.source.cut import cut
from aseptic.source.document import Document, split_lines
from aseptic.source.span import Edit
from aseptic.standard.catalog import shipped
from aseptic.standard.remedy import Remedy
from aseptic.standard.rule import Rule


def remedies(rule: Rule) -> tuple[Remedy, ...]:
    """Return all that a rule says of what to write instead."""
    detect = rule.heading.detect
    return (*rule.heading.replace, *(entry.replace for entry in (*detect.banned, *detect.settings)))


MENDED = [rule for rule in shipped()[0].rules.values() if any(remedies(rule))]
PLANTS = [(rule.id, code) for rule in MENDED for code in rule.noncompliant]
"""What is planted: the examples of every rule that has a replacement."""
MARKS = ("", "# plain", '# café 😀 (it\'s "here")')
_NOTE = '"é😀"; '


@frozen
class Soil:
    """How the planted code is laid out."""

    depth: int = 0
    """How many blocks it stands in."""
    unit: str = "    "
    ending: str = "\n"
    comment: str = ""
    """A comment above it, below it and behind its first statement that can have one."""
    noted: int = -1
    """Which of its statements has another with wide letters before it on its line."""
    place: int = 0
    """At which of the host's statements it is planted."""


SOILS = st.builds(
    Soil,
    st.integers(0, 2),
    st.sampled_from(["    ", "  ", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(MARKS),
    st.integers(-1, 6),
    st.integers(0, 50),
)


def planted(host: str, code: str, soil: Soil) -> str | None:
    """Return the host with the code in it; None where the result is no Python."""
    tree = ast.parse(code)
    lines = code.split("\n")
    imports = [each for each in tree.body if isinstance(each, ast.Import | ast.ImportFrom)]
    gone = {line for each in imports for line in range(each.lineno - 1, (each.end_lineno or each.lineno))}
    lines = _noted(code, lines, gone, soil)
    body = [line for number, line in enumerate(lines) if number not in gone]
    inner = "".join(f"{soil.unit * level}with PLACE:\n" for level in range(soil.depth))
    mark = soil.unit * soil.depth + soil.comment + "\n" if soil.comment else ""
    grown = "".join(f"{soil.unit * soil.depth}{line}\n" if line.strip() else "\n" for line in body).strip("\n") + "\n"
    text = _with_imports(host, "".join(f"{ast.unparse(each)}\n" for each in imports))
    at = _boundary(text, soil.place)
    rows = split_lines(text)
    whole = "".join((*rows[:at], "\n", inner, mark, grown, mark, "\n", *rows[at:])).replace("\n", soil.ending)
    try:
        compile(whole, "planted", "exec", ast.PyCF_ONLY_AST)
    except SyntaxError:
        return None
    return whole


def _noted(code: str, lines: list[str], gone: set[int], soil: Soil) -> list[str]:
    """Put a statement with wide letters before one of those that stand on a line of their own, and a comment behind."""
    simple = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Expr | ast.Assign | ast.Return | ast.Assert | ast.Pass)
        and node.lineno - 1 not in gone
        and lines[node.lineno - 1][: node.col_offset].strip() == ""
    ]
    made = list(lines)
    if 0 <= soil.noted < len(simple):
        line, column = simple[soil.noted].lineno - 1, simple[soil.noted].col_offset
        made[line] = made[line][:column] + _NOTE + made[line][column:]
    for node in simple[:1] if soil.comment else ():
        if node.lineno == node.end_lineno:
            made[node.lineno - 1] += f"  {soil.comment}"
    return made


def _with_imports(host: str, imports: str) -> str:
    """Put imports where the host has its own, behind its docstring and its future."""
    lines = split_lines(host)
    place = 0
    for node in ast.parse(host).body:
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (text or (isinstance(node, ast.ImportFrom) and node.module == "__future__")):
            break
        place = node.end_lineno or node.lineno
    return "".join((*lines[:place], imports, *lines[place:]))


def _boundary(text: str, place: int) -> int:
    """Return the line of a statement at the module's own level, below its imports."""
    whole = cut(split_lines(text))
    starts = [start for start, chunk in zip(whole.starts, whole.chunks, strict=True) if chunk.kind is Kind.STATEMENT]
    last = max(
        (node.end_lineno or 0 for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)),
        default=0,
    )
    below = [start for start in starts if start >= last] or [len(split_lines(text))]
    return below[place % len(below)]


@frozen
class Field:
    """Where planted code is tried."""

    session: Session
    path: Path
    known: dict[str, Counter[str]] = field(factory=dict[str, Counter[str]])
    """How many findings of each rule a text has."""

    def open(self, text: str) -> Snapshot:
        return self.session.open(self.path, None, text)

    def offers(self, text: str, rules: frozenset[str]) -> Iterator[tuple[ChunkFinding, Proved]]:
        """Yield what is offered for the findings that the planted code brought."""
        snapshot = self.open(text)
        for placed in snapshot.findings:
            if placed.finding.rule in rules:
                yield from ((placed, each) for each in proved(snapshot, placed))

    def holds(self, text: str, placed: ChunkFinding, offer: Proved) -> str:
        """Hold one replacement to its promises; return the text that it makes."""
        after = spliced(text, offer.edits)
        compile(after.removeprefix("\ufeff"), "after", "exec", dont_inherit=True)
        before_rules, after_rules = self._rules(text), self._rules(after)
        assert after_rules[placed.finding.rule] < before_rules[placed.finding.rule], "the finding is still there"
        assert not after_rules - before_rules, "a new finding came"
        assert comments(after) == comments(text), "a comment came or went"
        assert not ("\r" in text and after.replace("\r\n", "").count("\n")), "a line ends otherwise"
        _local(text, placed, offer)
        return after

    def _rules(self, text: str) -> Counter[str]:
        if text not in self.known:
            self.known[text] = Counter(placed.finding.rule for placed in self.open(text).findings)
        return self.known[text]

    def settled(self, text: str, rules: frozenset[str]) -> str:
        """Apply the first replacements one after another until none is left; that has to come to an end."""
        for _ in range(20):
            first = next(iter(self.offers(text, rules)), None)
            if first is None:
                return text
            text = spliced(text, first[1].edits)
        raise AssertionError("there is always one more")


def spliced(text: str, edits: tuple[Edit, ...]) -> str:
    """Apply edits to a text by its characters alone, from the end, so that what is outside cannot change."""
    starts = [0]
    for line in Document.of(text).lines:
        starts.append(starts[-1] + len(line))
    spans = sorted(
        (
            starts[edit.span.start.line] + edit.span.start.column,
            starts[edit.span.end.line] + edit.span.end.column,
            edit.text,
        )
        for edit in edits
    )
    assert all(one[1] <= other[0] for one, other in pairwise(spans)), "edits overlap"
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    return text


def _local(text: str, placed: ChunkFinding, offer: Proved) -> None:
    """Hold that every edit is in the finding's own chunk, or adds or takes an import, or adds what the module shall have."""
    first, last = placed.start, placed.start + placed.entry.chunk.height
    for edit in offer.edits:
        own = first <= edit.span.start.line and edit.span.end.line <= last
        words = (edit.text or _text(text, edit)).split()
        imports = (
            not words
            or words[0] in ("import", "from")
            or words[:2] in (["logger", "="], ["_MAX_UNPACKED_BYTES", "="])
            or edit in offer.tidying
            or edit.text.startswith(",")
        )
        assert own or imports or edit.text.rstrip().endswith(","), edit


def _text(text: str, edit: Edit) -> str:
    lines = Document.of(text).lines[edit.span.start.line : edit.span.end.line + 1]
    return "".join(lines)[edit.span.start.column :]


def comments(text: str) -> Counter[str]:
    rows = iter(split_lines(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")))
    tokens = tokenize.generate_tokens(lambda: next(rows, ""))
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)
