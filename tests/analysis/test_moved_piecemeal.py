"""Projects that were moved in several commits, in any order: what was taken back stays so, and copies are their own."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from proposed_text import PROPOSED
from test_moved_histories import repository, told, within
from test_taken_back import KIM, MIRA, POLICY, RECORD, SAM, Repository, approved, ended

from aseptic.analysis.approvals.provenance import judged
from aseptic.analysis.approvals.proving import Proving
from aseptic.analysis.projects.loading import load
from aseptic.records.deviation import read_deviation

__all__ = ["repository"]
OTHER = RECORD.replace("0001", "0002")
ORDERS = [("copy", "delete"), ("delete", "copy"), ("half", "rest"), ("policy", "records", "delete")]


def second() -> str:
    text = PROPOSED.replace("DEV-0001", "DEV-0002").replace("one constant", "a constant")
    found, _ = read_deviation(OTHER, text)
    assert found is not None
    given = f"approved: {{by: {KIM}, on: 2026-11-02, of: {found.digest}}}"
    return text.replace("status: proposed", "status: approved").replace("approved: {by: , on: , of: }", given)


def moved(repository: Repository, order: Sequence[str], text: str = "") -> Repository:
    """Move the project from `pump` to `device` in steps, with a record's text as it is to be there."""
    old, new = repository.folder / "pump", repository.folder / "device"
    kept = repository.folder.parent / f"kept-{repository.folder.name}"
    shutil.copytree(old, kept)
    for step in order:
        if step == "delete":
            shutil.rmtree(old)
        else:
            _lay(kept, new, step, text)
            if step in ("half", "rest"):
                _forget(old, step)
        repository.git("add", "-A")
        repository.git("commit", "-qm", step)
    return within(repository, "device")


def _lay(kept: Path, new: Path, step: str, text: str) -> None:
    names = {"half": [RECORD], "rest": [OTHER, "security/standard.md"], "policy": ["security/standard.md"]}
    for name in names.get(step, [RECORD, OTHER, "security/standard.md"]):
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        if (kept / name).exists():
            (new / name).write_text(text if text and name == RECORD else (kept / name).read_text())


def _forget(old: Path, step: str) -> None:
    for name in [RECORD] if step == "half" else [OTHER, "security/standard.md"]:
        (old / name).unlink(missing_ok=True)


@pytest.mark.parametrize("order", ORDERS)
def test_what_was_rejected_before_does_not_come_back(repository: Repository, order: tuple[str, ...]):
    repository.put(second(), MIRA, name=f"pump/{OTHER}")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    found = judged(load(moved(repository, order, approved()).folder, repository.standard))[0]
    assert found.record.id == "DEV-0001"
    assert "it was rejected in commit" in found.against and f"{MIRA} put the approval back" in found.against


@pytest.mark.parametrize("order", ORDERS)
def test_what_holds_does_so_there_with_its_proof(repository: Repository, order: tuple[str, ...]):
    before = within(repository, "pump").judged()
    found = moved(repository, order)
    after = found.judged()
    if "delete" in order[0]:  # between, nobody had approved it
        assert (after.holds, after.commit == before.commit) == (False, False)
    else:
        assert after.holds and (after.commit, after.proof) == (before.commit, before.proof)
    assert told(found) == []


def test_what_is_rejected_in_the_old_place_while_both_are_there_is_rejected(repository: Repository):
    for name in ("security/standard.md", RECORD):
        repository.put((repository.folder / "pump" / name).read_text(), MIRA, name=f"device/{name}")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    assert within(repository, "device").judged().commit, "a copy so far"
    repository.git("rm", "-rq", "pump")
    repository.git("commit", "-qm", "Retire")
    assert "it was rejected in commit" in within(repository, "device").judged().against
    repository.put(approved(on="2026-11-05"), KIM, name=f"device/{RECORD}")
    assert within(repository, "device").judged().holds, "approved anew"


@pytest.mark.parametrize("who", [KIM, MIRA])
def test_who_removes_the_folder_from_which_a_rejected_record_was_copied_approves_nothing(
    repository: Repository, who: str
):
    for name in ("security/standard.md", RECORD):
        repository.put((repository.folder / "pump" / name).read_text(), MIRA, name=f"device/{name}")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    repository.git("rm", "-rq", "pump")
    repository.git("commit", "-qm", "Tidy up", who=who)
    against = within(repository, "device").judged().against
    assert against.startswith("it was rejected in commit ")
    assert against.endswith(", in pump/security/deviations, where it lay as well")
    repository.put(PROPOSED, MIRA, name=f"device/{RECORD}")
    repository.put(approved(), KIM, name=f"device/{RECORD}")
    assert within(repository, "device").judged().holds, "approved anew, in the same words"


def test_one_record_that_was_moved_out_of_a_project_that_stays_keeps_its_history(repository: Repository):
    repository.put(second().replace("status: approved", "status: proposed"), MIRA, name=f"pump/{OTHER}")
    repository.put(second(), KIM, name=f"pump/{OTHER}")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    repository.put(POLICY, MIRA, name="device/security/standard.md")
    repository.put(approved(), MIRA, name=f"device/{RECORD}")
    repository.git("rm", "-q", f"pump/{RECORD}")
    repository.git("commit", "-qm", "Moved")
    assert "it was rejected in commit" in within(repository, "device").judged().against
    assert within(repository, "pump").judged().holds, "the other one stayed"
    assert told(within(repository, "device")) == []


def test_a_copy_whose_original_stays_is_a_record_of_its_own(repository: Repository):
    repository.put(second(), KIM, name=f"pump/{OTHER}")
    for name in (OTHER, RECORD):
        repository.put((repository.folder / "pump" / name).read_text(), KIM, name=f"device/{name}")
    repository.put(POLICY, MIRA, name="device/security/standard.md")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    repository.git("rm", "-q", f"pump/{OTHER}")
    repository.git("commit", "-qm", "Mended")
    found = judged(load(repository.folder / "device", repository.standard))
    assert len(found) == 2 and not any("it was rejected" in each.lack for each in found)
    (line,) = (each for each in told(within(repository, "device")) if "copied" in each)
    assert line.startswith(f"{RECORD}: it was copied from pump/{RECORD}, which is rejected there; ")


def test_of_a_copy_of_all_a_check_tells_that_the_original_was_rejected(repository: Repository):
    for name, text in (("security/standard.md", POLICY), (RECORD, approved().replace("approved", "proposed", 1))):
        repository.put(text, MIRA, name=f"device/{name}")
    repository.put(approved(), KIM, name=f"device/{RECORD}")
    project = load(repository.folder / "device", repository.standard)
    proving = Proving()
    assert (proving.of(project)(project.deviations[0]), proving.notes) == ("", ())
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    proving = Proving()
    assert proving.of(project)(project.deviations[0]) == ""
    (note,) = proving.notes
    assert note.startswith(f"DEV-0001: it was copied from pump/{RECORD}, which is rejected there; ")


def copied(repository: Repository) -> Repository:
    """Copy the project, and reject the record where it was."""
    for name in ("security/standard.md", RECORD):
        repository.put((repository.folder / "pump" / name).read_text(), MIRA, name=f"device/{name}")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    return within(repository, "device")


def notes(project: Repository) -> list[str]:
    return [each for each in told(project) if "it was copied" in each]


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_a_copy_that_is_ended_too_is_asked_about_no_more(repository: Repository, status: str):
    project = copied(repository)
    assert len(notes(project)) == 1
    repository.put(ended(status), KIM, name=f"device/{RECORD}")
    assert notes(project) == []


@pytest.mark.parametrize("on", ["2026-11-02", "2026-11-05"])
def test_nor_is_one_that_was_approved_again_after_that(repository: Repository, on: str):
    project = copied(repository)
    (line,) = notes(project)
    assert line.endswith(
        "; first reject it here, too, and if it is to hold here all the same, then propose it again, and have it "
        "approved, each in a commit"
    )
    for text, who in ((ended("rejected"), SAM), (PROPOSED, MIRA), (approved(on=on), KIM)):
        repository.put(text, who, name=f"device/{RECORD}")
    assert project.judged().holds and notes(project) == []
    repository.put(ended("rejected") + "\nAgain.\n", SAM, name=f"pump/{RECORD}")
    assert notes(project) == [], "it is rejected there as before"
    repository.put(approved(), KIM, name=f"pump/{RECORD}")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    assert len(notes(project)) == 1, "that is a new decision"


@pytest.mark.parametrize("step", ["at once", "proposed first"])
def test_the_old_approval_that_is_copied_after_that_is_no_new_one(repository: Repository, step: str):
    repository.put(POLICY, MIRA, name="device/security/standard.md")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    if step == "proposed first":
        repository.put(PROPOSED, MIRA, name=f"device/{RECORD}")
    repository.put(approved(), MIRA, name=f"device/{RECORD}")
    assert len(notes(within(repository, "device"))) == 1


@pytest.mark.parametrize("text", [approved(), approved(on="2026-11-05")])
def test_a_project_that_is_moved_and_not_committed_has_its_history(repository: Repository, text: str):
    before = within(repository, "pump").judged()
    repository.git("mv", "pump", "device")
    found = within(repository, "device").judged()
    assert found.holds and (found.commit, found.proof) == (before.commit, before.proof)
    repository.git("reset", "-q", "--hard")
    repository.put(ended("rejected"), SAM, name=f"pump/{RECORD}")
    repository.git("config", "user.email", KIM)
    shutil.move(repository.folder / "pump", repository.folder / "device")
    (repository.folder / "device" / RECORD).write_text(text)
    assert "it was rejected in commit" in within(repository, "device").judged().against
