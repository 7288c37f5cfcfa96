"""`aseptic baseline`, `record` and `ledger` on real projects under git."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from aseptic.analysis.ledgers import bookkeeping
from aseptic.checks import checker
from aseptic.checks.checker import Checker, compiled
from aseptic.cli import loading, statements
from aseptic.records.ledger.chain import linked
from aseptic.records.ledger.event import Draft, Kind, Stamp
from aseptic.standard.catalog import Standard

Run = Callable[..., Result]
TWO = "import os\n\n\ndef run(x):\n    os.system(x)\n\n\ndef other(y):\n    os.system(y)\n"
THIRD = "\n\ndef third(z):\n    os.system(z)\n"
LEDGER = "security/ledger.jsonl"


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch, standard: Standard) -> None:
    """Let the many commands of a test share what they would each compile anew."""
    monkeypatch.setattr(loading, "shipped", lambda _: (standard, ()))
    monkeypatch.setattr(checker, "compiled", _compiled)


@cache
def _compiled(standard: Standard) -> Checker:
    return compiled(standard)


def commit(git: Callable[..., str], message: str) -> str:
    git("add", "-A")
    git("commit", "-q", "-m", message)
    return git("rev-parse", "HEAD")


def write(folder: Path, text: str, name: str = "a.py") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def events(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / LEDGER).read_bytes().split(b"\n")[:-1]]


def findings(run: Run) -> list[dict[str, object]]:
    return json.loads(run("check", "--format", "json").stdout)["findings"]


def become(patch: pytest.MonkeyPatch, who: str) -> None:
    for place in (bookkeeping, statements):
        patch.setattr(place, "git_user", lambda _: who)


def test_verify_tells_what_was_accepted_after_the_baseline_by_whom_and_in_which_commit(
    run: Run, git: Callable[..., str], tmp_path: Path
) -> None:
    write(tmp_path, TWO)
    run("baseline")
    git("add", "-A")
    git("commit", "-qm", "Baseline")
    assert "accepted" not in run("ledger", "verify").stdout
    write(tmp_path, TWO + THIRD)
    git("commit", "-qam", "Third")
    run("baseline", "--accept-new")
    told = "1 finding was accepted as known later (--accept-new), by mira@example.org on "
    said = run("ledger", "verify").stdout
    assert told in said and "and no commit has that yet" in said
    git("commit", "-qam", "Accept it")
    commit = git("rev-parse", "HEAD")[:12]
    write(tmp_path, TWO)
    run("record")
    git("commit", "-qam", "Mend it")
    said = run("ledger", "verify").stdout
    assert told in said and f", in commit {commit}\n" in said


def test_a_baseline_lets_what_stood_pass_and_nothing_new(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    assert run("check").exit_code == 1
    assert "2 findings accepted as known" in run("baseline").stdout
    assert run("check").exit_code == 0
    assert [each["state"] for each in findings(run)] == ["known", "known"]
    assert run("check", "--format", "junit").stdout.count("<skipped") == 2
    assert len(json.loads(run("check", "--format", "gitlab").stdout)) == 2, "known ones are open"
    write(tmp_path, "# moved down\n\n" + TWO + THIRD)
    assert run("check").exit_code == 1
    assert [each["state"] for each in findings(run)] == ["known", "known", "open"]
    before = (tmp_path / LEDGER).read_bytes()
    assert "1 new, 0 gone" in run("baseline").stdout
    assert (tmp_path / LEDGER).read_bytes() == before, "nothing new is taken in"
    assert run("check").exit_code == 1
    assert "1 new, 0 gone; 1 accepted" in run("baseline", "--accept-new").stdout
    assert run("check").exit_code == 0
    write(tmp_path, "import os\n" + THIRD)
    assert "0 new, 2 gone" in run("baseline").stdout
    assert "0 new, 0 gone" in run("baseline").stdout
    write(tmp_path, TWO + THIRD)
    assert [each["state"] for each in findings(run)] == ["open", "open", "known"], "what was gone comes back as new"


def test_touching_a_known_finding_or_pasting_another_beside_it_makes_it_count(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("baseline")
    write(tmp_path, TWO.replace("os.system(y)", "os.system(y + y)"))
    assert [each["state"] for each in findings(run)] == ["known", "open"]
    write(tmp_path, TWO.replace("    os.system(y)\n", "    os.system(y)\n    os.system(y)\n"))
    assert [each["state"] for each in findings(run)].count("known") == 1
    assert run("check").exit_code == 1
    write(tmp_path, TWO.replace("os.system(y)", "os.system(  y  )  # later"))
    assert [each["state"] for each in findings(run)] == ["known", "known"]


def test_a_renamed_file_keeps_what_was_known_and_a_copy_does_not(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("baseline")
    write(tmp_path, TWO, "b.py")
    assert [each["state"] for each in findings(run)] == ["known", "known", "open", "open"]
    (tmp_path / "a.py").unlink()
    assert [each["state"] for each in findings(run)] == ["known", "known"]
    assert "2 moved" in run("record").stdout
    assert [each["state"] for each in findings(run)] == ["known", "known"]


def test_a_vanished_file_has_one_heir_and_baseline_counts_as_the_next_check_does(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("baseline")
    (tmp_path / "a.py").rename(tmp_path / "c.py")
    write(tmp_path, TWO, "b.py")
    assert [each["state"] for each in findings(run)] == ["open"] * 4, "which is the copy, nobody can tell"
    assert "4 new, 2 gone" in run("baseline").stdout
    assert [each["state"] for each in findings(run)] == ["open"] * 4
    (tmp_path / "b.py").unlink()
    assert "2 new, 0 gone" in run("baseline").stdout


def test_sarif_says_what_stood_before(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    results = json.loads(run("check", "--format", "sarif").stdout)["runs"][0]["results"]
    assert [each for each in results if "baselineState" in each] == []
    run("baseline")
    write(tmp_path, TWO + THIRD)
    results = json.loads(run("check", "--format", "sarif").stdout)["runs"][0]["results"]
    assert [each["baselineState"] for each in results] == ["unchanged", "unchanged", "new"]
    assert [each["suppressions"] for each in results] == [[], [], []]


def test_a_second_run_adds_nothing_and_a_fix_is_verified_at_its_commit(
    run: Run, tmp_path: Path, git: Callable[..., str]
) -> None:
    write(tmp_path, TWO)
    first = commit(git, "one")
    assert "2 opened" in run("record").stdout
    before = (tmp_path / LEDGER).read_bytes()
    again = run("record")
    assert again.stdout.startswith("nothing new: the ledger says all of this already\nhead ")
    assert (tmp_path / LEDGER).read_bytes() == before
    assert events(tmp_path)[0]["commit"] == first
    assert events(tmp_path)[0]["by"] == "mira@example.org"
    assert (tmp_path / "security/.gitignore").read_text(encoding="utf-8") == ".aseptic-*.draft\n"
    write(tmp_path, TWO.replace("os.system(y)", "return y"))
    closed = run("record")
    assert closed.stdout.startswith("findings: 1 closed\n")
    assert "a.py is not committed as it was scanned; what is recorded names no commit" in closed.stderr
    assert events(tmp_path)[-1]["commit"] == ""
    assert run("record").stdout.startswith("nothing new: "), "the commit does not have it yet"
    second = commit(git, "two")
    assert run("record").stdout.startswith("findings: 1 verified as closed\n")
    last = events(tmp_path)[-1]
    assert (last["event"], last["how"], last["evidence"]) == ("verified", "scan", second)
    exported = json.loads(run("ledger", "export").stdout)["findings"]
    assert [(each["state"], each["how"]) for each in exported] == [("open", None), ("closed", "fixed")]
    verified = run("ledger", "verify")
    assert verified.exit_code == 0, verified.stderr


def test_code_that_does_not_parse_closes_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("record")
    write(tmp_path, TWO.replace("os.system(y)", "os.system(y"))
    assert run("record").stdout.startswith("findings: 1 not seen this time\n")
    write(tmp_path, TWO)
    assert run("record").stdout.startswith("findings: 1 reopened\n")
    (tmp_path / "pyproject.toml").write_text('[tool.aseptic]\nexclude = ["a.py"]\n', encoding="utf-8")
    assert run("record").stdout.startswith("findings: 2 not seen this time\n")
    assert {each["cause"] for each in events(tmp_path)[-2:]} == {"the file is left out of the scan"}


def test_a_project_below_gits_top_level_is_looked_up_by_its_own_paths(
    run: Run, tmp_path: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "parts" / "pump"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
    write(inner, TWO)
    write(tmp_path, TWO)
    monkeypatch.chdir(inner)
    assert "2 opened" in run("record").stdout, "the file above belongs to another project"
    commit(git, "one")
    write(inner, TWO.replace("os.system(y)", "return y"))
    commit(git, "two")
    assert run("record").stdout.startswith("findings: 1 closed, 1 verified as closed\n")
    commit(git, "three")
    assert "2 committed versions" in run("ledger", "verify").stdout
    text = (inner / LEDGER).read_bytes()
    (inner / LEDGER).write_bytes(text[: text.rindex(b'{"after"')])
    assert run("ledger", "verify").exit_code == 1


def test_a_file_that_is_not_checked_out_is_not_removed(run: Run, tmp_path: Path, git: Callable[..., str]) -> None:
    write(tmp_path, TWO)
    run("record")
    commit(git, "one")
    git("update-index", "--skip-worktree", "a.py")
    (tmp_path / "a.py").unlink()
    assert run("record").stdout.startswith("findings: 2 not seen this time\n")
    assert events(tmp_path)[-1]["cause"] == "the file is not checked out here"
    git("update-index", "--no-skip-worktree", "a.py")
    git("rm", "-q", "a.py")
    commit(git, "two")
    assert run("record").stdout.startswith("findings: 2 closed, 2 verified as closed\n")
    assert {each["how"] for each in events(tmp_path)[-4:] if each["event"] == "closed"} == {"code_removed"}


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda lines: [*lines[:1], lines[1].replace(b"a.py", b"b.py"), *lines[2:]], "was edited"),
        (lambda lines: [lines[0], *lines[2:]], "follows one that is not here"),
        (lambda lines: lines[:-1], "changed, dropped or cut off this line of commit"),
        (lambda lines: [], "changed, dropped or cut off this line of commit"),
    ],
)
def test_tampering_is_found(
    run: Run,
    tmp_path: Path,
    git: Callable[..., str],
    harm: Callable[[list[bytes]], list[bytes]],
    said: str,
) -> None:
    write(tmp_path, TWO)
    run("record")
    commit(git, "one")
    head = run("ledger", "verify").stdout.split("head ")[1].strip()
    assert run("ledger", "verify", "--head", head).exit_code == 0
    path = tmp_path / LEDGER
    path.write_bytes(b"".join(harm(path.read_bytes().splitlines(keepends=True))))
    found = run("ledger", "verify", "--head", head)
    assert found.exit_code == 1
    assert said in found.stderr
    commit(git, "tampered")
    assert said.replace("of commit", "") in run("ledger", "verify").stderr, "history shows it though it was committed"
    assert said in run("ledger", "verify").stderr
    assert run("ledger", "verify").exit_code == 1


def test_without_git_a_head_that_was_noted_finds_a_cut_off_end(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    head = run("record").stdout.split("head ")[1].strip()
    path = tmp_path / LEDGER
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    assert run("ledger", "verify").exit_code == 0
    assert "no commit to hold it against" in run("ledger", "verify").stdout
    found = run("ledger", "verify", "--head", head)
    assert found.exit_code == 1
    assert "the ledger was cut off" in found.stderr


def test_the_first_digits_of_a_head_will_do(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    head = run("record").stdout.split("head ")[1].strip()
    for noted in (head[:12], head[:40], head[:12].upper(), f"{head[:12]}+{head}"):
        found = run("ledger", "verify", "--head", noted)
        assert (found.exit_code, found.stderr) == (0, ""), noted
    short = run("ledger", "verify", "--head", head[:11])
    assert (short.exit_code, "give the whole head" in short.stderr) == (2, True)
    other = run("ledger", "verify", "--head", "v1.0")
    assert (other.exit_code, "'v1.0' is no head" in other.stderr) == (2, True)
    path = tmp_path / LEDGER
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    gone = run("ledger", "verify", "--head", head[:12])
    assert (gone.exit_code, "the ledger was cut off" in gone.stderr) == (1, True)


def test_nothing_is_added_to_a_ledger_that_was_tampered_with(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("record")
    path = tmp_path / LEDGER
    path.write_bytes(path.read_bytes().replace(b'"high"', b'"low"', 1))
    before = path.read_bytes()
    write(tmp_path, TWO + THIRD)
    for words in (("record",), ("baseline",)):
        refused = run(*words)
        assert refused.exit_code == 2
        assert f"{LEDGER}:1: this line of the ledger was edited" in refused.stderr
        assert "nothing was recorded" in refused.stderr
    assert path.read_bytes() == before
    assert f"{LEDGER}:1" in run("check").stderr


def test_a_broken_last_line_is_named_and_closed_by_the_next_run(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("record")
    path = tmp_path / LEDGER
    whole = path.read_bytes()
    torn = whole[:-30]
    path.write_bytes(torn)
    checked = run("check")
    assert checked.exit_code == 2
    assert "the last line is broken off" in checked.stderr
    healed = run("record")
    assert healed.exit_code == 0
    assert "broken off" in healed.stderr
    assert path.read_bytes().startswith(torn + b"\n"), "nothing of it is lost"
    assert run("ledger", "verify").exit_code == 0
    assert run("record").stdout.startswith("nothing new")
    path.write_bytes(whole[:-1])
    run("record")
    assert path.read_bytes() == whole, "a line that lacks its end alone is whole"


def branches(run: Run, tmp_path: Path, git: Callable[..., str]) -> None:
    """Two branches that both recorded findings, the other one and `main`, which is checked out."""
    write(tmp_path, TWO)
    run("record")
    commit(git, "one")
    git("checkout", "-q", "-b", "other")
    write(tmp_path, TWO, "b.py")
    run("record")
    commit(git, "theirs")
    git("checkout", "-q", "main")
    write(tmp_path, TWO + THIRD)
    run("record")
    commit(git, "ours")


@pytest.mark.parametrize("how", ["merge", "rebase", "squash", "squash after main was merged in"])
def test_branches_come_together_by_git_alone(run: Run, tmp_path: Path, git: Callable[..., str], how: str) -> None:
    branches(run, tmp_path, git)
    ours = (tmp_path / LEDGER).read_bytes().split(b"\n")
    theirs = git("show", f"other:{LEDGER}").encode().split(b"\n")
    if how == "merge":
        git("merge", "-q", "--no-edit", "other")
    elif how == "rebase":
        git("checkout", "-q", "other")
        git("rebase", "-q", "main")
    else:
        if how != "squash":
            git("checkout", "-q", "other")
            git("merge", "-q", "--no-edit", "main")
            git("checkout", "-q", "main")
        git("merge", "-q", "--squash", "other")
        git("commit", "-q", "-m", "squashed")
    merged = (tmp_path / LEDGER).read_bytes().split(b"\n")
    assert set(ours) | set(theirs) == set(merged)
    named: tuple[str, ...] = ()
    if how == "squash after main was merged in":
        found = run("ledger", "verify")
        assert found.exit_code == 1, "git does not show where the lines among the older ones came from"
        named = ("--squashed", git("rev-parse", "HEAD")[:12])
        assert " ".join(named) in found.stderr
    verified = run("ledger", "verify", *named)
    assert verified.exit_code == 0, verified.stderr
    assert "+" in verified.stdout, "there are two ends"
    run("record")
    assert events(tmp_path)[-1]["event"] == "merged"
    assert len(events(tmp_path)[-1]["after"]) == 2
    assert run("record").stdout.startswith("nothing new")
    commit(git, "joined")
    joined = run("ledger", "verify", *named)
    assert joined.exit_code == 0, joined.stderr
    assert "about 5 findings" in joined.stdout


def test_a_merge_that_drops_one_side_is_found(run: Run, tmp_path: Path, git: Callable[..., str]) -> None:
    branches(run, tmp_path, git)
    git("merge", "-q", "--no-commit", "other")
    git("checkout", "-q", "HEAD", "--", LEDGER)
    git("commit", "-q", "-m", "merged with our side only")
    refused = run("record")
    assert (refused.exit_code, f"from `git show {git('rev-parse', 'other')[:12]}:" in refused.stderr) == (2, True)
    write(tmp_path, TWO + THIRD + "\n\nX = 1\n")
    commit(git, "later")
    found = run("ledger", "verify")
    assert found.exit_code == 1
    assert "changed, dropped or cut off this line of commit" in found.stderr
    theirs = git("rev-parse", "other")[:12]
    assert theirs in found.stderr
    since = run("ledger", "verify", "--since", "HEAD~1")
    assert since.exit_code == 0, since.stderr
    assert run("ledger", "verify", "--since", "--output=x").exit_code == 2


def forged(folder: Path) -> bytes:
    """The ledger with a line that says long ago that the first finding is none, put where that would have been."""
    first, rest = (folder / LEDGER).read_bytes().split(b"\n", 1)
    says = {"how": "not_a_finding", "reason": "a constant"}
    says |= {key: json.loads(first)[key] for key in ("rule", "where")}
    stamp = Stamp("boss@example.org", datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    line, _ = linked([Draft(Kind.CLOSED, json.loads(first)["finding"], says)], stamp, [json.loads(first)["digest"]])
    return first + b"\n" + line + rest


def test_a_line_put_among_older_ones_is_found(run: Run, tmp_path: Path, git: Callable[..., str]) -> None:
    branches(run, tmp_path, git)
    (tmp_path / LEDGER).write_bytes(forged(tmp_path))
    assert f"{LEDGER}:2: the file as it is now put this line among older ones" in run("ledger", "verify").stderr
    bad = commit(git, "forged")
    found = run("ledger", "verify")
    assert found.exit_code == 1
    assert f"commit {bad[:12]} put this line among older ones" in found.stderr
    git("reset", "-q", "--hard", "HEAD~1")
    git("merge", "-q", "--no-commit", "other")
    assert run("ledger", "verify").exit_code == 0, "both sides' lines stand there"
    (tmp_path / LEDGER).write_bytes(forged(tmp_path))
    assert run("ledger", "verify").exit_code == 1
    bad = commit(git, "merged, and forged with it")
    assert f"commit {bad[:12]} put this line among older ones" in run("ledger", "verify").stderr


def test_the_ledger_is_followed_when_the_records_move(run: Run, tmp_path: Path, git: Callable[..., str]) -> None:
    write(tmp_path, TWO)
    run("record")
    commit(git, "one")
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nrecords = 'sec'\n", encoding="utf-8")
    commit(git, "the setting first")
    git("mv", "security", "sec")
    commit(git, "then the folder")
    verified = run("ledger", "verify")
    assert (verified.exit_code, verified.stderr) == (0, "")
    (tmp_path / "pyproject.toml").write_text("[tool.aseptic]\nrecords = 'safe'\n", encoding="utf-8")
    git("mv", "sec", "safe")
    ledger = tmp_path / "safe/ledger.jsonl"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))
    bad = commit(git, "moved and cut off")
    found = run("ledger", "verify")
    assert found.exit_code == 1
    assert f"commit {bad[:12]} changed, dropped or cut off this line of commit" in found.stderr
    shown = git("rev-parse", "HEAD~1")[:12] + ":sec/ledger.jsonl"
    assert f"put it back from `git show {shown}`" in found.stderr, "where it lay then, from wherever one stands"
    assert git("show", shown)


def test_grafts_of_the_clone_hide_no_commit(run: Run, tmp_path: Path, git: Callable[..., str]) -> None:
    write(tmp_path, TWO)
    run("record")
    commit(git, "one")
    lines = (tmp_path / LEDGER).read_bytes().splitlines(keepends=True)
    (tmp_path / LEDGER).write_bytes(b"".join(lines[:-1]))
    bad = commit(git, "cut off")
    (tmp_path / ".git" / "info").mkdir(exist_ok=True)
    (tmp_path / ".git" / "info" / "grafts").write_text(f"{bad}\n", encoding="utf-8")
    assert git("rev-list", "HEAD") == bad, "git itself sees one commit"
    assert f"commit {bad[:12]} changed, dropped or cut off" in run("ledger", "verify").stderr


def test_hooks_and_monitors_of_the_project_are_not_run(run: Run, tmp_path: Path, git: Callable[..., str]) -> None:
    write(tmp_path, TWO)
    run("record")
    commit(git, "one")
    trap, sprung = tmp_path / "trap.sh", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\n", encoding="utf-8")
    trap.chmod(0o755)
    git("config", "core.fsmonitor", str(trap))
    git("config", "core.hooksPath", str(tmp_path))
    git("config", "core.pager", str(trap))
    git("config", "filter.trap.clean", str(trap))
    (tmp_path / ".gitattributes").write_text("* filter=trap\n", encoding="utf-8")
    write(tmp_path, "import os\n")
    run("record")
    run("ledger", "verify")
    assert not sprung.exists()
    git("status")
    assert sprung.exists(), "git by itself would have"


def test_a_link_that_leads_out_of_the_project_is_not_written_through(run: Run, tmp_path: Path) -> None:
    inner, outside = tmp_path / "project", tmp_path / "outside.jsonl"
    (inner / "security").mkdir(parents=True)
    (inner / "pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
    write(inner, TWO)
    (inner / LEDGER).symlink_to(outside)
    os.chdir(inner)
    refused = run("record")
    assert refused.exit_code == 2
    assert "leads out of the records' folder" in refused.stderr
    assert not outside.exists()


def test_what_only_people_know(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, TWO)
    run("record")
    first, second = (str(each["finding"]) for each in events(tmp_path)[:2])
    assert run("ledger", "characterise", first, "--exploitability", "anybody on the ward's network").exit_code == 0
    assert run("ledger", "characterise", first, "--severity", "medium", "--cause", "copied").exit_code == 0
    for guess in (
        "30 % of cases",
        "p = 0.3",
        ".5",
        "likelihood: one in ten",
        "ten per cent",
        "1 out of 100",
        "small odds",
        "about 1:100",
        "in a third of cases",
        "version 0.5 has it, p = 0.3",
    ):
        refused = run("ledger", "characterise", first, "--exploitability", guess)
        assert refused.exit_code == 2
        assert "nobody can tell a probability" in refused.stderr
    assert (
        run("ledger", "characterise", first, "--exploitability", "any one in a hospital who has the chance").exit_code
        == 0
    )
    assert run("ledger", "characterise", first, "--exploitability", "since version 2.0.3 by a peer").exit_code == 0
    for fact in ("Version 0.5 has it", "versions 0.5, 0.6 and v0.7 have it", "port 10.0.0.1:8080 at 11:30"):
        assert run("ledger", "characterise", first, "--exploitability", fact).exit_code == 0, fact
    assert run("ledger", "characterise", first, "--exploitability", "since version 2.0.3 by a peer").exit_code == 0
    assert run("ledger", "feed", first, "PUMP-12").stdout.startswith("recorded")
    assert run("ledger", "feed", first, "PUMP-12").stdout.startswith("nothing new")
    early = run("ledger", "confirm", second, "--reviewer", "kim")
    assert early.exit_code == 2
    assert "is open" in early.stderr
    assert run("ledger", "close", second, "--as", "fixed", "--reason", "x").exit_code == 2, "the scan sees it"
    short = run("ledger", "close", second, "--reason", "x")
    assert (short.exit_code, "too short: 1 of at least 20" in short.stderr) == (2, True), short.stderr
    assert (
        "when somebody else confirms"
        in run("ledger", "close", second, "--reason", "y is one of three constants").stdout
    )
    assert run("ledger", "close", second, "--reason", "again").exit_code == 2
    assert run("ledger", "confirm", second, "--test", "tests/test_pump.py::test_constants").exit_code == 0
    assert [each["state"] for each in findings(run)] == ["open", "open"], "whoever says so is not alone in it"
    mine = run("ledger", "confirm", second, "--reviewer", "Kim")
    assert (mine.exit_code, "is not confirmed" in mine.stderr, "somebody else" in mine.stderr) == (2, True, True)
    become(monkeypatch, "kim@example.org")
    assert run("ledger", "confirm", second, "--reviewer", "Kim").exit_code == 0
    unknown = run("ledger", "feed", second[:-1] + "x", "1")
    assert unknown.exit_code == 2
    assert f"did you mean {second}?" in unknown.stderr
    (one, other) = json.loads(run("ledger", "export").stdout)["findings"]
    assert one["severity"] == "medium"
    assert one["characterised"]["cause"] == "copied"
    assert one["characterised"]["exploitability"] == "since version 2.0.3 by a peer"
    assert one["fed"] == ["PUMP-12"]
    assert (other["how"], other["reason"]) == ("not_a_finding", "y is one of three constants")
    assert other["verified"][0]["evidence"] == "tests/test_pump.py::test_constants"
    assert [each["state"] for each in findings(run)] == ["open", "not_a_finding"]
    sarif = json.loads(run("check", "--format", "sarif").stdout)["runs"][0]["results"]
    (suppression,) = sarif[1]["suppressions"]
    assert suppression["status"] == "accepted"
    assert suppression["justification"] == "not a finding: y is one of three constants"
    assert [each["location"]["lines"]["begin"] for each in json.loads(run("check", "--format", "gitlab").stdout)] == [5]
    junit = run("check", "--format", "junit").stdout
    assert junit.count("<failure") == 1
    assert junit.count('<skipped message="not a finding: y is one of three constants"') == 1
    assert run("record").stdout.startswith("nothing new")
    (issue,) = json.loads(run("ledger", "export", "--format", "github", "--again").stdout)
    assert first in issue["title"]
    assert json.loads(run("ledger", "export", "--format", "github").stdout) == [], "it is in the tracker already"


def test_a_confirmed_closing_counts_over_a_record_that_was_withdrawn(
    run: Run, tmp_path: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, TWO)
    reasons = ("--reason", "y is one of three constants of ours", "--why-not", "the shell is what is asked for here")
    run("deviations", "record", "a.py:9", "--kind", "mitigated", *reasons)
    commit(git, "recorded")
    assert run("deviations", "withdraw", "DEV-0001", "--yes").exit_code == 0
    run("record")
    identity = next(str(each["finding"]) for each in events(tmp_path) if "::other" in str(each.get("where")))
    assert run("ledger", "close", identity, "--reason", "y is one of three constants").exit_code == 0
    assert [each["state"] for each in findings(run)] == ["open", "withdrawn"], "whoever says so is not alone in it"
    become(monkeypatch, "kim@example.org")
    assert run("ledger", "confirm", identity, "--reviewer", "Kim").exit_code == 0
    assert [each["state"] for each in findings(run)] == ["open", "not_a_finding"]
    assert "withdrawn" not in run("check").stdout
    assert run("record").stdout.startswith("nothing new")


def test_what_bandit_is_told_to_hide_is_said_and_hinders_no_baseline(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("init")
    write(tmp_path, "[bandit]\nbaseline: old.json\nskips: B605\n", ".bandit")
    drawn = run("baseline")
    assert drawn.exit_code == 0
    assert "2 findings accepted as known" in drawn.stdout
    assert ".bandit:2: bandit hides what stands in its baseline old.json" in drawn.stderr
    assert run("record").exit_code == 0
    assert run("check").exit_code == 2, "until it is accounted for"
    (tmp_path / ".bandit").unlink()
    assert run("check").exit_code == 0


def test_nobody_closes_a_finding_as_none_whose_rule_admits_no_deviation(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("init")
    run("record")
    identity = next(str(each["finding"]) for each in events(tmp_path) if each["event"] == "opened")
    page = tmp_path / "security" / "standard.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("policy: {", "policy: {no_deviation: [INJ-003], ", 1), encoding="utf-8")
    refused = run("ledger", "close", identity, "--reason", "x comes from a table of ours")
    assert (refused.exit_code, "stays open: the policy allows no exception" in refused.stderr) == (2, True)


def test_an_issue_for_each_open_finding(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    run("record")
    issues = json.loads(run("ledger", "export", "--format", "github").stdout)
    assert [each["title"].split(" (")[0] for each in issues] == ["INJ-003 in a.py::run", "INJ-003 in a.py::other"]
    assert "CWE-78" in issues[0]["body"]
    assert run("ledger", "export", "--format", "jira").exit_code == 2
    fields = [
        each["fields"]
        for each in json.loads(run("ledger", "export", "--format", "jira", "--project", "PUMP").stdout)["issueUpdates"]
    ]
    assert [each["project"] for each in fields] == [{"key": "PUMP"}] * 2
    assert fields[0]["summary"] == issues[0]["title"]
    rows = list(csv.DictReader(io.StringIO(run("ledger", "export", "--format", "csv").stdout)))
    assert [(each["state"], each["where"]) for each in rows] == [("open", "a.py::run"), ("open", "a.py::other")]


def test_no_ledger_is_said(run: Run, tmp_path: Path) -> None:
    for words in (("verify",), ("export",)):
        missing = run("ledger", *words)
        assert missing.exit_code == 2
        assert "there is no ledger; `aseptic baseline` or `aseptic record` opens one" in missing.stderr
    assert not (tmp_path / "security").exists()


def test_a_fault_in_a_record_keeps_it_out_of_the_ledger(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    (tmp_path / "security" / "deviations").mkdir(parents=True)
    (tmp_path / "security/deviations/DEV-0001.md").write_text("---\nid: DEV-0001\nkind: odd\n---\n", encoding="utf-8")
    refused = run("record")
    assert refused.exit_code == 2
    assert "nothing was recorded; mend this first" in refused.stderr
    assert not (tmp_path / LEDGER).exists()


def test_attributes_that_people_wrote_stay_and_what_they_lack_is_said(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TWO)
    (tmp_path / "security").mkdir()
    attributes = tmp_path / "security/.gitattributes"
    attributes.write_text("*.md text\n", encoding="utf-8")
    assert "add 'ledger.jsonl -text merge=union' to security/.gitattributes" in run("record").stderr
    assert attributes.read_text(encoding="utf-8") == "*.md text\n"


def test_two_runs_at_once_keep_the_chain_whole(tmp_path: Path, process: Callable[..., object], run: Run) -> None:
    write(tmp_path, TWO)
    run("record")
    finding = str(events(tmp_path)[0]["finding"])
    command = [sys.executable, "-m", "aseptic", "ledger", "feed", finding]
    homes = [{**os.environ, "ASEPTIC_CACHE_DIR": str(tmp_path / f".cache{number}")} for number in range(3)]
    running = [
        subprocess.Popen([*command, f"PUMP-{number}"], cwd=tmp_path, env=home) for number, home in enumerate(homes)
    ]
    assert [each.wait() for each in running] == [0, 0, 0]
    assert run("ledger", "verify").exit_code == 0
    (one, _) = json.loads(run("ledger", "export").stdout)["findings"]
    assert sorted(one["fed"]) == ["PUMP-0", "PUMP-1", "PUMP-2"]


def test_whoever_has_another_cache_waits_for_a_run_that_writes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, TWO)
    run("record")
    finding = str(events(tmp_path)[0]["finding"])
    linked_, said = bookkeeping.linked, []

    def meanwhile(*given: Any) -> tuple[bytes, str]:
        monkeypatch.setattr(bookkeeping, "linked", linked_)
        monkeypatch.setattr(bookkeeping, "_PATIENCE", 0)
        monkeypatch.setenv("ASEPTIC_CACHE_DIR", str(tmp_path / "another"))
        said.append(run("ledger", "feed", finding, "PUMP-2"))
        return linked_(*given)

    monkeypatch.setattr(bookkeeping, "linked", meanwhile)
    assert run("ledger", "feed", finding, "PUMP-1").exit_code == 0
    assert (said[0].exit_code, "another program holds it all the time" in said[0].stderr) == (2, True), said[0].stderr
    assert run("ledger", "feed", finding, "PUMP-2").stdout.startswith("recorded")
    assert [each["to"] for each in events(tmp_path) if each["event"] == "fed"] == ["PUMP-1", "PUMP-2"]


KILLED = """
import os, pathlib, signal, sys, tempfile

def end(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

place, name = {"draft": (tempfile, "mkstemp"), "sync": (os, "fsync"), "placing": (pathlib.Path, "replace")}[sys.argv.pop(1)]
sys.argv[0] = "aseptic"
from aseptic.cli.main import main
import aseptic.analysis.ledgers.bookkeeping as bookkeeping

write_over = bookkeeping.write_over

def killed(*given):
    setattr(place, name, end)
    write_over(*given)

bookkeeping.write_over = killed
main()
"""


@pytest.mark.parametrize("point", ["draft", "sync", "placing"])
def test_killed_while_it_writes_it_leaves_the_ledger_whole(tmp_path: Path, run: Run, point: str) -> None:
    write(tmp_path, TWO)
    run("record")
    start, finding = (tmp_path / LEDGER).read_bytes(), str(events(tmp_path)[0]["finding"])
    command = [sys.executable, "-c", KILLED, point, "ledger", "feed", finding, "PUMP-1"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == -signal.SIGKILL
    assert (tmp_path / LEDGER).read_bytes() == start
    assert run("ledger", "feed", finding, "PUMP-1").stdout.startswith("recorded")
    assert (tmp_path / LEDGER).read_bytes().startswith(start)
    assert run("ledger", "verify").exit_code == 0


FORBIDDING = [
    ("categories: {INJ-003: mandatory}", False),
    ("policy: {no_deviation: [INJ-003]}", True),
    ("policy: {shortest_justification: 60}", True),
    ("policy: {approvers: [kim@example.org]}", False),
]


@pytest.mark.parametrize(("key", "committed"), FORBIDDING)
def test_a_closing_as_none_does_not_bring_the_policy_that_judges_it(
    run: Run, tmp_path: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch, key: str, committed: bool
) -> None:
    def policy(said: str) -> None:
        write(tmp_path, f"---\nstandard: Aseptic\nversion: '0.1'\n{said}\n---\n", "security/standard.md")

    def close(identity: str) -> None:
        assert run("ledger", "close", identity, "--reason", "y is one of three constants").exit_code == 0
        with monkeypatch.context() as patch:
            become(patch, "eve@example.org")
            assert run("ledger", "confirm", identity, "--reviewer", "Eve").exit_code == 0

    write(tmp_path, TWO)
    (tmp_path / "security").mkdir()
    policy("")
    run("record")
    commit(git, "a ledger")
    first, second = (str(each["finding"]) for each in events(tmp_path) if each["event"] == "opened")
    close(first)
    commit(git, "closed while it might be")
    policy(key)
    commit(git, "forbidden")
    policy("")
    close(second)
    if committed:
        commit(git, "allowed and closed at once")
    assert [each["state"] for each in findings(run)] == ["not_a_finding", "open"]
    assert "by the policy before it: it counts as open" in run("check").stdout
