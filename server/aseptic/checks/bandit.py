"""Bandit's tests, run over one chunk by bandit's own visitor. Only this module and `bandit_loading` know bandit.

Nothing is started and nothing is written: the visitor gets the chunk's tree, and the imports and aliases that it
would have gathered above it had it walked the whole file. `# nosec` silences nothing here: only a recorded
deviation does.
"""

# Bandit has no types of its own; what comes from it is typed where it leaves this module.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import ast
import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from typing import Any

from aseptic.checks.bandit_loading import BanditNodeVisitor, Context, Issue, Test, blacklist, loaded
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.narrowing.table import NARROWINGS, Narrow
from aseptic.source.parse import Parsed
from aseptic.standard.catalog import Standard
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Severity

_LOG = logging.getLogger(__name__)

_BY_NAME = {"B102": ("exec",)}
"""Tests besides bandit's lists that go by the name of what is called."""

Found = tuple[Issue, Any]


class _Tester:
    """Runs the tests for one kind of node, as bandit's own does, and keeps the node of each result."""

    def __init__(self, tests: Mapping[str, list[Callable[..., Issue | None]]]) -> None:
        self.tests = tests
        self.found: list[Found] = []

    def run_tests(self, raw_context: dict[str, Any], checktype: str) -> None:
        for test in self.tests.get(checktype, ()):
            context = Context(dict(raw_context))
            try:
                config = getattr(test, "_config", None)
                issue = test(context) if config is None else test(context, config)
            except RecursionError:
                raise  # the whole chunk is put aside and named: it is too deep for the other tests, too
            except Exception as error:  # a test that fails on odd code loses that node only, as in bandit
                _LOG.warning("bandit's %s failed: %s", test.__name__, type(error).__name__)
                continue
            if issue is None:
                continue
            if issue.lineno is None:
                issue.lineno = raw_context["lineno"]
            issue.test_id = issue.test_id or getattr(test, "_test_id", "")
            self.found.append((issue, raw_context["node"]))


class _Visitor(BanditNodeVisitor):
    """Bandit's visitor without its bookkeeping of scores, ranges of lines and debug output."""

    def __init__(self, subject: Subject, tests: Mapping[str, list[Callable[..., Issue | None]]]) -> None:
        text = subject.parsed.chunk.text.encode("utf-8", "surrogatepass")
        super().__init__("./chunk.py", io.BytesIO(text), None, None, False, {}, None)
        self.tester = _Tester(tests)
        self.imports = set(subject.view.imports)
        self.import_aliases = dict(subject.view.aliases)

    def pre_visit(self, node: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        self.context: dict[str, Any] = {
            "imports": self.imports,
            "import_aliases": self.import_aliases,
            "node": node,
            "filename": self.fname,
            "file_data": self.fdata,
        }
        for name in ("lineno", "col_offset", "end_col_offset"):
            if hasattr(node, name):
                self.context[name] = getattr(node, name)
        self.depth += 1
        return True

    def update_scores(self, scores: Any) -> None:
        """Scores are for bandit's report."""


def known_tests() -> frozenset[str]:
    """Return the ids of every test that the installed bandit brings."""
    listed = (entry["id"] for entries in loaded().lists.values() for entry in entries)
    return frozenset((*(_id(test) for test in loaded().tests), *listed))


def unaccounted(standard: Standard) -> tuple[str, ...]:
    """Return the tests of the installed bandit that no rule uses and the standard does not exclude."""
    return tuple(sorted(known_tests() - standard.by_bandit.keys() - standard.head.excluded.keys()))


def call_names(test: str) -> tuple[str, ...]:
    """Return the dotted names of one of bandit's lists, or nothing for a test of another kind."""
    return _names_listed().get(test, ())


@cache
def _names_listed() -> Mapping[str, tuple[str, ...]]:
    return {entry["id"]: tuple(entry["qualnames"]) for entries in loaded().lists.values() for entry in entries}


class Tests:
    """The tests that a standard uses, by bandit's kinds of node, and fewer of them for a chunk that can do."""

    def __init__(self, ids: Iterable[str]) -> None:
        wanted = frozenset(ids)
        self._by_kind: dict[str, list[Test]] = {}
        for test in loaded().tests:
            if _id(test) in wanted:
                _configure(test)
                for kind in test._checks:  # pyright: ignore[reportFunctionMemberAccess]
                    self._by_kind.setdefault(kind, []).append(test)
        every = loaded().lists.items()
        kept = {kind: [entry for entry in entries if entry["id"] in wanted] for kind, entries in every}
        self._lists = {kind: entries for kind, entries in kept.items() if entries}
        self._kept: dict[frozenset[str], Mapping[str, list[Any]]] = {}

    def only(self, ids: frozenset[str]) -> Mapping[str, list[Any]]:
        """Return the tests by kind of node, restricted to `ids`."""
        if ids not in self._kept:
            chosen = {kind: [test for test in tests if _id(test) in ids] for kind, tests in self._by_kind.items()}
            every = self._lists.items()
            entries = {kind: [entry for entry in listed if entry["id"] in ids] for kind, listed in every}
            for kind, listed in entries.items():
                if listed:
                    chosen.setdefault(kind, []).append(_list_test(entries))
            self._kept[ids] = {kind: tests for kind, tests in chosen.items() if tests}
        return self._kept[ids]


def _id(test: Test) -> str:
    found: str = test._test_id  # pyright: ignore[reportFunctionMemberAccess]
    return found


def _configure(test: Test) -> None:
    """Give a test that takes a configuration the one that bandit gives it by itself."""
    option: str | None = getattr(test, "_takes_config", None)
    if option is not None:
        test._config = import_module(test.__module__).gen_config(option)  # pyright: ignore[reportFunctionMemberAccess]


def _list_test(entries: Mapping[str, list[dict[str, Any]]]) -> Test:
    """Return the test that compares names with lists, as bandit runs it after the others of a kind."""

    def listed(context: Any) -> Issue | None:
        return blacklist(context, entries)

    return listed


def bandit_detector(rules: Iterable[Rule], relevant: Callable[[Subject], frozenset[str]]) -> Detector:
    """Make the detector that runs the tests of these rules; `relevant` names those that a chunk needs."""
    owners = {test: rule for rule in rules for test in rule.tests}
    ids = frozenset(owners)
    narrows: dict[str, Narrow] = {
        narrowing.test: NARROWINGS[narrowing.to]
        for rule in owners.values()
        for narrowing in rule.heading.detect.narrows
    }
    tests = Tests(owners)
    named = {test: frozenset(call_names(test) or _BY_NAME.get(test, ())) for test in owners}

    def detect(subject: Subject) -> Iterator[Mark]:
        chosen = tests.only(relevant(subject) & ids)
        if not chosen:
            return
        try:
            for issue, node in _run(subject, chosen):
                rule = owners.get(issue.test_id)
                narrow = narrows.get(issue.test_id)
                if rule is None or _hidden(node, subject, named[issue.test_id]):
                    continue
                if narrow is None or narrow(node, issue.text, subject):
                    yield _mark(rule, issue, node, subject.parsed)
        finally:
            _untie(subject.parsed)

    return detect


def _hidden(node: Any, subject: Subject, named: frozenset[str]) -> bool:
    """Whether a call that bandit knows by these names goes elsewhere: to a thing of the project's own, say."""
    if not named:
        return False
    function = node.func if isinstance(node, ast.Call) else None
    root = function
    while isinstance(root, ast.Attribute):
        root = root.value
    scope = subject.scopes.get(id(node))
    if function is None or scope is None or not isinstance(root, ast.Name) or not scope.binds(root.id):
        return False
    meant = scope.meanings(function)
    return not any(fnmatch(each.removeprefix("builtins."), name) for each in meant for name in named)


def _run(subject: Subject, tests: Mapping[str, list[Any]]) -> list[Found]:
    visitor = _Visitor(subject, tests)
    visitor.generic_visit(subject.parsed.tree)
    found = visitor.tester.found
    if "File" in tests:
        tester = _Tester(tests)
        whole = {"file_data": visitor.fdata, "filename": visitor.fname, "lineno": 1, "node": subject.parsed.tree}
        tester.run_tests({**whole, "linerange": [0, 1], "col_offset": 0, "end_col_offset": 0}, "File")
        for issue, _ in tester.found:
            issue.lineno = (
                (issue.lineno or 1) + subject.parsed.above - 1
            )  # this kind of test counts the text's lines, not the tree's
        found.extend(tester.found)
    return found


def _untie(parsed: Parsed) -> None:
    """Take from the nodes what ties each to its parent, so that the tree goes when the last one lets it go."""
    for node in parsed.inside(parsed.tree):
        vars(node).pop("_bandit_parent", None)
        vars(node).pop("_bandit_sibling", None)


def _mark(rule: Rule, issue: Issue, node: Any, parsed: Parsed) -> Mark:
    soft = issue.severity == "LOW" and issue.test_id in rule.heading.detect.softened
    lineno: int | None = issue.lineno
    if lineno is not None and lineno < parsed.above:
        lineno = None
    return Mark(rule.id, node, "", lineno, issue.test_id, Severity.LOW if soft else None)
