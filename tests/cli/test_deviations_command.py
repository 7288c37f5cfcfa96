"""`aseptic deviations`: the table, other days, a release from git alone, decisions and proofs."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

Run = Callable[..., Result]
CODE = "import os\n\n\ndef stop(x):\n    os.system(x)\n"
REASON = "The command is the operator's own, typed at the console of the pump."
RECORD = Path("security/deviations/DEV-0001.md")
TODAY = datetime.datetime.now(datetime.UTC).date()

PERMIT = """---
id: PER-001
title: The operator's shell
rule: INJ-003
paths: ["a.py"]
condition: The command is the operator's own.
raised: {by: mira@example.org, on: 2026-11-01}
expires: 2027-11-01
---
Whoever types it has the shell already, at the console of the pump.
"""
APPROVED = f"DEV-0001 is approved by kim@example.org until {TODAY + datetime.timedelta(days=365)}\n"


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def become(folder: Path, who: str) -> None:
    git(folder, "config", "user.email", who)
    git(folder, "config", "user.name", who)


@pytest.fixture
def project(tmp_path: Path, standard: Standard) -> Path:
    """A repository with one finding and its proposed record, raised by mira; kim acts."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(tmp_path, "init", "-q")
    become(tmp_path, "mira@example.org")
    (tmp_path / "a.py").write_text(CODE)
    (tmp_path / "security").mkdir()
    (tmp_path / "security" / "standard.md").write_text("---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "a.py", 1, CODE)
    path = record_deviation(snapshot, snapshot.findings[0]).path
    path.write_text(path.read_text().replace("TODO: say why not", REASON).replace("TODO: say why", REASON))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Record")
    become(tmp_path, "kim@example.org")
    return tmp_path


def rows(run: Run, *words: str) -> dict[str, dict[str, object]]:
    done = run("deviations", "--format", "json", *words)
    assert done.exit_code == 0, done.output
    return {each["id"]: each for each in json.loads(done.stdout)["deviations"]}


def test_the_table_says_state_age_owner_and_end(run: Run, project: Path):
    done = run("deviations")
    assert done.exit_code == 0
    under, terms, _, head, row = done.stdout.split("\n")[:5]
    assert under.startswith(f"as of {TODAY.isoformat()}, under Aseptic 0.1, security/standard.md ")
    assert len(under.rpartition(" ")[2]) == 12
    assert terms == "approvers: anybody; four eyes"
    assert head.split("  ")[0] == "deviation"
    assert row.split()[:4] == ["DEV-0001", "proposed", "INJ-003", "a.py::stop"]
    assert "mira@example.org" in row and "nobody" in row
    assert rows(run)["DEV-0001"]["ageDays"] == 0


def test_the_table_says_under_which_permit_and_policy(run: Run, project: Path):
    policy = "policy: {approvers: [kim@example.org], longest_days: {high: 400}, no_deviation: [CRY-001]}"
    (project / "security" / "standard.md").write_text(f"---\nstandard: Aseptic\nversion: '0.1'\n{policy}\n---\n")
    (project / "security" / "permits").mkdir()
    (project / "security" / "permits" / "PER-001.md").write_text(
        "---\nid: PER-001\ntitle: T\nrule: INJ-003\npaths: ['**']\ncondition: fixed\n"
        f"raised: {{by: mira@example.org, on: {TODAY}}}\napproved: {{by: , on: , of: }}\nexpires: 2999-01-01\n---\nThey are fixed in the code.\n"
    )
    record = project / RECORD
    record.write_text(record.read_text().replace("expires:", "permit: PER-001\nexpires:"))
    terms, row = (run("deviations").stdout.split("\n")[at] for at in (1, 4))
    assert terms == "approvers: kim@example.org; four eyes; at most days: high 400; none from CRY-001"
    assert row.endswith("  PER-001 (nobody)")
    assert rows(run)["DEV-0001"]["permitApprovedBy"] is None
    page = project / "security" / "permits" / "PER-001.md"
    page.write_text(page.read_text().replace("by: , on: , of: ", f"by: kim@example.org, on: {TODAY}, of: abc"))
    assert run("deviations").stdout.split("\n")[4].endswith("  PER-001 (kim@example.org)")
    assert rows(run)["DEV-0001"]["permitApprovedBy"] == "kim@example.org"


def test_nothing_recorded_is_said(run: Run):
    assert run("deviations").stdout == "no deviations\n"


def test_approve_and_what_then_would_be_open_without_it(run: Run, project: Path):
    done = run("deviations", "approve", "DEV-0001")
    assert (done.exit_code, done.output) == (0, f"wrote {RECORD}\n{APPROVED}")
    assert rows(run)["DEV-0001"]["state"] == "approved"
    assert run("check", "a.py").exit_code == 0
    without = json.loads(run("deviations", "--format", "json", "--without", "DEV-0001").stdout)
    assert without["deviations"] == []
    assert [(each["path"], each["line"], each["rule"]) for each in without["uncovered"]] == [("a.py", 5, "INJ-003")]
    assert "1 more finding would be open" in run("deviations", "--without", "DEV-0001").stdout
    assert run("deviations", "--without", "DEV-0009").exit_code == 2


def test_another_day_shows_what_will_be(run: Run, project: Path):
    run("deviations", "approve", "DEV-0001")
    end = TODAY + datetime.timedelta(days=365)
    for ahead, state in ((-30, "expiring"), (0, "expiring"), (1, "expired")):
        day = (end + datetime.timedelta(days=ahead)).isoformat()
        assert rows(run, "--as-of", day)["DEV-0001"]["state"] == state
    assert "renew it" in run("deviations", "--as-of", end.isoformat()).stdout


def test_who_raised_it_is_refused_in_one_line_and_nothing_is_written(run: Run, project: Path):
    become(project, "mira@example.org")
    before = (project / RECORD).read_bytes()
    done = run("deviations", "approve", "DEV-0001")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "raised it" in done.stderr and done.stderr.count("\n") == 1
    assert (project / RECORD).read_bytes() == before
    assert "there is no deviation DEV-0009" in run("deviations", "approve", "DEV-0009").stderr


def test_of_a_decided_record_that_is_gone_each_decision_tells_the_way_back_as_verify_does(run: Run, project: Path):
    none = "Error: there is no deviation DEV-0001 in security/deviations"
    before = (project / RECORD).read_bytes()
    (project / RECORD).unlink()
    assert run("deviations", "approve", "DEV-0001").stderr == f"{none}\n", "nobody decided on it"
    (project / RECORD).write_bytes(before)
    run("deviations", "approve", "DEV-0001")
    git(project, "commit", "-qam", "Approve")
    git(project, "rm", "-q", str(RECORD))
    git(project, "commit", "-qm", "Tidy")
    told = run("deviations", "verify").stderr.partition(f"{RECORD.as_posix()}: ")[2]
    assert told.startswith("the record is gone") and "`git restore -s " in told
    for words in (("approve",), ("renew",), ("propose",), ("withdraw", "--yes")):
        assert run("deviations", *words, "DEV-0001").stderr == f"{none}: {told}"


@pytest.mark.parametrize("approve", [True, False])
def test_a_record_whose_rule_was_changed_is_told_with_one_cure_that_loses_nothing(
    run: Run, project: Path, approve: bool
):
    if approve:
        assert run("deviations", "approve", "DEV-0001").exit_code == 0
    path = project / RECORD
    path.write_text(path.read_text().replace("rule: INJ-003", "rule: CRY-001"))
    cure = "write 'rule: INJ-003' in it again" if approve else "write 'rule: INJ-003' in it if this is meant"
    done = run("deviations")
    assert cure in done.stdout and "withdraw" not in done.stdout
    assert rows(run)["DEV-0001"]["state"] == ("amended" if approve else "unused")
    assert cure in run("check", ".").output
    become(project, "sam@example.org")
    done = run("deviations", "approve", "DEV-0001")
    assert done.exit_code == 2 and cure in done.stderr, "it would cover nothing"


@pytest.mark.parametrize("name", ["DEV-0001-stop.md", "dev-0001.md"])
@pytest.mark.parametrize("verb", ["approve", "renew"])
def test_what_git_could_not_follow_by_its_name_is_not_approved(run: Run, project: Path, name: str, verb: str):
    path = (project / RECORD).rename((project / RECORD).with_name(name))
    before = path.read_bytes()
    done = run("deviations", verb, "DEV-0001")
    assert done.exit_code == 2 and path.read_bytes() == before
    cure = "under which no approval counts; rename the file to DEV-0001.md first"
    assert f"DEV-0001 is not approved: its file is called {name}, {cure}" in done.stderr
    if name != "dev-0001.md":
        path.with_name("DEV-0001.md").write_text("")
        assert "DEV-0001.md is another: give this a free number first" in run("deviations", verb, "DEV-0001").stderr
    assert run("deviations", "reject", "DEV-0001", "--reason", "Not here.").exit_code == 0, "to refuse it needs no name"


def test_nor_is_a_permit_in_a_file_of_another_name(run: Run, project: Path):
    path = project / "security/permits/PER-001-shell.md"
    path.parent.mkdir()
    path.write_text(PERMIT)
    done = run("deviations", "approve", "PER-001")
    assert done.exit_code == 2 and path.read_text() == PERMIT
    assert "PER-001 is not approved: its file is called PER-001-shell.md" in done.stderr


def test_what_changed_since_is_not_approved(run: Run, project: Path):
    (project / "a.py").write_text(CODE.replace("(x)\n", "(x + y)\n", 2).replace("stop(x + y)", "stop(x)"))
    assert "propose it again" in run("deviations", "approve", "DEV-0001").stderr
    assert rows(run)["DEV-0001"]["state"] == "stale"
    (project / "a.py").write_text("import os\n")
    assert rows(run)["DEV-0001"]["state"] == "unused"
    (project / "a.py").write_text("import os\ndef stop(x):\n    os.system(x\n")
    assert rows(run)["DEV-0001"]["state"] == "not_seen"
    assert "  not seen  " in run("deviations").stdout
    assert "not" in run("deviations", "approve", "DEV-0001").stderr


def test_reject_renew_and_withdraw(run: Run, project: Path):
    assert run("deviations", "reject", "DEV-0001").exit_code == 2
    assert "not approved yet" in run("deviations", "renew", "DEV-0001").stderr
    assert run("deviations", "reject", "DEV-0001", "--reason", "The console is remote.").exit_code == 0
    assert rows(run)["DEV-0001"]["state"] == "rejected"
    assert "The console is remote." in (project / RECORD).read_text()
    assert "rejected" in run("deviations", "withdraw", "DEV-0001", "--yes").stderr


def test_one_is_withdrawn_for_a_reason_or_with_yes_and_it_is_said_how_to_take_that_back(run: Run, project: Path):
    before = (project / RECORD).read_bytes()
    done = run("deviations", "withdraw", "DEV-0001")
    assert done.exit_code == 2 and "--reason" in done.stderr and "--yes" in done.stderr
    assert (project / RECORD).read_bytes() == before
    done = run("deviations", "withdraw", "DEV-0001", "--reason", "The console\nis gone.")
    assert done.exit_code == 0 and f"`git restore :/{RECORD}` takes that back" in done.stdout
    assert ": The console is gone." in (project / RECORD).read_text()
    git(project, "restore", str(RECORD))
    assert (project / RECORD).read_bytes() == before
    (project / RECORD).write_bytes(before + b"\nMore.\n")
    done = run("deviations", "withdraw", "DEV-0001", "--yes")
    assert f"write 'status: proposed' in {RECORD}" in done.stdout
    assert rows(run)["DEV-0001"]["state"] == "withdrawn"
    (project / RECORD).write_text((project / RECORD).read_text().replace(REASON, "TODO: say why"))
    assert "Justification" not in run("check").stderr, "nobody has to write the reasons of what was withdrawn"


def test_a_reason_may_stand_behind_the_id_and_a_permit_is_rejected_too(run: Run, project: Path):
    assert run("deviations", "reject", "DEV-0001", "The console is remote.").exit_code == 0
    assert "The console is remote." in (project / RECORD).read_text()
    (project / "security" / "permits").mkdir()
    page = project / "security" / "permits" / "PER-001.md"
    page.write_text(
        "---\nid: PER-001\ntitle: T\nrule: INJ-003\npaths: ['**']\ncondition: fixed\n"
        f"raised: {{by: mira@example.org, on: {TODAY}}}\napproved: {{by: , on: , of: }}\nexpires: 2999-01-01\n---\nFixed.\n"
    )
    done = run("deviations", "reject", "PER-001", "Too wide.")
    assert "PER-001 is rejected by kim@example.org: no deviation stands under it, while those approved" in done.stdout
    assert "rejected: {by: kim@example.org" in page.read_text() and "Too wide." in page.read_text()
    assert "PER-001 was rejected; propose it again first" in run("deviations", "approve", "PER-001").stderr


def test_a_release_is_shown_from_git_alone_and_is_the_same_every_time(run: Run, project: Path):
    run("deviations", "approve", "DEV-0001")
    git(project, "commit", "-qam", "Approve")
    git(project, "tag", "v1")
    first = run("deviations", "--at", "v1", "--format", "json")
    assert first.exit_code == 0
    (project / RECORD).unlink()
    (project / "a.py").write_text("")
    (project / "security" / "standard.md").write_text("---\nstandard: Theirs\nversion: '2'\n---\n")
    again = run("deviations", "--at", "v1", "--format", "json")
    assert again.stdout == first.stdout
    found = json.loads(again.stdout)
    (row,) = found["deviations"]
    assert (row["state"], row["approvedBy"]) == ("approved", "kim@example.org")
    assert (found["policy"]["standard"], found["policy"]["version"]) == ("Aseptic", "0.1")
    assert str(project) not in first.stdout
    assert run("deviations").stdout == "no deviations\n"
    assert "no commit" in run("deviations", "--at", "--all").stderr
    assert "no commit" in run("deviations", "--at", "v9").stderr


def test_in_a_release_a_file_that_git_renamed_is_the_one_that_it_was(run: Run, project: Path):
    run("deviations", "approve", "DEV-0001")
    git(project, "mv", "a.py", "b.py")
    git(project, "commit", "-qam", "Approve and rename")
    git(project, "tag", "v1")
    git(project, "rm", "-q", "b.py")
    git(project, "commit", "-qm", "Let it go")
    assert rows(run, "--at", "v1")["DEV-0001"]["state"] == "approved"


def test_verify_says_how_well_each_approval_is_proved(run: Run, project: Path, tmp_path: Path):
    assert run("deviations", "verify").stdout.startswith("nothing is approved yet")
    run("deviations", "approve", "DEV-0001")
    assert "claimed" in run("deviations", "verify").stdout
    git(project, "commit", "-qam", "Approve")
    found = json.loads(run("deviations", "verify", "--format", "json").stdout)["approvals"]
    assert [(each["id"], each["proof"], each["holds"]) for each in found] == [("DEV-0001", "committed", True)]
    (project / RECORD).write_text((project / RECORD).read_text().replace(REASON, REASON.upper()))
    done = run("deviations", "verify")
    assert done.exit_code == 1 and "was changed after" in done.stdout
    head, row = done.stdout.split("\n")[:2]
    assert head.split() == "record state approved by on proof asked for in commit verdict".split()
    assert row.split()[:2] == ["DEV-0001", "amended"]
    assert json.loads(run("deviations", "verify", "--format", "json").stdout)["approvals"][0]["state"] == "amended"


@pytest.mark.parametrize(
    ("break_it", "name", "fault"),
    [
        (lambda record: replaced_by_link(record, record.parents[2] / "kept.md"), "DEV-0001", "the link leads out"),
        (lambda record: replaced_by_link(record, record.parent / "kept.txt"), "DEV-0001", "the file is a link"),
        (lambda record: replaced_by_link(record.parent, record.parents[1] / "kept"), "deviations", "the folder is a"),
        (lambda record: record.write_bytes(b"\xff" + record.read_bytes()), "DEV-0001", "the file is not UTF-8"),
        (lambda record: record.write_text("---\nid: [\n---\n"), "DEV-0001", ""),
    ],
)
def test_verify_names_what_it_could_not_judge(
    run: Run, project: Path, break_it: Callable[[Path], object], name: str, fault: str
):
    run("deviations", "approve", "DEV-0001")
    break_it(project / RECORD)
    done = run("deviations", "verify")
    row = done.stdout.splitlines()[1]
    assert row.startswith(f"{name}  cannot be read  ") and f"  not judged: {fault}" in row
    assert done.exit_code == 2
    values = json.loads(run("deviations", "verify", "--format", "json").stdout)
    assert [each["record"].endswith((name, f"{name}.md")) for each in values["notJudged"]] == [True]


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (CODE.replace("(x)\n", "(x + y)\n"), "stale"),
        (CODE.replace("stop", "halt"), "moved"),
        ("x = 1\n", "unused"),
        (CODE.replace("(x)\n", "(\n"), "not_seen"),
        (CODE, "approved"),
    ],
)
def test_verify_shows_what_holds_as_the_list_does(run: Run, project: Path, code: str, state: str):
    run("deviations", "approve", "DEV-0001")
    git(project, "commit", "-qam", "Approve")
    (project / "a.py").write_text(code)
    (found,) = json.loads(run("deviations", "verify", "--format", "json").stdout)["approvals"]
    assert (found["state"], found["holds"]) == (state, True)
    assert rows(run)["DEV-0001"]["state"] == state if state != "not_seen" else True
    assert run("deviations", "verify").stdout.splitlines()[1].split("  ")[1] == state.replace("_", " ")


def replaced_by_link(path: Path, kept: Path) -> None:
    path.rename(kept)
    path.symlink_to(kept)


def test_verify_does_not_say_that_nothing_was_approved_where_a_decided_record_is_gone(run: Run, project: Path):
    run("deviations", "approve", "DEV-0001")
    git(project, "commit", "-qam", "Approve")
    (project / RECORD).unlink()
    done = run("deviations", "verify")
    assert "on which somebody had decided (approved in commit" in done.stderr
    assert done.stdout.startswith("no record here is approved now") and "yet" not in done.stdout


def test_an_approval_can_be_signed_at_once(run: Run, project: Path, tmp_path_factory: pytest.TempPathFactory):
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    key = tmp_path_factory.mktemp("keys") / "kim"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, capture_output=True)
    public = key.with_suffix(".pub").read_text()
    (project / "security" / "allowed_signers").write_text(f"kim@example.org {public}")
    git(project, "add", ".")
    git(project, "commit", "-qm", "Signers")
    done = run("deviations", "approve", "DEV-0001", "--sign", str(key))
    assert done.exit_code == 0 and "DEV-0001.md.sig" in done.stdout
    assert "record signed" in run("deviations", "verify").stdout
    assert rows(run)["DEV-0001"]["state"] == "approved"


def test_a_key_that_does_not_sign_leaves_the_record_and_one_can_sign_later(run: Run, project: Path, tmp_path: Path):
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    before, no_key, key = (project / RECORD).read_bytes(), tmp_path / "none", tmp_path / "kim"
    no_key.write_text("no key\n")
    done = run("deviations", "approve", "DEV-0001", "--sign", str(no_key))
    assert done.exit_code == 2 and "nothing was written" in done.stderr
    assert (project / RECORD).read_bytes() == before
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, capture_output=True)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    approved = (project / RECORD).read_bytes()
    done = run("deviations", "approve", "DEV-0001", "--sign", str(key))
    assert (done.exit_code, done.stdout) == (0, f"wrote {RECORD}.sig\n")
    assert "proves nothing: security/allowed_signers of " in done.stderr
    assert "does not give its key to kim@example.org" in done.stderr
    assert (project / RECORD).read_bytes() == approved
    (project / "security" / "allowed_signers").write_text(f"kim@example.org {key.with_suffix('.pub').read_text()}")
    git(project, "add", "security/allowed_signers")
    git(project, "commit", "-qm", "Name the key")
    assert run("deviations", "approve", "DEV-0001", "--sign", str(key)).stderr == ""
    become(project, "lin@example.org")
    assert "approved already" in run("deviations", "approve", "DEV-0001", "--sign", str(key)).stderr


def test_sarif_carries_the_suppression_at_each_step(run: Run, project: Path):
    def suppressions() -> list[tuple[str, str]]:
        (result,) = json.loads(run("check", "a.py", "--format", "sarif").stdout)["runs"][0]["results"]
        assert all(each["kind"] == "external" for each in result["suppressions"])
        return [(each["status"], each["justification"].split(":")[0]) for each in result["suppressions"]]

    assert suppressions() == [("underReview", "DEV-0001")]
    run("deviations", "approve", "DEV-0001")
    assert suppressions() == [("accepted", "DEV-0001")]
    (project / "a.py").write_text(CODE.replace("(x)\n", "( x )\n"))
    assert suppressions() == [("accepted", "DEV-0001")]
    (project / "a.py").write_text(CODE.replace("os.system(x)", "os.system(x, y)"))
    assert suppressions() == []
    (project / "a.py").write_text(CODE)
    (project / RECORD).write_text((project / RECORD).read_text().replace(REASON, REASON.upper()))
    assert suppressions() == [("underReview", "DEV-0001")]
    run("deviations", "reject", "DEV-0001", "--reason", "Not here.")
    assert suppressions() == [("rejected", "DEV-0001")]


def test_a_doubtful_one_shows_what_changed_and_which_tests_verify_it(run: Run, project: Path):
    record = project / RECORD
    record.write_text(record.read_text().replace("expires:", "premises: [{code: a.py::LIMIT}]\nexpires:"))
    (project / "a.py").write_text(CODE + "\n\nLIMIT = 3\n")
    test = "class TestStop:\n    # verifies: DEV-0001, SEC-001\n\n    def test_it(self):\n        pass\n"
    (project / "test_a.py").write_text(test)
    run("deviations", "approve", "DEV-0001")
    git(project, "add", ".")
    git(project, "commit", "-qm", "Approve")
    (project / "a.py").write_text(CODE + "\n\nLIMIT = 30\n")
    row = rows(run)["DEV-0001"]
    assert (row["state"], row["covers"]) == ("doubtful", True)
    assert row["verifiedBy"] == ["test_a.py::TestStop.test_it"]
    shown = run("deviations").stdout
    assert "its premise a.py::LIMIT changed: look whether its reasons still hold, and propose it again" in shown
    assert "    -LIMIT = 3\n    +LIMIT = 30\n" in shown
    for verb in ("approve", "renew"):
        refused = run("deviations", verb, "DEV-0001").stderr
        assert "already" in refused and "look whether its reasons still hold, and propose it again" in refused


def test_who_proposes_a_doubtful_one_again_is_told_what_changed_or_is_gone(run: Run, project: Path):
    record = project / RECORD
    rests = "premises: [{code: a.py::LIMIT}]\nmeasures: [{what: It is tested., verified_by: test_a.py}]\nexpires:"
    record.write_text(record.read_text().replace("expires:", rests))
    (project / "a.py").write_text(CODE + "\n\nLIMIT = 3\n")
    (project / "test_a.py").write_text("def test_it():\n    pass\n")
    run("deviations", "approve", "DEV-0001")
    approved = record.read_text()
    (project / "a.py").write_text(CODE + "\n\nLIMIT = 30\n")
    said = run("deviations", "propose", "DEV-0001").stdout
    changed = "its premise a.py::LIMIT changed"
    assert said.endswith(f"waits for approval; {changed}: see that its reasons hold for what is there now\n")
    assert changed in record.read_text().partition("## History")[2]
    record.write_text(approved)
    (project / "test_a.py").unlink()
    gone = "test_a.py, which verifies its measure, is gone"
    said = run("deviations", "propose", "DEV-0001").stdout
    assert f"; {gone}; {changed}: name in it what took the place of what is gone\n" in said


def test_a_release_is_judged_by_the_history_that_led_to_it(run: Run, project: Path):
    """Where the policy asks for a proof: what was proved then is proved, and what came later proves nothing then."""
    policy = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {proof: {high: committed}}\n---\n"
    (project / "security" / "standard.md").write_text(policy)
    git(project, "commit", "-qam", "Ask for proofs")
    git(project, "tag", "v0")
    run("deviations", "approve", "DEV-0001")
    assert rows(run)["DEV-0001"]["state"] == "proposed", "nobody committed it yet"
    git(project, "commit", "-qam", "Approve")
    git(project, "tag", "v1")
    assert rows(run)["DEV-0001"]["state"] == "approved"
    assert rows(run, "--at", "v1")["DEV-0001"]["state"] == "approved"
    assert rows(run, "--at", "v0")["DEV-0001"]["state"] == "proposed"
    text = (project / RECORD).read_text()
    become(project, "mira@example.org")
    (project / RECORD).write_text(text.replace("approved: {by: kim@example.org", "approved: {by: bob@example.org"))
    git(project, "commit", "-qam", "Say that bob did")
    git(project, "tag", "v2")
    assert rows(run)["DEV-0001"]["state"] == "proposed"
    assert rows(run, "--at", "v2")["DEV-0001"]["state"] == "proposed"
    assert rows(run, "--at", "v1")["DEV-0001"]["state"] == "approved"


def test_the_gate_takes_no_claim_for_the_proof_that_the_policy_asks_for(run: Run, project: Path):
    policy = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {proof: {high: committed}}\n---\n"
    (project / "security" / "standard.md").write_text(policy)
    git(project, "commit", "-qam", "Ask for proofs")
    run("deviations", "approve", "DEV-0001")
    done = run("check")
    assert done.exit_code == 1
    assert "git shows it as 'claimed', and the policy asks for 'committed by'" in " ".join(done.stdout.split())
    git(project, "commit", "-qam", "Approve")
    assert run("check").exit_code == 0


STRICT = (
    "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {approvers: [kim@example.org], proof: {high: committed}}\n---\n"
)
LOOSE = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {four_eyes: false}\n---\n"


@pytest.fixture
def strict(project: Path) -> Path:
    """The same under a policy that names kim and asks for proof; mira acts."""
    (project / "security" / "standard.md").write_text(STRICT)
    git(project, "commit", "-qam", "Name who approves")
    become(project, "mira@example.org")
    return project


@pytest.mark.parametrize("how", ["rewritten", "removed"])
def test_check_and_the_ledger_take_no_approval_that_widened_its_own_policy(run: Run, strict: Path, how: str):
    policy = strict / "security" / "standard.md"
    policy.write_text(LOOSE)
    run("deviations", "approve", "DEV-0001")
    if how == "removed":
        policy.unlink()
    git(strict, "add", "-A")
    git(strict, "commit", "-qm", "Approve")
    assert run("check", "--format", "sarif").exit_code == 1
    (result,) = json.loads(run("check", "--format", "sarif").stdout)["runs"][0]["results"]
    assert [each["status"] for each in result["suppressions"]] == ["underReview"]
    assert rows(run)["DEV-0001"]["state"] == "proposed"
    assert run("deviations", "verify").exit_code == 1
    run("record")
    events = (strict / "security" / "ledger.jsonl").read_text()
    assert '"event":"opened"' in events and '"event":"closed"' not in events


def test_a_policy_that_was_widened_a_commit_before_is_told(run: Run, strict: Path):
    (strict / "security" / "standard.md").write_text(LOOSE)
    git(strict, "commit", "-qam", "Tidy")
    run("deviations", "approve", "DEV-0001")
    git(strict, "commit", "-qam", "Approve")
    checked = run("check")
    assert checked.exit_code == 0
    assert "DEV-0001 counts by the policy as mira@example.org changed it in commit" in checked.stderr
    told = run("deviations", "verify").stderr
    assert "mira@example.org changed the policy, the signers or a rule in commit" in told and told.count("\n") == 1
    assert run("deviations", "verify").exit_code == 0
    assert run("deviations", "verify", "--before", "HEAD~2").exit_code == 1, "one push, one change"
    assert "no commit" in run("deviations", "verify", "--before", "1" * 40).stderr
    assert run("deviations", "verify", "--before", "0" * 40).output == run("deviations", "verify").output, (
        "a new branch"
    )
    become(strict, "kim@example.org")
    (strict / "security" / "standard.md").write_text(STRICT)
    git(strict, "commit", "-qam", "Back")
    done = run("deviations", "verify")
    assert (done.exit_code, done.stderr) == (1, "")
    assert "counts by the policy" not in run("check").stderr


def test_verify_looks_at_the_projects_below(run: Run, strict: Path):
    inner = strict / "src"
    (inner / "security" / "deviations").mkdir(parents=True)
    (inner / "b.py").write_text(CODE)
    (inner / "security" / "standard.md").write_text("---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    text = (strict / RECORD).read_text().replace("where: a.py", "where: b.py").replace("by: mira@", "by: bob@")
    (inner / RECORD).write_text(text)
    (strict / RECORD).unlink()
    os.chdir(inner)
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    os.chdir(strict)
    git(strict, "add", "-A")
    git(strict, "commit", "-qm", "Move")
    done = run("deviations", "verify")
    assert done.exit_code == 1 and "src/DEV-0001" in done.stdout and "does not name mira@example.org" in done.stdout
    assert "mira@example.org changed the policy" in done.stderr, "of what is in src now"
    assert run("check").exit_code == 1


def test_below_the_project_files_are_named_from_where_the_command_runs(
    run: Run, project: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch
):
    """Those that lie above in full, as a check names them; and what git is to do is done from anywhere."""
    inner = project / "sub"
    (inner / "src").mkdir(parents=True)
    (inner / "security").mkdir()
    (inner / "security" / "standard.md").write_text("---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    (inner / "src" / "b.py").write_text(CODE)
    monkeypatch.chdir(inner / "src")
    record = inner / RECORD
    assert f"wrote {record}\n" in run("deviations", "record", "b.py:5", "--reason", REASON).stdout
    git(project, "add", ".")
    git(project, "commit", "-qm", "Record")
    become(project, "ann@example.org")
    assert run("deviations", "approve", "DEV-0001").stdout.startswith(f"wrote {record}\n")
    git(project, "commit", "-qam", "Approve")
    said = run("deviations", "withdraw", "DEV-0001", "--yes").stdout
    assert f"`git restore :/sub/{RECORD}` takes that back" in said
    git(inner / "src", *said.partition("`git ")[2].partition("`")[0].split())
    assert rows(run)["DEV-0001"]["state"] == "approved"
    before = record.read_text()
    record.write_text(before.replace("kind:", "knd:"))
    for words in (("deviations",), ("deviations", "verify"), ("standard",), ("explain", "--file", "b.py"), ("record",)):
        assert run(*words).stderr.startswith(f"{record}:3: the key 'knd'"), words
    record.unlink()
    git(project, "commit", "-qam", "Lose it")
    (line,) = run("deviations", "verify").stderr.splitlines()
    assert line.startswith(f"{record}: the record is gone")
    git(inner / "src", *line.partition("`git ")[2].partition("`")[0].split())
    assert record.read_text() == before
    monkeypatch.chdir(project)
    record.write_text(before.replace("kind:", "knd:"))
    assert run("deviations", "verify").stderr.startswith(f"sub/{RECORD}:3: the key 'knd'")


def test_verify_says_that_a_history_was_cut_off(run: Run, project: Path, tmp_path_factory: pytest.TempPathFactory):
    run("deviations", "approve", "DEV-0001")
    git(project, "commit", "-qam", "Approve")
    assert run("deviations", "verify").exit_code == 0
    shallow = tmp_path_factory.mktemp("shallow") / "clone"
    git(project, "clone", "-q", "--depth", "1", f"file://{project}", str(shallow))
    os.chdir(shallow)
    done = run("deviations", "verify")
    assert done.exit_code == 2 and "the history was cut off" in done.stdout and "--unshallow" in done.stderr
    done = run("check")
    assert done.exit_code == 0 and "1 approval: the history was cut off" in done.stderr


def test_verify_names_what_git_had_and_what_is_dated_back(run: Run, project: Path, tmp_path: Path):
    run("deviations", "approve", "DEV-0001")
    git(project, "add", "-A")
    git(project, "commit", "-qam", "Approve")
    record = project / "security" / "deviations" / "DEV-0001.md"
    record.write_text(record.read_text().partition("## History")[0])
    done = run("deviations", "verify", "--format", "json")
    assert "its history does not say any more what it said in commit" in done.stderr
    (told,) = json.loads(done.stdout)["remarks"]
    assert (told["record"], told["project"]) == ("security/deviations/DEV-0001.md", None)
    assert run("deviations", "verify").exit_code == done.exit_code == 0
    git(project, "commit", "-qam", "Tidy")
    git(project, "clone", "-q", "--depth", "1", f"file://{project}", str(tmp_path / "shallow"))
    os.chdir(tmp_path / "shallow")
    assert "cannot be told: the history was cut off" in run("deviations", "verify").stderr


def test_what_cannot_be_decided_on_is_named_with_its_fault_or_the_id_that_is_meant(run: Run, project: Path):
    assert "; did you mean DEV-0001?" in run("deviations", "approve", "dev-1").stderr
    record = project / RECORD
    record.write_text(record.read_text().replace("kind: ", "kinds: "))
    for words in (["approve", "DEV-0001"], ["propose", "DEV-0001"], ["withdraw", "DEV-0001", "--yes"]):
        done = run("deviations", *words)
        assert done.exit_code == 2
        assert f"DEV-0001 cannot be read: {RECORD}:3: the key 'kinds' is unknown; did you mean 'kind'?" in done.stderr


def test_nothing_is_asked_of_a_record_that_ended_and_whose_finding_is_gone(run: Run, project: Path):
    assert "its finding is open" in run("deviations", "reject", "DEV-0001", "no shell").stdout
    assert "DEV-0001 was rejected (no shell): mend the code" in run("deviations").stdout
    (project / "a.py").write_text("import os\n")
    assert "mend the code" not in run("deviations").stdout


def test_a_record_that_is_withdrawn_after_its_finding_opens_none(run: Run, project: Path):
    (project / "a.py").write_text("import os\n")
    done = run("deviations", "withdraw", "DEV-0001", "--yes")
    assert "DEV-0001 is withdrawn: the code has no finding for it; `git restore " in done.stdout


def test_one_that_moved_or_is_ambiguous_says_how_to_settle_it_without_an_editor(run: Run, project: Path):
    run("deviations", "approve", "DEV-0001")
    (project / "a.py").write_text(CODE.replace("stop", "halt"))
    assert "or propose it again there: `aseptic deviations propose DEV-0001 a.py:5`" in (run("deviations").stdout)
    done = run("deviations", "renew", "DEV-0001")
    assert done.exit_code == 2 and "does not cover it here: accept its new place" in done.stderr
    assert done.stderr.endswith("`aseptic deviations propose DEV-0001 a.py:5`\n")
    twins = CODE + "    os.system(x)\n"
    (project / "a.py").write_text(twins)
    assert "in an editor or by the comment '# deviation: DEV-0001' at it" in (told := run("deviations").stdout)
    assert told.endswith(
        "or propose it for that one: `aseptic deviations propose DEV-0001 FILE:LINE`, as a.py:5 or a.py:6\n"
    )
    assert "for that one: `aseptic deviations propose DEV-0001 a.py:6`" in run("check").stdout
    (project / "a.py").write_text(twins.replace("(x)\n", "(x)  # deviation: DEV-0001\n", 1))
    assert rows(run)["DEV-0001"]["state"] == "approved", "as it says"
    assert run("check", "a.py").exit_code == 1, "and the twin is open"


def test_one_whose_file_does_not_parse_says_so(run: Run, project: Path):
    (project / "a.py").write_text(CODE.replace("(x)\n", "(x\n"))
    done = run("deviations")
    assert "a.py was not scanned, or does not parse: see that its file is checked, and parses\n" in done.stdout


def test_the_commands_are_told_in_whole_sentences(run: Run):
    listed = run("deviations", "--help").stdout.partition("Commands:")[2]
    assert "..." not in listed and len(listed.splitlines()) > 9


def test_where_the_record_was_changed_and_not_the_code_it_says_so(run: Run, project: Path):
    run("deviations", "approve", "DEV-0001")
    record = project / RECORD
    record.write_text(re.sub(r"statement: \"?[0-9a-f]{4}", lambda found: f"{found[0][:-4]}beef", record.read_text()))
    said = (
        "DEV-0001 does not cover this: it was changed, and shows other code than its fingerprint names: "
        "undo that in the record, or propose it again"
    )
    for words in (["check"], ["deviations"]):
        told = run(*words).stdout
        assert said in told and "undo the change" not in told


def test_a_comment_that_names_what_was_rejected_for_another_file_accepts_nothing(run: Run, project: Path):
    (project / "b.py").write_text("import os\n\n\ndef go(x):\n    os.popen(x)  # deviation: DEV-0001\n")
    assert "accepts nothing" not in run("check").stderr
    run("deviations", "reject", "DEV-0001", "no shell")
    said = "b.py:5: DEV-0001, of a.py::stop, was rejected: the comment accepts nothing; name the record that is meant"
    assert said in run("check").stderr
    (project / "a.py").write_text(CODE.replace("(x)\n", "(x)  # deviation: DEV-0001\n"))
    assert "a.py:5:" not in run("check").stderr, "there its finding says so"
