"""A ban of a name that the project's own module lacks is said; wherever that is not sure, nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.projects.loading import load
from aseptic.analysis.projects.unknown_bans import unknown_bans
from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

PAGE = "---\nstandard: Aseptic\nversion: '0.1'\nbanned:\n  - name: {name}\n    message: '{{name}} drops'\n---\nText.\n"
LEGACY = "def raw_write(rate):\n    return rate\n\n\nclass Pump:\n    pass\n"


def put(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("INIT", "__init__").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def said(root: Path, standard: Standard, name: str) -> list[str]:
    page = root / "security" / "standard.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(PAGE.format(name=name), encoding="utf-8")
    project = load(root, standard)
    assert [each.name for each in project.tailoring.banned] == [name]
    return [str(each) for each in unknown_bans(project)]


@pytest.mark.parametrize("base", ["", "src__"])
def test_a_name_that_is_misspelt_is_said_with_what_was_meant(tmp_path: Path, standard: Standard, base: str) -> None:
    put(tmp_path, **{f"{base}pumpd__INIT_py": "", f"{base}pumpd__legacy_py": LEGACY})
    assert said(tmp_path, standard, "pumpd.legacy.rawwrite") == [
        "security/standard.md:5: pumpd.legacy has no rawwrite, so this ban finds nothing; did you mean 'pumpd.legacy.raw_write'?"
    ]
    assert said(tmp_path, standard, "pumpd.legasy.raw_write")[0].endswith("did you mean 'pumpd.legacy.raw_write'?")
    assert said(tmp_path, standard, "pumpd.legacy.flush")[0].endswith("correct the name, or remove the ban")


@pytest.mark.parametrize(
    "name",
    [
        "pumpd.legacy.raw_write",
        "pumpd.legacy.Pump.anything",
        "pumpd.legacy.Pump().anything",
        ".rawwrite",
        "pumpd.grown.anything",
        "pumpd.starred.rawwrite",
        "pumpd.native.rawwrite",
        "pumpd.device_pb2.rawwrite",
        "pumpd.notes.rawwrite",
        "yaml.rawwrite",
        "os.path.rawwrite",
        "loose.rawwrite",
    ],
)
def test_nothing_is_said_of_what_is_not_sure(tmp_path: Path, standard: Standard, name: str) -> None:
    put(
        tmp_path,
        pumpd__INIT_py="",
        pumpd__legacy_py=LEGACY,
        pumpd__grown_py="def __getattr__(name):\n    return name\n",
        pumpd__starred_py="from elsewhere import *\n",
        pumpd__notes__plain="",
        yaml_py="",
        loose__part_py="",
    )
    (tmp_path / "pumpd" / "native.cpython-311.so").write_bytes(b"")
    assert said(tmp_path, standard, name) == []


def test_it_is_a_problem_of_a_scan_and_of_an_editor_until_it_is_mended(tmp_path: Path, standard: Standard) -> None:
    put(tmp_path, pumpd__INIT_py="", pumpd__legacy_py=LEGACY)
    page = tmp_path / "security" / "standard.md"
    page.parent.mkdir()
    page.write_text(PAGE.format(name="pumpd.legacy.rawwrite"), encoding="utf-8")
    session = Session(standard, [tmp_path])
    found = [str(each) for each in scan(session, [tmp_path], tmp_path, lambda _: None).problems]
    assert [each for each in found if "has no rawwrite" in each and each.startswith("security/standard.md:5: ")]
    session.open(tmp_path / "pumpd" / "legacy.py", 1, LEGACY)
    assert [problem.key for _, problem in session.faults() if "has no rawwrite" in problem.message] == [
        "banned[0].name"
    ]
    (tmp_path / "pumpd" / "legacy.py").write_text(LEGACY + "\nrawwrite = raw_write\n", encoding="utf-8")
    assert not [problem for _, problem in session.faults() if "has no rawwrite" in problem.message]
