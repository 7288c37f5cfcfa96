"""Policies of projects that were moved: what changes on the way, or was changed before, is told as in place."""

from __future__ import annotations

import pytest
from proposed_text import PROPOSED
from test_changed_policies import KIM, MIRA, NAMED, SAM, Repository, policy
from test_changed_policies import STANDARD as PAGE
from test_moved_histories import within
from test_taken_back import RECORD, approved

from aseptic.analysis.approvals.left_behind import left_behind
from aseptic.analysis.approvals.policy_changes import unvouched
from aseptic.analysis.approvals.provenance import Approvals
from aseptic.analysis.approvals.provenance import approved as approved_in
from aseptic.analysis.approvals.proving import Proving
from aseptic.analysis.projects.loading import load
from aseptic.analysis.versioning.git import Git
from aseptic.standard.catalog import Standard

OPEN = policy("expires_days: 300")


@pytest.fixture
def repository(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Repository:
    """A repository with a project in `pump` in which mira raised a record, and kim alone approves."""
    made = Repository(tmp_path_factory.mktemp("moved"), standard)
    made.git("init", "-q", "-b", "main")
    made.put(NAMED, KIM, name=f"pump/{PAGE}")
    made.put(PROPOSED, MIRA, name=f"pump/{RECORD}")
    return made


def moved(repository: Repository, order: str, page: str, target: str) -> None:
    """Move the project in commits of mira's, and change its policy to a page in one of them."""
    for step in order.split(", "):
        if step == "policy":
            repository.put(page, MIRA, name=f"{target}/{PAGE}")
        elif step == "records":
            (repository.folder / target / RECORD).parent.mkdir(parents=True, exist_ok=True)
            repository.git("mv", f"pump/{RECORD}", f"{target}/{RECORD}")
            repository.git("commit", "-qm", step)
        elif step == "rest":
            repository.git("rm", "-rq", "--ignore-unmatch", "pump")
            repository.git("commit", "-qm", step)
        else:  # all at once
            repository.git("mv", "pump", target)
            repository.put(page, MIRA, name=f"{target}/{PAGE}")


def told(repository: Repository, folder: str) -> tuple[str, tuple[str, ...]]:
    """Return what is told of the policy where it is verified, and where a scan takes an approval."""
    project = load(repository.folder / folder, repository.standard)
    proving = Proving()
    for each in project.deviations:
        proving.of(project)(each)
    approvals = Approvals(project, Git(project.root))
    change, found = unvouched(project), [*map(approvals.judged, approved_in(project))]
    counted = [each for each in found if each.holds]
    lines = (change.told(found) if change else "", *left_behind(project, counted, change, approvals.places))
    return "; ".join(filter(None, lines)), proving.notes


ORDERS = ["all", "policy, records, rest", "records, policy, rest", "records, rest, policy"]


@pytest.mark.parametrize("target", ["device", "products/device"])
@pytest.mark.parametrize("order", ORDERS)
def test_a_policy_that_a_move_widens_is_told(repository: Repository, order: str, target: str):
    (repository.folder / "products").mkdir()
    moved(repository, order, OPEN, target)
    repository.put(approved(SAM), SAM, name=f"{target}/{RECORD}")
    line, notes = told(repository, target)
    assert line.startswith(f"DEV-0001 counts by the policy as {MIRA} changed it in commit ")
    assert f"and not by the one before (the policy does not name {SAM} as one who approves)" in line
    assert len(notes) == 1 and notes[0].startswith("DEV-0001 counts by the policy")


def test_so_is_one_that_was_widened_before_it_was_moved(repository: Repository):
    repository.put(OPEN, MIRA, name=f"pump/{PAGE}")
    repository.git("mv", "pump", "device")
    repository.git("commit", "-qm", "Move")
    repository.put(approved(SAM), SAM, name=f"device/{RECORD}")
    assert f"{MIRA} changed it in commit" in told(repository, "device")[0]


@pytest.mark.parametrize("order", ORDERS)
def test_a_move_that_keeps_the_policy_is_no_change_of_it(repository: Repository, order: str):
    moved(repository, order, NAMED + "Moved.\n", "device")
    repository.put(approved(), KIM, name=f"device/{RECORD}")
    assert told(repository, "device") == ("", ())
    assert within(repository, "device").judged().holds


@pytest.mark.parametrize("between", ["---\npolicy: [\n---\n", ""])
def test_a_policy_that_cannot_be_read_after_a_move_is_the_last_one_before_it(repository: Repository, between: str):
    repository.git("mv", "pump", "device")
    repository.put(between, MIRA, name=f"device/{PAGE}")
    repository.put(approved(SAM), SAM, name=f"device/{RECORD}")
    repository.put(OPEN, MIRA, name=f"device/{PAGE}")
    found = within(repository, "device").judged()
    assert found.lack == f"the policy does not name {SAM} as one who approves, by the policy before it"


def test_one_that_could_not_be_read_before_a_move_is_the_last_one_before_that(repository: Repository):
    repository.put("---\npolicy: [\n---\n", MIRA, name=f"pump/{PAGE}")
    repository.put(approved(SAM), SAM, name=f"pump/{RECORD}")
    repository.put(OPEN, MIRA, name=f"pump/{PAGE}")
    repository.git("mv", "pump", "device")
    repository.git("commit", "-qm", "Move")
    found = within(repository, "device").judged()
    assert found.lack == f"the policy does not name {SAM} as one who approves, by the policy before it"
