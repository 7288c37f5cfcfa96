"""Projects that were moved with no record, or with one numbered anew: their policy's history comes along all the same."""

from __future__ import annotations

import shutil

import pytest
from proposed_text import PROPOSED
from test_changed_policies import KIM, MIRA, NAMED, SAM, Repository, policy
from test_changed_policies import STANDARD as PAGE
from test_moved_policies import OPEN, told
from test_taken_back import RECORD, approved

from aseptic.analysis.approvals.left_behind import left_behind
from aseptic.analysis.approvals.provenance import Approvals
from aseptic.analysis.projects.loading import load
from aseptic.analysis.versioning import git as asking
from aseptic.standard.catalog import Standard

OTHERS = policy(f"approvers: [{SAM}]")


@pytest.fixture
def repository(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Repository:
    """A repository with a project in `pump` that has no record yet, and in which kim alone approves."""
    made = Repository(tmp_path_factory.mktemp("moved"), standard)
    made.git("init", "-q", "-b", "main")
    made.put("import os\n", MIRA, name="pump/a.py")
    made.put("import sys\n", MIRA, name="pump/b.py")
    made.put(NAMED, KIM, name=f"pump/{PAGE}")
    return made


def moved(repository: Repository, order: str, page: str, source: str = "pump", target: str = "device") -> None:
    """Move a project in steps, mira's, and change its page on the way."""
    old, new = repository.folder / source, repository.folder / target
    kept = repository.folder.parent / f"kept-{repository.folder.name}"
    shutil.copytree(old, kept)
    for step in order.split(", "):
        if "delete" in step or step == "at once":
            shutil.rmtree(old)
        if "copy" in step or step == "at once":
            shutil.copytree(kept, new)
            (new / PAGE).write_text(page)
        repository.git("add", "-A")
        repository.git("commit", "-qm", step)
    shutil.rmtree(kept)


@pytest.mark.parametrize("target", ["device", "products/device"])
@pytest.mark.parametrize("order", ["at once", "copy, delete", "delete, copy"])
def test_a_policy_that_a_move_widens_is_told(repository: Repository, order: str, target: str):
    (repository.folder / "products").mkdir()
    moved(repository, order, OPEN, target=target)
    repository.put(PROPOSED, MIRA, name=f"{target}/{RECORD}")
    repository.put(approved(SAM), SAM, name=f"{target}/{RECORD}")
    line, notes = told(repository, target)
    assert line.startswith(f"DEV-0001 counts by the policy as {MIRA} changed it in commit ")
    assert f"and not by the one before (the policy does not name {SAM} as one who approves)" in line
    assert len(notes) == 1


def test_so_it_is_where_the_page_was_written_anew_and_its_folder_has_another_name(repository: Repository):
    repository.git("rm", "-rq", "pump")
    repository.put('[tool.aseptic]\nrecords = "assurance"\n', MIRA, name="device/pyproject.toml")
    repository.git("reset", "-q", "--soft", "HEAD~1")
    repository.put(f"{OPEN}Nothing of the words before.\n", MIRA, name="device/assurance/standard.md")
    record = RECORD.replace("security", "assurance")
    repository.put(PROPOSED, MIRA, name=f"device/{record}")
    repository.put(approved(SAM), SAM, name=f"device/{record}")
    assert f"{MIRA} changed it in commit" in told(repository, "device")[0]


def test_so_it_is_where_a_record_is_numbered_anew_on_the_way(repository: Repository):
    repository.put(PROPOSED, MIRA, name=f"pump/{RECORD}")
    repository.git("mv", "pump", "device")
    anew = RECORD.replace("0001", "0007")
    repository.git("mv", f"device/{RECORD}", f"device/{anew}")
    (repository.folder / f"device/{anew}").write_text(PROPOSED.replace("DEV-0001", "DEV-0007"))
    repository.git("add", "-A")
    repository.put(OPEN, MIRA, name=f"device/{PAGE}")
    repository.put(approved(SAM).replace("DEV-0001", "DEV-0007"), SAM, name=f"device/{anew}")
    assert f"{MIRA} changed it in commit" in told(repository, "device")[0]


def test_what_the_mainline_had_is_asked_once_for_all_who_want_to_know(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    moved(repository, "at once", OPEN)
    repository.put(PROPOSED, MIRA, name=f"device/{RECORD}")
    repository.put(approved(SAM), SAM, name=f"device/{RECORD}")
    project = load(repository.folder / "device", repository.standard)
    words, asked = list[tuple[str, ...]](), asking.asked
    monkeypatch.setattr(asking, "asked", lambda *given: words.append(tuple(given[1])) or asked(*given))
    approvals = Approvals(project, asking.Git(project.root))
    (found,) = map(approvals.judged, project.deviations)
    assert found.holds
    left_behind(project, [found], None, approvals.places)
    walks = [each for each in words if each[0] == "log" and "--diff-filter=AD" not in each]
    assert len(walks) == 1


@pytest.mark.parametrize("order", ["at once", "copy, delete", "delete, copy"])
def test_a_move_that_keeps_the_policy_is_no_change_of_it(repository: Repository, order: str):
    moved(repository, order, NAMED + "Moved.\n")
    repository.put(PROPOSED, MIRA, name=f"device/{RECORD}")
    repository.put(approved(), KIM, name=f"device/{RECORD}")
    assert told(repository, "device") == ("", ())


def test_of_two_that_are_moved_in_one_commit_each_keeps_its_own(repository: Repository):
    repository.put("import re\n", MIRA, name="gauge/c.py")
    repository.put(OTHERS, SAM, name=f"gauge/{PAGE}")
    for old, new, page in (("pump", "device", NAMED), ("gauge", "aid", OTHERS)):
        repository.git("mv", old, new)
        (repository.folder / new / PAGE).write_text(page + "Moved.\n")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Move")
    for folder, who in (("device", KIM), ("aid", SAM)):
        repository.put(PROPOSED, MIRA, name=f"{folder}/{RECORD}")
        repository.put(approved(who), who, name=f"{folder}/{RECORD}")
        assert told(repository, folder) == ("", ())


@pytest.mark.parametrize("retired", [True, False])
def test_a_project_of_its_own_is_not_held_to_the_policy_of_one_beside_it(repository: Repository, retired: bool):
    repository.put("import re\n", MIRA, name="aid/c.py")
    repository.put(OTHERS, SAM, name=f"aid/{PAGE}")
    if retired:
        repository.git("rm", "-rq", "pump")
        repository.git("commit", "-qm", "Retire")
    repository.put(PROPOSED, MIRA, name=f"aid/{RECORD}")
    repository.put(approved(SAM), SAM, name=f"aid/{RECORD}")
    assert told(repository, "aid") == ("", ())
