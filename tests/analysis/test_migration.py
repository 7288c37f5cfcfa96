"""Records of older fingerprints are carried over where old and new agree on one place, and nowhere else."""

from __future__ import annotations

import ast
import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from aseptic.analysis.deviations import deciding, migration
from aseptic.analysis.deviations.deciding import decide
from aseptic.analysis.deviations.migration import migrate
from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.sessions.session import Session
from aseptic.checks import fingerprint
from aseptic.records import deviation, drafting, migrating
from aseptic.records.disposition import State
from aseptic.records.verb import Verb
from aseptic.standard.catalog import Standard

TODAY = datetime.date(2026, 11, 25)
CODE = "import os\n\n\ndef stop(x):\n    os.system(x + 'a')\n\n\ndef start(x):\n    os.system(x + 'b')\n    os.system(x + 'c')\n"
TWINS = "import os\n\n\ndef stop(x):\n    a()\n    os.system(x)\n    b()\n    os.system(x)\n    c()\n"
Digest = Callable[[ast.AST, fingerprint.Meaning], str]


def other(statement: ast.AST, meaning: fingerprint.Meaning) -> str:
    """Digest every statement otherwise, and tell the same ones apart."""
    return hashlib.sha256(fingerprint.digested(statement, meaning).encode()).hexdigest()


def coarse(statement: ast.AST, meaning: fingerprint.Meaning) -> str:
    """Take statements that differ in their constants only for the same."""
    copy = ast.parse(ast.unparse(statement))
    for node in ast.walk(copy):
        if isinstance(node, ast.Constant):
            node.value = 0
    return hashlib.sha256(ast.dump(copy).encode()).hexdigest()


@pytest.fixture
def approved(tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def made(code: str) -> Path:
        (tmp_path / "a.py").write_text(code)
        (tmp_path / "security").mkdir()
        (tmp_path / "security" / "standard.md").write_text("---\nstandard: Aseptic\nversion: '0.1'\n---\n")
        session = opened(standard, tmp_path)
        snapshot = session.snapshot(tmp_path / "a.py")
        monkeypatch.setattr(
            "aseptic.analysis.deviations.recording.git_user", lambda _: "mira@example.org", raising=False
        )
        monkeypatch.setattr(deciding, "git_user", lambda _: "kim@example.org")
        for number, placed in enumerate(snapshot.findings):
            path = record_deviation(snapshot, placed).path
            reason = f"Number {number} is a text of ours that nobody outside can reach; why"
            path.write_text(path.read_text().replace("TODO: say why", reason))
        session.refresh()
        for each in session.project(tmp_path).shelf.deviations:
            decide(session, session.project(tmp_path), each.id, Verb.APPROVE)
        return tmp_path

    return made


def opened(standard: Standard, folder: Path) -> Session:
    session = Session(standard, [folder], lambda: TODAY)
    session.open(folder / "a.py", 1, (folder / "a.py").read_text())
    return session


def states(standard: Standard, folder: Path) -> list[State]:
    return [each.disposition.state for each in opened(standard, folder).snapshot(folder / "a.py").findings]


def texts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text() for path in sorted((folder / "security" / "deviations").glob("*.md"))}


def renewed(monkeypatch: pytest.MonkeyPatch, second: Digest) -> None:
    """Let a second version of fingerprints be today's."""
    monkeypatch.setattr(fingerprint, "VERSIONS", {**fingerprint.VERSIONS, 2: second})
    for module in (migration, __import__("aseptic.checks.retelling", fromlist=["x"])):
        monkeypatch.setattr(module, "VERSIONS", fingerprint.VERSIONS)
    for module in (fingerprint, deviation, drafting, migrating, migration):
        monkeypatch.setattr(module, "FINGERPRINT_VERSION", 2)


def run(standard: Standard, folder: Path) -> dict[str, str]:
    session = Session(standard, [folder], lambda: TODAY)
    return {Path(each.path).stem: each.why for each in migrate(session, session.project(folder))}


def test_with_todays_version_there_is_nothing_to_do(approved: Callable[[str], Path], standard: Standard) -> None:
    folder = approved(CODE)
    before = texts(folder)
    assert run(standard, folder) == {}
    assert texts(folder) == before


def test_an_approval_stands_over_a_new_version(
    approved: Callable[[str], Path], standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = approved(CODE)
    before = texts(folder)
    assert states(standard, folder) == [State.APPROVED] * 3
    renewed(monkeypatch, other)
    assert states(standard, folder) == [State.OPEN] * 3, "a fingerprint of another version covers nothing"
    problems = [str(each) for each in opened(standard, folder).project(folder).problems]
    assert len(problems) == 3
    assert "aseptic deviations migrate" in problems[0]
    assert run(standard, folder) == {"DEV-0001": "", "DEV-0002": "", "DEV-0003": ""}
    assert states(standard, folder) == [State.APPROVED] * 3
    for name, text in texts(folder).items():
        old, new = before[name].splitlines(), text.splitlines()
        assert [each for each in old if each not in new] == [each for each in old if each.startswith("fingerprint:")]
        assert "was: {v: 1, " in text
        assert "fingerprint carried over from version 1" in text.partition("## History")[2]
    again = texts(folder)
    assert run(standard, folder) == {}
    assert texts(folder) == again


@pytest.mark.parametrize("harm", ["was", "statement", "code"])
def test_a_record_that_was_carried_over_cannot_be_pointed_elsewhere(
    approved: Callable[[str], Path], standard: Standard, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    folder = approved(CODE)
    renewed(monkeypatch, other)
    run(standard, folder)
    first, second = (opened(standard, folder).project(folder).shelf.deviations[at].fingerprint for at in (0, 1))
    path = folder / "security" / "deviations" / "DEV-0001.md"
    text = path.read_text()
    if harm == "was":
        assert first.was
        assert second.was
        text = text.replace(first.was.statement, second.was.statement)
    elif harm == "statement":
        text = text.replace(f"{{v: 2, statement: {first.statement}", f"{{v: 2, statement: {second.statement}")
        text = text.replace("a.py::stop", "a.py::start")
    else:
        text = text.replace("x + 'a'", "x + 'z'")
    path.write_text(text)
    (folder / "security" / "deviations" / "DEV-0002.md").unlink()
    project = opened(standard, folder).project(folder)
    assert [each.id for each in project.shelf.deviations] == ["DEV-0001", "DEV-0003"]
    assert State.APPROVED not in states(standard, folder)[:2]


def test_where_the_new_version_takes_two_for_one_nothing_is_carried_over(
    approved: Callable[[str], Path], standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = approved(CODE)
    before = texts(folder)
    renewed(monkeypatch, coarse)
    found = run(standard, folder)
    assert found["DEV-0001"] == "", "in its scope it has no equal by either version"
    assert "takes another statement for the same" in found["DEV-0002"]
    assert "takes another statement for the same" in found["DEV-0003"]
    after = texts(folder)
    assert [after[name] == before[name] for name in before] == [False, True, True]


def test_twins_keep_their_places(
    approved: Callable[[str], Path], standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = approved(TWINS)
    renewed(monkeypatch, other)
    assert run(standard, folder) == {"DEV-0001": "", "DEV-0002": ""}
    assert ["of: 1/2" in texts(folder)["DEV-0001"], "of: 2/2" in texts(folder)["DEV-0002"]] == [True, True]
    assert states(standard, folder) == [State.APPROVED] * 2


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda text: text.replace("x + 'a'", "x + 'changed'"), "does not find its one statement"),
        (lambda text: text.replace("def stop", "def halt"), "does not find its one statement"),
        (lambda text: text.replace("x + 'a')\n", "x + 'a')\n    os.system(x + 'a')\n"), "does not find its one"),
    ],
)
def test_what_the_old_version_does_not_find_is_left(
    approved: Callable[[str], Path],
    standard: Standard,
    monkeypatch: pytest.MonkeyPatch,
    edit: Callable[[str], str],
    words: str,
) -> None:
    folder = approved(CODE)
    before = texts(folder)
    (folder / "a.py").write_text(edit(CODE))
    renewed(monkeypatch, other)
    assert words in run(standard, folder)["DEV-0001"]
    assert texts(folder)["DEV-0001"] == before["DEV-0001"]


def test_an_approved_record_whose_names_are_gone_is_left(
    approved: Callable[[str], Path], standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = approved(CODE)
    path = folder / "security" / "deviations" / "DEV-0001.md"
    path.write_text("\n".join(each for each in path.read_text().splitlines() if not each.startswith("Names:")) + "\n")
    renewed(monkeypatch, other)
    assert "what the names in its code stood for" in run(standard, folder)["DEV-0001"]


def test_what_cannot_be_read_costs_the_others_nothing(
    approved: Callable[[str], Path], standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = approved(CODE)
    records = folder / "security" / "deviations"
    (records / "DEV-0001.md").write_text("nothing\n")
    (records / "DEV-0003.md").write_text(texts(folder)["DEV-0003"].replace("{v: 1,", "{v: 9,"))
    renewed(monkeypatch, other)
    found = run(standard, folder)
    assert "cannot be read" in found["DEV-0001"]
    assert found["DEV-0002"] == ""
    assert "a newer Aseptic" in found["DEV-0003"]
