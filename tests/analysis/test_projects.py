"""Which project a file belongs to, what holds there, and what happens when its files change or are faulty."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aseptic.analysis.projects.loading import load, renewed
from aseptic.analysis.projects.place import project_root
from aseptic.analysis.projects.settings import read_settings
from aseptic.analysis.sessions.session import NotOpenError, Session
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import Standard

STANDARD = "---\nstandard: Aseptic\nversion: '0.1'\n{keys}---\nThe rules hold.\n"


def write(path: Path, text: str, age: int = 0) -> Path:
    """Write a file with a time of its own, so that a change within one tick of the clock is seen, too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(10**18 + age * 10**9, 10**18 + age * 10**9))
    return path


def test_the_nearest_standard_or_table_upward_makes_the_root(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert project_root(inner) == tmp_path
    write(tmp_path / "a" / "pyproject.toml", "[tool.black]\n")
    assert project_root(inner) == tmp_path
    write(tmp_path / "a" / "pyproject.toml", "[tool.aseptic]\n")
    assert project_root(inner) == tmp_path / "a"
    write(inner / "security" / "standard.md", "")
    assert project_root(inner) == inner


def test_without_any_sign_the_workspace_is_the_root_or_else_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "a"
    inner.mkdir()
    assert project_root(inner, tmp_path) == tmp_path
    assert project_root(inner) == inner


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.aseptic]\nexlude = ['x']\n", "pyproject.toml:2: the key 'exlude' is unknown; did you mean 'exclude'?"),
        ("[tool.aseptic]\nexclude = 'x'\n", "pyproject.toml:2: 'exclude': a list"),
        ("[tool.aseptic]\nrecords = '../x'\n", "pyproject.toml:2: 'records': '../x' does not lie inside the project"),
        ("[tool.aseptic\n", "pyproject.toml:1: the file is no TOML"),
        ('[tool.aseptic]\nexclude=["gen"', "pyproject.toml:2: the file is no TOML"),
        ('[tool.aseptic]\nexclude = ["a"]\nbook = """x\n\nrecords = "y"\n\n', "pyproject.toml:3: the file is no TOML"),
        (
            "[tool.aseptic]\nrecords = 'quality'\nrequired-version = 'new'\n",
            "pyproject.toml:3: 'required-version': 'new' names no versions; write as '>=0.2,<1'",
        ),
        ("[tool.aseptic]\n'required-version' = 1\n", "pyproject.toml:2: 'required-version': a text is expected"),
        (
            "[tool.aseptic]\nrequired-versions = '1'\n",
            "pyproject.toml:2: the key 'required-versions' is unknown; did you mean 'required-version'?",
        ),
        (
            "[tool.aseptic]\nexclude = []\nids = {deviation = 'DEV'}\n",
            "pyproject.toml:3: 'ids.deviation': 'DEV' is no form of an id; words of capitals",
        ),
        (
            "[tool.aseptic]\n[tool.aseptic.ids]\n\npermit = 'PER-0'\n",
            "pyproject.toml:4: 'ids.permit': 'PER-0' is no form of an id",
        ),
        (
            "[tool.aseptic.ids]\npermit = 'DEV-000'\n",
            "pyproject.toml:2: 'ids.permit': 'DEV-000' is what the id of a deviation looks like, too",
        ),
        (
            "[tool.aseptic.ids]\ndeviations = 'DEV-000'\n",
            "pyproject.toml:2: the key 'ids.deviations' is unknown; did you mean 'deviation'?",
        ),
        ("tool.aseptic = 1\n", "pyproject.toml:1: 'tool.aseptic' is no table"),
    ],
)
def test_a_faulty_setting_is_a_problem_at_its_line(text: str, said: str) -> None:
    settings, problems = read_settings("pyproject.toml", text)
    assert settings is None
    assert [str(problem)[: len(said)] for problem in problems] == [said]


@pytest.mark.skipif(os.name != "posix", reason="named pipes in folders are Unix's")
def test_a_pipe_for_settings_is_not_waited_for(tmp_path: Path, standard: Standard) -> None:
    os.mkfifo(tmp_path / "pyproject.toml")
    inner = tmp_path / "inner"
    inner.mkdir()
    assert project_root(inner) == inner
    project = Session(standard, [tmp_path]).project(inner / "a.py")
    said = "pyproject.toml:1: it is no plain file, so it sets nothing; put a file in its place, or remove it"
    assert [str(each) for each in project.problems] == [said]
    assert Session(standard, [tmp_path]).open(tmp_path / "a.py", 1, "eval(x)\n").findings


@pytest.mark.parametrize(
    "data", [b"[tool.aseptic]\nrecords = 'sub\xff'\n", "\ufeff[tool.aseptic]\n".encode("utf-16-le")], ids=["one", "16"]
)
def test_settings_that_are_not_utf_8_keep_their_project_and_what_it_had_set(
    tmp_path: Path, standard: Standard, data: bytes
) -> None:
    path = write(tmp_path / "a" / "pyproject.toml", "[tool.aseptic]\nrecords = 'quality'\n")
    (tmp_path / ".git").mkdir()
    session = Session(standard)
    session.open(tmp_path / "a" / "m.py", 1, "x = 1\n")
    path.write_bytes(data)
    session.refresh()
    project = session.project(tmp_path / "a" / "m.py")
    assert (project.root, project.settings.records) == (tmp_path / "a", "quality")
    (problem,) = project.problems
    assert problem.text == "the file is not UTF-8, so nothing in it can be read; save it as UTF-8"


def test_a_byte_order_mark_is_called_one() -> None:
    _, (problem,) = read_settings("pyproject.toml", "\ufeff[tool.aseptic]\n")
    assert str(problem) == "pyproject.toml:1: the file begins with a byte order mark; save it as UTF-8 without one"
    assert read_settings("pyproject.toml", "\ufeff[tool.black]\n") == (None, ())


@pytest.mark.parametrize("glob", ["**/[", "/etc", "../x", "", " ", "./gen", "C:/x", "a\\b", "a//b"])
def test_a_glob_that_leaves_nothing_out_is_a_problem_and_the_others_hold(glob: str) -> None:
    settings, (problem,) = read_settings("pyproject.toml", f"[tool.aseptic]\n\nexclude = ['gen', '{glob}']\n")
    assert settings is not None
    assert settings.exclude == ("gen", glob)
    assert (problem.line, problem.key) == (2, "exclude")
    assert problem.message.startswith(f"'exclude': '{glob}' ")


@pytest.mark.parametrize("glob", ["gen", "gen/", "*/gen", "*_pb2.py", "src/[ab].py", "a[]]b", "a[!]]b", "**", "x[[]"])
def test_a_glob_that_may_leave_something_out_is_none(glob: str) -> None:
    assert read_settings("pyproject.toml", f"[tool.aseptic]\nexclude = [{glob!r}]\n")[1] == ()


def test_others_faults_in_a_toml_are_theirs() -> None:
    assert read_settings("pyproject.toml", "[tool.black\n") == (None, ())


def test_tailoring_is_applied_and_changes_with_its_file(tmp_path: Path, standard: Standard) -> None:
    session = Session(standard, [tmp_path])
    path = tmp_path / "m.py"
    shown = session.open(path, 1, "import pump\npump.write(1)\nassert pump.is_admin\n").findings
    assert [placed.finding.rule for placed in shown] == ["ERR-001"]
    banned = "banned:\n  - {name: pump.write, rule: PRV-001, message: '{name} skips the interlock'}\n"
    write(
        tmp_path / "security" / "standard.md", STANDARD.format(keys=banned + "excluded: {ERR-001: none of ours}\n"), 1
    )
    assert session.refresh() == (path,)
    findings = session.snapshot(path).findings
    assert [(placed.finding.rule, placed.finding.message) for placed in findings] == [
        ("PRV-001", "pump.write skips the interlock")
    ]


def test_a_faulty_tailoring_leaves_the_last_good_one_standing(tmp_path: Path, standard: Standard) -> None:
    record = tmp_path / "security" / "standard.md"
    write(record, STANDARD.format(keys="excluded: {ERR-001: none of ours}\n"))
    session = Session(standard, [tmp_path])
    path = tmp_path / "m.py"
    assert session.open(path, 1, "assert user.may_write\n").findings == ()
    write(record, STANDARD.format(keys="exclded: {ERR-001: none of ours}\n"), 1)
    session.refresh()
    assert session.snapshot(path).findings == ()
    assert [str(problem) for problem in session.project(path).problems] == [
        "security/standard.md:4: the key 'exclded' is unknown; did you mean 'excluded'?"
    ]


def test_loosening_a_required_rule_is_refused(tmp_path: Path, standard: Standard) -> None:
    write(tmp_path / "security" / "standard.md", STANDARD.format(keys="excluded: {INJ-001: we like eval}\n"))
    session = Session(standard, [tmp_path])
    path = tmp_path / "m.py"
    assert [placed.finding.rule for placed in session.open(path, 1, "eval(x)\n").findings] == ["INJ-001"]
    assert [problem.line for problem in session.project(path).problems] == [3]


def test_a_document_that_is_not_open_says_so(tmp_path: Path, standard: Standard) -> None:
    session = Session(standard, [tmp_path])
    with pytest.raises(NotOpenError):
        session.edit(tmp_path / "m.py", 2, [Edit(Span.of(0, 0, 0, 0), "x")])
    session.close(tmp_path / "m.py")


def test_edits_in_one_go_each_apply_to_what_the_one_before_left(tmp_path: Path, standard: Standard) -> None:
    session = Session(standard, [tmp_path])
    path = tmp_path / "m.py"
    session.open(path, 1, "x = 1\n")
    snapshot = session.edit(
        path, 2, ["import os\n", Edit(Span.of(1, 0, 1, 0), "os.system(a)\n"), Edit(Span.of(1, 0, 1, 2), "os")]
    )
    assert snapshot.analysis.document.text == "import os\nos.system(a)\n"
    assert [placed.finding.rule for placed in snapshot.findings] == ["INJ-003"]
    assert snapshot.version == 2


@pytest.mark.parametrize("spec", [">=0.1", "==0.1.*", ">=0.0.1,<1", "~=0.1", ""])
def test_a_required_version_that_this_is_says_nothing(spec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aseptic.analysis.projects.settings.__version__", "0.1.3")
    settings, problems = read_settings("pyproject.toml", f"[tool.aseptic]\nrequired-version = '{spec}'\n")
    assert settings
    assert not problems


def test_a_required_version_that_this_is_not_is_a_problem_and_the_settings_hold(
    standard: Standard, tmp_path: Path
) -> None:
    text = "[tool.aseptic]\nrecords = 'quality'\nrequired-version = '>=99'\n"
    write(tmp_path / "pyproject.toml", text)
    project = Session(standard).project(tmp_path)
    assert project.settings.records == "quality"
    (problem,) = project.problems
    assert str(problem).startswith("pyproject.toml:3: this is Aseptic ")
    assert "requires '>=99'; install" in str(problem)


def test_projects_under_one_standard_share_its_memory_and_others_do_not(standard: Standard, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name / "security").mkdir(parents=True)
        (tmp_path / name / "pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
    (tmp_path / "c" / "security" / "standard.md").write_text(
        "---\nstandard: Aseptic\nversion: '0.1'\nseverities:\n  ERR-001: high\n---\n", encoding="utf-8"
    )
    session = Session(standard)
    a, b, c = (session.project(tmp_path / name) for name in ("a", "b", "c"))
    assert a.memo is b.memo
    assert a.memo is not c.memo
    assert (b.root, c.root) == (tmp_path / "b", tmp_path / "c")


def test_a_page_with_a_fault_holds_as_far_as_it_can_be_read(standard: Standard, tmp_path: Path) -> None:
    page = tmp_path / "security" / "standard.md"
    page.parent.mkdir()
    good = "excluded: {ERR-001: none of ours}\nbanned: [{name: pump.raw}]\n"
    page.write_text(STANDARD.format(keys=f"{good}severties: {{}}\n"), encoding="utf-8")
    fresh = load(tmp_path, standard)
    assert [each.key for each in fresh.problems] == ["severties"]
    assert "ERR-001" not in fresh.standard.rules
    assert "pump.raw" in fresh.standard.banned_here
    page.write_text(STANDARD.format(keys=good), encoding="utf-8")
    whole = load(tmp_path, standard, fresh)
    assert whole.problems == ()
    page.write_text(
        STANDARD.format(keys="excluded: {ERR-001: none of ours}\nbanned: [{nam: pump.raw}]\n"), encoding="utf-8"
    )
    typed = load(tmp_path, standard, whole)
    assert typed.problems
    assert typed.standard is whole.standard, "while somebody types, what was whole holds"


def test_a_page_that_names_no_standard_tailors_nothing_and_says_so(standard: Standard, tmp_path: Path) -> None:
    page = tmp_path / "security" / "standard.md"
    page.parent.mkdir()
    page.write_text("---\nversion: '0.1'\nexcluded: {ERR-001: none of ours}\n---\nText.\n", encoding="utf-8")
    project = load(tmp_path, standard)
    assert "ERR-001" in project.standard.rules
    assert [each.message for each in project.problems] == [
        "the key 'standard' is missing",
        "nothing of the tailoring holds: the standard is as it comes with Aseptic",
    ]


def test_a_form_of_ids_holds_at_once_and_a_faulty_one_leaves_the_last(tmp_path: Path, standard: Standard) -> None:
    settings = write(tmp_path / "pyproject.toml", "[tool.aseptic]\n")
    write(tmp_path / "security/assets/THING-001.md", "---\nid: THING-001\ntitle: T\n---\nIt is one.\n")
    project = load(tmp_path, standard)
    assert [each.key for each in project.problems] == ["id"] and project.shelf.assets == ()
    settings.write_text("[tool.aseptic]\n\nids = {asset = 'THING-000'}\n")
    project = renewed(project, standard)
    assert project.problems == () and [each.id for each in project.shelf.assets] == ["THING-001"]
    settings.write_text("[tool.aseptic]\n\nids = {asset = 'thing'}\n")
    project = renewed(project, standard)
    assert [(each.key, each.line) for each in project.problems] == [("ids.asset", 2)]
    assert [each.id for each in project.shelf.assets] == ["THING-001"]
