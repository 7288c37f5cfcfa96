"""Where the edits of a replacement go, and that the result is what the one who takes them gets."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from aseptic.analysis.fixing.proof import applied, proved
from aseptic.analysis.sessions.session import Session
from aseptic.source.document import Document
from aseptic.source.notebook import Cell, Notebook
from aseptic.standard.catalog import Standard

Mend = Callable[..., list[str]]
RUN = 'subprocess.run(["ls"], check=True)'


@pytest.fixture
def mend(standard: Standard, tmp_path: Path) -> Mend:
    def mend(first: str, *others: str) -> list[str]:
        """Return the text after the first replacement of each finding in a notebook, or in a file of one cell."""
        notebook = Notebook.of(Cell(str(at), 1, Document.of(text)) for at, text in enumerate((first, *others)))
        document = notebook.document if others else Document.of(first)
        snapshot = Session(standard, [tmp_path]).take(tmp_path / "pump.ipynb", 1, document)
        every = [next(proved(snapshot, placed), None) for placed in snapshot.findings]
        return [applied(snapshot, each.edits).document.text if each else "" for each in every]

    return mend


@pytest.mark.parametrize(
    ("magic", "left"),
    [("%%time\n", "      \n"), ("%pip install pump\n%load_ext x\n", f"{' ' * 17}\n{' ' * 11}\n"), ("", "")],
)
def test_a_cell_gets_its_import_below_its_magics(mend: Mend, magic: str, left: str) -> None:
    (after,) = mend("import os", f'{magic}os.system("ls")')
    assert after == f"import os\n{left}import subprocess\n\n{RUN}\n"


def test_each_of_two_cells_gets_its_own(mend: Mend) -> None:
    first, second = mend("import os", 'os.system("ls")', '%%time\nos.system("ls")')
    assert first == f'import os\nimport subprocess\n\n{RUN}\n      \nos.system("ls")\n'
    assert second == f'import os\nos.system("ls")\n      \nimport subprocess\n\n{RUN}\n'


def test_numbers_that_are_to_be_the_same_each_time_are_not_drawn_elsewhere(standard: Standard, tmp_path: Path) -> None:
    code = "import random\n{}\n\ndef new_pin():\n    return random.randint(1000, 9999)\n"
    for above, offered in (("", 1), ("random.seed(7)\n", 0)):
        snapshot = Session(standard, [tmp_path]).open(tmp_path / "pump.py", 1, code.format(above))
        (placed,) = snapshot.findings
        assert sum(1 for _ in proved(snapshot, placed)) == offered


@pytest.mark.parametrize(
    "head",
    ['"""Doc."""; ', '"""Doc."""; from __future__ import annotations; ', "from __future__ import annotations; "],
)
def test_an_import_stands_before_its_use_and_behind_the_docstring(mend: Mend, head: str) -> None:
    (after,) = mend(f'{head}import os; os.system("true")\n')
    names: dict[str, object] = {}
    exec(compile(after, "pump.py", "exec"), names)
    assert ast.get_docstring(ast.parse(after)) == ("Doc." if "Doc" in head else None)
    assert "os.system" not in after


@pytest.mark.parametrize(
    ("above", "below", "offered"),
    [
        ("", "", True),
        ("yaml.FullLoader.add_constructor('!include', include)\n", "", False),
        ("", "    yaml.add_implicit_resolver('!dose', DOSE)\n", False),
        ("class Pump(yaml.YAMLObject):\n    yaml_tag = '!pump'\n", "", False),
    ],
)
def test_a_loader_that_was_taught_more_stays(mend: Mend, above: str, below: str, offered: bool) -> None:
    (after,) = mend(f"import yaml\n\n{above}\n\ndef f(x):\n    yaml.load(x, yaml.FullLoader)\n{below}")
    assert ("yaml.safe_load(x)" in after) is offered


@pytest.mark.parametrize(
    ("made", "other", "offered"),
    [
        ("class A:\n    made = datetime.utcnow()\n", "def f(a):\n    return datetime.now() - a.made\n", False),
        ("class A:\n    made = datetime.utcnow()\n", "def f(a):\n    return a.name\n", True),
        (
            "class A:\n    def __init__(self):\n        self.made = datetime.utcnow()\n",
            "    def f(self):\n        return datetime.now() - self.made\n",
            False,
        ),
        ("started = datetime.utcnow()\n", "print(datetime.now() - started)\n", False),
        (
            "def f(row):\n    row['made'] = datetime.utcnow()\n",
            "def g(row):\n    return row['made'] < row['at']\n",
            False,
        ),
    ],
)
def test_what_other_chunks_reach_stays_as_they_expect_it(mend: Mend, made: str, other: str, offered: bool) -> None:
    (after,) = mend(f"from datetime import datetime\n\n\n{made}\n{other}")
    assert ("datetime.now(timezone.utc)" in after) is offered
