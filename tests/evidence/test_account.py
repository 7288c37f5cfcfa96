"""The account: every rule, every bandit test, versions, tailoring, one digest over all of it."""

from __future__ import annotations

from pathlib import Path

from aseptic.analysis.project import load
from aseptic.checks.bandit import known_tests
from aseptic.evidence.account import account, bandit_map
from aseptic.evidence.account_text import account_markdown
from aseptic.standard.catalog import Standard


def test_the_account_names_every_rule_and_every_bandit_test(standard: Standard, tmp_path: Path) -> None:
    body = account(load(tmp_path, standard))
    assert [rule["id"] for rule in body["rules"]] == sorted(standard.rules)
    assert {line["test"] for line in body["bandit"]} == known_tests()
    assert {line["is"] for line in body["bandit"]} <= {"mapped", "narrowed", "excluded"}
    assert all(line["reason"] for line in body["bandit"] if line["is"] != "mapped")
    assert all(line["rule"] in standard.rules for line in body["bandit"] if line["is"] != "excluded")


def test_equal_inputs_give_equal_digests_and_tailoring_another(standard: Standard, tmp_path: Path) -> None:
    plain = account(load(tmp_path, standard))
    assert account(load(tmp_path, standard))["digest"] == plain["digest"]
    record = tmp_path / "security" / "standard.md"
    record.parent.mkdir()
    record.write_text(
        "---\nstandard: Ours\nversion: '2'\nexcluded: {ERR-001: none of ours}\n---\nText.\n", encoding="utf-8"
    )
    tailored = account(load(tmp_path, standard))
    assert tailored["digest"] != plain["digest"]
    assert tailored["standard"]["name"] == "Ours"
    assert tailored["tailoring"]["excluded"] == {"ERR-001": "none of ours"}
    assert "ERR-001" not in [rule["id"] for rule in tailored["rules"]]


def test_the_markdown_shows_all_of_it(standard: Standard, tmp_path: Path) -> None:
    body = account(load(tmp_path, standard))
    text = account_markdown(body)
    assert body["digest"] in text
    assert all(f"| {rule} |" in text for rule in standard.rules)
    assert all(f"| {line.test} |" in text for line in bandit_map(load(tmp_path, standard)))
