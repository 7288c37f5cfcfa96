"""Whether rules do what their own pages say: their examples are tests, and what they name is there to be run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.integrity import missing
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.bandit.installed import known_tests
from aseptic.records.own_rule import OwnRule
from aseptic.replacements.rewrites import REWRITES, rewrites_for
from aseptic.source.document import Document
from aseptic.source.problem import Problem
from aseptic.source.prose import Code
from aseptic.source.requoting import tree_of
from aseptic.standard.remedy import Remedy
from aseptic.standard.rule import Rule


@frozen
class Untold:
    """Why nobody can say what an example breaches, and the cure."""

    reason: str
    cure: str


_NO_PYTHON = Untold("does not parse", "write it as Python that stands by itself")
_PYTHON = frozenset(("", "python", "py", "python3"))


def raised(memo: Memo, code: Code) -> frozenset[str] | Untold:
    """Return the rules that an example breaches, or why that cannot be told."""
    try:
        tree_of(code.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _NO_PYTHON
    analysis = fresh(Document.of(code.text), memo)
    untold = next((Untold(f"cannot be checked: {each.reason}", each.cure) for each in missing(analysis)), None)
    if untold is not None:
        return untold
    return frozenset(finding.rule for _, entry in analysis.found for finding in entry.findings)


def untrue(own: Iterable[OwnRule], memo: Memo) -> Iterator[Problem]:
    """Yield what project's own rules promise and do not hold, at its line."""
    known = known_tests()
    for each in own:
        if each.id not in memo.standard.rules:  # the tailoring leaves it out
            continue
        for key, message, cure in (*_unknown_tests(each.rule, known), *_unknown_rewrites(each.rule)):
            yield Problem(each.record, message, cure, each.line(key), key)
        for line, message, cure in _unlike(each.rule, memo):
            yield Problem(each.record, message, cure, line)


def _unknown_tests(rule: Rule, known: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    for test in rule.tests:
        if test not in known:
            yield "detect", f"the installed bandit has no test {test}", "correct the id, or leave it out"


def _unknown_rewrites(rule: Rule) -> Iterator[tuple[str, str, str]]:
    detect = rule.heading.detect
    named: list[tuple[str, Remedy]] = [("replace", name) for name in rule.heading.replace]
    named += [(f"detect.banned[{number}].replace", entry.replace) for number, entry in enumerate(detect.banned)]
    named += [(f"detect.settings[{number}].replace", entry.replace) for number, entry in enumerate(detect.settings)]
    yield from ((key, *fault) for key, name in named if (fault := unknown_rewrite(name)))


def unknown_rewrite(remedy: Remedy) -> tuple[str, str] | None:
    """Return why a `replace:` can offer nothing, and the cure; None where it can."""
    if not remedy or rewrites_for(remedy):
        return None
    cure = f"name a function to call instead, as 'pump.safe.write', or one of {', '.join(REWRITES)}"
    return f"no rewrite is called '{remedy}'", cure


def _unlike(rule: Rule, memo: Memo) -> Iterator[tuple[int, str, str]]:
    """Yield the examples that do not breach exactly what they should."""
    breaches = frozenset({rule.id}) if rule.heading.detect.runs else frozenset[str]()
    for wanted, noun, examples in (
        (breaches, "a noncompliant example", rule.noncompliant),
        (frozenset[str](), "a compliant example", rule.compliant),
    ):
        for code in examples:
            found = raised(memo, code) if code.language.lower() in _PYTHON else wanted
            if isinstance(found, Untold):
                yield code.line, f"{noun} {found.reason}", found.cure
            elif missing := wanted - found:
                cure = "correct the example, or the detectors under 'detect'"
                yield code.line, f"{noun} is not found by {_listed(missing)}", cure
            elif more := found - wanted:
                yield code.line, f"{noun} breaches {_listed(more)}", "write it so that it breaches nothing else"


def _listed(rules: Iterable[str]) -> str:
    return ", ".join(sorted(rules))
