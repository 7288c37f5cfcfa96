"""The rules are found however Aseptic is installed, and they are the same rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
ASK = """\
import json
from pathlib import Path
import aseptic
from aseptic.standard.catalog import rules_folder, shipped
standard, problems = shipped()
print(json.dumps({
    "package": str(Path(aseptic.__file__).resolve().parent),
    "folder": str(rules_folder().resolve()),
    "rules": len(standard.rules),
    "digest": standard.digest,
    "problems": [str(each) for each in problems],
}))
"""


def asked(cwd: Path, path: Path | None = None) -> dict[str, object]:
    """Ask a new Python, started elsewhere, what it finds; with `path`, Aseptic comes from there."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=True)
    said: dict[str, object] = json.loads(done.stdout)
    assert said["problems"] == []
    return said


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel from a copy, so that no build leaves anything in the checkout."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(CHECKOUT)]
    done = subprocess.run(command, capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode != 0 and ("No matching distribution found for hatchling" in said or "ConnectionError" in said):
        pytest.skip("hatchling cannot be had: the package index cannot be reached")
    assert done.returncode == 0, said
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
    ]
    subprocess.run([*command, "--target", str(target), str(wheel)], check=True, capture_output=True)
    return target


@pytest.mark.network
def test_checkout_editable_install_and_wheel_hold_the_same_rules(installed: Path, tmp_path: Path) -> None:
    checkout = asked(tmp_path, CHECKOUT / "server")
    editable = asked(tmp_path)
    wheel = asked(tmp_path, installed)
    assert checkout["package"] == str(CHECKOUT / "server" / "aseptic")
    assert wheel["package"] == str((installed / "aseptic").resolve())
    assert checkout["folder"] == str(CHECKOUT / "rules")
    assert wheel["folder"] == str((installed / "aseptic" / "rules").resolve())
    assert checkout["digest"] == editable["digest"] == wheel["digest"]
    assert checkout["rules"] == editable["rules"] == wheel["rules"]
    assert isinstance(wheel["rules"], int)
    assert wheel["rules"] > 20


@pytest.mark.network
def test_the_wheel_holds_the_rules_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    pages = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "rules").rglob("*.md")}
    assert {f"aseptic/{page}" for page in pages} <= names
    assert "aseptic/py.typed" in names
    templates = {path.name for path in (CHECKOUT / "server" / "aseptic" / "evidence" / "templates").iterdir()}
    assert {f"aseptic/evidence/templates/{name}" for name in templates} <= names
    assert not [name for name in names if name.startswith(("tests/", "rules/")) or "__pycache__" in name]
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.mark.network
def test_the_installed_wheel_checks_a_file_and_points_to_its_own_rules(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\nos.system(x)\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "aseptic", "check", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert [each["rule"] for each in json.loads(done.stdout)["findings"]] == ["INJ-003"]


def test_the_checkout_and_the_install_that_runs_the_tests_agree(tmp_path: Path) -> None:
    assert asked(tmp_path, CHECKOUT / "server")["digest"] == asked(tmp_path)["digest"]


def test_without_rules_the_commands_say_what_to_do(tmp_path: Path) -> None:
    program = (
        "import aseptic.standard.catalog as catalog\n"
        "from pathlib import Path\n"
        "catalog.__file__ = '/nowhere/a/b/c/catalog.py'\n"
        "from aseptic.cli.main import main\n"
        "main(['check', '.'], prog_name='aseptic')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert "install Aseptic again" in done.stderr
    assert "Traceback" not in done.stderr
