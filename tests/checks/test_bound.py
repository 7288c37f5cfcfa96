"""A scan looks names up only where it can matter: it finds all that is found where every name is looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.documents.incremental import Analysis, fresh, glanced
from aseptic.analysis.documents.memo import CLEAN, Memo
from aseptic.analysis.documents.outline import outlined
from aseptic.analysis.sessions.session import Session
from aseptic.source.document import Document
from aseptic.source.exports import NO_PROJECT, Origin
from aseptic.source.view import View
from aseptic.standard.catalog import Standard

MARKS = Path(__file__).resolve().parents[1] / "marks"
SHELL = """
import os
from os import system as spawn
TABLE = {"go": os.system}
class Base:
    run = os.system
    PAIR = (os.system, 1)
class Runner(Base):
    class Inner(Base):
        go = os.system
"""
USES = {
    "an alias": "from pump.shell import spawn as s\ndef f(x): s(x)\n",
    "a class of another module": "from pump.shell import Runner\ndef f(x): Runner().run(x)\n",
    "a class that derives from one": "from pump.shell import Runner\nclass A(Runner):\n    def f(self, x): self.run(x)\n",
    "a class in a class of another module": "from pump.shell import Runner\ndef f(x): Runner.Inner().run(x)\n",
    "what a class in a class has": "from pump.shell import Runner\ndef f(x): Runner.Inner.go(x)\n",
    "a class in a class": (
        "import os\nclass A:\n    class B:\n        go = os.system\n        def f(self, x): self.go(x)\n"
    ),
    "a class in a branch": "import os\nif os:\n    class A:\n        go = os.system\n        def f(self, x): self.go(x)\n",
    "a class's body": "import os\nclass A:\n    go = os.system\n    go(input())\n",
    "a class's body where it hides nothing yet": "class A:\n    eval(input())\n    def eval(x): ...\n",
    "a module by its name": "import sys\ndef f(x): sys.modules['pump.shell'].spawn(x)\n",
    "a table": 'import os\nTABLE = {"go": os.system}\ndef f(x): TABLE["go"](x)\n',
    "a table in a table": 'from pump.shell import spawn\nT = {"at": {"once": spawn}}\nt = T\ndef f(x): t["at"]["once"](x)\n',
    "a table of another module": "from pump.shell import TABLE\ndef f(x): TABLE['go'](x)\n",
    "a table by its module": "import pump.shell\ndef f(x): pump.shell.Base.PAIR[0](x)\n",
    "all of a table": "from pump.shell import TABLE\ndef f(x):\n    for g in TABLE.values(): g(x)\n",
    "a table in another": "from pump.shell import TABLE\nT = {**TABLE}\ndef f(x): T['go'](x)\n",
    "names put together in globals": "import os\ndef f(x): globals()['o' + 's'].system(x)\n",
    "a star": "from pump.shell import *\ndef f(x): spawn(x)\n",
    "an import inside": "def f(x):\n    from pump.shell import spawn as go\n    go(x)\n",
    "an own attribute": (
        "import os\nclass A:\n    def __init__(self):\n        self.go = os.system\n    def f(self, x): self.go(x)\n"
    ),
    "a name that is bound again": "import os\ngo = os.system\ngo(input())\ngo = None\n",
    "a circle": "import os\na = b\nb = a\nb = os.system if x else a\ndef f(x): a(x)\ndef g(x): b(x)\n",
    "names put together": "import os\nA = 'sys'\ndef f(x): getattr(os, A + 'tem')(x)\n",
    "other letters": "import os\ng\N{LATIN SMALL LIGATURE FI} = os.system\ndef f(x): gfi(x)\n",
    "what an escape hides": "import os\ndef f(x): getattr(os, 's\\x79stem')(x)\n",
    "an earlier alias of bandit's": "from subprocess import run as r\nr(x, shell=True)\nfrom os import path as r\n",
}


def found(analysis: Analysis) -> list[tuple[int, object]]:
    return list(analysis.findings)


@pytest.mark.parametrize("path", sorted(MARKS.rglob("*.py")), ids=lambda path: path.stem)
def test_marked_code_loses_nothing_at_a_glance(path: Path, memo: Memo) -> None:
    document = Document.of(path.read_text(encoding="utf-8"))
    whole = fresh(document, memo)
    once = glanced(outlined(document, memo, Origin(), NO_PROJECT), memo)
    assert found(once) == found(whole)
    assert [each.checked is CLEAN for each in once.entries] == [each.checked is CLEAN for each in whole.entries]


@pytest.mark.parametrize("code", USES.values(), ids=USES)
def test_what_names_lead_to_is_found_at_a_glance(code: str, standard: Standard, tmp_path: Path) -> None:
    (tmp_path / "pump").mkdir()
    (tmp_path / "pump" / "__init__.py").touch()
    (tmp_path / "pump" / "shell.py").write_text(SHELL, encoding="utf-8")
    (path := tmp_path / "pump" / "use.py").write_text(code, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    session = Session(standard, [tmp_path])
    project, index = session.project(path), session.index(session.project(path))
    once = glanced(index.outline(path, code), project.memo)
    whole = session.open(path, None, code).analysis
    assert found(once) == found(whole) != []


def test_names_are_looked_up_where_that_can_matter_only(memo: Memo) -> None:
    code = "import os\nA = os.path\ndef f(x):\n    return A.join(x)\ndef g(x):\n    return os.system(x)\n"
    once = glanced(outlined(Document.of(code), memo, Origin(), NO_PROJECT), memo)
    assert [each.view != View() for each in once.entries] == [False, False, False, True]
