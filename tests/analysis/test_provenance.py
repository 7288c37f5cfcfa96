"""Approvals in real repositories, with real keys: how well each is proved, and the attacks that must not pass."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest
from attrs import frozen

from aseptic.analysis.git import Git
from aseptic.analysis.project import load
from aseptic.analysis.provenance import Provenance, provenance
from aseptic.analysis.scan import scan
from aseptic.analysis.session import Session
from aseptic.analysis.signatures import approval_statement, signed_by
from aseptic.records.deviation import read_deviation
from aseptic.records.disposition import State
from aseptic.standard.catalog import Standard
from aseptic.standard.policy import Proof

KIM, MIRA = "kim@example.org", "mira@example.org"
RECORD = "security/deviations/DEV-0001.md"
TEXT = """\
---
id: DEV-0001
kind: mitigated
rule: INJ-003
where: a.py::f
fingerprint: {v: 1, statement: "6f1c0a9be2d44d10", around: ["", ""], of: 1/1}
status: STATUS
raised: {by: mira@example.org, on: 2026-11-01}
approved: GIVEN
expires: 2027-11-01
---
## Justification
The command is one constant and no part of it comes from outside.
"""
PROPOSED = TEXT.replace("STATUS", "proposed").replace("GIVEN", "{by: , on: , of: }")
STANDARD = (
    "---\nstandard: Aseptic\nversion: '0.1'\npolicy:\n  approvers: [{approvers}]\n  proof: {{high: {proof}}}\n---\n"
)


def given(text: str = PROPOSED, by: str = KIM) -> str:
    """The record approved as it stands."""
    found, problems = read_deviation(RECORD, text)
    assert found is not None and not problems
    new = f"status: approved\nraised: {{by: {found.raised.by}, on: 2026-11-01}}\napproved: {{by: {by}, on: 2026-11-02, of: {found.digest}}}\n"
    start, end = text.index("status:"), text.index("expires:")
    return text[:start] + new + text[end:]


@frozen
class Repository:
    folder: Path
    keys: Path
    standard: Standard

    def git(self, *words: str, who: str = MIRA) -> None:
        person = ("-c", f"user.email={who}", "-c", f"user.name={who}", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *person, *words], cwd=self.folder, check=True, capture_output=True)

    def put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self, who: str = MIRA, *more: str, sign: bool = False) -> None:
        self.git("add", "-A", who=who)
        key = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={self.key(who)}") if sign else ()
        self.git(*key, "commit", "-qm", "Change", *(("-S",) if sign else ()), *more, who=who)

    def key(self, who: str) -> Path:
        path = self.keys / who
        if not path.exists():
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", str(path)]
            subprocess.run(command, check=True, capture_output=True)
        return path

    def allow(self, *people: str) -> None:
        lines = [f"{who} {self.key(who).with_suffix(self.key(who).suffix + '.pub').read_text()}" for who in people]
        self.put("security/allowed_signers", "".join(lines))

    def sign(self, who: str) -> None:
        found, _ = read_deviation(RECORD, (self.folder / RECORD).read_text())
        assert found is not None and found.approved.by and found.approved.on and found.approved.of
        approval = found.approved
        statement = approval_statement(found.id, KIM, str(approval.on), str(approval.of))
        signature = signed_by(self.key(who), statement)
        assert signature is not None
        (self.folder / f"{RECORD}.sig").write_bytes(signature)

    def judged(self) -> Provenance:
        project = load(self.folder, self.standard)
        return provenance(Git(self.folder), project, project.shelf.deviations[0])


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository whose first commit has the policy, a second one the proposed record."""
    for tool in ("git", "ssh-keygen"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    made = Repository(tmp_path / "project", tmp_path / "keys", standard)
    made.folder.mkdir()
    made.keys.mkdir()
    made.git("init", "-q")
    made.put("a.py", "import os\n")
    made.allow(KIM)
    policy(made, KIM)
    made.commit()
    made.put(RECORD, PROPOSED)
    made.commit()
    return made


def policy(repository: Repository, approvers: str, proof: str = "commit_signed") -> None:
    repository.put("security/standard.md", STANDARD.format(approvers=approvers, proof=proof))


def test_what_nobody_committed_is_claimed(repository: Repository):
    repository.put(RECORD, given())
    found = repository.judged()
    assert (found.proof, found.commit, found.needed, found.holds) == (Proof.CLAIMED, "", Proof.COMMIT_SIGNED, False)


def test_committed_by_the_approver(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM)
    found = repository.judged()
    assert (found.proof, found.against, found.holds) == (Proof.COMMITTED, "", False)
    assert len(found.commit) == 40


def test_a_commit_that_the_approver_signed(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    found = repository.judged()
    assert (found.proof, found.holds) == (Proof.COMMIT_SIGNED, True)


def test_the_longest_days_are_those_of_the_rules_severity_before_the_approval(repository: Repository):
    text = STANDARD.format(approvers=KIM, proof="committed")
    repository.put("security/standard.md", text.replace("policy:\n", "policy:\n  longest_days: {high: 30}\n"))
    repository.commit()
    repository.put(RECORD, given())
    repository.commit(KIM)
    policy(repository, KIM, "committed")
    repository.commit()
    found = repository.judged()
    assert "it lasts 364 days, and the policy allows 30 for high severity" in found.against
    assert not found.holds


def test_who_owns_a_file_is_told_by_the_owners_before_the_approval(repository: Repository):
    owning = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {codeowners: CODEOWNERS, proof: {high: committed}}\n---\n"
    repository.put("security/standard.md", owning)
    repository.put("CODEOWNERS", f"*.py {KIM}\n")
    repository.commit()
    repository.put(RECORD, given())
    repository.commit(KIM)
    repository.put("CODEOWNERS", "*.py lin@example.org\n")
    repository.commit()
    assert (repository.judged().against, repository.judged().holds) == ("", True), "they owned it then"
    repository.put(RECORD, PROPOSED)
    repository.commit()
    repository.put(RECORD, given())
    repository.put("CODEOWNERS", f"*.py {KIM}\n")
    repository.commit(KIM)
    assert f"the policy does not name {KIM} as one who approves" in repository.judged().against


def test_a_commit_that_another_signed_is_no_proof(repository: Repository):
    repository.allow(KIM, MIRA)
    repository.commit()
    repository.put(RECORD, given())
    repository.commit(MIRA, f"--author=Kim <{KIM}>", sign=True)
    assert repository.judged().proof is Proof.CLAIMED


def test_a_forged_author_is_claimed(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(MIRA, f"--author=Kim <{KIM}>")
    assert repository.judged().proof is Proof.CLAIMED


def test_a_squash_merge_leaves_the_record_only_claimed_unless_it_is_signed(repository: Repository):
    repository.git("checkout", "-qb", "work")
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    assert repository.judged().holds
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--squash", "work")
    repository.commit(MIRA)
    assert repository.judged().proof is Proof.CLAIMED
    repository.sign(KIM)
    assert (repository.judged().proof, repository.judged().holds) == (Proof.RECORD_SIGNED, True)
    repository.commit(MIRA)
    assert repository.judged().proof is Proof.RECORD_SIGNED


def test_a_rebase_keeps_a_signed_record(repository: Repository):
    repository.git("checkout", "-qb", "work")
    repository.put(RECORD, given())
    repository.sign(KIM)
    repository.commit(KIM)
    repository.git("checkout", "-q", "main")
    repository.put("b.py", "")
    repository.commit()
    repository.git("rebase", "-q", "main", "work")
    assert repository.judged().proof is Proof.RECORD_SIGNED


def test_a_signature_of_another_key_or_another_text_is_no_proof(repository: Repository):
    repository.put(RECORD, given())
    repository.sign(MIRA)
    assert repository.judged().proof is Proof.CLAIMED
    repository.sign(KIM)
    assert repository.judged().proof is Proof.RECORD_SIGNED
    repository.put(RECORD, given(PROPOSED.replace("one constant", "fetched anew")))
    found = repository.judged()
    assert (found.proof, found.holds) == (Proof.CLAIMED, False)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_change_does_not_widen_the_policy_that_judges_it(repository: Repository, at_once: bool):
    repository.git("checkout", "-qb", "work")
    policy(repository, "kim@example.org, eve@example.org", "claimed")
    repository.allow(KIM, "eve@example.org")
    if not at_once:
        repository.commit("eve@example.org")
    repository.put(RECORD, given(by="eve@example.org"))
    repository.commit("eve@example.org", sign=True)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "work")
    found = repository.judged()
    assert "does not name eve@example.org" in found.against
    assert (found.needed, found.proof, found.holds) == (Proof.COMMIT_SIGNED, Proof.COMMITTED, False)


def test_another_folder_of_records_brings_no_other_policy(repository: Repository):
    repository.git("mv", "security", "quality")
    repository.put("pyproject.toml", "[tool.aseptic]\nrecords = 'quality'\n")
    repository.put("quality/standard.md", STANDARD.format(approvers="eve@example.org", proof="claimed"))
    repository.put(RECORD.replace("security", "quality"), given(by="eve@example.org"))
    repository.commit("eve@example.org")
    assert "does not name eve@example.org" in repository.judged().against


def test_a_rewritten_justification_is_seen(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    repository.put(RECORD, given().replace("one constant", "whatever came in"))
    repository.commit()
    found = repository.judged()
    assert "was changed after kim@example.org approved it" in found.against and not found.holds


def test_a_rewritten_justification_with_its_digest_made_anew_is_only_claimed(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    repository.put(RECORD, given(PROPOSED.replace("one constant", "whatever came in")))
    repository.commit()
    found = repository.judged()
    assert (found.against, found.proof, found.holds) == ("", Proof.CLAIMED, False)


def test_a_repointed_hash_is_seen(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    repository.put(RECORD, given().replace("6f1c0a9be2d44d10", "ffffffffffffffff"))
    repository.commit()
    assert "was changed after" in repository.judged().against


def test_who_raised_it_does_not_approve_it_by_changing_who_raised_it(repository: Repository):
    policy(repository, "mira@example.org", "claimed")
    repository.commit()
    repository.put(RECORD, given(by=MIRA))
    repository.commit()
    assert "raised it" in repository.judged().against
    other = PROPOSED.replace("{by: mira@example.org", "{by: bob@example.org")
    repository.put(RECORD, given().replace("{by: mira@example.org", "{by: bob@example.org"))
    assert "was changed after" in repository.judged().against
    assert given(other, MIRA) != given(by=MIRA)


def test_a_move_that_keeps_the_approval_keeps_its_proof(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    repository.put(RECORD, given().replace("a.py::f", "b.py::g") + "\n## History\n- moved\n")
    repository.commit()
    assert (repository.judged().proof, repository.judged().holds) == (Proof.COMMIT_SIGNED, True)


def test_before_the_first_commit_there_is_no_policy_and_no_signer(tmp_path: Path, repository: Repository):
    fresh = Repository(tmp_path / "fresh", repository.keys, repository.standard)
    fresh.folder.mkdir()
    fresh.git("init", "-q")
    fresh.allow(KIM)
    fresh.put(RECORD, given())
    fresh.commit(KIM, sign=True)
    assert fresh.judged().proof is Proof.COMMITTED


def test_without_a_repository_it_is_claimed(tmp_path: Path, standard: Standard):
    (tmp_path / RECORD).parent.mkdir(parents=True)
    (tmp_path / RECORD).write_text(given())
    project = load(tmp_path, standard)
    found = provenance(Git(tmp_path), project, project.shelf.deviations[0])
    assert (found.proof, found.commit, found.holds) == (Proof.CLAIMED, "", True)


def test_git_is_asked_for_files_and_days(repository: Repository):
    git = Git(repository.folder)
    head = git.resolved("HEAD")
    assert head is not None and git.resolved("--all") is None and git.resolved("nothing") is None
    files = git.files(head)
    assert [name for name, _ in files] == ["a.py", "security/allowed_signers", RECORD, "security/standard.md"]
    texts = list(git.blobs([name for _, name in files]))
    assert texts[0] == b"import os\n" and texts[2] == PROPOSED.encode()
    assert list(git.blobs(["0" * 40, files[0][1]])) == [b"", b"import os\n"]
    day = git.day(head)
    assert day is not None and abs((day - datetime.datetime.now(datetime.UTC).date()).days) <= 1


def checked(repository: Repository) -> list[State]:
    """How the scan of a whole project, which the gate and the ledger go by, takes its one finding."""
    session = Session(repository.standard, [repository.folder], lambda: datetime.date(2026, 11, 3))
    report = scan(session, [repository.folder], repository.folder, lambda _: None)
    return [each.disposition.state for file in report.files for each in file.sights if each.finding.rule == "INJ-003"]


def edited(repository: Repository) -> list[State]:
    session = Session(repository.standard, [repository.folder], lambda: datetime.date(2026, 11, 3), editing=True)
    path = repository.folder / "a.py"
    found = session.open(path, 1, path.read_text()).sights
    return [each.disposition.state for each in found if each.finding.rule == "INJ-003"]


@pytest.fixture
def breached(repository: Repository) -> Repository:
    """The same with the finding that the record is about."""
    repository.put("a.py", "import os\n\n\ndef f(x):\n    os.system(x)\n")
    session = Session(repository.standard, [repository.folder])
    (sight, *_) = session.open(repository.folder / "a.py", 1, (repository.folder / "a.py").read_text()).sights
    repository.put(RECORD, PROPOSED.replace("6f1c0a9be2d44d10", sight.finding.fingerprint.statement))
    repository.commit()
    return repository


def test_a_scan_asks_for_the_proof_that_the_policy_asks_for(breached: Repository):
    proposed = (breached.folder / RECORD).read_text()
    breached.put(RECORD, given(proposed))
    assert edited(breached) == [State.APPROVED], "an editor believes what is being written"
    assert checked(breached) == [State.PROPOSED], "nobody committed it"
    breached.commit(KIM)
    assert checked(breached) == [State.PROPOSED], "and a commit alone is less than a signed one"
    breached.git("reset", "-q", "--soft", "HEAD~1")
    breached.commit(KIM, sign=True)
    assert checked(breached) == [State.APPROVED]


def test_a_scan_takes_no_approval_that_widened_its_own_policy(breached: Repository):
    proposed = (breached.folder / RECORD).read_text()
    policy(breached, "bob@example.org", "committed")
    breached.put(RECORD, given(proposed, by="bob@example.org"))
    breached.commit("bob@example.org")
    assert checked(breached) == [State.PROPOSED]


def test_without_a_policy_of_proofs_git_is_not_asked(breached: Repository, monkeypatch: pytest.MonkeyPatch):
    proposed = (breached.folder / RECORD).read_text()
    breached.put("security/standard.md", "---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    breached.put(RECORD, given(proposed))

    def refuse(*_: object) -> Provenance:
        raise AssertionError("git was asked")

    monkeypatch.setattr("aseptic.analysis.proving.provenance", refuse)
    assert checked(breached) == [State.APPROVED]
