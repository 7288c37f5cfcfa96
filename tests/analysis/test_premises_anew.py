"""What a deviation rests on when it is proposed again or its move is accepted: what the statement uses then joins it."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_grounds import CODE, TODAY, project, record, said

from aseptic.analysis.deviations.deciding import decide
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.problems import key_of
from aseptic.records.decisions import Refused
from aseptic.records.deviation import Status
from aseptic.records.disposition import State
from aseptic.records.verb import Verb
from aseptic.standard.catalog import Standard

__all__ = ["project"]
BY_HAND = ["IF-001", "limits.csv"]
MORE = CODE.replace("LIMIT = 3", 'LIMIT = 3\nEXTRA = "-h"').replace("clean(x)[:LIMIT]", "clean(x)[:LIMIT] + EXTRA")


def at(standard: Standard, folder: Path, verb: Verb, name: str = "a.py") -> str:
    """Decide at the one finding of a file, as mira who proposes or kim; what the record's last entry says."""
    session = Session(standard, [folder], lambda: TODAY)
    path = folder / name
    (placed,) = session.open(path, 1, path.read_text()).findings

    def user(_: Path) -> str:
        return "mira@example.org" if verb is Verb.PROPOSE else "kim@example.org"

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("aseptic.analysis.deviations.deciding.git_user", user)
        done = decide(session, session.project(folder), "DEV-0001", verb, (path, key_of(placed)))
    return done.text.rpartition("\n- ")[2] + done.said


def premises(folder: Path) -> list[str]:
    return [each.code for each in record(folder).premises]


def test_a_proposal_names_what_its_statement_uses_by_now(standard: Standard, project: Path) -> None:
    (project / "a.py").write_text(MORE)
    assert "; premises: a.py::EXTRA added\n" in at(standard, project, Verb.PROPOSE)
    assert premises(project) == ["a.py::clean", "a.py::LIMIT", *BY_HAND, "a.py::EXTRA"]
    assert all(each.digest for each in record(project).premises)
    at(standard, project, Verb.APPROVE)
    (project / "a.py").write_text(MORE.replace('"-h"', '"; sudo rm -rf "'))
    assert said(standard, project).note == "DEV-0001 is doubtful: its premise a.py::EXTRA changed"
    before = record(project).premises[0]
    assert "premises" not in at(standard, project, Verb.PROPOSE).partition("changed")[2]
    assert record(project).premises[0] == before


def test_a_name_that_another_took_the_place_of_is_left_out_and_that_is_told(standard: Standard, project: Path) -> None:
    (project / "a.py").write_text(CODE.replace("LIMIT", "MOST"))
    told = at(standard, project, Verb.PROPOSE)
    assert "; premises: a.py::LIMIT left out, which is gone and not used any more, a.py::MOST added\n" in told
    assert told.endswith("its premise a.py::LIMIT is gone: see that its reasons hold for what is there now")
    assert premises(project) == ["a.py::clean", *BY_HAND, "a.py::MOST"]
    at(standard, project, Verb.APPROVE)


def test_what_is_used_no_more_and_stands_is_kept(standard: Standard, project: Path) -> None:
    (project / "a.py").write_text(CODE.replace("clean(x)[:LIMIT]", "clean(x)"))
    at(standard, project, Verb.PROPOSE)
    assert premises(project) == ["a.py::clean", "a.py::LIMIT", *BY_HAND]


@pytest.mark.parametrize("verb", [Verb.PROPOSE, Verb.ACCEPT_MOVE])
def test_premises_follow_what_moved(standard: Standard, project: Path, verb: Verb) -> None:
    """Where another text has the name at the new place, what stood in the old one is kept beside it."""
    (project / "a.py").write_text(CODE.partition("\n\ndef stop")[0])
    (project / "b.py").write_text(CODE.replace("LIMIT = 3", "LIMIT = 4"))
    told = at(standard, project, verb, "b.py")
    assert "; premises: a.py::clean became b.py::clean, b.py::LIMIT added" in told
    assert premises(project) == ["b.py::clean", "a.py::LIMIT", *BY_HAND, "b.py::LIMIT"]
    found = record(project)
    assert (found.status, found.approved.given) == (Status.PROPOSED, False)
    at(standard, project, Verb.APPROVE, "b.py")
    (project / "b.py").write_text((project / "b.py").read_text().replace("LIMIT = 4", "LIMIT = 40"))
    session = Session(standard, [project], lambda: TODAY)
    (placed,) = session.open(project / "b.py", 1, (project / "b.py").read_text()).findings
    assert placed.disposition.note == "DEV-0001 is doubtful: its premise b.py::LIMIT changed"


def test_the_approver_accepts_a_move_that_leaves_the_premises_as_they_are(standard: Standard, project: Path) -> None:
    (project / "security" / "standard.md").write_text(
        "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {approvers: [kim@example.org]}\n---\n"
    )
    before = record(project).premises
    (project / "a.py").write_text(CODE.replace("def stop", "def halt"))
    at(standard, project, Verb.ACCEPT_MOVE)
    assert (record(project).where, record(project).premises) == ("a.py::halt", before)
    assert said(standard, project).state is State.APPROVED
    (project / "b.py").write_text(CODE)
    (project / "a.py").write_text(CODE.partition("\n\ndef stop")[0])
    at(standard, project, Verb.ACCEPT_MOVE, "b.py")
    assert record(project).status is Status.PROPOSED, "that it rests on other files was not approved"


def test_a_premise_that_changed_on_its_way_is_told(standard: Standard, project: Path) -> None:
    (project / "a.py").unlink()
    (project / "b.py").write_text(CODE.replace("LIMIT = 3", "LIMIT = 4"))
    at(standard, project, Verb.ACCEPT_MOVE, "b.py")
    assert premises(project) == ["b.py::clean", "b.py::LIMIT", *BY_HAND]
    session = Session(standard, [project], lambda: TODAY)
    with pytest.raises(Refused, match=r"its premise b\.py::LIMIT changed"):
        decide(session, session.project(project), "DEV-0001", Verb.APPROVE)
