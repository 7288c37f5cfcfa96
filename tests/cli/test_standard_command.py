"""`aseptic standard`: the account, the summary, and the book on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from own_rule_text import PAGE, PATH

from aseptic.analysis.sessions.session import Session
from aseptic.records.approval import approval_digest
from aseptic.source.frontmatter import read_page
from aseptic.standard.catalog import Standard
from aseptic.standard.vocabulary import Enforced

Run = Callable[..., Result]
STANDARD = "---\nstandard: Aseptic\nversion: '0.1'\n{keys}---\nText.\n"
DEVIATION = """\
---
id: DEV-0001
kind: accepted_risk
rule: INJ-003
where: {where}
fingerprint: {{v: 1, statement: {statement}, around: ["", ""], of: 1/1}}
status: {status}
raised: {{by: mira@example.org, on: 2026-01-01}}
approved: {approved}
expires: 2999-01-01
---
## Justification
The text comes from a table of constants and from nowhere else.
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def row(text: str, rule: str) -> str:
    (line,) = (line for line in text.split("\n") if line.startswith(rule))
    return line


# the account


def test_the_account_says_everything_in_each_form(run: Run, tmp_path: Path, standard: Standard) -> None:
    keys = "categories: {ERR-001: required}\nnot_applicable: {DEV-001: no DICOM}\nbanned: [{name: pump.raw}]\n"
    write(tmp_path, "security/standard.md", STANDARD.format(keys=keys))
    write(tmp_path, PATH, PAGE)
    text, body, page = run("standard"), run("standard", "--format", "json"), run("standard", "--format", "markdown")
    assert {text.exit_code, body.exit_code, page.exit_code} == {0}
    account = json.loads(body.stdout)
    for said in (text.stdout, page.stdout):
        assert account["digest"] in said
        assert [name for name in (*standard.rules, "ACM-001") if name not in said] == []
        assert [test for test in standard.head.excluded if test not in said] == []
        for words in (
            "Aseptic 0.1",
            "ERR-001 is required",
            "DEV-001 does not apply: no DICOM",
            "pump.raw",
            "ACM-001 is a rule",
        ):
            assert words in said
        assert "banned under SUP-016: a call of `pump.raw`" in said
        assert account["rulesDigest"][:12] in said
    assert row(text.stdout, "  INJ-003").endswith("B602 B605 B609, 9 names")
    assert [each["origin"] for each in account["rules"] if each["id"] in {"ACM-001", "INJ-003"}] == [
        "standard",
        "project",
    ]


def test_the_account_goes_to_a_file_in_every_form(run: Run, tmp_path: Path) -> None:
    for form in ("text", "json", "markdown"):
        result = run("standard", "--format", form, "--output", f"{form}.txt")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "INJ-003" in (tmp_path / f"{form}.txt").read_text(encoding="utf-8")
    result = run("standard", "--output", "none/here.txt")
    assert result.exit_code == 2
    assert result.stderr == "Error: none/here.txt: No such file or directory\n"


def test_an_own_rule_that_does_not_do_what_it_says_is_reported(run: Run, tmp_path: Path) -> None:
    write(tmp_path, PATH, PAGE.replace("legacy.raw_write(1)", "legacy.read(1)"))
    result = run("standard")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{PATH}:20: a noncompliant example is not found by ACM-001;")


# the summary


def test_the_summary_counts_findings_deviations_and_what_does_not_apply(
    run: Run, tmp_path: Path, standard: Standard
) -> None:
    keys = "excluded: {ERR-001: none of ours}\nnot_applicable: {DEV-001: no DICOM, SUP-010: only old code}\n"
    write(tmp_path, "security/standard.md", STANDARD.format(keys=keys))
    write(tmp_path, "a.py", "import os\nimport cgi\n\n\ndef run(x):\n    os.system(x)\n    os.system(x + 'y')\n")
    write(tmp_path, "b.py", "import os\n\n\ndef go(x):\n    os.system(x)\n")
    write(tmp_path, "broken.py", "import os\nos.system(\n")
    write(tmp_path, "inner/security/standard.md", STANDARD.format(keys=""))
    write(tmp_path, "inner/c.py", "import os\nos.system(x)\n")
    found = json.loads(run("check", "--format", "json").stdout)["findings"]
    assert len([each for each in found if each["rule"] == "INJ-003"]) == 4
    before = run("standard", "--summary")
    assert before.exit_code == 2
    assert "SUP-010 is declared not applicable, and is breached at a.py:2" in before.stderr
    assert row(before.stdout, "INJ-003").endswith("  tool          3 open")
    assert row(before.stdout, "SUP-010").endswith("1 open, though declared not applicable: only old code")
    assert row(before.stdout, "ERR-001").endswith("left out: none of ours")
    assert row(before.stdout, "DEV-001").endswith("not applicable: no DICOM")
    assert row(before.stdout, "INJ-001").endswith("  complies, no finding in 3 files")
    gap = "; ".join(standard.rules["INJ-005"].heading.detect.flow)
    assert row(before.stdout, "INJ-005").endswith(f"  no finding in 3 files, in part: {gap} is not looked for yet")
    for rule in standard.rules.values():
        if not rule.heading.detect.runs:
            wanted = {
                Enforced.TOOL: "not looked for yet, a question for the review",
                Enforced.REVIEW: "  a question for the review",
                Enforced.TEST: "  a question for the tests",
            }
            assert row(before.stdout, rule.id).endswith(wanted[rule.heading.enforced])
    assert before.stdout.endswith("\n3 files checked, 1 place not checked\n")


def test_without_a_file_nothing_complies(run: Run, tmp_path: Path, standard: Standard) -> None:
    result = run("standard", "--summary")
    assert result.exit_code == 0
    assert "complies" not in result.stdout
    assert "no finding" not in result.stdout
    for rule in standard.rules.values():
        if rule.heading.detect.runs:
            assert row(result.stdout, rule.id).endswith("  not checked")


@pytest.mark.parametrize("excluded", ["ERR-001", "B101"])
def test_what_is_left_out_is_said_with_the_reason_everywhere(run: Run, tmp_path: Path, excluded: str) -> None:
    write(tmp_path, "security/standard.md", STANDARD.format(keys=f"excluded: {{{excluded}: none of ours}}\n"))
    for form in ("text", "json", "markdown"):
        summary, account = run("standard", "--summary", "--format", form), run("standard", "--format", form)
        assert "left out: none of ours" in summary.stdout
        assert "none of ours" in account.stdout
    rules = json.loads(run("standard", "--format", "json").stdout)["rules"]
    assert "ERR-001" not in {rule["id"] for rule in rules}


def test_what_was_refused_is_stated_nowhere(run: Run, tmp_path: Path) -> None:
    keys = (
        "excluded: {INJ-003: we like shells here}\nseverities: {INJ-001: low}\nnot_applicable: {NO-001: xylophones}\n"
        "paths: [{globs: ['pianos/**'], without: [INJ-003], reason: music is no code}]\n"
        "policy: {gate: high}\n"
        "approved: {by: paganini, on: 2999-01-01}\nrequirements: {INJ-001: [SEC-777]}\n"
    )
    write(tmp_path, "security/standard.md", STANDARD.format(keys=keys))
    said = [run("standard", "--format", form, "--output", "out.txt") for form in ("text", "json", "markdown")]
    said += [run("standard", "--summary"), run("explain", "--file", "a.py")]
    for result in said:
        assert result.exit_code == 2
        for place in ("excluded.INJ-003", "INJ-001"):
            assert place.removeprefix("excluded.") in result.stderr
    for form in ("text", "json", "markdown"):
        run("standard", "--format", form, "--output", "out.txt")
        text = (tmp_path / "out.txt").read_text(encoding="utf-8")
        for words in (
            "we like shells",
            "xylophones",
            "pianos",
            "INJ-003 is left out",
            "paganini",
            "INJ-001 serves",
            "gate: open findings of high",
        ):
            assert words not in text, (form, words)
        assert "INJ-003 is required and cannot be excluded" in text
    held = said[-1].stdout
    for words in ("INJ-003", "NO-001", "pianos", "gate high"):
        assert words not in held


def deviate(tmp_path: Path, standard: Standard, approved: bool) -> None:
    """Record a deviation for the one finding of `b.py`."""
    path = tmp_path / "b.py"
    (placed,) = Session(standard).open(path, None, path.read_text(encoding="utf-8")).findings
    text = DEVIATION.format(
        where="b.py::go", statement=placed.finding.fingerprint.statement, status="proposed", approved="{}"
    )
    if approved:
        page, _ = read_page("x.md", text)
        assert page is not None
        given = f"{{by: kim, on: 2026-01-02, of: {approval_digest(page)}}}"
        text = text.replace("status: proposed", "status: approved").replace("approved: {}", f"approved: {given}")
    write(tmp_path, "security/deviations/DEV-0001.md", text)


@pytest.mark.parametrize(("approved", "state"), [(False, "1 with a proposed deviation"), (True, "1 deviated")])
def test_the_summary_tells_what_records_say_of_findings(
    run: Run, tmp_path: Path, standard: Standard, approved: bool, state: str
) -> None:
    write(tmp_path, "security/standard.md", STANDARD.format(keys=""))
    write(tmp_path, "b.py", "import os\n\n\ndef go(x):\n    os.system(x)\n")
    deviate(tmp_path, standard, approved)
    result = run("standard", "--summary")
    assert result.exit_code == 0
    assert row(result.stdout, "INJ-003").endswith(f"  {state}")
    body = json.loads(run("standard", "--summary", "--format", "json").stdout)
    (found,) = (each for each in body["rules"] if each["rule"] == "INJ-003")
    assert (found["open"], found["proposed"], found["deviated"]) == (0, int(not approved), int(approved))
    assert (
        f"| INJ-003 | Start processes without a shell | tool | {state} |"
        in run("standard", "--summary", "--format", "markdown").stdout
    )


# the book on disk


def test_a_book_is_written_and_written_again(run: Run, tmp_path: Path) -> None:
    first = run("standard", "--book", "out")
    assert first.exit_code == 0
    assert first.stdout.startswith("out/index.html: ")
    index = tmp_path / "out" / "index.html"
    assert "INJ-003" in index.read_text(encoding="utf-8")
    again = run("standard", "--book", "out")
    assert again.stdout.endswith(" 0 files changed\n")
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    write(tmp_path, PATH, PAGE)
    run("standard", "--book", "out")
    assert (tmp_path / "out" / "rules" / "ACM-001.html").is_file()
    (tmp_path / PATH).unlink()
    run("standard", "--book", "out")
    assert not (tmp_path / "out" / "rules" / "ACM-001.html").exists()
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_a_folder_of_other_things_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "docs/index.html", "mine")
    result = run("standard", "--book", "docs")
    assert result.exit_code == 2
    assert result.stderr == "Error: docs holds other files and no book; name a new or an empty folder\n"
    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["index.html"]
    assert (tmp_path / "docs" / "index.html").read_text() == "mine"


def test_a_list_that_names_what_no_book_has_deletes_nothing(run: Run, tmp_path: Path) -> None:
    mine = write(tmp_path, "precious.html", "mine")
    other = write(tmp_path, "docs/notes.txt", "mine")
    names = ["../precious.html", "notes.txt", str(mine), "rules/../../precious.html", "/etc/hostname", 3, None]
    write(tmp_path, "docs/aseptic-book.json", json.dumps({"files": names}))
    assert run("standard", "--book", "docs").exit_code == 0
    assert mine.read_text() == other.read_text() == "mine"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {}}', "nonsense", "[" * 100_000])
def test_what_is_no_list_of_a_book_does_not_make_one(run: Run, tmp_path: Path, text: str) -> None:
    write(tmp_path, "docs/aseptic-book.json", text)
    assert run("standard", "--book", "docs").exit_code == 2


def test_a_file_in_the_way_or_a_link_is_not_written_over(run: Run, tmp_path: Path) -> None:
    run("standard", "--book", "out")
    target = write(tmp_path, "target.html", "mine")
    page = tmp_path / "out" / "rules" / "INJ-003.html"
    page.unlink()
    page.symlink_to(target)
    result = run("standard", "--book", "out")
    assert result.exit_code == 2
    assert result.stderr == "Error: out/rules/INJ-003.html is a link and leads elsewhere; remove it\n"
    assert target.read_text() == "mine"
    page.unlink()
    listed = tmp_path / "out" / "aseptic-book.json"
    listed.write_text(json.dumps({"files": ["index.html"]}), encoding="utf-8")
    result = run("standard", "--book", "out")
    assert result.stderr.endswith(" is no page of the book; move it away\n")


def test_a_book_goes_alone(run: Run, tmp_path: Path) -> None:
    result = run("standard", "--book", "out", "--summary")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: --book writes a folder of its own")
    assert not (tmp_path / "out").exists()
