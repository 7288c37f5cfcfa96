"""Approvals in real repositories, with real keys: how well each is proved, and the attacks that must not pass."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from proposed_text import PROPOSED

from aseptic.analysis.approvals.policy_changes import unvouched
from aseptic.analysis.approvals.provenance import judged, provenance
from aseptic.analysis.approvals.remarks import remarks, whole_history
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.loading import load
from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.git import Git, asked
from aseptic.analysis.versioning.signatures import approval_statement, signed_by
from aseptic.records.deviation import read_deviation
from aseptic.records.disposition import State
from aseptic.records.permit import read_permit
from aseptic.standard.catalog import Standard
from aseptic.standard.policy import Proof

KIM, MIRA = "kim@example.org", "mira@example.org"
RECORD = "security/deviations/DEV-0001.md"
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
    repository.commit(KIM)
    repository.put(RECORD, given())
    repository.commit(KIM)
    assert (repository.judged().against, repository.judged().holds) == ("", True), "they own it"
    repository.put("CODEOWNERS", "*.py lin@example.org\n")
    repository.commit(KIM)
    assert repository.judged().against == f"the policy does not name {KIM} as one who approves", "today's count too"
    way = f"if {KIM} left since, write the day under 'former' in the policy; else have lin@example.org approve it"
    assert repository.judged().told.endswith(f"as one who approves; {way}")
    repository.put("CODEOWNERS", f"*.py {KIM}\n")
    assert (repository.judged().against, repository.judged().holds) == ("", True)
    repository.put("CODEOWNERS", "*.py lin@example.org\n")
    repository.put(RECORD, PROPOSED)
    repository.commit(KIM)
    repository.put(RECORD, given())
    repository.put("CODEOWNERS", f"*.py {KIM}\n")
    repository.commit(KIM)
    assert f"the policy does not name {KIM} as one who approves, by the policy before" in repository.judged().against


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


@pytest.mark.parametrize("committed", [True, False])
def test_what_is_not_on_the_default_branch_yet_is_one_change_however_many_commits_it_has(
    repository: Repository, committed: bool
):
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    policy(repository, "kim@example.org, eve@example.org", "claimed")
    repository.allow(KIM, "eve@example.org")
    repository.commit("eve@example.org")
    repository.put(RECORD, given(by="eve@example.org"))
    if committed:
        repository.commit("eve@example.org", sign=True)
    found = repository.judged()
    assert "does not name eve@example.org as one who approves, by the policy before it" in found.against
    assert (found.needed, found.holds) == (Proof.COMMIT_SIGNED, False)
    change = unvouched(load(repository.folder, repository.standard))
    assert change is not None and "approvals that come with it are judged by the policy before" in str(change)


def test_pushed_by_a_fast_forward_it_is_one_change_for_whoever_says_where_the_branch_was(repository: Repository):
    before = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=repository.folder, text=True).strip()
    policy(repository, "kim@example.org, eve@example.org", "claimed")
    repository.commit("eve@example.org")
    repository.put(RECORD, given(by="eve@example.org"))
    repository.commit("eve@example.org")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    project = load(repository.folder, repository.standard)
    assert repository.judged().holds, "git keeps nothing that tells one push from two"
    assert "are judged by it all the same" in str(unvouched(project))
    (found,) = judged(project, given=before)
    assert "does not name eve@example.org" in found.lack


def test_a_policy_that_was_widened_under_a_forged_author_is_told(repository: Repository):
    policy(repository, "kim@example.org, eve@example.org", "committed")
    repository.commit(MIRA, f"--author=Kim <{KIM}>")
    change = unvouched(load(repository.folder, repository.standard))
    assert change is not None
    assert str(change).startswith(
        f"{MIRA}, with {KIM} as the author, changed the policy, the signers or a rule in commit "
    )
    policy(repository, "kim@example.org, bob@example.org", "committed")
    repository.commit(KIM)
    assert unvouched(load(repository.folder, repository.standard)) is None


def test_a_signature_vouches_for_a_policy_that_another_committed(repository: Repository):
    policy(repository, "kim@example.org, eve@example.org", "committed")
    repository.git("add", "-A")
    key = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={repository.key(KIM)}")
    repository.git(*key, "commit", "-q", "-S", "-m", "Change", f"--author=Kim <{KIM}>", who=MIRA)
    assert unvouched(load(repository.folder, repository.standard)) is None


def test_what_counts_by_an_unvouched_policy_for_want_of_proof_alone_is_named(repository: Repository):
    policy(repository, KIM, "claimed")
    repository.commit("eve@example.org")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.put(RECORD, given())
    repository.commit(MIRA)
    change, found = unvouched(load(repository.folder, repository.standard)), repository.judged()
    assert change is not None and (found.holds, found.proof) == (True, Proof.CLAIMED)
    assert change.lets_through([found]).startswith("DEV-0001 counts by the policy as eve@example.org changed it")
    repository.git("commit", "-q", "--amend", "-m", "Change", "--reset-author", who=KIM)
    assert repository.judged().proof is Proof.COMMITTED
    assert change.lets_through([repository.judged()]), "the policy before asks for a signature"
    repository.put(RECORD, PROPOSED)
    repository.commit(MIRA)
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    found = repository.judged()
    assert found.holds and not change.lets_through([evolve(found, proof=Proof.COMMIT_SIGNED)])


def test_what_is_on_the_default_branch_is_judged_by_what_held_right_before_it(repository: Repository):
    policy(repository, "kim@example.org, eve@example.org", "claimed")
    repository.commit("eve@example.org")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.put(RECORD, given(by="eve@example.org"))
    repository.commit("eve@example.org")
    assert repository.judged().holds


def test_a_place_that_another_branch_changed_is_seen_through_the_merge(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    repository.git("checkout", "-qb", "work")
    repository.put(RECORD, given().replace("a.py::f", "b.py::g"))
    repository.commit(MIRA)
    repository.git("checkout", "-q", "main")
    repository.put("c.py", "")
    repository.commit(KIM)
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "work", who=KIM)
    found = repository.judged()
    assert found.proof is Proof.COMMIT_SIGNED and "mira@example.org in commit" in found.lack


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


def test_a_move_by_who_may_approve_keeps_the_approval_and_its_proof(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    repository.put(RECORD, given().replace("a.py::f", "b.py::g") + "\n## History\n- moved\n")
    repository.commit(KIM)
    assert (repository.judged().proof, repository.judged().holds) == (Proof.COMMIT_SIGNED, True)


def test_an_approved_record_is_not_made_to_mean_other_code(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    approved = repository.judged().commit
    repository.put(RECORD, given().replace("a.py::f", "b.py::g"))
    assert "uncommitted made it mean b.py::g" in repository.judged().lack
    repository.commit(MIRA)
    assert "it was approved at a.py::f, and mira@example.org in commit" in repository.judged().lack
    repository.put("c.py", "")
    repository.put(RECORD, given().replace("a.py::f", "b.py::g") + "\n## History\n- a line\n")
    repository.commit(KIM)
    assert "made it mean b.py::g" in repository.judged().lack, "who writes a line of history says nothing of the place"
    assert repository.judged().commit == approved
    repository.put(RECORD, given().replace("a.py::f", "d.py::h"))
    repository.commit(KIM)
    assert repository.judged().holds, "who may approve has looked at where it is now"


def test_where_no_approvers_are_named_the_approver_alone_says_what_was_meant(repository: Repository):
    repository.put("security/standard.md", "---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    repository.commit(KIM)
    repository.put(RECORD, given())
    repository.commit(KIM)
    repository.put(RECORD, given().replace("a.py::f", "b.py::g"))
    repository.commit("bob@example.org")
    assert "it was approved at a.py::f, and bob@example.org in commit" in repository.judged().lack
    repository.put(RECORD, given().replace("a.py::f", "c.py::h"))
    repository.commit(KIM)
    assert repository.judged().holds


def test_an_approval_that_was_taken_out_and_put_back_means_what_it_meant(repository: Repository):
    repository.put(RECORD, given())
    repository.sign(KIM)
    repository.commit(KIM)
    (repository.folder / RECORD).unlink()
    repository.commit(MIRA)
    repository.put(RECORD, given().replace("a.py::f", "b.py::g"))
    found = repository.judged()
    assert found.proof is Proof.RECORD_SIGNED and "uncommitted made it mean b.py::g" in found.lack
    repository.commit(MIRA)
    found = repository.judged()
    assert found.proof is Proof.RECORD_SIGNED and "in commit" in found.lack and "made it mean b.py::g" in found.lack
    repository.put(RECORD, given())
    repository.commit(MIRA)
    assert repository.judged().holds


def test_which_of_equals_an_approved_record_means_is_not_anybodys_to_change(repository: Repository):
    twins = PROPOSED.replace("of: 1/1", "of: 1/2")
    repository.put(RECORD, given(twins))
    repository.commit(KIM, sign=True)
    assert repository.judged().holds
    repository.put(RECORD, given(twins).replace("of: 1/2", "of: 2/2"))
    repository.commit(MIRA)
    assert "made it mean" in repository.judged().lack


def test_a_rename_of_gits_needs_nobodys_leave(repository: Repository):
    repository.put("a.py", "import os\n\n\ndef f(x):\n    os.system(x)\n")
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    repository.git("mv", "a.py", "b.py")
    repository.put(RECORD, given().replace("a.py::f", "b.py::f"))
    repository.commit(MIRA)
    assert repository.judged().holds
    repository.put(RECORD, given().replace("a.py::f", "b.py::g"))
    repository.commit(MIRA)
    assert "made it mean b.py::g" in repository.judged().lack


@pytest.mark.parametrize("committed", [True, False])
def test_a_rename_of_once_leads_to_no_copy(repository: Repository, committed: bool):
    code = "import os\n\n\ndef f(x):\n    os.system(x)\n"
    repository.put("a.py", code)
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    repository.git("mv", "a.py", "b.py")
    repository.commit(MIRA)
    repository.put("a.py", code)
    repository.commit(MIRA)
    assert repository.judged().holds
    repository.put(RECORD, given().replace("a.py::f", "b.py::f"))
    if committed:
        repository.commit(MIRA)
    assert "made it mean b.py::f" in repository.judged().lack
    repository.git("rm", "-q", "a.py")
    if committed:
        repository.commit(MIRA)
    assert repository.judged().holds is not committed, "when it was pointed there counts"


def test_the_first_commit_is_judged_by_its_own_policy_and_signers(tmp_path: Path, repository: Repository):
    fresh = Repository(tmp_path / "fresh", repository.keys, repository.standard)
    fresh.folder.mkdir()
    fresh.git("init", "-q")
    fresh.allow(KIM)
    policy(fresh, KIM, "record_signed")
    fresh.put(RECORD, given())
    fresh.commit(KIM, sign=True)
    found = fresh.judged()
    assert (found.proof, found.needed, found.holds) == (Proof.COMMIT_SIGNED, Proof.RECORD_SIGNED, False)
    assert "first commit" in found.basis
    fresh.sign(KIM)
    assert (fresh.judged().proof, fresh.judged().holds) == (Proof.RECORD_SIGNED, False)
    assert "committed it first" in fresh.judged().lack, "one commit shows one pair of eyes"
    fresh.commit(MIRA, "--amend", f"--author=Mira <{MIRA}>")
    assert fresh.judged().holds


def test_an_approval_of_a_day_to_come_does_not_hold(repository: Repository):
    policy(repository, KIM, "committed")
    repository.put(RECORD, given().replace("on: 2026-11-02", "on: 2999-11-02"))
    repository.commit(KIM)
    assert "approved as of 2999-11-02, which is still to come" in repository.judged().lack


def test_an_approval_before_the_record_was_raised_does_not_hold(repository: Repository):
    policy(repository, KIM, "committed")
    repository.put(RECORD, given().replace("on: 2026-11-02", "on: 2026-10-31"))
    repository.commit(KIM)
    assert repository.judged().lack == "it is approved as of 2026-10-31, before it was raised on 2026-11-01"


def test_who_left_does_not_approve_by_a_day_before_it_was_raised(repository: Repository):
    former = "policy:\n  former: {kim@example.org: 2026-10-31}\n"
    text = STANDARD.format(approvers=KIM, proof="committed").replace("policy:\n", former)
    repository.put("security/standard.md", text)
    repository.put(RECORD, given())
    repository.commit(KIM)
    assert "left on 2026-10-31" in repository.judged().lack
    repository.put(RECORD, given().replace("on: 2026-11-02", "on: 2026-10-31"))
    repository.commit(KIM)
    assert "before it was raised" in repository.judged().lack


def test_an_export_is_judged_by_the_policy_and_the_signers_in_it(repository: Repository):
    policy(repository, KIM, "record_signed")
    repository.commit()
    repository.put(RECORD, given())
    repository.commit(KIM)
    shutil.rmtree(repository.folder / ".git")
    found = repository.judged()
    assert (found.proof, found.needed, found.holds) == (Proof.CLAIMED, Proof.RECORD_SIGNED, False)
    assert "no commit is known here" in found.basis
    repository.sign(KIM)
    assert (repository.judged().proof, repository.judged().holds) == (Proof.RECORD_SIGNED, True)


def test_a_history_that_was_cut_off_proves_no_commit(repository: Repository, tmp_path: Path):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    assert repository.judged().holds
    shallow = Repository(tmp_path / "shallow", repository.keys, repository.standard)
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(shallow.folder))
    found = shallow.judged()
    assert (found.proof, found.needed, found.commit, found.holds) == (Proof.CLAIMED, Proof.COMMIT_SIGNED, "", False)
    assert "cut off" in found.lack and "--unshallow" in found.basis
    shallow.sign(KIM)
    assert (shallow.judged().proof, shallow.judged().holds) == (Proof.RECORD_SIGNED, True)


def test_who_committed_it_first_does_not_approve_it_under_another_name(repository: Repository):
    """What a record says of who raised it is typed by whoever writes it."""
    policy(repository, "kim@example.org, mira@example.org", "committed")
    repository.commit()
    other = PROPOSED.replace("mira@example.org", "bob@example.org")
    repository.put(RECORD, other)
    repository.commit(MIRA)
    repository.put(RECORD, given(other, by=MIRA))
    repository.commit(MIRA)
    assert "mira@example.org committed it first" in repository.judged().lack


def test_who_wrote_the_reasons_anew_does_not_approve_them(repository: Repository):
    policy(repository, "kim@example.org, mira@example.org", "committed")
    repository.commit()
    repository.put(RECORD, given(PROPOSED.replace("one constant", "whatever came in")))
    repository.commit(KIM)
    assert "kim@example.org committed its reasons first" in repository.judged().lack


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (PROPOSED.replace(MIRA, "bob@example.org"), "it"),
        (PROPOSED.replace("one", "whatever").replace(MIRA, "bob@example.org"), "it"),
    ],
)
def test_nobody_approves_what_they_committed_as_that_of_somebody_who_did_not_raise_it(
    repository: Repository, text: str, what: str
):
    policy(repository, "kim@example.org, mira@example.org", "committed")
    repository.put(RECORD, text)
    repository.commit(KIM, f"--author=Mira <{MIRA}>")
    repository.put(RECORD, given(text))
    repository.commit(KIM)
    assert f"{KIM} committed {what} first" in repository.judged().lack
    assert f"with {MIRA} as the author, who did not raise it as it says" in repository.judged().lack


@pytest.mark.parametrize("proof", ["committed", "commit_signed"])
@pytest.mark.parametrize("signed", [True, False])
def test_who_rebased_what_another_raised_did_not_write_it_though_git_signs_what_it_rebases(
    repository: Repository, proof: str, signed: bool
):
    policy(repository, KIM, proof)
    repository.put("a.py", "")
    repository.commit(KIM)
    repository.git("checkout", "-qb", "work")
    repository.put(RECORD, PROPOSED.replace("one constant", "whatever came in"))
    repository.commit(MIRA)
    repository.git("checkout", "-q", "main")
    repository.put("b.py", "")
    repository.commit(KIM)
    key = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={repository.key(KIM)}")
    repository.git(*key, "rebase", "-q", *(("-S",) if signed else ()), "main", "work", who=KIM)
    repository.put(RECORD, given(PROPOSED.replace("one constant", "whatever came in")))
    repository.commit(KIM, sign=True)
    found, project = repository.judged(), load(repository.folder, repository.standard)
    told = [each.text for each in remarks(whole_history(Git(repository.folder), project), project)]
    assert any(f"{KIM}, who approved it, committed its reasons as {MIRA}'s" in each for each in told)
    assert found.holds


def test_who_raised_a_version_before_does_not_approve_a_later_one(repository: Repository):
    """Whoever takes them out of `raised.before` is known from what was committed."""
    policy(repository, "kim@example.org, mira@example.org", "committed")
    repository.put(RECORD, PROPOSED.replace("mira@example.org", KIM))
    repository.commit(MIRA)
    repository.put(RECORD, PROPOSED.replace("2026-11-01}", "2026-11-02}"))
    repository.commit(MIRA)
    repository.put(RECORD, given())
    repository.commit(KIM)
    assert "kim@example.org raised it in a version before" in repository.judged().lack


def test_todays_policy_counts_where_it_asks_for_more(repository: Repository):
    repository.put(RECORD, given())
    repository.commit(KIM, sign=True)
    policy(repository, KIM, "record_signed")
    repository.commit()
    found = repository.judged()
    assert (found.then, found.now, found.needed) == (Proof.COMMIT_SIGNED, Proof.RECORD_SIGNED, Proof.RECORD_SIGNED)
    assert not found.holds and "asks for 'record signed'" in found.lack
    policy(repository, "lin@example.org", "claimed")
    assert "does not name kim@example.org" in repository.judged().lack


def test_a_project_inside_is_judged_by_the_one_around_it_when_it_is_new(repository: Repository):
    repository.put("src/security/standard.md", "---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    other = PROPOSED.replace("mira@example.org", "bob@example.org")
    repository.put(f"src/{RECORD}", given(other, by=MIRA))
    repository.commit(MIRA)
    project = load(repository.folder / "src", repository.standard)
    (found,) = judged(project)
    assert "does not name mira@example.org as one who approves, by the policy before it" in found.lack
    assert found.needed is Proof.COMMIT_SIGNED


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
    return [each.disposition.state for file in report.files for each in file.findings if each.finding.rule == "INJ-003"]


def edited(repository: Repository) -> list[State]:
    session = Session(repository.standard, [repository.folder], lambda: datetime.date(2026, 11, 3), editing=True)
    path = repository.folder / "a.py"
    found = session.open(path, 1, path.read_text()).findings
    return [each.disposition.state for each in found if each.finding.rule == "INJ-003"]


@pytest.fixture
def breached(repository: Repository) -> Repository:
    """The same with the finding that the record is about."""
    repository.put("a.py", "import os\n\n\ndef f(x):\n    os.system(x)\n")
    session = Session(repository.standard, [repository.folder])
    (placed, *_) = session.open(repository.folder / "a.py", 1, (repository.folder / "a.py").read_text()).findings
    repository.put(RECORD, PROPOSED.replace("6f1c0a9be2d44d10", placed.finding.fingerprint.statement))
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


FORBIDDING = {
    "mandatory": ("categories: {INJ-003: mandatory}", "is mandatory"),
    "no_deviation": ("policy: {no_deviation: [INJ-003]}", "allows no deviation"),
    "short": ("policy: {shortest_justification: 90}", "too short"),
}


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize(("key", "why"), FORBIDDING.values(), ids=FORBIDDING)
def test_a_change_does_not_take_out_what_forbids_it(breached: Repository, key: str, why: str, committed: bool):
    proposed = (breached.folder / RECORD).read_text()
    breached.put("security/standard.md", f"---\nstandard: Aseptic\nversion: '0.1'\n{key}\n---\n")
    breached.commit(KIM)
    breached.put("security/standard.md", "---\nstandard: Aseptic\nversion: '0.1'\n---\n")
    breached.put(RECORD, given(proposed))
    if committed:
        breached.commit(KIM)
    found = breached.judged()
    assert why in found.against and found.against.endswith("by the policy before it")
    assert checked(breached) == [State.PROPOSED]


@pytest.mark.parametrize("how", ["rewritten", "removed"])
def test_a_scan_takes_no_approval_that_switched_the_asking_off(breached: Repository, how: str):
    proposed = (breached.folder / RECORD).read_text()
    if how == "rewritten":
        loose = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {four_eyes: false}\n---\n"
        breached.put("security/standard.md", loose)
    else:
        breached.git("rm", "-q", "security/standard.md")
    breached.put(RECORD, given(proposed, by=MIRA))
    breached.commit(MIRA)
    assert checked(breached) == [State.PROPOSED]


PERMIT = """\
---
id: PER-001
title: Commands of the console
rule: INJ-003
paths: ["*.py"]
condition: The command is typed at the console.
raised: {by: mira@example.org, on: 2026-11-01}
approved: {by: kim@example.org, on: 2026-11-02, of: DIGEST}
expires: 2027-11-01
---
The console is inside the pump.
"""


def test_the_approval_of_a_permit_is_proved_as_that_of_a_deviation(breached: Repository):
    name = "security/permits/PER-001.md"
    permit, _ = read_permit(name, PERMIT)
    assert permit is not None
    breached.put(RECORD, (breached.folder / RECORD).read_text().replace("expires:", "permit: PER-001\nexpires:"))
    breached.put(name, PERMIT.replace("DIGEST", permit.digest))
    breached.commit(MIRA)
    assert checked(breached) == [State.PROPOSED]
    (found,) = judged(load(breached.folder, breached.standard))
    assert (found.record.id, found.proof, found.holds) == ("PER-001", Proof.CLAIMED, False)
    signature = signed_by(breached.key(KIM), approval_statement("PER-001", KIM, "2026-11-02", permit.digest))
    assert signature is not None
    (breached.folder / f"{name}.sig").write_bytes(signature)
    assert checked(breached) == [State.APPROVED]


def test_without_an_approved_record_git_is_not_asked(breached: Repository, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError("git was asked")

    monkeypatch.setattr("aseptic.analysis.versioning.git.asked", refuse)
    assert checked(breached) == [State.PROPOSED]


def test_git_is_asked_as_often_for_many_approvals_as_for_a_few(breached: Repository, monkeypatch: pytest.MonkeyPatch):
    proposed = (breached.folder / RECORD).read_text()

    def calls() -> int:
        count = 0

        def counted(*words: Any) -> subprocess.CompletedProcess[bytes]:
            nonlocal count
            count += 1
            return asked(*words)

        monkeypatch.setattr("aseptic.analysis.versioning.git.asked", counted)
        assert len(judged(load(breached.folder, breached.standard))) > 1
        monkeypatch.undo()
        return count

    few = 0
    for number in range(1, 8):
        name = f"DEV-000{number}"
        text = given(proposed).replace("DEV-0001", name)
        found, _ = read_deviation(RECORD.replace("DEV-0001", name), text)
        assert found is not None
        breached.put(found.record, text.replace(str(found.approved.of), found.digest))
        breached.commit(KIM)
        if number == 2:
            few = calls()
    assert calls() == few < 23
