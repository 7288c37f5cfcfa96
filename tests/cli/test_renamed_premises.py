"""A premise in a file that git says was renamed is looked for under its new name."""

from __future__ import annotations

from pathlib import Path

from test_deviations_command import CODE, RECORD, Run, become, git, project, rows

from aseptic.analysis.deviations.deciding import decide
from aseptic.analysis.matching.renames import Renames
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.problems import key_of
from aseptic.records.disposition import State
from aseptic.records.verb import Verb
from aseptic.standard.catalog import Standard

__all__ = ["project"]
LIMITED = CODE.replace("\n\ndef stop", "LIMIT = 3\n\n\ndef stop").replace("(x)\n", "(x[:LIMIT])\n")


def test_a_premise_follows_its_file_and_is_named_anew_by_a_proposal(
    run: Run, project: Path, standard: Standard
) -> None:
    (project / "a.py").write_text(LIMITED)
    assert run("deviations", "propose", "DEV-0001").exit_code == 0
    become(project, "lin@example.org")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0
    git(project, "add", ".")
    git(project, "commit", "-qm", "Approve")
    git(project, "mv", "a.py", "z.py")
    for _ in ("in the index", "in a commit"):
        assert rows(run)["DEV-0001"]["state"] == "approved"
        assert run("check").exit_code == 0
        git(project, "commit", "-qam", "Rename", "--allow-empty")
    as_it_is_typed(project, standard)
    git(project, "checkout", "-q", str(RECORD))
    (project / "z.py").write_text(LIMITED.replace("LIMIT = 3", "LIMIT = 30"))
    row = rows(run)["DEV-0001"]
    assert row["state"] == "doubtful" and "-LIMIT = 3\n+LIMIT = 30" in str(row["premiseChanges"])
    done = run("deviations", "propose", "DEV-0001", "z.py:6")
    assert done.exit_code == 0 and "its premise a.py::LIMIT changed: see that its reasons hold" in done.stdout
    assert "a.py::LIMIT became z.py::LIMIT" in (project / RECORD).read_text()
    become(project, "pat@example.org")
    assert run("deviations", "approve", "DEV-0001").exit_code == 0, "nothing in it is gone"


def as_it_is_typed(project: Path, standard: Standard) -> None:
    """In an editor the premise counts as it stands there, before the new place is accepted and after."""
    session, path = Session(standard, [project]), project / "z.py"
    session.open(path, 1, LIMITED)
    for accepted in (False, True):
        for state, text in ((State.DOUBTFUL, LIMITED.replace("LIMIT = 3", "LIMIT = 30")), (State.APPROVED, LIMITED)):
            session.edit(path, 2, [text])
            (placed,) = session.snapshot(path).findings
            assert placed.disposition.state is state
        if not accepted:
            here = path, key_of(placed)
            done = decide(session, session.project(project), "DEV-0001", Verb.ACCEPT_MOVE, here)
            assert "where: z.py::stop" in done.text and "a.py::LIMIT" in done.text, "so that its approval stands"
            session.refresh()
    waiting: list[Renames] = []
    told = Session(standard, [project], aside=waiting.append)
    told.open(path, 1, LIMITED)
    for state in (State.DOUBTFUL, State.APPROVED):
        (placed,) = told.snapshot(path).findings
        assert placed.disposition.state is state
        assert [each.take(each.ask()()) for each in waiting] in ([True], [False])
