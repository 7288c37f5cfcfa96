"""Bandit's tests, run over one chunk by bandit's own visitor.

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
from typing import Any

from aseptic.checks.bandit.installed import Tests, sought_names
from aseptic.checks.bandit.loading import Context, Issue, get_call_name
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.hidden import is_hidden
from aseptic.checks.narrowing.table import NARROWINGS, Narrow
from aseptic.checks.sieve.need import Kind
from aseptic.source.parse import Parsed
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Severity

_LOG = logging.getLogger(__name__)

_BY_NAME = {"B102": ("exec",)}
"""Tests besides bandit's lists that go by the name of what is called."""

_NONE = frozenset[str]()
_PLACES = ("lineno", "col_offset", "end_col_offset")
_DOCUMENT = "./chunk.py"
_PARENT = "_bandit_parent"

ByKind = Mapping[str, list[Callable[..., Issue | None]]]
"""Bandit's tests by kind of node."""
Found = tuple[Issue, Any]


class _Visitor:
    """Bandit's visitor for the kinds of node that a test looks at, without scores, namespaces and ranges of lines.

    A node that a test is asked of knows its parent, and so on upwards, by the name that bandit's tests read.
    """

    def __init__(self, subject: Subject, tests: ByKind, tied: list[ast.AST]) -> None:
        self.data = io.BytesIO(subject.parsed.chunk.text.encode("utf-8", "surrogatepass"))
        self.found: list[Found] = []
        self.tied = tied
        self._tests = tests
        self._imports = set(subject.view.imports)
        self._aliases = dict(subject.view.aliases)
        named = {"Call": self._call, "FunctionDef": self._function, "Constant": self._constant}
        wanted = {*tests, *(("Constant",) if tests.keys() & {"Str", "Bytes"} else ())}
        imports = {"Import": self._import, "ImportFrom": self._import_from}
        self._visits = {**{kind: named.get(kind, self._plain) for kind in wanted}, **imports}

    def walk(self, parsed: Parsed) -> None:
        """Visit the nodes of a tree, each before those below it."""
        visits, below = self._visits, parsed.below
        waiting = [*below(parsed.tree)[::-1]]
        while waiting:
            node = waiting.pop()
            kind = type(node).__name__
            if kind in visits:
                self._tie(node, parsed)
                visits[kind](node)
            if inside := below(node):
                waiting += inside[::-1]

    def _tie(self, node: Any, parsed: Parsed) -> None:
        while node is not parsed.tree and not hasattr(node, _PARENT):
            node._bandit_parent = parsed.parents[node]
            self.tied.append(node)
            node = node._bandit_parent

    def _plain(self, node: Any) -> None:
        self.run(type(node).__name__, node)

    def _call(self, node: Any) -> None:
        name = get_call_name(node, self._aliases)
        self.run("Call", node, call=node, qualname=name, name=name.rpartition(".")[2])

    def _function(self, node: Any) -> None:
        self.run("FunctionDef", node, function=node, qualname=node.name, name=node.name)

    def _constant(self, node: Any) -> None:
        if isinstance(node._bandit_parent, ast.Expr):
            return  # a text that says something to people
        if isinstance(node.value, str):
            self.run("Str", node, str=node.value)
        elif isinstance(node.value, bytes):
            self.run("Bytes", node, bytes=node.value)

    def _import(self, node: Any) -> None:
        for alias in node.names:
            if alias.asname:
                self._aliases[alias.asname] = alias.name
            self._imports.add(alias.name)
        self.run("Import", node, module=node.names[-1].name)

    def _import_from(self, node: Any) -> None:
        if node.module is None:
            self._import(node)
            return
        for alias in node.names:
            self._aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            self._imports.add(f"{node.module}.{alias.name}")
        self.run("ImportFrom", node, module=node.module, name=node.names[-1].name)

    def run(self, kind: str, node: Any, **more: Any) -> None:
        """Run the tests for a kind of node, as bandit's own tester does, and keep what they find."""
        tests = self._tests.get(kind)
        if not tests:
            return
        context = {"imports": self._imports, "import_aliases": self._aliases, "node": node, **more}
        context |= {name: getattr(node, name) for name in _PLACES if hasattr(node, name)}
        context |= {"filename": _DOCUMENT, "file_data": self.data}
        for test in tests:
            issue = _asked(test, Context(dict(context)))
            if issue is not None:
                if issue.lineno is None:
                    issue.lineno = context.get("lineno", 1)
                issue.test_id = issue.test_id or getattr(test, "_test_id", "")
                self.found.append((issue, node))


def _asked(test: Callable[..., Issue | None], context: Any) -> Issue | None:
    config = getattr(test, "_config", None)
    try:
        return test(context) if config is None else test(context, config)
    except RecursionError:
        raise  # the whole chunk is put aside and named: it is too deep for the other tests, too
    except Exception as error:  # a test that fails on odd code loses that node only, as in bandit
        _LOG.warning("bandit's %s failed: %s", test.__name__, type(error).__name__)
        return None


def bandit_detector(rules: Iterable[Rule]) -> Detector:
    """Make the detector that runs the tests of these rules."""
    owners = {test: rule for rule in rules for test in rule.tests}
    ids = frozenset(owners)
    narrows: dict[str, Narrow] = {
        narrowing.test: NARROWINGS[narrowing.to]
        for rule in owners.values()
        for narrowing in rule.heading.detect.narrows
    }
    tests = Tests(owners)
    named = {test: frozenset(sought_names(test) or _BY_NAME.get(test, ())) for test in owners}

    def detect(subject: Subject) -> Iterator[Mark]:
        chosen = tests.only(subject.sought.get(Kind.BANDIT, _NONE) & ids)
        if not chosen:
            return
        tied: list[ast.AST] = []
        try:
            for issue, node in _run(subject, chosen, tied):
                rule = owners.get(issue.test_id)
                narrow = narrows.get(issue.test_id)
                if rule is None or is_hidden(node, subject, named[issue.test_id]):
                    continue
                if narrow is None or narrow(node, issue.text, subject):
                    yield _mark(rule, issue, node, subject.parsed)
        finally:
            _untie(tied)

    return detect


def _run(subject: Subject, tests: ByKind, tied: list[ast.AST]) -> list[Found]:
    visitor = _Visitor(subject, tests, tied)
    tree = subject.parsed.tree
    visitor.walk(subject.parsed)
    whole = len(visitor.found)
    visitor.run("File", tree)
    for issue, _ in visitor.found[whole:]:  # this kind of test counts the text's lines, not the tree's
        issue.lineno = (issue.lineno or 1) + subject.parsed.above - 1
    return visitor.found


def _untie(tied: Iterable[ast.AST]) -> None:
    """Take from nodes what ties each to its parent, so that the tree goes when the last one lets it go."""
    for node in tied:
        vars(node).pop(_PARENT, None)


def _mark(rule: Rule, issue: Issue, node: Any, parsed: Parsed) -> Mark:
    soft = issue.severity == "LOW" and issue.test_id in rule.heading.detect.softened
    lineno: int | None = issue.lineno
    if lineno is not None and lineno < parsed.above:
        lineno = None
    return Mark(rule.id, node, "", lineno, issue.test_id, Severity.LOW if soft else None)
