"""A standard, compiled once, and the findings of one chunk by it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from attrs import define

from aseptic.checks.bandit.detector import bandit_detector
from aseptic.checks.bandit.installed import call_names, sought_names
from aseptic.checks.banned import banned_detector, banned_names
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.fingerprint import fingerprint, scope_of
from aseptic.checks.grouping import grouped
from aseptic.checks.indirect import indirect_detector
from aseptic.checks.named import names_detector
from aseptic.checks.placing import shown
from aseptic.checks.settings import banned_settings, settings_detector
from aseptic.checks.shapes.table import shapes_detector
from aseptic.checks.sieve.bandit_needs import IMPORT_LISTS
from aseptic.checks.sieve.bound import Bound, bound_of
from aseptic.checks.sieve.filter import Filter, gathered, make_filter
from aseptic.checks.sieve.need import NOTHING, Need, Sought
from aseptic.checks.sieve.reading import Reading
from aseptic.checks.sieve.sifted import Sifted
from aseptic.checks.texts import comments_detector, texts_detector
from aseptic.checks.tying import tied_to
from aseptic.checks.unsettled import Methods, Receiver, methods, receivers
from aseptic.checks.uses import Endings
from aseptic.source.bindings import Bindings
from aseptic.source.chunk import Chunk
from aseptic.source.dotted import dotted
from aseptic.source.parse import Parsed
from aseptic.source.rescoped import Resolved
from aseptic.source.ties import TIE
from aseptic.source.view import View
from aseptic.standard.catalog import Standard
from aseptic.standard.finding import Finding
from aseptic.standard.rule import Rule


@define(frozen=True, slots=False, eq=False)
class Checker:
    """The detectors of a standard and the filter that spares them work."""

    standard: Standard
    filter: Filter
    detectors: tuple[Detector, ...]
    names: Mapping[str, tuple[Rule, ...]]
    """The dotted names that rules ban, always or in part, bandit's lists included."""
    endings: Endings

    @cached_property
    def methods(self) -> Methods:
        """The banned names of which types must tell what they are called on, where names do not."""
        return methods(self.standard.rules.values(), self.endings)

    def watched(self, chunk: Chunk, view: View) -> frozenset[str]:
        """Return the modules whose import alone can change what this chunk's findings are."""
        return self.filter.watched(Reading.of(chunk.text, chunk.names, view))

    def bound(self, chunks: Sequence[Chunk], bindings: Bindings) -> Bound | None:
        """Return what the chunks of a file may hold; None where only each by itself can tell."""
        return bound_of(self.filter, chunks, bindings)

    def sought(self, chunk: Chunk, view: View, before: Sifted | None = None) -> Callable[[], Sifted] | None:
        """Tell what may be found here, when it is called; None where that is nothing: there is no need to parse.

        What was there `before`, a moment ago, is taken to be there still: to look for it would cost more.
        """
        reading = Reading.of(chunk.text, chunk.names, view, self.filter.vocabulary)
        if before is not None and reading.meets(before.first):
            return lambda: self._sifted(reading, before.first, before)
        first = next(self.filter.met(reading.widened(self.filter.parts), set()), None)
        return None if first is None else lambda: self._sifted(reading, first, before)

    def _sifted(self, reading: Reading, first: Need, before: Sifted | None) -> Sifted:
        known = before.sought if before else NOTHING
        found = {(first.kind, first.key), *((kind, key) for kind, keys in known.items() for key in keys)}
        near = reading.after(before.reading) if before else reading
        met = list(self.filter.met(near := near.widened(self.filter.parts), found))
        plain = next((need for need in (first, *met) if reading.meets(need)), first)
        return Sifted(near, plain, gathered(met, found))

    def unsettled(self, chunk: Chunk, view: View) -> Sought:
        """Return which banned methods a chunk may call, whatever it calls them on."""
        return self.methods.filter.sought(Reading.of(chunk.text, chunk.names, view))

    def receivers(self, parsed: Parsed, view: View, sought: Sought) -> tuple[Receiver, ...]:
        """Return what the chunk calls such methods on, as far as names do not tell."""
        return receivers(Subject(parsed, view, sought), self.methods)

    def banning(self, name: str) -> tuple[Rule, ...]:
        """Return the rules that restrict a dotted name."""
        return self.names.get(name, ())

    def subject(self, parsed: Parsed, view: View, sought: Sought, before: Resolved | None = None) -> Subject:
        """Return a chunk as detectors see it; `sought` is what may be found, `before` what it may have been made of."""
        return Subject(parsed, view, sought, before)

    def check(self, subject: Subject) -> tuple[Finding, ...]:
        """Return a chunk's findings in the order of the text."""
        marks = [mark for detect in self.detectors for mark in detect(subject)]
        findings = (self._finding(subject, same) for same in grouped(subject, marks))
        return tuple(sorted(findings, key=lambda finding: (finding.span, finding.rule)))

    def _finding(self, subject: Subject, marks: list[Mark]) -> Finding:
        first = marks[0]
        rule = self.standard.rules[first.rule]
        symbol = next((mark.symbol for mark in marks if mark.symbol), "") or _called(subject, first.node)
        softer = next((mark.severity for mark in marks if mark.severity), None)
        message = next((mark.message for mark in marks if mark.message), rule.heading.message)
        own = tuple(name for mark in marks for name in mark.replace)
        return Finding(
            rule.id,
            shown(subject.parsed, first),
            first.place or subject.parsed.span(first.node),
            message.replace("{name}", _spoken(symbol)),
            softer or rule.severity,
            scope_of(subject, first.node),
            fingerprint(subject, first.node, first.silenced),
            symbol,
            tuple(dict.fromkeys(mark.bandit for mark in marks if mark.bandit)),
            own or rule.heading.replace,
            tied_to(subject, first.node) if TIE in subject.parsed.chunk.text else (),
            fingerprint(subject, first.node).statement if first.silenced else "",
        )


def compiled(standard: Standard, sieve: Filter | None = None) -> Checker:
    """Compile a standard's rules; `sieve` stands in for the filter that follows from them."""
    rules: Iterable[Rule] = tuple(standard.rules.values())
    names, settings = banned_names(rules), banned_settings(rules)
    chosen = sieve or make_filter(rules, sought_names)
    restricted = _restricted(standard)
    detectors = (
        bandit_detector(rules),
        banned_detector(names),
        indirect_detector(names, {name: rule for rule in rules for name in _imports(rule)}),
        settings_detector(settings),
        texts_detector(rules),
        names_detector(rules),
        comments_detector(rules, restricted),
        shapes_detector(rules),
    )
    return Checker(standard, chosen, detectors, restricted, names.ends)


def _imports(rule: Rule) -> Iterable[str]:
    """Yield the modules whose import the bandit tests of a rule report."""
    return (name for test in rule.tests if test.startswith(IMPORT_LISTS) for name in call_names(test))


def _restricted(standard: Standard) -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in standard.rules.values():
        own = (name for entry in rule.heading.detect.banned for name in entry.names)
        listed = (name for test in rule.tests for name in call_names(test))
        for name in dict.fromkeys((*own, *listed)):
            found.setdefault(name, []).append(rule)
    return {name: tuple(rules) for name, rules in found.items()}


def _called(subject: Subject, node: ast.AST) -> str:
    """Return the dotted name that a call resolves to, or as it is written."""
    if not isinstance(node, ast.Call):
        return ""
    scope = subject.scopes.get(id(node))
    meanings = scope.meanings(node.func) if scope else ()
    written = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return meanings[0] if meanings else dotted(node.func) or written


def _spoken(symbol: str) -> str:
    """Return a name as people say it: a built-in without its module."""
    return symbol.removeprefix("builtins.") or "this"
