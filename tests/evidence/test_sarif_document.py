"""SARIF as its official schema and its readers want it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft4Validator
from sample_records import sample_records

from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.sessions.session import Session
from aseptic.evidence.sarif import SCHEMA, sarif
from aseptic.standard.catalog import Standard
from aseptic.version import __version__

Json = dict[str, Any]
NAMES = ["a b.py", "100%.py", "c#d.py", "größe.py", "病院/x.py", "q?.py", "a:b.py", "a%20b.py", "[x]&=+.py"]
CODE = """\
import hashlib
import os


class Pump:
    def run(self, x):
        os.system(x)
        os.system(x)

    def digest(self, x):
        return hashlib.md5(x)
"""


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    path = Path(__file__).resolve().parents[1] / "data" / "sarif-schema-2.1.0.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["id"] == SCHEMA
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def scanned(standard: Standard, folder: Path, *paths: Path) -> Json:
    session = Session(standard, [folder])
    report = scan(session, paths or (folder,), folder.resolve(), lambda _: None)
    made: Json = json.loads(json.dumps(sarif(report)))
    return made


def results(log: Json) -> list[Json]:
    found: list[Json] = log["runs"][0]["results"]
    return found


def addresses(log: Json) -> Iterator[str]:
    for each in results(log):
        for location in each["locations"]:
            yield location["physicalLocation"]["artifactLocation"]["uri"]


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


_KINDS = ("requirement", "interface", "asset", "threat")


@pytest.fixture
def project(standard: Standard, tmp_path: Path) -> Path:
    """A project with everything in it that a log may have to tell."""
    for name, text in sample_records(standard.head, datetime.date.today(), *_KINDS):
        write(tmp_path, f"security/{name}", text)
    for name in NAMES:
        write(tmp_path, name, CODE)
    write(tmp_path, "broken.py", "def f(:\n    eval(x)\n\n\ndef g(x):\n    return eval(x)\n")
    write(tmp_path, "emoji.py", "'😀'; eval(x)\n")
    (tmp_path / "undecodable.py").write_bytes(b"'\xe9'\n")
    write(tmp_path, "security/requirements/SEC-009.md", "---\nid: SEC-009\nsurprise: 1\n---\n")
    return tmp_path


def test_the_log_is_valid(standard: Standard, project: Path, validator: Draft4Validator) -> None:
    log = scanned(standard, project)
    assert [error.message for error in validator.iter_errors(log)] == []
    assert log["version"] == "2.1.0"
    assert log["$schema"] == SCHEMA
    assert len(results(log)) == 3 * len(NAMES) + 2


def test_an_empty_log_is_valid(standard: Standard, tmp_path: Path, validator: Draft4Validator) -> None:
    log = scanned(standard, tmp_path)
    assert [error.message for error in validator.iter_errors(log)] == []
    assert results(log) == []


def test_the_schema_is_no_mere_form(standard: Standard, project: Path, validator: Draft4Validator) -> None:
    log = scanned(standard, project)
    results(log)[0]["suppressions"] = [{"kind": "elsewhere"}]
    assert not validator.is_valid(log)


def test_every_result_has_its_rule_suppressions_and_fingerprint(standard: Standard, project: Path) -> None:
    log = scanned(standard, project)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for each in results(log):
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["ruleId"] in standard.rules
        assert each["suppressions"] == []
        assert each["partialFingerprints"]["aseptic/v1"]
        assert each["level"] in {"error", "warning", "note"}
        assert "\n" not in each["message"]["text"]
    prints = [each["partialFingerprints"]["aseptic/v1"] for each in results(log) if "a%20b" in str(each["locations"])]
    assert len(set(prints)) == len(prints)


def test_bandits_test_is_named_where_one_found_it(standard: Standard, project: Path) -> None:
    by_rule = {each["ruleId"]: each["properties"].get("bandit") for each in results(scanned(standard, project))}
    assert by_rule["INJ-003"] == "B605"
    assert by_rule["CRY-001"] == "B324"


def test_rules_are_described_for_readers_and_scored(standard: Standard, project: Path) -> None:
    driver = scanned(standard, project)["runs"][0]["tool"]["driver"]
    assert driver["name"] == "Aseptic"
    assert driver["version"] == driver["semanticVersion"] == __version__
    assert [each["id"] for each in driver["rules"]] == sorted(standard.rules)
    for each in driver["rules"]:
        rule = standard.rules[each["id"]]
        assert each["fullDescription"]["text"] == rule.shall
        assert each["help"]["text"]
        assert each["help"]["markdown"]
        score = each["properties"]["security-severity"]
        assert isinstance(score, str)
        assert 0.0 < float(score) <= 10.0
        tags = each["properties"]["tags"]
        assert [f"external/cwe/cwe-{number:03d}" for number in rule.heading.cwe] == [
            tag for tag in tags if "cwe" in tag
        ]


def test_addresses_are_escaped_and_lead_back_to_the_files(standard: Standard, project: Path) -> None:
    found = set(addresses(scanned(standard, project)))
    for each in found:
        assert each.isascii()
        parts = urlsplit(each)
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", ""), each
        assert (project / unquote(parts.path)).is_file()
    assert {unquote(each) for each in found} == {*NAMES, "broken.py", "emoji.py"}


def test_files_elsewhere_have_whole_addresses(
    standard: Standard, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, validator: Draft4Validator
) -> None:
    other = tmp_path_factory.mktemp("else where") / "ö #.py"
    other.write_text("eval(x)\n", encoding="utf-8")
    log = scanned(standard, tmp_path, other)
    assert list(addresses(log)) == [other.resolve().as_uri()]
    assert validator.is_valid(log)


def test_columns_count_code_points_from_1(standard: Standard, project: Path) -> None:
    log = scanned(standard, project)
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    (found,) = [each for each in results(log) if "emoji.py" in str(each["locations"])]
    region = found["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 10}


def test_the_scope_is_a_logical_location(standard: Standard, project: Path) -> None:
    log = scanned(standard, project)
    scopes = {
        each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
        for each in results(log)
        if each["ruleId"] == "CRY-001"
    }
    assert scopes == {"Pump.digest"}


def test_what_was_not_checked_and_what_is_faulty_are_notifications(standard: Standard, project: Path) -> None:
    (invocation,) = scanned(standard, project)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    missing = {
        each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: each["message"]["text"]
        for each in invocation["toolExecutionNotifications"]
    }
    assert set(missing) == {"broken.py", "undecodable.py"}
    assert "does not parse" in missing["broken.py"]
    texts = [each["message"]["text"] for each in invocation["toolConfigurationNotifications"]]
    assert texts
    assert all("SEC-009" in each for each in texts)


def test_a_clean_run_says_so(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path, "a.py", "x = 1\n")
    (invocation,) = scanned(standard, tmp_path)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is True
    assert invocation["toolExecutionNotifications"] == []
