"""A placeholder that nothing fills in would stand in every finding: it is a fault at its line."""

from __future__ import annotations

import pytest
from own_rule_text import PAGE, PATH

from aseptic.records.own_rule import read_own_rule
from aseptic.standard.placeholder import unknown_placeholders
from aseptic.standard.tailoring import read_tailoring

BAN = "---\nstandard: Aseptic\nversion: '0.1'\nbanned:\n  - name: pump.raw\n    message: \"{message}\"\n---\nText.\n"


@pytest.mark.parametrize(
    "message", ["{name} drops", "use {} or {0}", "write `{nam}` as it stands", "a { b c }", "plain"]
)
def test_what_is_filled_in_or_is_none_is_no_fault(message: str) -> None:
    assert list(unknown_placeholders(message)) == []


def test_a_ban_with_an_unknown_placeholder_is_a_fault_at_its_line() -> None:
    tailoring, (problem,) = read_tailoring("security/standard.md", BAN.replace("{message}", "{nam} drops"))
    assert tailoring is not None and tailoring.banned == ()
    assert str(problem).startswith("security/standard.md:6: ")
    assert "nothing fills in {nam}; the one there is is {name}" in str(problem)


def test_an_own_rule_with_an_unknown_placeholder_is_a_fault() -> None:
    own, problems = read_own_rule(PATH, PAGE.replace("{name}", "{nam}"))
    assert own is None
    assert "'message': nothing fills in {nam}" in " ".join(map(str, problems))
