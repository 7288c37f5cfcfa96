"""`:Aseptic` and the options of `setup()` in a real Neovim."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from neovim_desk import ERROR, MARKS, PLUGIN, Desk

from aseptic.standard.catalog import shipped
from aseptic.version import __version__

pytestmark = MARKS
SETTLE = """\
import os


def settle(host):
    os.system("settle " + host)  # nosec
"""
TWICE = "import os\n\n\ndef run(a, b):\n    os.system(a), os.system(b)\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_every_subcommand_does_what_it_says(desk: Desk) -> None:
    desk.write("pyproject.toml", "[tool.aseptic]\nrecords = 'records/secure'\nexclude = ['src/pump/emoji.py']\n")
    desk.write("src/pump/settle.py", SETTLE)
    desk.write("src/pump/twice.py", TWICE)
    (desk.project / "security").symlink_to("records/secure")
    told = desk.run("commands")
    assert told["completed"] == ["debug", "deviate", "deviations"]
    assert told["banged"] == ["check", "deviations"]
    assert told["ids"] == [f"INJ-00{number}" for number in range(1, 10)]
    assert "check, debug, deviate" in told["nonsense"]
    for part in ("rule: CRY-001", "kind: mitigated", "It is a label, and nothing trusts it."):
        assert part in told["recorded"]
    assert told["prompted"].startswith("TODO: say why not: ")
    assert "DEV-0001 covers nothing before its reasons are written: write them in records/secure/" in told["pending"]
    assert told["drawn"] == "## Why not the replacement"
    assert "DEV-0002" in told["turned"]
    assert "nosec" not in told["turned"]
    assert "rule: INJ-003" in told["silenced"]
    broken, *_ = told["listed"]
    assert broken.startswith("DEV-0003  cannot be read  records/secure/deviations/DEV-0003.md")
    assert told["listed"][1].endswith(")  covers nothing before its reasons are written")
    assert [line.split()[:3] for line in told["listed"]] == [
        ["DEV-0003", "cannot", "be"],
        ["DEV-0001", "proposed", "CRY-001"],
        ["DEV-0002", "proposed", "INJ-003"],
    ]
    assert told["reason"] == "It is a label, and nothing trusts it."
    assert "hashlib.md5" in told["code"]
    assert told["rule"] == ["---", "id: INJ-003"]
    assert told["shall"].startswith("The implementation shall ")
    assert told["kept"]
    assert len(told["shells"]) > 1
    assert all("without a shell" in line for line in told["shells"])
    assert told["rules"] == len(shipped()[0].rules)
    assert f"Aseptic      {__version__}" in told["debug"]
    assert told["cancelled"]
    assert told["left"] == 0
    assert {"update.py", "settle.py"} <= set(told["quickfix"])
    assert any(line.startswith("CRY-001 ") for line in told["entries"])
    in_records = [line for line in told["entries"] if not line.startswith(("INJ-", "CRY-", "DES-"))]
    assert in_records
    assert "Why not the replacement" in " ".join(in_records)
    assert not any(line.startswith("Why not") for line in in_records), "the key is said twice"
    count = f"{len(told['entries']) - len(in_records)} findings in 4 files of {desk.project}"
    assert told["checked"] == f"aseptic: {count} and {len(in_records)} in records"
    assert [line.rpartition(": ")[2] for line in told["twice"]] == ["os.system(a), os.system(b)", "os.system(b)"]
    assert [line.partition(": ")[0] for line in told["twice"]] == ["5:5", "5:19"]
    for part in ("no server runs", f"plugin     {__version__}", "Neovim     0.", "aseptic server", "no server ended"):
        assert part in told["own"]
    assert told["restarted"]
    assert told["clients"] == 1
    kinds = [each.get("kind") for each in told["asked"]]
    assert kinds == ["aseptic"] * 2 + ["aseptic.deviations"] * 2 + ["aseptic.rules"] * 2 + ["aseptic"]


def test_a_list_that_cannot_be_searched_is_asked_in_two_short_steps(desk: Desk) -> None:
    first, second = desk.run("areas")["asked"]
    assert [line.split()[1] for line in first[1:4]] == ["CRY-001", "DES-005", "INJ-003"]
    assert len(first) < 30
    assert {line.split()[1][:4] for line in second[1:]} == {"INJ-"}


def test_records_in_another_folder_are_served(desk: Desk) -> None:
    desk.write("pyproject.toml", '[project]\nname = "x"\n\n[tool.aseptic]  # ours\nrecords = "records/secure"\n[x]\n')
    record = "---\nid: SEC-001\ntitel: A\ntitle: A\ncapability: SAHD\nstatus: approved\n---\nIt shall.\n"
    name = "records/secure/requirements/SEC-001.md"
    desk.write(name, record)
    told = desk.run("standard", FILE=name, SERVED="1", CODE="titel", MENDED="# titel")
    assert [(each["code"], each["line"]) for each in told["shown"]] == [("titel", 2)]
    desk.write("security/requirements/SEC-002.md", record)
    left = desk.run("standard", FILE="security/requirements/SEC-002.md", SERVED="0")
    assert left["root"] == ""


@pytest.mark.parametrize(
    ("init", "shown"),
    [
        ("require('aseptic').setup()", False),
        ("vim.lsp.enable('aseptic')", False),
        ("require('aseptic').setup({ typing = true })", True),
    ],
)
def test_a_file_without_a_root_is_checked_and_text_beside_it_is_asked_for(desk: Desk, init: str, shown: bool) -> None:
    alone = desk.home / "alone.py"
    alone.write_text(SETTLE)
    told = desk.run("alone", INIT=init, FILE=str(alone))
    assert "INJ-003" in [each["code"] for each in told["shown"]]
    assert told.get("root") is None
    assert told["virtual_text"] is shown


def test_a_record_without_a_root_is_served(desk: Desk) -> None:
    alone = desk.home / "alone.py"
    alone.write_text(SETTLE)
    assert "DEV-0001" in desk.run("rootless", FILE=str(alone))["hover"]


def test_older_findings_are_hints_and_counted_in_the_status(desk: Desk) -> None:
    who = ("-c", "user.name=Mira", "-c", "user.email=mira@example.org")
    for words in (["checkout", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "--no-gpg-sign", "-m", "all"]):
        subprocess.run(["git", *who, *words], cwd=desk.project, check=True, timeout=60)
    told = desk.run(
        "alone",
        INIT="require('aseptic').setup({ show = 'changed' })",
        FILE=str(desk.project / "src/pump/update.py"),
        OLDER="(4 older)",
    )
    assert {each["severity"] for each in told["shown"]} == {4}
    assert told["status"] == f"aseptic {__version__} H4 (4 older)"


def test_a_value_that_show_does_not_know_is_said(desk: Desk) -> None:
    told = desk.run(
        "alone",
        INIT="require('aseptic').setup({ show = 'changd' })",
        FILE=str(desk.project / "src/pump/update.py"),
    )
    assert "aseptic: setup{ show } is 'all' or 'changed', not 'changd'" in told["messages"]
    assert ERROR in {each["severity"] for each in told["shown"]}


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("[tool.aseptic]\nrecords = 'safe'\n", "safe"),
        ('[tool.aseptic]  # ours\r\nexclude = []\r\nrecords="safe/records" # there\r\n', "safe/records"),
        ("[tool]\naseptic.records = 'safe'\n", "safe"),
        ("[tool]\naseptic = { exclude = ['a'], records = 'safe' }\n", "safe"),
        ("[tool]\naseptic = {records = 'safe'}\n", "safe"),
        ('[tool."aseptic"]\nrecords = "safe"\n', "safe"),
        ("[ tool . aseptic ]\n  'records' = 'safe'\n", "safe"),
        ("tool.aseptic.records = 'safe'\n", "safe"),
        ("[tool.aseptic.inner]\nrecords = 'other'\n", "security"),
        ("[tool]\naseptic = {}\n", "security"),
        ("[tool.aseptic]\n[tool.other]\nrecords = 'other'\n", "security"),
        ("[tool.aseptics]\nrecords = 'other'\n", None),
        ("[tool.other]\nsays = 'not [tool.aseptic]'\n", None),
        ('[tool.other]\nsays = """\n[tool.aseptic]\n"""\nmore = 1\n', None),
        ("# [tool.aseptic]\n", None),
        ("", None),
    ],
)
def test_the_folder_of_records_is_read_however_toml_lets_it_be_written(
    desk: Desk, text: str, records: str | None
) -> None:
    told = tomllib.loads(text.replace("\r", "")).get("tool", {}).get("aseptic")
    assert records == (None if told is None else told.get("records", "security")), "the test's own"
    assert desk.run("reading", TEXT=text, LOG="").get("records") == records


def test_a_check_without_a_root_takes_the_files_folder_and_names_it(desk: Desk) -> None:
    mine = desk.home / "work" / "alone.py"
    mine.parent.mkdir()
    mine.write_text(SETTLE)
    (mine.parent / "other.py").write_text(SETTLE)
    (desk.home / "far.py").write_text(SETTLE)
    assert desk.run("checked", FILE=str(mine))["said"] == "aseptic: 4 findings in 2 files of ~/work"
    said = desk.run("checked", FILE=str(desk.home / "far.py"))["said"]
    assert "No project here to check" in said


def test_what_the_server_reads_as_the_folder_of_records_counts(desk: Desk) -> None:
    desk.write("pyproject.toml", '[tool.aseptic]\nrecords = "s\\u0061fe"\n')
    mine = desk.write("settle.py", SETTLE)
    assert desk.run("checked", FILE=str(mine))["records"] == "safe"


def test_of_neovims_log_only_what_our_server_wrote_is_told(desk: Desk) -> None:
    at = '[ERROR][2026-01-01 10:00:00] ...lsp/_transport.lua:36\t"rpc"\t'
    lines = [
        rf'{at}"aseptic"\t"stderr"\t"a fault\n  in \"x\"\n"'.replace(r"\t", "\t"),
        f'{at}"pyright-langserver"\t"stderr"\t"theirs"',
        f'{at}"/opt/bin/aseptic"\t"stderr"\t"ours\\n"',
        f'{at}"aseptic"\t"other"\t"no"',
    ]
    assert desk.run("reading", TEXT="", LOG="\n".join(lines))["errors"] == ["a fault", '  in "x"', "ours"]


def test_after_a_server_died_a_report_tells_how(desk: Desk) -> None:
    dying = "import sys; print('it is broken in', sys.argv[1], file=sys.stderr); sys.exit(3)"
    own = desk.write("dying.py", dying)
    told = desk.run("died", PROGRAM=sys.executable, ARGUMENTS=json.dumps([str(own), str(desk.home / "x")]))
    assert "ended      exit code 3, at 20" in told["debug"]
    assert "    it is broken in ~/x" in told["debug"]
    assert str(desk.home) not in told["debug"]
    assert "def digest" not in told["debug"]


def test_plugin_server_and_masons_entry_are_of_one_version() -> None:
    assert f"M.VERSION = '{__version__}'" in (PLUGIN / "lua" / "aseptic" / "client.lua").read_text()
    entry = yaml.safe_load((PLUGIN.parent / "mason" / "package.yaml").read_text())
    assert entry["source"]["id"].endswith(f"/aseptic@{__version__}")
    assert "example" not in entry.get("homepage", ""), "left out until there is one"
