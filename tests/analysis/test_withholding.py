"""Where a replacement that holds for the code is not offered: tests, defaults of a framework, without the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.fixing.proof import proved
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

CHOSEN = "import ssl\n\ncontext = ssl.create_default_context()\ncontext.check_hostname = False\n"
WAITING = "import requests\n\nrequests.get(x)\n"
SAFE = "import yaml\n\nyaml.load(x)\n"
SETTING = "SECURE_SSL_REDIRECT = False\n"
XML = "from xml.dom import minidom\n\nminidom.parse(x)\n"


def offers(standard: Standard, root: Path, path: str, text: str) -> int:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    snapshot = Session(standard, [root]).open(root / path, 1, text)
    assert snapshot.findings
    return sum(1 for placed in snapshot.findings for _ in proved(snapshot, placed))


@pytest.mark.parametrize(
    ("path", "text", "offered"),
    [
        ("viewer/link.py", CHOSEN, True),
        ("viewer/test_link.py", CHOSEN, False),
        ("tests/server.py", CHOSEN, False),
        ("conftest.py", CHOSEN, False),
        ("viewer/latest.py", CHOSEN, True),
        ("viewer/utils/_testing.py", CHOSEN, False),
        ("viewer/contesting.py", CHOSEN, True),
        ("viewer/UnitTests/server.py", CHOSEN, False),
        ("viewer/ServerRESTTest.py", CHOSEN, False),
        ("tests/server.py", WAITING, False),
        ("viewer/server.py", WAITING, True),
        ("viewer/test_link.py", SAFE, True),
        ("viewer/settings.py", SETTING, True),
        ("viewer/conf/global_settings.py", SETTING, False),
        ("viewer/default_settings.py", SETTING, False),
    ],
)
def test_what_is_chosen_for_a_test_or_as_a_default_stays(
    standard: Standard, tmp_path: Path, path: str, text: str, offered: bool
) -> None:
    assert bool(offers(standard, tmp_path, path, text)) is offered


@pytest.mark.parametrize(
    ("file", "text", "offered"),
    [
        ("notes.txt", "", True),
        ("pyproject.toml", "[tool.aseptic]\n", True),
        ("pyproject.toml", "[project]\ndependencies = ['pydicom']\n[tool.aseptic]\n", False),
        ("pyproject.toml", "[project]\ndependencies = ['defusedxml>=0.7']\n[tool.aseptic]\n", True),
        ("requirements.txt", "pydicom\n", False),
        ("pump-1.0.dist-info/METADATA", "Name: pump\nRequires-Dist: pydicom\n\nAs safe as defusedxml.\n", False),
        ("PKG-INFO", "Name: pump\nRequires-Dist: defusedxml>=0.7\n\n", True),
        ("requirements-dev.txt", "pydicom\nDefusedXML\n", True),
        ("setup.cfg", "[options]\ninstall_requires =\n    django-defusedxml-x\n", False),
    ],
)
def test_a_package_that_the_project_does_not_list_is_not_asked_for(
    standard: Standard, tmp_path: Path, file: str, text: str, offered: bool
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert bool(offers(standard, tmp_path, "viewer/read.py", XML)) is offered


def test_a_package_that_the_file_has_already_is_used(standard: Standard, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("pydicom\n", encoding="utf-8")
    assert offers(standard, tmp_path, "viewer/read.py", f"import defusedxml.minidom\n{XML}")


@pytest.mark.parametrize(("written", "offered"), [("pickle.dump(x, file)", False), ("json.dump(x, file)", True)])
def test_what_the_module_itself_writes_is_read_as_that(
    standard: Standard, tmp_path: Path, written: str, offered: bool
) -> None:
    text = (
        "import json\nimport pickle\n\n\ndef load(path):\n    with open(path, 'rb') as file:\n        return pickle.load(file)"
        f"\n\n\ndef save(path, x):\n    with open(path, 'wb') as file:\n        {written}\n"
    )
    assert bool(offers(standard, tmp_path, "viewer/read.py", text)) is offered


def test_a_time_that_another_module_hands_on_is_mended_there(standard: Standard, tmp_path: Path) -> None:
    (tmp_path / "viewer").mkdir()
    (tmp_path / "viewer" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "viewer" / "times.py").write_text("from datetime import datetime\n\nutcnow = datetime.utcnow\n")
    text = "{}\n\n\ndef f():\n    return {}().strftime('%H')\n"
    for brought, call in (("from .times import utcnow", "utcnow"), ("from . import times", "times.utcnow")):
        assert not offers(standard, tmp_path, "viewer/read.py", text.format(brought, call))
    assert offers(standard, tmp_path, "viewer/read.py", text.format("from datetime import datetime", "datetime.utcnow"))


FOLDER = "import os\n\n\ndef f(p):\n    if not os.path.exists(p):\n        os.makedirs(p)\n"
TRIED = "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle\n"


@pytest.mark.parametrize(
    ("file", "listing", "text", "offered"),
    [
        ("PKG-INFO", "Name: pump\nClassifier: Programming Language :: Python :: 2.7\n\n", FOLDER, False),
        ("setup.py", "setup(install_requires=[], python_requires='>=2.7')\n", FOLDER, False),
        ("setup.py", "setup(install_requires=[], python_requires='>=3.2')\n", FOLDER, True),
        ("PKG-INFO", "Name: pump\nClassifier: Programming Language :: Python :: 3\n\n", FOLDER, True),
        ("notes.txt", "", TRIED + FOLDER, False),
        ("notes.txt", "", f"# import cPickle\n{FOLDER}", True),
    ],
)
def test_what_python_2_does_not_know_is_not_written_for_it(
    standard: Standard, tmp_path: Path, file: str, listing: str, text: str, offered: bool
) -> None:
    (tmp_path / file).write_text(listing)
    assert bool(offers(standard, tmp_path, "viewer/link.py", text)) is offered
