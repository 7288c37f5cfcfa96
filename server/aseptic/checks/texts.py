"""Texts and comments that a rule bans."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property

from attrs import define, evolve

from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.sieve.need import Kind
from aseptic.checks.sieve.rule_needs import text_key
from aseptic.checks.silenced_ids import comments_in, silenced_ids
from aseptic.checks.trying import is_found
from aseptic.source.scopes import Scope
from aseptic.standard.detect import Words
from aseptic.standard.rule import Rule


@define(frozen=True, slots=False, eq=False)
class Restriction:
    """An entry of a rule's texts, names or comments, compiled."""

    key: str
    rule: Rule
    entry: Words
    words: tuple[str, ...]
    """In small letters."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The entry's expression."""
        return re.compile(self.entry.matches)  # most are never needed: a chunk with one of the words is rare

    def finds(self, text: str) -> bool:
        """Say whether the expression is found in a text."""
        return is_found(self.pattern, text, self.rule.id)

    def possible(self, lowered: str) -> bool:
        """Say whether a text in small letters holds one of the words."""
        return any(word in lowered for word in self.words)


def texts_detector(rules: Iterable[Rule]) -> Detector:
    """Make the detector of banned texts."""
    every = restrictions((rule, rule.heading.detect.texts) for rule in rules)

    def detect(subject: Subject) -> Iterator[Mark]:
        sought = possible(every, Kind.TEXT, subject)
        if not sought:
            return
        for node, scope in subject.nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not _is_docstring(node, subject):
                for each in sought:
                    if (
                        each.finds(node.value)
                        and not _asks(each, node, subject)
                        and _goes_to(each.entry.to, node, scope, subject)
                    ):
                        yield Mark.of(each.rule, each.entry, node)

    return detect


def comments_detector(rules: Iterable[Rule], restricted: Container[str]) -> Detector:
    """Make the detector of banned comments; `restricted` holds the names that rules ban, always or in part."""
    every = restrictions((rule, rule.heading.detect.comments) for rule in rules)

    def detect(subject: Subject) -> Iterator[Mark]:
        sought = possible(every, Kind.COMMENT, subject)
        if not sought:
            return
        for comment, place in comments_in(subject.parsed.chunk.text):
            for each in sought:
                if each.finds(comment) and (
                    not each.entry.on_restricted or _calls(restricted, subject, place.start.line)
                ):
                    statement = _statement_on(subject, place.start.line)
                    mark = Mark.of(each.rule, each.entry, statement, place=place)
                    yield evolve(mark, silenced=silenced_ids(comment))

    return detect


def restrictions(entries: Iterable[tuple[Rule, Sequence[Words]]]) -> tuple[Restriction, ...]:
    """Compile what rules declare."""
    return tuple(
        Restriction(text_key(rule, number), rule, entry, tuple(word.lower() for word in entry.words))
        for rule, listed in entries
        for number, entry in enumerate(listed)
    )


def possible(every: Sequence[Restriction], kind: Kind, subject: Subject) -> list[Restriction]:
    """Return those of which a chunk may hold something."""
    keys = subject.sought.get(kind)
    return [each for each in every if each.key in keys and each.possible(subject.lowered)] if keys else []


def _asks(each: Restriction, node: ast.Constant, subject: Subject) -> bool:
    """Whether what follows a text in a formatted one is an answer of yes or no, as `token is not None` is."""
    outer = subject.parsed.parents.get(node)
    if not isinstance(outer, ast.JoinedStr) or each.finds(f"{node.value}\N{SNOWMAN}"):
        return False
    after = outer.values[outer.values.index(node) + 1 :][:1]
    return any(isinstance(one, ast.FormattedValue) and _is_answer(one.value) for one in after)


def _is_answer(value: ast.expr) -> bool:
    match value:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.Call(func=ast.Name(id="bool" | "len" | "isinstance")):
            return True
        case _:
            return False


def _is_docstring(node: ast.AST, subject: Subject) -> bool:
    return isinstance(subject.parsed.parents.get(node), ast.Expr)


def _goes_to(names: Sequence[str], node: ast.AST, scope: Scope, subject: Subject) -> bool:
    """Whether a text is part of an argument of a call of one of these names; of none named, always."""
    if not names:
        return True
    parents = subject.parsed.parents
    while node in parents and not isinstance(node, ast.stmt):
        outer = parents[node]
        if (
            isinstance(outer, ast.Call)
            and outer.func is not node
            and not frozenset(names).isdisjoint(scope.meanings(outer.func))
        ):
            return True
        node = outer
    return False


def _calls(restricted: Container[str], subject: Subject, line: int) -> bool:
    """Whether a call that begins or ends on a line is one of a restricted name."""
    for node, scope in subject.nodes:
        if isinstance(node, ast.Call):
            span = subject.parsed.span(node)
            if line in (span.start.line, span.end.line) and any(
                name in restricted for name in scope.meanings(node.func)
            ):
                return True
    return False


def _statement_on(subject: Subject, line: int) -> ast.AST:
    """Return the innermost statement that begins on a line or last before it; the chunk's tree where none does."""
    statements = [node for node, _ in subject.nodes if isinstance(node, ast.stmt)]
    above = [node for node in statements if node.lineno - subject.parsed.above <= line]
    return max(above, key=lambda node: node.lineno, default=subject.parsed.tree)
