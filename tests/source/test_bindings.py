"""What names stand for, seen from a chunk and from inside a function."""

from __future__ import annotations

import ast

import pytest

from aseptic.source.bindings import Bindings
from aseptic.source.chunk import Chunk
from aseptic.source.contribution import Contribution, contribution, plain
from aseptic.source.cut import cut
from aseptic.source.document import split_lines
from aseptic.source.dotted import dotted
from aseptic.source.outlook import view_of
from aseptic.source.parse import Parsed, parse
from aseptic.source.scoping import scoped
from aseptic.source.view import View


def called(source: str) -> list[str]:
    """Resolve every call in a module, in the order of the text."""
    chunks = cut(split_lines(source)).chunks
    contributions = [contribution(chunk, parse(chunk)) for chunk in chunks]
    bindings = Bindings.of(contributions)
    found: list[str] = []
    for order, chunk in enumerate(chunks):
        view = view_of(bindings, chunk, order, None if chunk.deferred else order + 1)
        parsed = parse(chunk)
        assert isinstance(parsed, Parsed)
        for node, scope in scoped(parsed, view):
            if isinstance(node, ast.Call):
                found.extend(scope.meanings(node.func))
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import os\nos.system('x')\n", ["os.system"]),
        ("import subprocess as sp\nsp.run('x')\n", ["subprocess.run"]),
        ("from os import system as s\ns('x')\n", ["os.system"]),
        ("import os\nrun = os.system\nrun('x')\n", ["os.system"]),
        ("import os\ngo = run = os.system\nagain = go\nagain('x')\n", ["os.system"]),
        ("import os\ndef f():\n    r = os.system\n    r('x')\n", ["os.system"]),
        ("def f():\n    from os import popen as p\n    p('x')\n", ["os.popen"]),
        ("def f():\n    run('x')\nfrom subprocess import run\n", ["subprocess.run"]),
        ("try:\n    import a as m\nexcept ImportError:\n    import b as m\nm.f()\n", ["a.f", "b.f"]),
        ("import os\nos = fake()\nos.system('x')\n", []),
        ("from os import *\nsystem('x')\n", ["os.system"]),
        ("eval('1')\n", ["builtins.eval"]),
        ("def eval(x): ...\neval('1')\n", []),
        ("def f(eval):\n    eval('1')\n", []),
        ("import os\ndef f(os):\n    os.system('x')\n", []),
        (
            "import zipfile\nwith zipfile.ZipFile(p) as z:\n    z.extractall()\n",
            ["zipfile.ZipFile.extractall", "zipfile.ZipFile"],
        ),
        (
            "import tarfile\ndef f(p):\n    t = tarfile.open(p)\n    t.extractall()\n",
            ["tarfile.open", "tarfile.open().extractall"],
        ),
        ("import xml.etree.ElementTree as ET\nET.parse(f)\n", ["xml.etree.ElementTree.parse"]),
        ("class A:\n    import os\n    def m(self):\n        self.os.system('x')\n", ["os.system"]),
        ("if x:\n    eval = print\neval('1')\n", ["builtins.eval", "builtins.print"]),
        ("if x:\n    eval = print\nelse:\n    eval = len\neval('1')\n", ["builtins.len", "builtins.print"]),
        ("if x:\n    eval = print\nelse:\n    eval('1')\n    eval = len\n", ["builtins.eval"]),
        ("if x:\n    eval = print\nelse:\n    foo = eval\n    eval = len\nfoo('1')\n", ["builtins.eval"]),
        ("try:\n    eval = print\nexcept E:\n    raise\neval('1')\n", ["builtins.print"]),
        ("eval: int\neval('1')\n", ["builtins.eval"]),
        ("eval = print\ndel eval\neval('1')\n", ["builtins.eval"]),
        ("eval = print\ndef f():\n    eval('1')\ndel eval\n", ["builtins.print"]),
        ("eval, foo = print, eval\nfoo('1')\n", ["builtins.eval"]),
        ("def f(eval):\n    if x:\n        eval = print\n    else:\n        eval = len\n    eval('1')\n", ["builtins.len", "builtins.print"]),
        ("import os\ndef f():\n    r = os.system\n    if x:\n        r = print\n    else:\n        return\n    r('1')\n", ["builtins.print"]),
        ("import os\ndef f():\n    r = os.system\n    while x:\n        if y:\n            r = print\n        else:\n            break\n    r('1')\n", ["builtins.print", "os.system"]),
        # Of a library imported with a star nobody knows what it brings.
        ("def eval(x): ...\nfrom os import *\neval('1')\n", ["os.eval"]),
        ("from os import *\ndef eval(x): ...\neval('1')\n", []),
        ("def eval(x): ...\neval('1')\nfrom os import *\n", []),
        ("if x:\n    from os import *\nelse:\n    def eval(x): ...\neval('1')\n", ["builtins.eval", "os.eval"]),
        ("def f():\n    eval('1')\ndef eval(x): ...\nfrom os import *\n", ["os.eval"]),
    ],
)  # fmt: skip
def test_a_call_resolves_to(source: str, expected: list[str]) -> None:
    assert sorted(set(called(source)) - {"fake"}) == sorted(expected)


def test_whole_imports_of_a_broken_chunk_still_count() -> None:
    text = "if x:\n    import subprocess as sp\n    from os import (\n        popen,  # (so)\n        system as s,\n    )\n    (\n"
    chunks = cut(split_lines(text)).chunks
    bound = contribution(chunks[0], parse(chunks[0]))
    found = [(each.name, each.module) for each in bound.names]
    assert found == [("sp", "subprocess"), ("popen", "os.popen"), ("s", "os.system")]


@pytest.mark.parametrize(
    ("whole", "typed"),
    [
        ("def run(x):\n    import os\n    use(x)\n", "def run(x):\n    import os\n    use(\n"),
        ("def run(x):\n    import os\n    use()\n", "def run(x):\n    import os\n    if x:\n    use()\n"),
        ("def run(x):\n    pass\n", "def run(x, y=[):\n    pass\n"),
        (
            "class A:\n    def __init__(self):\n        self.run = os.system\n        pass\n",
            "class A:\n    def __init__(self):\n        self.run = os.system\n        names = [each for\n",
        ),
    ],
)
def test_what_a_chunk_binds_stays_while_somebody_types_in_it(whole: str, typed: str) -> None:
    before, after = (
        [contribution(chunk, parse(chunk)) for chunk in cut(split_lines(text)).chunks] for text in (whole, typed)
    )
    assert before == after


@pytest.mark.parametrize("typed", ["print(", "print(f'{x} of {y}'", "x = [", "use({'a': (1, 2)", "call(run(1),"])
@pytest.mark.parametrize(
    "text",
    [
        "def run(x):\n    use(x)\n    …\n\nTable = namedtuple('Table', 'a b')\nRATE = 3\nif RATE:\n    SLOW = os.system\n",
        "class A:\n    def run(self):\n        use(self)\n        …\n\n    rate = 3\n\nTable = namedtuple('Table',\n  'a b')\n",
        "class A:\n    def run(self):\n        self.go = os.system\n        …\nRATE = 3\n",
        "@kept\ndef run(x):\n    …\nrun.table = os.system\nclass B: pass\n",
    ],
)
def test_what_an_open_bracket_swallows_is_bound_all_the_same(text: str, typed: str) -> None:
    before, after = (
        [name for chunk in cut(split_lines(each)).chunks for name in contribution_of(chunk).names]
        for each in (text.replace("…", "pass"), text.replace("…", typed))
    )
    assert before == after


def contribution_of(chunk: Chunk) -> Contribution:
    found = plain(chunk)
    return contribution(chunk, parse(chunk)) if found is None else found


def test_a_view_holds_only_the_names_a_chunk_uses() -> None:
    chunks = cut(split_lines("import os, sys\ndef f():\n    os.getcwd()\n")).chunks
    bindings = Bindings.of([contribution(chunk, parse(chunk)) for chunk in chunks])
    assert view_of(bindings, chunks[1], 1, None).names == (("f", (":f",)), ("os", ("os",)))
    assert View().meanings("nothing") == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import os\n[os.system(c) for os in boxes]\n", []),
        ("import os\n{c: os.system(c) for c in boxes}\n", ["os.system"]),
        ("import m\nx = m.a\nx = x.b\ny = x\ny()\n", ["m.a.b"]),
        ("import m\ndef f():\n    a = m.x\n    b = a\n    a = b\n    b()\n", ["m.x"]),
    ],
)
def test_circles_and_comprehensions(source: str, expected: list[str]) -> None:
    assert called(source) == expected


def test_many_circles_of_aliases_cost_no_more_than_their_number() -> None:
    pairs = "".join(f"    if x{n}:\n        a{n} = a{n + 1}.left\n        a{n + 1} = a{n}.up\n" for n in range(60))
    assert called(f"def f(a0):\n{pairs}    a0()\n") == []
    module = "".join(f"if x{n}:\n    a{n} = a{n + 1}.left\n    a{n + 1} = a{n}.up\n" for n in range(60))
    assert called(f"{module}a0()\n") == []


def test_a_name_of_thousands_of_parts_is_read_without_recursion() -> None:
    assert dotted(ast.parse(f"x{'.a' * 900}", mode="eval").body) == f"x{'.a' * 900}"
