"""What classes have, wherever they stand, and what the names in their bodies stand for."""

from __future__ import annotations

import pytest
from test_bindings import called


def _indented(source: str) -> str:
    return "".join(f"    {line}\n" for line in source.splitlines())


PLACES = {
    "module": "import os\n{}",
    "class": "import os\nclass Pump:\n{indented}",
    "class in a class": "import os\nclass Pump:\n    class Part:\n{deeper}",
    "function": "import os\ndef f(x):\n{indented}",
    "method": "import os\nclass Pump:\n    def f(self, x):\n{deeper}",
    "if": "import os\nif x:\n{indented}",
    "if in a class": "import os\nclass Pump:\n    if x:\n{deeper}",
    "try": "import os\ntry:\n{indented}except E:\n    pass\n",
}
HAS = {
    "attribute": "class V:\n    run = os.system\n    def f(self, c):\n        self.run(c)\n",
    "attribute of its body's": "class V:\n    go = os.system\n    run = go\n    def f(self, c):\n        self.run(c)\n",
    "choice of its body's": "class V:\n    go = os.system\n    run = go or 1\n    def f(self, c):\n        self.run(c)\n",
    "table": "class V:\n    T = {'a': os.system}\n    def f(self, c):\n        self.T['a'](c)\n",
    "set in __init__": "class V:\n    def __init__(self):\n        self.run = os.system\n"
    "    def f(self, c):\n        self.run(c)\n",
    "conditional method": "class V:\n    if q:\n        def __init__(self):\n            self.run = os.system\n"
    "    def f(self, c):\n        self.run(c)\n",
    "inherited": "class U:\n    run = os.system\nclass V(U):\n    def f(self, c):\n        self.run(c)\n",
    "by super": "class U:\n    run = os.system\nclass V(U):\n    run = print\n    def f(self, c):\n        super().run(c)\n",
    "by cls": "class V:\n    run = os.system\n    @classmethod\n    def f(cls, c):\n        cls.run(c)\n",
    "in a function inside": "class V:\n    run = os.system\n    def f(self, c):\n        def g():\n            self.run(c)\n",
    "in the body": "class V:\n    run = os.system\n    run(c)\n",
    "in the body, maybe": "class V:\n    if q:\n        os = None\n    os.system(c)\n",
    "in the body before": "class V:\n    os.system(c)\n    os = None\n",
    "in the body, anew": "class V:\n    os = os\n    os.system(c)\n",
    "in the body, a loop's": "class V:\n    for a in b:\n        run(c)\n        run = os.system\n",
    "gone through first": "class V:\n    run = os.system\n    y = [q(c) for q in (run, print)]\n",
    "decorator": "class V:\n    run = os.system\n    @run(c)\n    def f(self): ...\n",
    "default": "class V:\n    run = os.system\n    def f(self, y=run(c)): ...\n",
}
LACKS = {
    "all arms": "class V:\n    if q:\n        eval = print\n    elif z:\n        eval = len\n    else:\n        eval = max\n    eval(c)\n",
    "all arms that come out": "class V:\n    if q:\n        eval = print\n    else:\n        raise E\n    eval(c)\n",
    "all arms inside arms": "class V:\n    if q:\n        eval = len\n    else:\n        if z:\n            eval = max\n        else:\n            eval = min\n        eval(c)\n    eval(c)\n",
    "handlers": "class V:\n    try:\n        eval = print\n    except E:\n        eval = len\n    eval(c)\n",
    "handlers, and what follows none": "class V:\n    try:\n        q()\n    except E:\n        eval = len\n    else:\n        eval = max\n    eval(c)\n",
    "in the end": "class V:\n    try:\n        q()\n    finally:\n        eval = print\n    eval(c)\n",
    "cases": "class V:\n    match q:\n        case 1:\n            eval = print\n        case _:\n            eval = len\n    eval(c)\n",
    "all arms, as an attribute's value": "class V:\n    if q:\n        exec = print\n    else:\n        exec = len\n    T = [exec]\n    def f(self, c):\n        self.T[0](c)\n",
    "all arms under with": "class V:\n    with q:\n        if z:\n            eval = print\n        else:\n            eval = len\n    eval(c)\n",
    "the class round it": "class V:\n    run = os.system\n    class W:\n        run = print\n        def f(self, c):\n            self.run(c)\n",
    "the class inside": "class V:\n    run = print\n    class W:\n        run = os.system\n    def f(self, c):\n        self.run(c)\n",
    "its body's": "class V:\n    os = print\n    run = os.system\n    def f(self, c):\n        self.run(c)\n",
    "choice of its body's": "class V:\n    os = print\n    run = os.system or 1\n    def f(self, c):\n        self.run(c)\n",
    "assignment": "class V:\n    eval = print\n    eval(c)\n",
    "function": "class V:\n    def eval(x): ...\n    y = eval(c)\n",
    "decorator": "class V:\n    def eval(x): ...\n    @eval(c)\n    def f(self): ...\n",
    "annotation": "class V:\n    eval: int = 3\n    eval(c)\n",
    "loop": "class V:\n    for eval in q:\n        eval(c)\n",
    "loop before": "class V:\n    for eval in q:\n        pass\n    eval = q\n    eval(c)\n",
    "with": "class V:\n    with q as eval:\n        eval(c)\n",
    "with before": "class V:\n    with q as eval:\n        pass\n    eval(c)\n",
    "table": "class V:\n    exec = staticmethod(print)\n    T = [exec]\n    def f(self, c):\n        self.T[0](c)\n",
}
"""Nothing but `print` is called."""

MAY = {
    "no last arm": "class V:\n    if q:\n        eval = print\n    elif z:\n        eval = len\n    eval(c)\n",
    "an arm without": "class V:\n    if q:\n        eval = print\n    else:\n        z = len\n    eval(c)\n",
    "in the other arm": "class V:\n    if q:\n        eval = print\n    else:\n        eval(c)\n        eval = len\n",
    "a handler without": "class V:\n    try:\n        eval = print\n    except E:\n        pass\n    eval(c)\n",
    "a last case that may not fit": "class V:\n    match q:\n        case 1:\n            eval = print\n        case _ if z:\n            eval = len\n    eval(c)\n",
    "an arm takes it away": "class V:\n    if q:\n        eval = print\n    else:\n        eval = len\n        del eval\n    eval(c)\n",
    "annotation alone": "class V:\n    eval: int\n    eval(c)\n",
    "taken away": "class V:\n    eval = print\n    del eval\n    eval(c)\n",
    "perhaps taken away": "class V:\n    eval = print\n    if q:\n        del eval\n    eval(c)\n",
    "in one line": "class V:\n    eval = print; del eval; eval(c)\n",
    "the old value": "class V:\n    eval, foo = print, eval\n    foo(c)\n",
    "the old value, as an attribute": "class V:\n    eval, foo = print, eval\n    T = [foo]\n    def f(self):\n        self.T[0](c)\n",
}
"""The built-in may be called, once."""
ABOVE = {
    "a body": "import os\nclass V:\n    run = os.system\n    run(c)\nos = None\n",
    "a body, as an attribute": "import os\nclass V:\n    run = os.system\n    def f(self, c):\n        self.run(c)\nos = None\n",
    "a body of its own": "import os\nclass V:\n    os.system(c)\nos = None\n",
    "a name": "import os\nrun = os.system\nos = None\nrun(c)\n",
    "a name that a function reads": "import os\nrun = os.system\ndef f(c):\n    run(c)\nos = None\n",
    "a table": "import os\nT = {'a': os.system}\nos = None\nT['a'](c)\n",
    "a base": "import os\nclass U:\n    run = os.system\nclass V(U):\n    def f(self, c):\n        self.run(c)\nU = None\n",
    "a statement with blocks": "try:\n    import os\n    run = os.system\nexcept E:\n    run = None\nos = None\nrun(c)\n",
    "what is gone by then": "import os\nrun = os.system\ndel os\nrun(c)\n",
    "what a function that runs at any time sets": "import os\nclass V:\n    def __init__(self):\n        self.run = os.system\n    def f(self, c):\n        self.run(c)\n",
}
BELOW = {
    "a body": "os = print\nclass V:\n    run = os.system\n    run(c)\nimport os\n",
    "an attribute": "os = print\nclass V:\n    run = os.system\n    def f(self, c):\n        self.run(c)\nimport os\n",
    "a name": "os = print\nrun = os.system\nimport os\nrun(c)\n",
    "all arms": "import os\nif q:\n    os = print\nelse:\n    os = len\nos.system(c)\n",
    "all arms, for a function": "import os\ndef f(c):\n    os.system(c)\nif q:\n    os = print\nelse:\n    os = len\n",
}
"""Nothing of the kind is called."""


def _within(place: str, source: str) -> str:
    indented = _indented(source)
    return PLACES[place].format(source, indented=indented, deeper=_indented(indented))


def _banned(source: str) -> list[str]:
    return [each for each in called(source) if each in {"os.system", "builtins.eval", "builtins.exec"}]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("source", HAS.values(), ids=HAS)
def test_a_class_has_it_wherever_it_stands(place: str, source: str) -> None:
    assert _banned(_within(place, source)) == ["os.system"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("source", LACKS.values(), ids=LACKS)
def test_a_class_has_no_more_wherever_it_stands(place: str, source: str) -> None:
    assert _banned(_within(place, source)) == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("source", MAY.values(), ids=MAY)
def test_a_name_that_a_body_may_leave_unbound_is_the_built_in(place: str, source: str) -> None:
    assert _banned(_within(place, source)) == ["builtins.eval"]


@pytest.mark.parametrize("source", ABOVE.values(), ids=ABOVE)
def test_a_value_is_read_where_it_is_given(source: str) -> None:
    assert _banned(source) == ["os.system"]


@pytest.mark.parametrize("source", BELOW.values(), ids=BELOW)
def test_no_value_is_read_where_it_is_given_no_more_or_not_yet(source: str) -> None:
    assert _banned(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import os\nclass A:\n    class B:\n        r = os.system\nA.B.r(c)\n", ["os.system"]),
        ("import os\nclass A:\n    class B:\n        r = os.system\n    def f(self, c):\n        self.B.r(c)\n", ["os.system"]),
        ("import os\nclass A:\n    if q:\n        class B:\n            r = os.system\nA.B().r(c)\n", ["os.system"]),
        ("import os\ndef f(c):\n    class A:\n        class B:\n            r = os.system\n    A.B.r(c)\n", ["os.system"]),
        ("import os\nclass A:\n    class B:\n        r = os.system\nclass C(A.B):\n    def f(self, c):\n        self.r(c)\n", ["os.system"]),
        # A comprehension, and a method, see no name of the class.
        ("import os\nrun = os.system\nclass A:\n    run = print\n    y = [run(q) for q in z]\n", ["os.system"]),
        ("import os\nrun = os.system\nclass A:\n    run = print\n    y = [q for q in z if run(q)]\n", ["os.system"]),
        ("import os\nrun = os.system\nclass A:\n    run = print\n    y = [q for q in run(z)]\n", []),
        ("import os\nrun = os.system\nclass A:\n    run = print\n    y = lambda q: run(q)\n", ["os.system"]),
        ("import os\nrun = os.system\nclass A:\n    run = print\n    def f(self):\n        run(1)\n", ["os.system"]),
        ("import os\nclass A:\n    run = os.system\n    y = [run(q) for q in z]\n", []),
        ("import os\ndef f():\n    y = [run for run in run(z)]\nrun = os.system\n", ["os.system"]),
        # One class's body is none of another's, and not of one that has its name.
        ("class A:\n    eval = print\nclass B:\n    eval(c)\n", ["builtins.eval"]),
        ("class A:\n    eval = print\nclass A:\n    eval(c)\n", ["builtins.eval"]),
        ("class A:\n    eval = print\n    class B:\n        eval(c)\n", ["builtins.eval"]),
        ("class A:\n    eval = print; T = [eval]\n    def f(self):\n        self.T[0](c)\n", []),
        ("class A:\n    eval(c)\n    def eval(x): ...\n", ["builtins.eval"]),
        ("class A:\n    def f(self):\n        self.eval = print\n    y = eval(c)\n", ["builtins.eval"]),
        ("import pickle\nclass J:\n    def loads(x): ...\n    y = loads(c)\nfrom pickle import loads\n", []),
    ],
)  # fmt: skip
def test_what_a_class_body_sees(source: str, expected: list[str]) -> None:
    assert [each for each in called(source) if each in {"os.system", "builtins.eval", "pickle.loads"}] == expected
