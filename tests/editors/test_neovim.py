"""The plugin in a real Neovim: what a person sees in the buffer, and what is on the disk afterwards."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from neovim_desk import EMOJI, ERROR, INFORMATION, MARKS, SETTLED, UPDATE, Desk

from aseptic.standard.catalog import shipped

pytestmark = MARKS


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_opening_a_file_shows_each_finding_once(desk: Desk) -> None:
    told = desk.run("open")
    found = [(each["code"], each["severity"], each["line"], each["column"]) for each in told["shown"]]
    assert found == [
        ("INJ-003", ERROR, 8, 8),
        ("CRY-001", ERROR, 11, 15),
        ("DES-005", ERROR, 14, 15),
        ("INJ-003", INFORMATION, 17, 8),  # a constant command is low
    ]
    assert told["after"] == told["shown"]
    assert {each["source"] for each in told["shown"]} == {"aseptic"}
    assert told["clients"] == 1
    assert Path(told["root"]).samefile(desk.project)
    assert told["encoding"] == "utf-8"
    assert told["messages"].strip() == ""


def test_a_breach_appears_while_it_is_typed_and_goes_when_it_is_deleted(desk: Desk) -> None:
    told = desk.run("typing")
    assert told["line"] == '    os.system("reboot " + host)'
    assert told["mode"] == told["mode_after"] == "i"
    assert told["sent"] >= told["keys"]
    assert [(each["code"], each["line"], each["column"]) for each in told["appeared"]] == [("INJ-003", 4, 4)]
    assert [text.strip() for text in told["virtual"]] == [f"INJ-003 {told['appeared'][0]['message']}"]
    assert told["formatted"] == [
        "INJ-003 It runs a shell (DEV-0001 proposed, SEC-012); pass a list",
        "INJ-003 It runs a shell (or something like it)",
        "INJ-003 It runs a shell (SEC-012); DEV-0001 no longer covers this: propose it again; pass a list",
        "INJ-003 It runs a shell",
    ]
    assert told["status"].startswith("aseptic ")
    assert told["status"].endswith(" E1")
    assert told["left"] == "    os"
    assert told["virtual_after"] == []
    assert told["global"]["update_in_insert"] is False
    assert told["global"]["virtual_text"] is False
    assert told["other"] is False


def test_a_replacement_is_applied_undone_and_written(desk: Desk) -> None:
    told = desk.run("replace")
    assert told["before"] + "\n" == UPDATE
    expected = UPDATE.replace('os.system("udevadm settle --timeout=10")', SETTLED)
    head, added, rest = told["replaced"].partition("import subprocess\n")
    assert added, told["replaced"]
    assert head + rest + "\n" == expected
    assert "class" not in head
    assert told["undone"] == told["before"]
    assert told["disk"] == told["replaced"] + "\n"
    assert "yaml.safe_load(text)" in told["fixed"]
    compile(told["fixed"], "update.py", "exec")
    assert "DES-005" not in {each["code"] for each in told["left"]}


def test_where_there_is_no_replacement_the_rules_example_is_shown(desk: Desk) -> None:
    desk.write("src/pump/reckon.py", "def reckon(text):\n    exec(text)\n")
    told = desk.run("comply")
    assert told["above"] == "## Compliant"
    assert told["line"].strip()
    assert told["messages"].strip() == ""


def test_a_deviation_is_complete_on_disk_and_the_next_gets_the_next_id(desk: Desk) -> None:
    told = desk.run("deviate", FIRST="DEV-0001", SECOND="DEV-0002")
    first, second = told["first"], told["second"]
    assert first["disk"].startswith("---\nid: DEV-0001\n")
    assert first["buffer"] + "\n" == first["disk"]
    assert first["modified"] is False
    assert first["line"].startswith("TODO: say why what protects instead is enough")
    for part in ("rule: INJ-003", "where: src/pump/update.py::Updater.install", "status: proposed"):
        assert part in first["disk"]
    assert "mira@example.org" in first["disk"]
    assert 'os.system("systemctl restart pump@" + host)' in first["disk"]
    assert second["disk"].startswith("---\nid: DEV-0002\n")
    assert "rule: CRY-001" in second["disk"]
    covered = [each for each in told["shown"] if each["line"] == 8]
    assert [each["severity"] for each in covered] == [ERROR]
    assert "DEV-0001 covers nothing" in covered[0]["message"]
    assert told["written"] == first["disk"].replace(first["line"], "The host name comes from our own list.")
    again = [each for each in told["withdrawn"] if each["line"] == 8]
    assert [each["severity"] for each in again] == [ERROR]
    assert told["text"] + "\n" == UPDATE == (desk.project / "src/pump/update.py").read_text(encoding="utf-8")
    names = sorted(path.name for path in (desk.project / "security" / "deviations").iterdir())
    assert names == ["DEV-0001.md", "DEV-0002.md"]


def test_a_record_that_is_there_already_stays_as_it_is(desk: Desk) -> None:
    kept = "approved long ago, and no record any more that can be read\n"
    path = desk.write("security/deviations/DEV-0001.md", kept)
    told = desk.run("deviate", FIRST="DEV-0002", SECOND="DEV-0003")
    assert told["first"]["disk"].startswith("---\nid: DEV-0002\n")
    assert told["second"]["disk"].startswith("---\nid: DEV-0003\n")
    assert path.read_text(encoding="utf-8") == kept


def test_columns_are_right_after_an_emoji(desk: Desk) -> None:
    told = desk.run("emoji")
    line = EMOJI.splitlines()[4]
    assert told["encoding"] == "utf-8"
    assert told["marked"] == "os.system"
    assert told["shown"][0]["column"] == len(line.partition("os.system")[0].encode())
    assert '    "🫀é"; print("💉 ß𐍈"); subprocess.run(["beep"]' in told["text"]


def test_the_standard_shows_what_is_wrong_with_it_when_it_is_opened_first(desk: Desk) -> None:
    head = shipped()[0].head
    keys = f"standard: {head.standard}\nversion: '{head.version}'\nexcludes: {{}}\n"
    desk.write("security/standard.md", f"---\n{keys}---\nText.\n")
    told = desk.run("standard", FILE="security/standard.md", SERVED="1", CODE="excludes", MENDED="excluded")
    assert [(each["code"], each["line"]) for each in told["shown"]] == [("excludes", 3)]
    assert Path(told["root"]).samefile(desk.project)
    assert told["clients"] == 1  # one root for both


def test_a_record_of_a_project_that_only_pyproject_declares_is_served(desk: Desk) -> None:
    desk.write("pyproject.toml", "[tool.aseptic]\n")
    record = "---\nid: SEC-001\ntitel: A\ntitle: A\ncapability: SAHD\nstatus: approved\n---\nIt shall.\n"
    desk.write("security/requirements/SEC-001.md", record)
    name = "security/requirements/SEC-001.md"
    told = desk.run("standard", FILE=name, SERVED="1", CODE="titel", MENDED="# titel")
    assert [(each["code"], each["line"]) for each in told["shown"]] == [("titel", 2)]


@pytest.mark.parametrize("name", ["README.md", "docs/security/notes.md", "security/notes.md"])
def test_other_markdown_is_left_alone(desk: Desk, name: str) -> None:
    desk.write("pyproject.toml", "[tool.other]\nsays = 'not [tool.aseptic]'\n")
    desk.write(name, "# Notes\n")
    assert desk.run("standard", FILE=name, SERVED="0") == {"filetype": "markdown", "root": ""}


@pytest.mark.parametrize("kill", ["0", "1"])
def test_the_server_ends_with_the_editor(desk: Desk, kill: str) -> None:
    told = desk.run("quit", KILL=kill)
    assert told["alive_before"]
    assert told["gone"]
    assert told["seconds"] < 2


@pytest.mark.skipif(os.name != "posix", reason="the project's own program is a shell script here")
@pytest.mark.parametrize(
    ("init", "runs"),
    [
        ("vim.lsp.enable('aseptic')", False),
        ("require('aseptic').setup()", False),
        ("require('aseptic').setup({ venv = true })", True),
    ],
)
def test_the_projects_own_program_runs_only_when_told_so(desk: Desk, init: str, runs: bool) -> None:
    own = desk.write(".venv/bin/aseptic", f'#!/bin/sh\ntouch ran\nexec "{sys.executable}" -m aseptic "$@"\n')
    own.chmod(0o755)
    desk.write("pyproject.toml", "")
    desk.run("venv", INIT=init)
    assert (desk.project / "ran").exists() is runs


def test_the_health_check_names_program_and_version(desk: Desk) -> None:
    told = desk.run("health", RUNS="1", INIT="require('aseptic').setup({ typing = true })")
    assert "✅ OK aseptic, version" in told["health"], told["health"]
    assert "appear while typing" in told["health"]
    assert "Standard: Aseptic " in told["health"]
    for words in ("Digest of its rules: ", "Worker for types: ", "Files are watched: by us"):
        assert words in told["health"]
    assert "ERROR" not in told["health"]
    assert told["help"] == "aseptic.txt"


def test_a_missing_program_is_said_with_the_way_to_mend_it(desk: Desk) -> None:
    absent = "require('aseptic').setup({ cmd = { 'no-such-aseptic', 'server' } })"
    told = desk.run("health", RUNS="0", INIT=absent)
    assert "`no-such-aseptic` was not found" in told["health"]
    assert "pipx install ." in told["health"]
    assert 'aseptic: "no-such-aseptic" is not on PATH' in told["messages"]


LABEL = """\
import hashlib


def digest(package):
    return hashlib.md5(package)
"""
REASON = "The label is read by people, and nothing trusts it."


def test_the_whole_life_of_a_deviation(desk: Desk) -> None:
    desk.write("src/pump/label.py", LABEL)
    desk.write("pyproject.toml", "[tool.aseptic]\n")
    told = desk.run("life", REASON=REASON)
    assert told["asked"] == ["Why may it stand?", "Reason (what protects instead): "]
    assert "kind: mitigated" in told["drafted"] and f"## Justification\n{REASON}\n" in told["drafted"]
    assert told["lens"].startswith("DEV-0001 approved until 20")
    status = {name: each["status"] for name, each in told["sarif"].items()}
    assert status == {
        "proposed": "underReview",
        "approved": "accepted",
        "reformatted": "accepted",
        "stale": "none",
        "again": "underReview",
        "approved again": "accepted",
        "amended": "underReview",
    }
    assert told["sarif"]["approved"]["justification"] == f"DEV-0001: {REASON}"
    assert "propose it again" in told["states"]["stale"]
    history = told["record"].partition("## History")[2]
    assert history.count("approved by kim@example.org (of ") == 2
    assert "proposed again by mira@example.org" in history


def test_a_record_follows_what_is_decided_in_neovim_and_outside(desk: Desk) -> None:
    desk.write("src/pump/label.py", LABEL)
    other = desk.home / "other"
    (other / "security" / "deviations").mkdir(parents=True)
    (other / "pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
    told = desk.run("decide", OTHER=str(other))
    assert told["clients"] == 1
    assert told["asked"] == ["Reason (what protects instead): "]
    assert told["undecided"] == "status: proposed"
    assert "DEV-0001" in told["withdrawn"]
    assert "The label is trusted after all." in told["record"]
