"""The server that comes with the VS Code extension: Python alone, and its own libraries alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXTENSION = Path(__file__).resolve().parents[2] / "editors" / "vscode"
START = EXTENSION / "bundled" / "start.py"
FAKE = "import sys\n\ndef main():\n    import attr\n    print(attr.WHOSE, sys.argv[1:], *sys.path, sep='\\n')\n"


def started(start: Path, *words: str, cwd: Path, status: int = 0, **environment: str) -> str:
    command = [sys.executable, "-I", "-S", str(start), *words]
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    return done.stdout


def test_no_library_but_the_bundles_own_is_seen(tmp_path: Path) -> None:
    for name, text in {
        "bundle/libs/aseptic/__init__.py": "",
        "bundle/libs/aseptic/__main__.py": FAKE,
        "bundle/libs/attr.py": "WHOSE = 'the bundle'\n",
        "workspace/attr.py": "WHOSE = 'the workspace'\n",
        "environment/attr.py": "WHOSE = 'the environment'\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copy(START, tmp_path / "bundle" / "start.py")
    told = started(
        tmp_path / "bundle" / "start.py",
        "server",
        cwd=tmp_path / "workspace",
        PYTHONPATH=str(tmp_path / "environment"),
    ).splitlines()
    assert told[:3] == ["the bundle", "['server']", str(tmp_path / "bundle" / "libs")]
    assert not [each for each in told[3:] if "site-packages" in each or str(tmp_path) in each]


@pytest.mark.network
def test_a_bundle_is_python_alone_and_checks(tmp_path: Path) -> None:
    for name in ("bundled", "packing"):
        shutil.copytree(EXTENSION / name, tmp_path / name, ignore=shutil.ignore_patterns("libs", "node_modules"))
    libs = tmp_path / "bundled" / "libs"
    command = [sys.executable, str(EXTENSION / "packing" / "bundle.py"), str(libs)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert "not Python alone" not in done.stderr
    if done.returncode:
        pytest.skip("the package index cannot be reached")
    assert [path for path in libs.rglob("*") if path.suffix in {".so", ".pyd", ".dylib", ".dll"}] == []
    module = tmp_path / "a.py"
    module.write_text("import os\nos.system('ls')\n", encoding="utf-8")
    assert "INJ-003" in started(tmp_path / "bundled" / "start.py", "check", str(module), cwd=tmp_path, status=1)
