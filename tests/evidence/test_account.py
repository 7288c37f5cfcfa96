"""The account: every rule, every bandit test, versions, tailoring, one digest over all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from aseptic.analysis.projects.loading import load
from aseptic.checks.bandit.installed import known_tests
from aseptic.evidence import accounting
from aseptic.evidence.account import Account, account_digest, account_values
from aseptic.evidence.account_markdown import account_markdown
from aseptic.evidence.account_text import account_text
from aseptic.evidence.accounting import account_of
from aseptic.standard.catalog import Standard

Read = Callable[..., Account]
HEAD = "---\nstandard: Aseptic\nversion: '0.1'\n"


@pytest.fixture
def read(standard: Standard, tmp_path: Path) -> Read:
    """Write a tailoring and settings, and account for them."""

    def read(keys: str = "", settings: str = "", **others: str) -> Account:
        for name, text in {
            "security/standard.md": f"{HEAD}{keys}\n---\nText.\n",
            "pyproject.toml": f"[tool.aseptic]\n{settings}\n",
            **others,
        }.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text, encoding="utf-8")
        return account_of(load(tmp_path, standard))

    return read


def forms(account: Account) -> tuple[str, str, str]:
    return account_text(account), account_markdown(account), str(account_values(account))


def test_the_account_names_every_rule_and_every_bandit_test(standard: Standard, tmp_path: Path) -> None:
    body = account_values(account_of(load(tmp_path, standard)))
    assert {rule["id"] for rule in body["rules"]} == set(standard.rules)
    assert {line["test"] for line in body["bandit"]} == known_tests()
    assert {line["is"] for line in body["bandit"]} <= {"mapped", "narrowed", "excluded"}
    assert all(line["reason"] for line in body["bandit"] if line["is"] != "mapped")
    assert all(line["rule"] in standard.rules for line in body["bandit"] if line["is"] != "excluded")


def test_both_renderings_keep_the_order_of_the_standard_with_its_titles(standard: Standard, tmp_path: Path) -> None:
    account = account_of(load(tmp_path, standard))
    titles = list(standard.head.families.items())
    assert list(account.families.items()) == titles
    for text in (account_text(account), account_markdown(account)):
        places = [re.search(rf"{letters} +{re.escape(title)} \(\d", text) for letters, title in titles]
        assert all(places)
        starts = [place.start() for place in places if place]
        assert starts == sorted(starts)


def test_the_markdown_shows_all_of_it(standard: Standard, tmp_path: Path) -> None:
    account = account_of(load(tmp_path, standard))
    text = account_markdown(account)
    assert account.digest in text
    assert all(f"| {rule} |" in text for rule in standard.rules)
    assert all(f"| {line.test} |" in text for line in account.bandit)


def test_a_rule_that_is_looked_for_in_part_is_counted_so(standard: Standard, tmp_path: Path) -> None:
    account = account_of(load(tmp_path, standard))
    parts = [rule for rule in standard.rules.values() if rule.heading.detect.runs and rule.heading.detect.flow]
    assert parts
    for text in (account_text(account), account_markdown(account)):
        assert f"{len(parts)} tool in part" in text
    held = {rule.id: rule for rule in account.rules}
    assert all(held[rule.id].not_looked_for == rule.heading.detect.flow for rule in parts)


def test_what_was_adopted_stands_beside_what_runs(read: Read) -> None:
    account = read("date: 2026-02-03\napproved: {by: kim, on: 2026-02-04}")
    assert account.adopted is not None
    assert (account.adopted.name, str(account.adopted.date)) == ("Aseptic", "2026-02-03")
    other = read(**{"security/standard.md": "---\nstandard: Ours\nversion: '2'\n---\nText.\n"})
    assert other.adopted is not None
    assert (other.standard.name, other.standard.version) == ("Aseptic", "0.1")
    assert (other.adopted.name, other.adopted.version) == ("Ours", "2")
    for text in forms(other)[:2]:
        assert "What runs: Aseptic 0.1, dated" in text
        assert "What the project adopts: Ours 2, not dated" in text
    assert len(other.problems) == 2


@pytest.mark.parametrize(
    ("keys", "settings", "said"),
    [
        ("", "exclude = ['vendored']", "vendored"),
        ("", "required-version = '>=0.0.1'", ">=0.0.1"),
        ("", "environment = 'envs/one'", "envs/one"),
        ("policy: {gate: {to: medium, reason: old code first}}", "", "old code first"),
        ("policy: {expires_days: 91}", "", "91"),
        ("policy: {expiring_days: 17}", "", "17"),
        ("policy: {shortest_justification: 33}", "", "33"),
        ("policy: {shortest_reason: 13}", "", "13"),
        ("severities: {ERR-001: high}", "", "ERR-001"),
        ("categories: {ERR-001: required}", "", "ERR-001"),
        ("excluded: {ERR-001: none of ours}", "", "none of ours"),
        ("not_applicable: {DEV-001: no DICOM}", "", "no DICOM"),
        ("paths: [{globs: ['x/**'], without: [ERR-001], reason: for the tests}]", "", "for the tests"),
        ("banned: [{name: pump.raw, also: [pump.rawer]}]", "", "pump.rawer"),
        ("banned: [{name: pump.raw, when: {mode/1: fast}}]", "", "where `mode` (the second argument) is"),
        ("banned: [{name: pump.raw, severity: low}]", "", "then its severity is low"),
        ("banned: [{name: pump.raw, replace: pump.safe}]", "", "pump.safe"),
        ("banned: [{name: pump.raw, message: '{name} skips it'}]", "", "pump.raw skips it"),
        ("date: 2026-02-03", "", "2026-02-03"),
    ],
)
def test_all_that_a_project_sets_is_shown_and_is_under_the_digest(
    read: Read, keys: str, settings: str, said: str
) -> None:
    plain, account = read(), read(keys, settings)
    assert account.problems == ()
    assert account.digest != plain.digest
    assert read(keys, settings).digest == account.digest
    for text in forms(account):
        assert said in text


def test_the_folders_that_are_always_left_out_are_named(read: Read) -> None:
    for text in forms(read()):
        assert "node_modules" in text and ".venv" in text and "_build" in text


@pytest.mark.parametrize("name", ["aseptic", "bandit", "python"])
def test_each_version_is_under_the_digest(read: Read, name: str) -> None:
    account = read()
    other = evolve(account, versions={**account.versions, name: "999"})
    assert account_digest(account) == account.digest != account_digest(other)


def test_problems_are_listed_and_are_no_configuration(read: Read) -> None:
    plain = read()
    faulty = read(**{"security/deviations/DEV-0001.md": "---\nid: DEV-0001\nkidn: x\n---\n"})
    assert faulty.digest == plain.digest
    assert any("DEV-0001.md" in each and "kidn" in each for each in faulty.problems)
    for text in forms(faulty):
        assert "kidn" in text
    assert read("approved: {by: kim, on: 2026-02-03}").digest == plain.digest


def test_a_test_of_bandit_that_nobody_knows_is_named(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    known = known_tests()
    monkeypatch.setattr("aseptic.checks.bandit.installed.known_tests", lambda: known | {"B999"})
    account = read()
    assert [line for line in account.bandit if line.is_ == "unaccounted"] == [accounting.Line("B999", "unaccounted")]
    assert "unaccounted: B999" in account_text(account)


def test_what_does_not_apply_is_said_not_to_be_held_against_code(read: Read) -> None:
    account = read("not_applicable: {DEV-001: no DICOM}")
    values: dict[str, Any] = account_values(account)
    assert values["tailoring"]["codeScanned"] is False
    for text in forms(account)[:2]:
        assert "DEV-001 does not apply: no DICOM (code not scanned" in text
