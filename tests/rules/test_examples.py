"""Every rule's own page: each noncompliant example raises exactly its rule, each compliant one raises none."""

from __future__ import annotations

import ast

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document
from aseptic.source.prose import Code
from aseptic.standard.catalog import Standard, shipped
from aseptic.standard.rule import Rule

_STANDARD, _PROBLEMS = shipped()
_RULES = sorted(_STANDARD.rules.values(), key=lambda rule: rule.id)
_NONCOMPLIANT = [(rule, code) for rule in _RULES if rule.heading.detect.runs for code in rule.noncompliant]
_COMPLIANT = [(rule, code) for rule in _RULES for code in rule.compliant]


def _name(value: object) -> str | None:
    return value.id if isinstance(value, Rule) else str(value.line) if isinstance(value, Code) else None


def _found(memo: Memo, code: Code) -> set[str]:
    ast.parse(code.text)
    analysis = fresh(Document.of(code.text), memo)
    assert all(entry.checked.broken is None for entry in analysis.entries)
    return {finding.rule for _, entry in analysis.found for finding in entry.findings}


def test_the_standard_has_no_problems(standard: Standard) -> None:
    assert not _PROBLEMS
    assert len(standard.rules) >= 443
    assert sum(rule.heading.detect.runs for rule in standard.rules.values()) >= 380


@pytest.mark.parametrize(("rule", "code"), _NONCOMPLIANT, ids=_name)
def test_noncompliant_code_breaches_exactly_its_rule(memo: Memo, rule: Rule, code: Code) -> None:
    assert _found(memo, code) == {rule.id}


@pytest.mark.parametrize(("rule", "code"), _COMPLIANT, ids=_name)
def test_compliant_code_breaches_nothing(memo: Memo, rule: Rule, code: Code) -> None:
    assert _found(memo, code) == set()


@pytest.mark.parametrize("rule", _RULES, ids=_name)
def test_a_message_is_one_short_line(rule: Rule) -> None:
    detect = rule.heading.detect
    entries = (*detect.banned, *detect.settings, *detect.texts, *detect.names, *detect.comments)
    for message in (rule.heading.message, *(entry.message for entry in entries)):
        assert "\n" not in message
        assert len(message.replace("{name}", "subprocess.run")) <= 100
        assert not message.endswith(".")
