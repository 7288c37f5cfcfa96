"""Imports that a replacement leaves without a use go with it, and no other does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aseptic.analysis.fixing.proof import applied, proved
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.actions import fixes
from aseptic.standard.catalog import Standard

Mend = Callable[..., str]


@pytest.fixture
def mend(standard: Standard, tmp_path: Path) -> Mend:
    def mend(text: str, name: str = "pump.py") -> str:
        """Return the text with all edits of the first finding's first replacement."""
        session = Session(standard, [tmp_path])
        snapshot = session.open(tmp_path / name, 1, text)
        found = next(each for placed in snapshot.findings for each in proved(snapshot, placed))
        return applied(snapshot, found.edits).document.text

    return mend


XML = "\n\ndef read(text):\n    return {}.minidom.parseString(text)\n"
USE = "\n\ndef new_pin():\n    return str(random.choice('123'))\n"
SECRET = USE.replace("random", "secrets")
CASES = {
    "a module of a package": (
        "import xml.dom.minidom\n" + XML.format("xml.dom"),
        "import defusedxml.minidom\n" + XML.format("defusedxml"),
    ),
    "alone": ("import random\n" + USE, "import secrets\n" + SECRET),
    "beside others": ("import os\nimport random\nimport sys\n" + USE, "import os\nimport secrets\nimport sys\n" + SECRET),
    "what comes is there": ("import random\n\nimport secrets\n" + USE, "import secrets\n" + SECRET),
    "under a docstring": ('"""Pumps."""\n\nimport random\n' + USE, '"""Pumps."""\n\nimport secrets\n' + SECRET),
    "with others, first": ("import random, os\n" + USE, "import os\nimport secrets\n" + SECRET),
    "with others, last": ("import os, random\n" + USE, "import os\nimport secrets\n" + SECRET),
    "line ends": (
        "import random\r\n" + USE.replace("\n", "\r\n"),
        "import secrets\r\n" + SECRET.replace("\n", "\r\n"),
    ),
    "a name in a docstring is no use": (
        "import random\n" + USE + '\n\ndef f():\n    """Draw with random."""\n',
        "import secrets\n" + SECRET + '\n\ndef f():\n    """Draw with random."""\n',
    ),
    "an option is no use": (
        "import random\n" + USE + "\n\nX = ['-random', '--random', 'at %s, --random']\n",
        "import secrets\n" + SECRET + "\n\nX = ['-random', '--random', 'at %s, --random']\n",
    ),
    "a comment is no use": ("import random\n" + USE + "# random\n", "import secrets\n" + SECRET + "# random\n"),
    "a shadow of it is no other import": (
        "import random\n\n\ndef new_pin():\n    import secrets\n    return str(random.choice('123'))\n",
        "\ndef new_pin():\n    import secrets\n    return str(secrets.choice('123'))\n".lstrip("\n"),
    ),
    "behind another": ("import os; import random\n" + USE, "import os\nimport secrets\n" + SECRET),
    "of a function, in a branch": (
        "import secrets\n\n\ndef new_pin(pin):\n    if not pin:\n        from random import choice\n        return str(choice('123'))\n",
        "import secrets\n\n\ndef new_pin(pin):\n    if not pin:\n        return str(secrets.choice('123'))\n",
    ),
    "of a function, first in it": (
        "import secrets\n\n\ndef new_pin():\n    import random\n\n    return str(random.choice('123'))\n",
        "import secrets\n\n\ndef new_pin():\n    return str(secrets.choice('123'))\n",
    ),
    "of a function, on the line of its use": (
        "import secrets\n\n\ndef new_pin():\n    import random; return str(random.choice('123'))\n",
        "import secrets\n\n\ndef new_pin():\n    return str(secrets.choice('123'))\n",
    ),
}  # fmt: skip
DOM = "\n\ndef f(path):\n    return {}.pulldom.parse(path)\n"
OLD, NEW = DOM.format("xml.dom"), DOM.format("defusedxml")
BLANKS = {
    "the only import": (f"import xml.dom.pulldom\n{OLD}", f"import defusedxml.pulldom\n{NEW}"),
    "behind a mark": (f"\ufeffimport xml.dom.pulldom\r\n{OLD}", f"\ufeffimport defusedxml.pulldom\r\n{NEW}"),
    "the first of two": (f"import xml.dom.pulldom\n\nimport numpy\n{OLD}", f"import defusedxml.pulldom\nimport numpy\n{NEW}"),
    "under a docstring": (f'"""Say."""\n\nimport xml.dom.pulldom\n{OLD}', f'"""Say."""\n\nimport defusedxml.pulldom\n{NEW}'),
    "the last of a group": (
        f"import abc\n\nimport xml.dom.pulldom\n\nimport numpy\n{OLD}",
        f"import abc\n\nimport defusedxml.pulldom\nimport numpy\n{NEW}",
    ),
    "alone in its group, at the end": (
        f"import abc\n\nimport xml.dom.pulldom\n{OLD}",
        f"import abc\n\nimport defusedxml.pulldom\n{NEW}",
    ),
    "alone in its group, and another group grows": (
        f"import abc\nimport defusedxml.sax\n\nimport xml.dom.pulldom\n{OLD}",
        f"import abc\nimport defusedxml.pulldom\nimport defusedxml.sax\n{NEW}",
    ),
    "in its place": (
        "import numpy\n\nimport random\n\nimport attrs\n" + USE,
        "import numpy\n\nimport secrets\n\nimport attrs\n" + SECRET,
    ),
}  # fmt: skip
STAYS = {
    "used elsewhere": ("import random\n" + USE + "\n\ndef f():\n    return random.random()\n", "random.random"),
    "listed": ("import random\n\n__all__ = ['random']\n" + USE, "import random"),
    "in an annotation": ("import random\n" + USE + "\n\ndef f(x: 'random.Random'):\n    pass\n", "import random"),
    "in a type comment": ("import random\n" + USE + "\nx = f()  # type: random.Random\n", "import random"),
    "handed on": ("import random as random\n" + USE, "import random as random"),
    "with a comment": ("import random  # seeds the tests\n" + USE, "import random  # seeds"),
    "in a branch": ("try:\n    import random\nexcept ImportError:\n    random = None\n" + USE, "import random"),
    "twice": ("import random\nimport random\n" + USE, "import random\nimport random"),
    "in what does not parse": ("import random\n" + USE + "\n\ndef f(:\n    random\n", "import random"),
    "of a function, tried": (
        "\n\ndef new_pin():\n    try:\n        import random\n        return str(random.choice('123'))\n"
        "    except ImportError:\n        return '1'\n",
        "import random",
    ),
    "the only one of a branch": (
        "\n\ndef new_pin(pin):\n    if pin:\n        import random\n    return str(random.choice('123'))\n",
        "import random",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_an_import_without_a_use_goes(mend: Mend, before: str, after: str) -> None:
    assert mend(before) == after


@pytest.mark.parametrize(("before", "after"), BLANKS.values(), ids=BLANKS)
def test_blank_lines_go_with_what_they_parted(mend: Mend, before: str, after: str) -> None:
    assert mend(before) == after


@pytest.mark.parametrize(("before", "kept"), STAYS.values(), ids=STAYS)
def test_an_import_that_may_be_needed_stays(mend: Mend, before: str, kept: str) -> None:
    text = mend(before)
    assert "secrets.choice" in text
    assert kept in text


@pytest.mark.parametrize(
    ("user", "stays"),
    [
        ("from pump import random\n", True),
        ("from .pump import (\n    new_pin,\n    random as r,\n)\n", True),
        ("from device.pump import *\n", True),
        ("import device.pump as p\n\np.random.seed(1)\n", True),
        ("from device import pump\n\npump.random.seed(1)\n", True),
        ("def test(mocker):\n    mocker.patch('device.pump.random.choice')\n", True),
        ("import pump\n\nmonkeypatch.setattr(pump, 'random', fake)\n", True),
        ("import random\n\nfrom pump import new_pin\n\nnew_pin() * random.random()\n", False),
        ("from heat_pump import random\n", False),
    ],
)
def test_what_another_file_takes_stays(mend: Mend, tmp_path: Path, user: str, stays: bool) -> None:
    (tmp_path / "user.py").write_text(user, encoding="utf-8")
    assert ("import random" in mend("import random\n" + USE)) is stays


def test_a_file_that_changed_is_looked_at_again(standard: Standard, tmp_path: Path) -> None:
    session = Session(standard, [tmp_path])
    path = tmp_path / "pump.py"

    def takes_away() -> bool:
        snapshot = session.open(path, 1, "import random\n" + USE)
        return any(each.tidying for placed in snapshot.findings for each in proved(snapshot, placed))

    assert takes_away()
    (tmp_path / "user.py").write_text("from pump import random\n", encoding="utf-8")
    session.refresh()
    assert not takes_away()


def test_what_a_package_hands_on_stays(mend: Mend) -> None:
    assert "import random" in mend("import random\n" + USE, "__init__.py")


def test_an_import_that_had_no_use_before_is_not_touched(mend: Mend) -> None:
    assert "import string" in mend("import random\nimport string\n" + USE)


def test_an_import_within_the_function_goes(mend: Mend) -> None:
    before = "def new_pin():\n    import random\n    import secrets\n\n    return str(random.choice('123'))\n"
    assert mend(before) == "def new_pin():\n    import secrets\n\n    return str(secrets.choice('123'))\n"


MODULE = "import random\nimport secrets\n\n\ndef mixed(beds):\n    random.shuffle(beds)\n\n\n"
OF_ONE = {
    "its last use there": ("", "    return str(random.choice('123'))\n", False),
    "another use there": ("", "    random.shuffle(beds)\n    return str(random.choice('123'))\n", True),
    "in a function of it": ("", "    def f():\n        return random\n\n    return str(random.choice('123'))\n", True),
    "imported there again": ("", "    import random\n    return str(random.choice('123'))\n", True),
    "declared": ("    global random\n", "    return str(random.choice('123'))\n", True),
    "in a text": ("", "    do('random.random()')\n    return str(random.choice('123'))\n", True),
    "in a type comment": ("", "    return str(random.choice('123'))  # type: random.Random\n", True),
}


@pytest.mark.parametrize(("above", "below", "stays"), OF_ONE.values(), ids=OF_ONE)
def test_an_import_goes_from_its_function_whatever_others_need(mend: Mend, above: str, below: str, stays: bool) -> None:
    made = mend(f"{MODULE}def new_pin(beds):\n{above}    import random\n\n{below}")
    assert made.startswith(MODULE)
    assert "secrets.choice" in made
    assert ("    import random" in made) is stays


TWO = "import random\n" + USE + USE.replace("new_", "old_")


def test_a_name_that_two_findings_need_goes_with_neither(mend: Mend) -> None:
    assert "import random" in mend(TWO)


def test_a_name_that_two_findings_need_goes_with_both(standard: Standard, tmp_path: Path) -> None:
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "pump.py", 1, TWO)
    edits = [edit for step in fixes(snapshot) for edit in step]
    assert applied(snapshot, edits).document.text == TWO.replace("random", "secrets")


def test_an_import_that_one_fix_needs_and_another_leaves_stays(standard: Standard, tmp_path: Path) -> None:
    code = (
        "import random\nimport secrets\n\n\ndef new_pin():\n    return str(random.choice('12'))\n\n\n"
        "def f(x):\n    return random.random()\n"
    )
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "pump.py", 1, code)
    edits = [edit for step in fixes(snapshot) for edit in step]
    assert applied(snapshot, edits).document.text == code.replace("random.choice", "secrets.choice")


def test_a_module_does_not_import_itself(standard: Standard, tmp_path: Path) -> None:
    def offered(name: str) -> bool:
        snapshot = Session(standard, [tmp_path]).open(tmp_path / name, 1, "import random\n" + USE)
        return any(list(proved(snapshot, placed)) for placed in snapshot.findings)

    assert [offered(name) for name in ("secrets.py", "secret.py", "pump/secrets.py")] == [False, True, True]
