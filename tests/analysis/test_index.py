"""Names that come through the project's own modules: what they stand for, and that they are looked at again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from aseptic.analysis.imports.index import SeenModules
from aseptic.analysis.sessions.session import Session
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import Standard

REACHING = {
    "re-export": {"pump/__init__.py": "", "pump/shell.py": "import os\nrun = os.system\n"},
    "through the package": {
        "pump/__init__.py": "from .shell import run\n",
        "pump/shell.py": "from os import system as run\n",
    },
    "star": {"pump/__init__.py": "from pump.shell import *\n", "pump/shell.py": "import os\nrun = os.system\n"},
    "star of a library": {"pump/__init__.py": "", "pump/shell.py": "from os import *\nrun = system\n"},
    "chain": {
        "pump/__init__.py": "",
        "pump/shell.py": "from pump.deep import go as run\n",
        "pump/deep.py": "from .deeper import OPS\ngo = OPS['run']\n",
        "pump/deeper.py": "import os\nOPS = {'run': os.system}\n",
    },
    "no package": {"pump/shell.py": "import os\nrun = os.system\n"},
    "source folder": {"src/pump/__init__.py": "", "src/pump/shell.py": "import os\nrun = os.system\n"},
    "circle": {
        "pump/__init__.py": "from pump.shell import run\n",
        "pump/shell.py": "import pump\nimport os\nrun = os.system\n",
    },
}
USES = {
    "from": "from pump.shell import run\nrun(x)\n",
    "module": "import pump.shell\n\n\ndef go(x):\n    pump.shell.run(x)\n",
    "module alias": "from pump import shell as s\ns.run(x)\n",
    "star": "from pump.shell import *\nrun(x)\n",
    "in a function": "def go(x):\n    from pump.shell import run\n    run(x)\n",
    "by its name": "import sys\n\n\ndef go(x):\n    sys.modules['pump.shell'].run(x)\n",
    "by its name, got": "from sys import modules\nmodules.get('pump.shell').run(x)\n",
    "module in a function": "def go(x):\n    import pump.shell\n    pump.shell.run(x)\n",
}

EVAL = "def eval(x): ...\n"
LISTED = {
    "hidden by no name": ({"al.py": f"__all__ = []\n{EVAL}"}, "eval(x)", True),
    "hidden by a name": ({"al.py": f"__all__ = ['eval']\n{EVAL}"}, "eval(x)", False),
    "private": ({"al.py": "from os import system as _r\n__all__ = ['_r']\n"}, "_r(x)", True),
    "another": ({"al.py": "import os\n__all__ = ['other']\nrun = os.system\n"}, "run(x)", False),
    "by a star": ({"al.py": "from .be import *\n", "be.py": "from os import system as _r\n__all__ = ['_r']\n"}, "_r(x)", True),
    "by a star of a star": (
        {"al.py": "from .be import *\n__all__ = ['_r']\n", "be.py": "from os import system as _r\n__all__ = ['_r']\n"},
        "_r(x)",
        True,
    ),
    "not by a star": ({"al.py": "from .be import *\n__all__ = []\n", "be.py": "from os import system as r\n"}, "r(x)", False),
    "not by a star of a star": (
        {"al.py": "from .be import *\n", "be.py": "from os import system as r\n__all__ = []\n"}, "r(x)", False
    ),
    "a library's by a star": ({"al.py": "from os import *\n__all__ = ['system']\n"}, "system(x)", True),
    "no library's by a star": ({"al.py": "from os import *\n__all__ = ['path']\n"}, "system(x)", False),
    "a module": ({"al/__init__.py": "__all__ = ['be']\n", "al/be.py": "from os import system\n"}, "be.system(x)", True),
    "by a star below": (
        {"al.py": "run = print\nfrom .be import *\n", "be.py": "from os import system as run\n"}, "run(x)", True
    ),
    "not by a star above": (
        {"al.py": "from .be import *\nrun = print\n", "be.py": "from os import system as run\n"}, "run(x)", False
    ),
    "hidden by a star below": (
        {"al.py": "from os import system as run\nfrom .be import *\n", "be.py": "run = print\n"}, "run(x)", False
    ),
    "perhaps by a star below": (
        {"al.py": "run = print\nif q:\n    from .be import *\n", "be.py": "from os import system as run\n"}, "run(x)", True
    ),
    "perhaps hidden by a star below": (
        {"al.py": "from os import system as run\nif q:\n    from .be import *\n", "be.py": "run = print\n"}, "run(x)", True
    ),
    "by another's list": (
        {"al.py": "from . import be\nfrom .be import *\n__all__ = [*be.__all__, 'a']\na = 1\nrun = eval\n",
         "be.py": "from os import system as _r\n__all__ = ['_r']\n"},
        "_r(x)",
        True,
    ),
    "not by another's list": (
        {"al.py": "import pump.be\nimport os\n__all__ = ['a']\n__all__ += pump.be.__all__\na = 1\nrun = os.system\n",
         "be.py": "__all__ = ['b']\n"},
        "run(x)",
        False,
    ),
    "perhaps by another's list, which is open": (
        {"al.py": "from . import be\nimport os\n__all__ = be.__all__ + ['a']\nrun = os.system\n",
         "be.py": "__all__ = ['b', *x]\n"},
        "run(x)",
        True,
    ),
    "perhaps by another's list, in a circle": (
        {"al.py": "from . import be\nimport os\n__all__ = be.__all__ + ['a']\nrun = os.system\n",
         "be.py": "from . import al\n__all__ = al.__all__\n"},
        "run(x)",
        True,
    ),
    "perhaps by a library's list": (
        {"al.py": "import json\nimport os\n__all__ = ['a', *json.__all__]\nrun = os.system\n"}, "run(x)", True
    ),
}  # fmt: skip
"""Modules, what is called after `from pump.al import *`, and whether it is a finding."""


def laid(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def rules(session: Session, path: Path) -> list[str]:
    return [placed.finding.rule for placed in session.snapshot(path).findings]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    laid(tmp_path, {"pyproject.toml": "[tool.aseptic]\n"})
    return tmp_path


@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
@pytest.mark.parametrize("files", REACHING.values(), ids=REACHING.keys())
def test_a_banned_function_is_found_through_ones_own_modules(
    project: Path, standard: Standard, files: dict[str, str], use: str
) -> None:
    laid(project, files)
    session = Session(standard, [project])
    session.open(project / "main.py", 1, use)
    assert rules(session, project / "main.py") == ["INJ-003"]


TABLES = "import os\nOPS = {'run': os.system, 'say': print}\nRUN = 'run'\n\n\nclass A:\n    OPS = {'run': os.system}\n    PAIR = (os.system, 1)\n"
TAKEN = {
    "from": "from pump.shell import OPS\nOPS['run'](x)\n",
    "module": "import pump.shell\n\n\ndef go(x):\n    pump.shell.OPS['run'](x)\n",
    "constant": "from pump.shell import OPS, RUN\nOPS[RUN](x)\n",
    "get": "from pump.shell import OPS\n\n\ndef go(x):\n    return OPS.get('run')(x)\n",
    "items": "from pump.shell import OPS\n\nfor name, run in OPS.items():\n    run(x)\n",
    "in another": "from pump.shell import OPS\n\nALL = {**OPS, 'more': print}\nALL['run'](x)\n",
    "or another": "from pump import shell\n\n\ndef go(x):\n    (shell.OPS | {})['run'](x)\n",
    "of a class": "from pump.shell import A\nA.OPS['run'](x)\n",
    "of a class of a module": "from pump import shell\nshell.A.PAIR[0](x)\n",
    "in a function": "def go(x):\n    from pump.shell import OPS\n    OPS['run'](x)\n",
    "star": "from pump.shell import *\nOPS['run'](x)\n",
}
BY_TEXT = {
    "joined": "import pump\n\n\ndef go(x):\n    getattr(pump, 'r' + 'un')(x)\n",
    "constant": "import pump\n\nNAME = 'run'\n\n\ndef go(x):\n    getattr(pump, NAME)(x)\n",
    "lower": "import pump\n\n\ndef go(x):\n    getattr(pump, 'RUN'.lower())(x)\n",
    "join": "import pump\n\n\ndef go(x):\n    name = ''.join(('r', 'un'))\n    getattr(pump, name)(x)\n",
    "filled": "import pump\n\n\ndef go(x):\n    getattr(pump, 'r%s' % 'un')(x)\n",
    "backwards": "import pump\n\n\ndef go(x):\n    getattr(pump, 'nur'[::-1])(x)\n",
    "side by side": "import pump\n\n\ndef go(x):\n    getattr(pump, 'r' 'un')(x)\n",
    "escaped": "import pump\n\n\ndef go(x):\n    getattr(pump, '\\x72un')(x)\n",
    "of a class": "from pump import A\n\n\ndef go(x):\n    getattr(A, f'{\"c\"}all')(x)\n",
    "of a class's base": "import pump\n\n\nclass B(pump.A):\n    def go(self, x):\n        getattr(self, 'c' + 'all')(x)\n",
    "import_module": "import importlib\n\n\ndef go(x):\n    importlib.import_module('pump').run(x)\n",
    "import_module kept": "import importlib\n\nmod = importlib.import_module('pump')\nmod.run(x)\n",
    "vars": "import pump\nvars(pump)['run'](x)\n",
    "vars joined": "import pump\nvars(pump)['r' + 'un'](x)\n",
    "__dict__": "import pump\n\n\ndef go(x):\n    pump.__dict__['run'](x)\n",
    "super": "import pump\n\n\nclass B(pump.A):\n    call = print\n\n    def go(self, x):\n        super().call(x)\n",
    "type": "import pump\n\n\nclass B(pump.A):\n    def go(self, x):\n        type(self).call(x)\n",
}
"""Uses of a module that bring what it has by a text, or by way of a class's own class."""


@pytest.mark.parametrize("use", BY_TEXT.values(), ids=BY_TEXT.keys())
def test_a_part_of_another_module_is_seen_by_its_text(project: Path, standard: Standard, use: str) -> None:
    shell = "import os\nrun = os.system\n\n\nclass A:\n    call = os.system\n"
    laid(project, {"pump.py": shell, "main.py": use})
    session = Session(standard, [project])
    session.open(project / "main.py", 1, use)
    assert rules(session, project / "main.py") == ["INJ-003"]
    # By another text it is another thing, and after an edit of the module it is so at once.
    session.open(project / "pump.py", 1, shell)
    session.edit(project / "pump.py", 2, [shell.replace("os.system", "print")])
    session.settle()
    assert rules(session, project / "main.py") == []


@pytest.mark.parametrize("use", TAKEN.values(), ids=TAKEN.keys())
def test_a_table_of_another_module_is_seen_through(project: Path, standard: Standard, use: str) -> None:
    laid(project, {"pump/__init__.py": "", "pump/shell.py": TABLES})
    session = Session(standard, [project])
    session.open(project / "main.py", 1, use)
    assert rules(session, project / "main.py") == ["INJ-003"]
    if "'run'" in use:
        session.open(project / "main.py", 2, use.replace("'run'", "'say'"))
        assert rules(session, project / "main.py") == []


@pytest.mark.parametrize("name", ["'pump.shell'", "'.shell', 'pump'", "'..shell', 'pump.inner'"])
def test_a_module_of_ones_own_is_seen_by_its_text(project: Path, standard: Standard, name: str) -> None:
    use = f"import importlib\n\n\ndef go(x):\n    importlib.import_module({name}).run(x)\n"
    laid(project, {"pump/__init__.py": "", "pump/shell.py": "import os\nrun = os.system\n", "main.py": use})
    session = Session(standard, [project])
    session.open(project / "main.py", 1, use)
    assert rules(session, project / "main.py") == ["INJ-003"]


def test_an_edit_of_a_table_reaches_the_documents_that_take_from_it(project: Path, standard: Standard) -> None:
    laid(project, {"shell.py": "import os\nOPS = {'run': print}\n", "middle.py": "from shell import OPS as ALL\n"})
    session, path = Session(standard, [project]), project / "main.py"
    session.open(path, 1, "import middle\n\nmiddle.ALL['run'](x)\n")
    session.open(project / "shell.py", 1, "import os\nOPS = {'run': print}\n")
    assert rules(session, path) == []
    session.edit(project / "shell.py", 2, [Edit(Span.of(1, 14, 1, 19), "os.system")])
    assert session.settle() == (path,)
    assert rules(session, path) == ["INJ-003"]
    session.edit(project / "shell.py", 3, [Edit(Span.of(1, 8, 1, 11), "go_")])
    assert session.settle() == (path,)
    assert rules(session, path) == []


def test_a_class_by_its_module_keeps_what_it_holds(project: Path, standard: Standard) -> None:
    laid(project, {"base.py": "import os\n\n\nclass Base:\n    run = os.system\n"})
    session = Session(standard, [project])
    session.open(project / "main.py", 1, "import base\nbase.Base.run(x)\n")
    assert rules(session, project / "main.py") == ["INJ-003"]


def test_a_class_of_another_module_keeps_what_it_holds(project: Path, standard: Standard) -> None:
    laid(project, {"base.py": "import os\n\n\nclass Base:\n    run = os.system\n"})
    session = Session(standard, [project])
    use = "from base import Base\n\n\nclass Pump(Base):\n    def go(self, x):\n        self.run(x)\n"
    session.open(project / "main.py", 1, use)
    assert rules(session, project / "main.py") == ["INJ-003"]


@pytest.mark.parametrize("name", ["pickle.py", "pickle/__init__.py"])
def test_a_module_of_ones_own_hides_a_librarys(project: Path, standard: Standard, name: str) -> None:
    session = Session(standard, [project])
    text = "import pickle\nfrom pickle import loads\npickle.loads(x)\nloads(x)\n"
    session.open(project / "main.py", 1, text)
    assert set(rules(session, project / "main.py")) == {"DES-001"}
    laid(project, {name: "def loads(data): ...\n"})
    assert session.refresh() == (project / "main.py",)
    assert rules(session, project / "main.py") == []


def test_so_does_one_that_was_never_saved_for_as_long_as_it_is_open(project: Path, standard: Standard) -> None:
    session = Session(standard, [project])
    session.open(project / "main.py", 1, "from pickle import loads\nimport pump\nloads(x)\n")
    assert session.settle() == ()
    session.open(project / "pickle.py", 1, "from os import system as loads\n")
    assert session.settle() == (project / "main.py",)
    assert rules(session, project / "main.py") == ["INJ-003"]
    session.edit(project / "pickle.py", 2, ["def loads(data): ...\n"])
    assert session.settle() == (project / "main.py",)
    assert rules(session, project / "main.py") == []
    laid(project, {"pickle.py": "def loads(data): ...\n"})
    assert session.refresh() == ()
    (project / "pickle.py").unlink()
    session.close(project / "pickle.py")
    assert session.settle() == (project / "main.py",)
    assert rules(session, project / "main.py") == ["DES-001"]


def test_an_edit_reaches_the_documents_that_use_the_name(project: Path, standard: Standard) -> None:
    laid(project, {"shell.py": "run = print\n", "middle.py": "from shell import run as go\n"})
    session = Session(standard, [project])
    session.open(project / "main.py", 1, "from middle import go\ngo(x)\n")
    session.open(project / "other.py", 1, "import os\n")
    session.open(project / "shell.py", 1, "run = print\n")
    assert session.settle() == ()
    session.edit(project / "shell.py", 2, [Edit(Span.of(0, 6, 0, 11), "__import__('os').system")])
    assert session.settle() == (project / "main.py",)
    assert rules(session, project / "main.py") == ["INJ-003"]
    session.close(project / "shell.py")
    assert session.settle() == (project / "main.py",)
    assert rules(session, project / "main.py") == []


def test_an_edit_that_changes_no_name_asks_nobody(project: Path, standard: Standard) -> None:
    laid(project, {"shell.py": "run = print\n\n\ndef f():\n    pass\n"})
    session = Session(standard, [project])
    session.open(project / "main.py", 1, "from shell import run\nrun(x)\n")
    session.open(project / "shell.py", 1, (project / "shell.py").read_text(encoding="utf-8"))
    session.settle()
    session.edit(project / "shell.py", 2, [Edit(Span.of(4, 4, 4, 8), "return 1")])
    assert session.settle() == ()


LINES = (
    "import os\n", "run = os.system\n", "from a import run\n", "from b import run\n", "from c import *\n", "run = print\n",
    "import a\n", "a.run(x)\n", "run(x)\n", "def run(x): ...\n", "class K:\n    run = os.system\n", "from a import K\n",
    "T = {'a': os.system}\n", "T = {**K}\n", "from b import T\n", "T['a'](x)\n", "a.T.get('a')(x)\n", "K = T | {'a': run}\n",
    "K().run(x)\n", "import b as a\n", "go = run\n", "go(x)\n", "from b import go\n",
    "class B(K):\n    def h(self):\n        self.run(x)\n", "class B(a.K):\n    def h(self):\n        super().run(x)\n", "J = K\n",
    "class K(J): pass\n", "import sys\n", "sys.modules['a'].run(x)\n", "import a as o\n", "from b import *\n", "import c\n", "c.run(x)\n",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_after_any_edits_each_document_is_as_if_opened_now(project: Path, standard: Standard, seed: int) -> None:
    chosen = random.Random(seed)
    paths = [project / f"{name}.py" for name in "abc"]
    laid(project, {path.name: "import os\n" for path in paths[seed % 2 :]})  # one may never be saved
    session = Session(standard, [project])
    for path in paths:
        session.open(path, 1, "import os\nrun(x)\n")
    for step in range(25):
        path = chosen.choice(paths)
        if not session.is_open(path):
            session.open(path, step, "import os\n")
        elif chosen.random() < 0.1:
            session.close(path)
        else:
            count = len(session.snapshot(path).lines)
            line = chosen.randrange(count)
            stop = min(line + chosen.randrange(2), count - 1)
            session.edit(path, step, [Edit(Span.of(line, 0, stop, 0), chosen.choice(LINES))])
        session.settle()
        again = Session(standard, [project])
        for each in session.paths:
            again.open(each, 1, "".join(session.snapshot(each).lines))
        again.settle()
        for each in session.paths:
            assert rules(session, each) == rules(again, each), (each.name, session.snapshot(each).lines)


def test_a_class_of_another_module_has_what_a_librarys_base_brings(project: Path, standard: Standard) -> None:
    base = "import os\nclass Base(os):\n    def popen(self): ...\n"
    files = {"pump/base.py": base, "pump/mid.py": "from pump.base import Base\nclass Mid(Base):\n    pass\n"}
    laid(project, files)
    session, path = Session(standard, [project]), project / "use.py"
    session.open(path, None, "from pump.mid import Mid\nMid.system(x)\n")
    assert rules(session, path) == ["INJ-003"]
    session.open(path, None, "from pump.mid import Mid\nMid.popen(x)\n")
    assert rules(session, path) == []


def test_what_is_asked_of_classes_grows_with_no_word_that_is_written(project: Path, standard: Standard) -> None:
    modules = [f"part{number}" for number in range(6)]
    stars = "".join(f"from .{module} import *\n" for module in modules)
    laid(project, {"pump/__init__.py": stars})
    for module in modules:  # all in a circle, as packages that were generated are
        text = f"from pump import *\nimport lib\nclass C{module}(lib.Base):\n    def go(self): ...\n"
        laid(project, {f"pump/{module}.py": text})
    session, path = Session(standard, [project]), project / "use.py"

    def asked(words: int) -> int:
        uses = "".join(f"def use{word}(x): return pump.C{modules[0]}.word{word}(x)\n" for word in range(words))
        exports = session.open(path, None, f"import pump\n{uses}").analysis.bindings.exports
        assert isinstance(exports, SeenModules)
        return len(exports.asked) + len(exports.offers)

    assert asked(40) == asked(2)


def test_what_a_module_that_is_not_there_would_bring_has_no_modules_of_its_folder(
    project: Path, standard: Standard
) -> None:
    text = "from .missing import get\n\n\nclass Form:\n    def items(self):\n        return get().fields\n"
    laid(project, {"pump/fields.py": "import os\n", "pump/form.py": text})
    session = Session(standard, [project])
    session.open(project / "pump/form.py", 1, text)
    seen = session._open[project / "pump/form.py"].analysis.bindings.exports
    assert isinstance(seen, SeenModules)
    assert seen.offered("pump", "") == {"fields", "form"}
    assert seen.offered("pump", "missing.get") == frozenset()
    assert not [name for _, name in seen.offers if name.count("fields") > 1], "it would go on without an end"


@pytest.mark.parametrize(("files", "use", "found"), LISTED.values(), ids=LISTED)
def test_a_star_brings_what_is_listed(
    project: Path, standard: Standard, files: dict[str, str], use: str, found: bool
) -> None:
    laid(project, {"pump/__init__.py": "", **{f"pump/{name}": text for name, text in files.items()}})
    session = Session(standard, [project])
    session.open(project / "main.py", 1, f"from pump.al import *\n{use}\n")
    assert (rules(session, project / "main.py") != []) is found


def test_an_edit_of_the_list_is_seen_by_who_takes_the_star(project: Path, standard: Standard) -> None:
    laid(project, {"al.py": "import os\n__all__ = ['run']\nrun = os.system\n", "main.py": ""})
    session = Session(standard, [project])
    session.open(project / "main.py", 1, "from al import *\nrun(x)\n")
    session.open(project / "al.py", 1, (project / "al.py").read_text(encoding="utf-8"))
    assert rules(session, project / "main.py") == ["INJ-003"]
    session.edit(project / "al.py", 2, [Edit(Span.of(1, 12, 1, 15), "go")])
    session.settle()
    assert rules(session, project / "main.py") == []
    session.edit(project / "al.py", 3, [Edit(Span.of(1, 12, 1, 14), "run")])
    session.settle()
    assert rules(session, project / "main.py") == ["INJ-003"]
