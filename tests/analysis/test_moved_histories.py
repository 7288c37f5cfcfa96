"""Records whose folder is called otherwise today, or whose project was moved whole: their history goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from test_taken_back import KIM, MIRA, POLICY, RECORD, SAM, Repository, approved, ended

from aseptic.analysis.approvals.provenance import judged
from aseptic.analysis.approvals.remarks import remarks, whole_history
from aseptic.analysis.projects.loading import load
from aseptic.analysis.versioning.git import Git
from aseptic.standard.catalog import Standard
from aseptic.standard.policy import Proof

SETTINGS = "[tool.aseptic]\nrecords = 'quality'\n"
MOVED = RECORD.replace("security", "quality")
EVE = "eve@example.org"


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    """A repository in which mira raised a record, and kim approved it; its project lies in `pump`."""
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put("a\n", MIRA, name="readme.txt")
    made.put(POLICY, KIM, name="pump/security/standard.md")
    made.put(approved().replace("status: approved", "status: proposed"), MIRA, name=f"pump/{RECORD}")
    made.put(approved(), KIM, name=f"pump/{RECORD}")
    return made


def within(repository: Repository, folder: str) -> Repository:
    return evolve(repository, folder=repository.folder / folder)


def renamed(repository: Repository, text: str, who: str) -> Repository:
    """Rename the records' folder with the settings, and put a record's text there at once."""
    repository.git("mv", "pump/security", "pump/quality")
    (repository.folder / "pump" / "pyproject.toml").write_text(SETTINGS)
    (repository.folder / "pump" / MOVED).write_text(text)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Rename", who=who)
    return within(repository, "pump")


def told(project: Repository) -> list[str]:
    loaded = load(project.folder, project.standard)
    found = [str(each) for each in remarks(whole_history(Git(project.folder), loaded), loaded)]
    return [each for each in found if "dated before" not in each]


def test_a_renamed_folder_keeps_an_approval_and_its_proof(repository: Repository):
    before = within(repository, "pump").judged()
    found = renamed(repository, approved(), MIRA).judged()
    assert found.holds and (found.commit, found.proof) == (before.commit, before.proof)
    assert told(within(repository, "pump")) == []


def test_a_renamed_folder_brings_no_rejected_approval_back(repository: Repository):
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    found = renamed(repository, approved(), MIRA).judged()
    assert "it was rejected in commit" in found.against and f"{MIRA} put the approval back" in found.against


def test_nor_does_a_copy_that_was_put_beside_it_before_it_was_rejected(repository: Repository):
    repository.put(approved(), MIRA, name=f"pump/{MOVED}")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    repository.put(POLICY, MIRA, name="pump/quality/standard.md")
    repository.put(SETTINGS, MIRA, name="pump/pyproject.toml")
    found = within(repository, "pump").judged()
    assert "it was rejected in commit" in found.against and "uncommitted" not in found.against


def test_a_folder_that_the_settings_name_later_counts_from_then(repository: Repository):
    repository.put(POLICY, KIM, name="pump/quality/standard.md")
    repository.put(approved(on="2026-11-04"), KIM, name=f"pump/{MOVED}")
    repository.put(SETTINGS, MIRA, name="pump/pyproject.toml")
    assert within(repository, "pump").judged().proof is Proof.CLAIMED, "mira chose it"
    repository.put(f"{approved(on='2026-11-05')}", KIM, name=f"pump/{MOVED}")
    assert within(repository, "pump").judged().holds


def test_a_decided_record_that_was_not_taken_along_is_missed(repository: Repository):
    other = f"pump/{RECORD.replace('0001', '0002')}"
    reasons = "command is one constant and no part of it comes from outside", "path was tried against a list before"
    repository.put(ended("rejected").replace("DEV-0001", "DEV-0002").replace(*reasons), KIM, name=other)
    repository.git("rm", "-q", other)
    project = renamed(repository, approved(), MIRA)
    (line,) = told(project)
    assert line.startswith("quality/deviations/DEV-0002.md: the record is gone")
    assert ":pump/security/deviations/DEV-0002.md > pump/quality/deviations/DEV-0002.md)` has it back" in line


@pytest.mark.parametrize("target", ["device", "devices/pump", "."])
def test_a_project_that_was_moved_whole_keeps_its_history(repository: Repository, target: str):
    before = within(repository, "pump").judged()
    (repository.folder / target).mkdir(parents=True, exist_ok=True)
    repository.git("mv", "pump/security", f"{target}/security")
    repository.git("commit", "-qm", "Move")
    found = within(repository, target).judged()
    assert found.holds and found.commit == before.commit
    repository.put(ended("rejected"), SAM, name=f"{target}/{RECORD}")
    repository.git("mv", f"{target}/security", "security-elsewhere")
    (repository.folder / "third").mkdir()
    repository.git("mv", "security-elsewhere", "third/security")
    repository.put(approved(), MIRA, name=f"third/{RECORD}")
    assert "it was rejected in commit" in within(repository, "third").judged().against


def test_a_moved_project_is_judged_by_the_policy_that_it_had(repository: Repository):
    repository.put(approved(EVE), EVE, name=f"pump/{RECORD}")
    repository.git("mv", "pump", "device")
    repository.put(POLICY.replace(KIM, EVE), EVE, name="device/security/standard.md")
    found = within(repository, "device").judged()
    assert found.lack == f"the policy does not name {EVE} as one who approves, by the policy before it"


def test_what_was_copied_or_left_something_behind_begins_anew(repository: Repository):
    repository.put(approved(), MIRA, name=f"device/{RECORD}")
    repository.put(POLICY, MIRA, name="device/security/standard.md")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    found = within(repository, "device").judged()
    assert "rejected" not in found.lack and not judged(load(repository.folder / "pump", repository.standard))
