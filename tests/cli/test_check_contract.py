"""What scripts rely on: exit statuses, one line an error, and a machine's formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.analysis.projects.day import utc_today
from aseptic.records.approval import approval_digest
from aseptic.source.frontmatter import read_page
from aseptic.version import __version__

Run = Callable[..., Result]
SHELL = "import os\n\n\ndef run(x):\n    os.system(x)\n"
CLEAN = "def add(a, b):\n    return a + b\n"
STANDARD = "---\nid: STANDARD\ntitle: Ours\nstandard: Aseptic\nversion: '0.1'\n{more}---\nText.\n"
BROKEN = "---\nid: SEC-001\ntitle: A\ncapability: XXXX\nstatus: draft\n---\nIt shall.\n"
DEVIATION = """\
---
id: DEV-0001
kind: accepted_risk
rule: INJ-003
where: a.py::run
fingerprint: {{v: 1, statement: {statement}, around: ["", ""], of: 1/1}}
status: {status}
raised: {{by: mira@example.org, on: 2026-01-01}}
approved: {approved}
expires: {expires}
---
## Justification
The text comes from a table of constants and from nowhere else.
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# exit statuses


def test_clean_is_0(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.py", CLEAN)
    result = run("check")
    assert result.exit_code == 0
    assert "1 file: no findings" in result.stdout
    assert result.stderr == ""


def test_nothing_to_check_is_2_and_said(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 2
    assert "0 files" in result.stdout
    assert result.stderr.startswith("nothing was checked: ")


def test_an_open_finding_is_1(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.py", SHELL)
    result = run("check")
    assert result.exit_code == 1
    assert result.stderr == ""


@pytest.mark.parametrize(("gate", "expected"), [("low", 1), ("medium", 0), ("high", 0)])
def test_a_finding_below_the_gate_is_shown_and_passes(run: Run, tmp_path: Path, gate: str, expected: int) -> None:
    write(
        tmp_path,
        "security/standard.md",
        STANDARD.format(more=f"policy: {{gate: {{to: {gate}, reason: old code first}}}}\n"),
    )
    write(tmp_path, "a.py", "def release(user):\n    assert user.may_release\n")
    result = run("check")
    assert result.exit_code == expected
    assert "ERR-001" in result.stdout


@pytest.mark.parametrize(
    ("status", "approved", "expires", "state", "expected"),
    [
        ("proposed", False, "2999-01-01", "proposed", 1),
        ("approved", True, "2999-01-01", "approved", 0),
        ("approved", False, "2999-01-01", "proposed", 1),
        ("rejected", False, "2999-01-01", "rejected", 1),
        ("approved", True, "2026-01-02", "expired", 1),
    ],
)
def test_only_an_approved_deviation_opens_the_gate(
    run: Run, tmp_path: Path, status: str, approved: bool, expires: str, state: str, expected: int
) -> None:
    write(tmp_path, "a.py", SHELL)
    write(tmp_path, "security/standard.md", STANDARD.format(more=""))
    statement = statement_of(tmp_path, run)
    plain = DEVIATION.format(statement=statement, status=status, approved="{by: , on: , of: }", expires=expires)
    page, _ = read_page("DEV-0001.md", plain)
    assert page
    given = (
        f"{{by: boss@example.org, on: 2026-01-01, of: {approval_digest(page)}}}" if approved else "{by: , on: , of: }"
    )
    text = DEVIATION.format(statement=statement, status=status, approved=given, expires=expires)
    write(tmp_path, "security/deviations/DEV-0001.md", text)
    result = run("check", "--format", "json")
    (found,) = json.loads(result.stdout)["findings"]
    assert found["state"] == state, result.stderr
    assert result.exit_code == expected
    sarif = json.loads(run("check", "--format", "sarif").stdout)
    suppressions = sarif["runs"][0]["results"][0]["suppressions"]
    wanted = {"approved": "accepted", "proposed": "underReview", "rejected": "rejected"}.get(state)
    assert [each["status"] for each in suppressions] == ([wanted] if wanted else [])
    for each in suppressions:
        assert each["kind"] == "external"
        assert "table of constants" in each["justification"]
        assert "DEV-0001" in each["justification"]


def statement_of(folder: Path, run: Run) -> str:
    """Return the fingerprint of the one finding, as an editor is given it."""
    from aseptic.analysis.sessions.session import Session
    from aseptic.standard.catalog import shipped

    path = folder / "a.py"
    (placed,) = Session(shipped()[0]).open(path, None, path.read_text(encoding="utf-8")).findings
    return placed.finding.fingerprint.statement


def test_the_current_folder_is_the_project_where_nothing_else_says_so(run: Run, tmp_path: Path) -> None:
    """As the workspace's folder is in an editor: both have to read the same records."""
    write(tmp_path, "src/deep/a.py", SHELL)
    good = BROKEN.replace("XXXX", "SAHD").replace("status: draft", "status: approved\nrules: [INJ-003]")
    write(tmp_path, "security/requirements/SEC-001.md", good)
    (found,) = json.loads(run("check", "src", "--format", "json").stdout)["findings"]
    assert found["requirements"] == ["SEC-001"]


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--format", "xml"),
        ("check", "--unheard-of"),
        ("check", "nowhere.py"),
        ("check", "--output", "nowhere/out.json", "--format", "json"),
        ("check", "--output", "."),
        ("unheard-of",),
        ("init", "nowhere"),
        ("server", "--tcp", "nonsense"),
        ("server", "--log-level", "loud"),
    ],
    ids=" ".join,
)
def test_a_faulty_call_is_2_with_one_line_that_says_why(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    said = [line for line in result.stderr.splitlines() if line and not line.startswith(("Usage:", "Try "))]
    assert len(said) == 1, result.stderr


def test_a_missing_path_costs_the_others_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.py", SHELL)
    result = run("check", "nowhere.py", "a.py", "no[where]/b.py")
    assert result.exit_code == 2
    assert "INJ-003" in result.stdout
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["nowhere.py", "no[where]/b.py"]


def test_a_broken_record_is_2_with_its_line_and_cure_and_the_rest_is_checked(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.py", SHELL)
    write(tmp_path, "security/requirements/SEC-001.md", BROKEN)
    write(tmp_path, "security/requirements/SEC-002.md", BROKEN.replace("XXXX", "SAHD").replace("001", "002"))
    result = run("check")
    assert result.exit_code == 2
    assert "INJ-003" in result.stdout
    (line,) = result.stderr.splitlines()
    assert re.match(r"security/requirements/SEC-001\.md:4: .*XXXX.*; \S", line)
    assert not re.search("\x1b", line)
    report = json.loads(run("check", "--format", "json").stdout)
    (problem,) = report["problems"]
    assert problem["path"] == "security/requirements/SEC-001.md"
    assert problem["line"] == 4
    assert problem["cure"]
    assert len(report["findings"]) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.aseptic]\nexcluded = []\n"),
        ("pyproject.toml", "[tool.aseptic\n"),
        ("security/standard.md", STANDARD.format(more="surprise: 1\n")),
        ("security/deviations/DEV-0001.md", "\ufeff"),
        ("security/deviations/DEV-0001.md", "---\n" + "a: [" * 5000),
        ("security/requirements/SEC-001.md", "---\nid: &a [*a]\n---\n"),
    ],
    ids=range(6),
)
def test_every_faulty_file_of_the_project_is_2_and_named(run: Run, tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, "pyproject.toml", "[tool.aseptic]\n")
    write(tmp_path, "a.py", SHELL)
    write(tmp_path, name, text)
    result = run("check")
    assert result.exit_code == 2
    assert "INJ-003" in result.stdout
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.startswith(name) and "; " in line for line in lines), lines


# text


def test_text_shows_the_place_the_code_and_what_is_wrong(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "src/a.py", SHELL)
    lines = run("check").stdout.splitlines()
    assert lines[0].startswith("src/a.py:5:5  error INJ-003  ")
    assert lines[1] == "5 │     os.system(x)"
    assert lines[2] == "  │     ~~~~~~~~~"
    assert re.fullmatch(r"1 file: 1 error · standard [0-9a-f]{12}", lines[-3])
    assert lines[-2] == "fails: src/a.py:5:5 INJ-003"
    assert lines[-1] == "fails on 1 finding: 1 without a record (mend them, or record deviations)"


def test_the_last_line_says_why_it_fails_and_what_to_do(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path, "security/standard.md", STANDARD.format(more="policy: {gate: {to: medium, reason: old code first}}\n")
    )
    write(tmp_path, "a.py", f"{SHELL}    assert x\n\n\ndef go(x):\n    os.system(x)\n")
    assert run("deviations", "record", "a.py:5", "--reason", "The text comes from a table of constants.").exit_code == 0
    said = run("check").stdout.splitlines()[-1]
    assert said == (
        "fails on 2 findings of medium severity or higher: 1 without a record (mend them, or record deviations), "
        "1 with a deviation that waits for approval (have it approved)"
    )
    page = tmp_path / "security" / "deviations" / "DEV-0001.md"
    page.write_text(page.read_text().replace("status: proposed", "status: rejected"))
    assert "1 with a record that does not count now (each says why)" in run("check").stdout.splitlines()[-1]
    write(tmp_path, "a.py", "def release(user):\n    assert user.may_release\n")
    assert "fails" not in run("check").stdout


def test_what_fails_comes_last_and_what_is_known_is_counted(run: Run, tmp_path: Path) -> None:
    known = "import os\n\n\ndef run_{}(x):\n    os.system(x)\n\n\n"
    write(tmp_path, "a.py", "".join(known.format(number) for number in range(5)))
    write(tmp_path, "b.py", SHELL)
    assert run("deviations", "record", "b.py:5", "--reason", "The text comes from a table of constants.").exit_code == 0
    page = tmp_path / "security" / "deviations" / "DEV-0001.md"
    approve(page)
    assert run("baseline").exit_code == 0
    write(tmp_path, "a0.py", "def go(x):\n    eval(x)\n")
    write(tmp_path, "z.py", known.format("z") + "".join(f"def f{n}(x):\n    eval(x)\n\n\n" for n in range(12)))
    said = run("check").stdout
    assert "a.py:5:5  " not in said and "b.py:5:5  " not in said
    assert re.search(r"^4 files: 14 errors; passed: 5 known, 1 with a deviation \(--all shows them\) ·", said, re.M)
    named = [line for line in said.splitlines() if line.startswith("fails")]
    assert named[:2] == ["fails: a0.py:2:5 INJ-001", "fails: z.py:5:5 INJ-003"]
    assert named[-2:] == [
        "fails: 4 more, above",
        "fails on 14 findings: 14 without a record (mend them, or record deviations)",
    ]
    whole = run("check", "--all").stdout
    assert "5 │     os.system(x)" in whole and "--all shows" not in whole
    places = re.findall(r"^(\S+\.py):\d+:\d+  ", whole, re.M)
    assert places == ["a.py"] * 5 + ["b.py"] + ["a0.py"] + ["z.py"] * 13
    listed = json.loads(run("check", "--format", "json").stdout)
    assert len(listed["findings"]) == 20


def approve(page: Path) -> None:
    """Approve a record as a person does who writes it by hand."""
    text = page.read_text(encoding="utf-8").replace("\nstatus: proposed\n", "\nstatus: approved\n")
    text = re.sub("TODO: .*", "The replacement cannot be had here.", text)
    read = read_page(page.name, text)[0]
    assert read is not None
    given = f"\napproved: {{by: kim@example.org, on: {utc_today()}, of: {approval_digest(read)}}}\nexpires:"
    page.write_text(text.replace("\nexpires:", given), encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "shown", "underlined"),
    [
        ("if x:\n\teval(x)\n", "2 │     eval(x)", "  │     ~~~~"),
        ("'病院'; eval(x)\n", "1 │ '病院'; eval(x)", "  │         ~~~~"),
        ("'é'; eval(x)\r\n", "1 │ 'é'; eval(x)", "  │      ~~~~"),
        ("[red]; eval(x)\n", "1 │ [red]; eval(x)", "  │        ~~~~"),
        ("eval(x) # " + "y" * 500 + "\n", "1 │ eval(x) # ", "  │ ~~~~"),
    ],
    ids=["tab", "wide", "crlf", "markup", "long"],
)
def test_the_underline_stands_below_the_breach(
    run: Run, tmp_path: Path, code: str, shown: str, underlined: str
) -> None:
    (tmp_path / "a.py").write_bytes(code.encode())
    lines = run("check").stdout.splitlines()
    assert lines[1].startswith(shown) if shown.endswith(" ") else lines[1] == shown
    assert lines[2] == underlined
    assert all(len(line) < 250 for line in lines)


def test_no_colours_in_a_pipe_nor_in_a_file(process: Callable[..., object], tmp_path: Path) -> None:
    write(tmp_path, "a.py", SHELL)
    write(tmp_path, "security/requirements/SEC-001.md", BROKEN)
    done = process("check", env={"TERM": "xterm-256color"})
    assert b"\x1b" not in done.stdout + done.stderr
    assert done.returncode == 2
    process("check", "--output", "out.txt", env={"FORCE_COLOR": "1"})
    assert "\x1b" not in (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert "INJ-003" in (tmp_path / "out.txt").read_text(encoding="utf-8")


def test_the_summary_counts(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path, "a.py", "import os, requests\nos.system(x)\nos.system(y)\nrequests.get(z)\nassert user.may_release\n"
    )
    write(tmp_path, "b.py", "def f(:\n    eval(x)\n")
    assert "2 files: 2 errors, 1 warning, 1 information, 1 place not checked" in run("check").stdout


# json

FINDING_KEYS = set(
    "path line column endLine endColumn rule title severity message scope symbol cwe bandit requirements state "
    "deviation fingerprint".split()
)


def test_the_listing_keeps_its_keys(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "src/a.py", SHELL)
    write(tmp_path, "b.py", "def f(:\n    eval(x)\n")
    said = json.loads(run("check", "--format", "json").stdout)
    assert set(said) == {
        "format",
        "tool",
        "standards",
        "files",
        "findings",
        "notChecked",
        "problems",
        "integrity",
        "skipped",
    }
    assert said["format"] == 1
    assert said["tool"] == {"name": "aseptic", "version": __version__}
    assert said["files"] == 2
    (found,) = said["findings"]
    assert set(found) == FINDING_KEYS
    assert (found["path"], found["line"], found["column"], found["endLine"], found["endColumn"]) == (
        "src/a.py",
        5,
        5,
        5,
        14,
    )
    assert (found["rule"], found["severity"], found["scope"], found["symbol"]) == (
        "INJ-003",
        "high",
        "run",
        "os.system",
    )
    assert found["bandit"] == ["B605"]
    assert 78 in found["cwe"]
    assert (found["state"], found["deviation"]) == ("open", "")
    assert re.fullmatch("[0-9a-f]{32}", found["fingerprint"])
    (missing,) = said["notChecked"]
    assert set(missing) == {"path", "line", "endLine", "reason", "cure"}
    assert (missing["path"], missing["line"]) == ("b.py", 1)
    (standard,) = said["standards"]
    assert re.fullmatch("[0-9a-f]{64}", standard["digest"])


def test_fingerprints_name_each_finding_and_survive_moves(run: Run, tmp_path: Path) -> None:
    def prints() -> list[str]:
        return [each["fingerprint"] for each in json.loads(run("check", "--format", "json").stdout)["findings"]]

    write(tmp_path, "a.py", SHELL + "    os.system(x)\n    os.system(y)\n")
    before = prints()
    assert len(set(before)) == 3
    write(tmp_path, "a.py", "# moved\n\n" + SHELL + "    os.system( x )  # said otherwise\n    os.system(y)\n")
    assert prints() == before


def test_output_goes_to_the_file_alone(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.py", SHELL)
    for form in ("text", "json", "sarif"):
        result = run("check", "--format", form, "--output", f"out.{form}")
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr == ""
        assert "INJ-003" in (tmp_path / f"out.{form}").read_text(encoding="utf-8")
    json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))


def test_two_runs_say_the_same(run: Run, tmp_path: Path) -> None:
    for name in "abc":
        write(tmp_path, f"{name}/m.py", SHELL)
    for form in ("text", "json", "sarif"):
        assert run("check", "--format", form).stdout == run("check", "--format", form).stdout


# the rest


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout.strip() == f"aseptic, version {__version__}"
    said = run("--help")
    assert said.exit_code == 0
    for command in ("check", "server", "init", "demo"):
        assert command in said.stdout
        assert run(command, "--help").exit_code == 0


def test_init_writes_a_project_that_checks_clean(run: Run, tmp_path: Path) -> None:
    first = run("init")
    assert first.exit_code == 0
    assert (tmp_path / "security" / "standard.md").is_file()
    write(tmp_path, "a.py", CLEAN)
    result = run("check")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""


def test_init_never_overwrites(run: Run, tmp_path: Path) -> None:
    own = write(tmp_path, "security/standard.md", "mine\n")
    empty = write(tmp_path, "security/samples/AST-001.md", "")
    result = run("init", ".")
    assert result.exit_code == 0
    assert own.read_text(encoding="utf-8") == "mine\n"
    assert empty.read_bytes() == b""
    assert result.stdout.count("kept") == 2
    files = {path: path.read_bytes() for path in (tmp_path / "security").rglob("*.md")}
    assert len(files) > 4
    assert run("init").stdout.startswith("kept")
    assert {path: path.read_bytes() for path in (tmp_path / "security").rglob("*") if path.is_file()} == files


def test_init_where_nothing_can_be_written_is_2(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "security", "a file where a folder should be")
    result = run("init")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert (tmp_path / "security").read_text(encoding="utf-8") == "a file where a folder should be"


def test_another_required_version_is_2_with_one_line_and_the_rest_is_checked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nrequired-version = '>=99'\n")
    (tmp_path / "a.py").write_text("import os\nos.system(x)\n")
    result = run("check")
    assert result.exit_code == 2
    assert "INJ-003" in result.output
    lines = [line for line in result.output.splitlines() if "requires '>=99'" in line]
    assert len(lines) == 1
    assert lines[0].startswith("pyproject.toml:2: this is Aseptic ")
