"""Banned functions are seen under every disguise that static reading settles, and what only looks alike is not."""

from __future__ import annotations

import pytest
from test_bindings import called

DISGUISES = {
    "alias": "import os as o\no.system(x)",
    "from alias": "from os import system as s\ns(x)",
    "module assignment": "import os\nrun = os.system\nrun(x)",
    "assignment below a function": "import os\ndef f():\n    run(x)\nrun = os.system",
    "class attribute": "import os\nclass A:\n    run = os.system\n    def f(self):\n        self.run(x)",
    "class attribute from outside": "import os\nclass A:\n    run = os.system\nA.run(x)\nA().run(x)",
    "class attribute in the body": "import os\nclass A:\n    run = os.system\n    run(x)",
    "class attribute by cls": "import os\nclass A:\n    run = os.system\n    @classmethod\n    def f(cls):\n        cls.run(x)",
    "inherited": "import os\nclass B:\n    run = os.system\nclass A(B):\n    def f(self):\n        self.run(x)",
    "class attribute by type": "import os\nclass F:\n    run = os.system\n    def f(self):\n        type(self).run(x)",
    "class attribute by __class__": "import os\nclass F:\n    run = os.system\n    def f(self):\n        self.__class__.run(x)",
    "class attribute by type from outside": "import os\nclass F:\n    run = os.system\nf = F()\ntype(f).run(x)",
    "class attribute by super": "import os\nclass F:\n    run = os.system\nclass G(F):\n    run = print\n    def f(self):\n        super().run(x)",
    "class attribute by super with arguments": "import os\nclass F:\n    run = os.system\nclass G(F):\n    run = print\n    def f(self):\n        super(G, self).run(x)",
    "class attribute by super in a function inside": "import os\nclass F:\n    run = os.system\nclass G(F):\n    run = print\n    def f(self):\n        def g():\n            super(G, self).run(x)",
    "class attribute of a class in a function": "import os\ndef f():\n    class A:\n        run = os.system\n    A.run(x)",
    "table in a class in a function": "import os\ndef f():\n    class A:\n        runs = {'a': os.system}\n    A.runs['a'](x)",
    "class attribute by super kept": "import os\nclass F:\n    run = os.system\nclass G(F):\n    run = print\n    def f(self):\n        above = super()\n        above.run(x)",
    "class attribute by a joined text": "import os\nclass A:\n    call = os.system\n    def f(self):\n"
    "        getattr(self, 'c' + 'all')(x)",
    "class attribute by a constant": "import os\nNAME = 'call'\nclass A:\n    call = os.system\n    def f(self):\n"
    "        getattr(self, NAME)(x)",
    "inherited by a joined text": "import os\nclass B:\n    call = os.system\nclass A(B):\n    def f(self):\n"
    "        getattr(self, 'c' + 'all')(x)",
    "class attribute by vars": "import os\nclass A:\n    run = os.system\nvars(A)['run'](x)",
    "class attribute by __dict__": "import os\nclass A:\n    run = os.system\ndef f():\n    A.__dict__['run'](x)",
    "class attribute by vars kept": "import os\nclass A:\n    run = os.system\nkept = vars(A)\nkept.get('run')(x)",
    "inherited by a class that takes its base's name": "import os\nclass A(os.Base):\n    run = os.system\n"
    "class B(A): ...\nif x:\n    A = B\nclass C:\n    def __init__(self):\n        self.a = A()\n"
    "    def f(self):\n        self.a.save(x)\n        self.a.run(x)",
    "last of a list in place": "import os\n[print, os.system][-1](x)",
    "last but one of a tuple in place": "import os\n(os.system, print)[-2](x)",
    "by way of os.path": "import os.path\nos.path.os.system(x)",
    "by way of os.path as path": "from os import path\npath.os.system(x)",
    "set in __init__": "import os\nclass A:\n    def __init__(self):\n        self.run = os.system\n"
    "    def f(self):\n        self.run(x)",
    "set by way of a local": "import os\nclass A:\n    def __init__(self):\n        run = os.system\n        self.run = run\n"
    "    def f(self):\n        self.run(x)",
    "set from a default": "import os\nclass A:\n    def __init__(self, run=os.system):\n        self.run = run\n"
    "    def f(self):\n        self.run(x)",
    "set on the class": "import os\nclass A: pass\nA.run = os.system\nA().run(x)",
    "local assignment": "import os\ndef f():\n    run = os.system\n    run(x)",
    "tuple": "import os\nrun, other = os.system, 1\nrun(x)",
    "tuple behind a star": "import os\n*others, run = 1, 2, os.system\nrun(x)",
    "tuple before a star": "import os\ndef f():\n    run, *others = os.system, 1, 2\n    run(x)",
    "tuple round an empty star": "import os\na, *none, run = 1, os.system\nrun(x)",
    "tuple by index": "import os\npair = (os.system, 1)\npair[0](x)",
    "nested tuple": "import os\ndef f():\n    (run, a), b = (os.system, 1), 2\n    run(x)",
    "tuple of a tuple": "import os\npair = (os.system, 1)\nrun, other = pair\nrun(x)",
    "rebound to itself or another": "import os\nrun = os.system\nrun = run if q else print\nrun(x)",
    "rebound to itself in a branch": "import os\nrun = os.system\nif q:\n    run = run or print\nrun(x)",
    "rebound to a part of itself": "import os\nrun = os\nrun = run.system\ndef f():\n    run(x)",
    "built-in rebound to itself": "getattr = getattr or print\nimport os\ngetattr(os, 'system')(x)",
    "captured by a match": "import os\nmatch os.system:\n    case run:\n        run(x)",
    "captured by a match as": "import os\ndef f():\n    match os.system:\n        case str():\n            pass\n"
    "        case _ as run:\n            run(x)",
    "table captured by a match": "import os\nmatch {'a': os.system}:\n    case table:\n        table['a'](x)",
    "one arm": "import os\nif x:\n    run = os.system\nelse:\n    run = print\nrun(x)",
    "conditional import": "try:\n    from os import system\nexcept ImportError:\n    system = None\nsystem(x)",
    "conditional expression": "import os\nrun = os.system if x else safe\nrun(x)",
    "or": "import os\ndef f(run=None):\n    run = run or os.system\n    run(x)",
    "for types, and else": "if TYPE_CHECKING:\n    from os import system\nelse:\n    from os import system\nsystem(x)",
    "else of what is for types": "if typing.TYPE_CHECKING:\n    system = 1\nelse:\n    from os import system\nsystem(x)",
    "for types by one's own word": "TYPE_CHECKING = 1\nif TYPE_CHECKING:\n    from os import system\nsystem(x)",
    "for types, and in a function": "if TYPE_CHECKING:\n    import os\ndef f():\n    import os\n    os.system(x)",
    "getattr": "import os\ngetattr(os, 'system')(x)",
    "getattr of joined texts": "import os\ngetattr(os, 'sys' + 'tem')(x)",
    "getattr of an f-string": "import os\nKIND = 'tem'\ngetattr(os, f'sys{KIND}')(x)",
    "getattr by a name": "import os\nNAME = 'system'\ndef f():\n    getattr(os, NAME)(x)",
    "getattr kept": "import os\nrun = getattr(os, 'system', None)\nrun(x)",
    "import_module": "import importlib\nimportlib.import_module('os').system(x)",
    "import_module kept": "from importlib import import_module as load\nm = load('o' + 's')\nm.system(x)",
    "__import__": "__import__('os').system(x)",
    "sys.modules": "import sys\nsys.modules['os'].system(x)",
    "__dict__": "import os\nos.__dict__['system'](x)",
    "vars": "import os\nvars(os)['system'](x)",
    "globals": "import os\nrun = os.system\nglobals()['run'](x)",
    "partial": "import functools, os\nrun = functools.partial(os.system, x)\nrun()",
    "partial alias": "from functools import partial as p\nfrom os import system\np(system)(x)",
    "method kept": "import os\nm = os\nrun = m.system\nrun(x)",
    "default argument": "import os\ndef f(run=os.system):\n    run(x)",
    "keyword-only default": "import os\ndef f(*, run=os.system):\n    run(x)",
    "lambda default": "import os\nf = lambda c, run=os.system: run(c)",
    "lambda": "import os\nf = lambda c: os.system(c)",
    "dictionary": "import os\nOPS = {'run': os.system}\ndef f():\n    OPS['run'](x)",
    "dictionary in place": "import os\n{'run': os.system}['run'](x)",
    "dictionary entry": "import os\nOPS = {}\nOPS['run'] = os.system\nOPS['run'](x)",
    "dictionary in a dictionary": "import os\nOPS = {'a': {'run': os.system}}\nOPS['a']['run'](x)",
    "local dictionary": "import os\ndef f():\n    ops = {'run': os.system}\n    ops['run'](x)",
    "class attribute of one arm": "import os\nclass A:\n    run = print\n    if x:\n        run = os.system\n"
    "    def f(self):\n        self.run(x)",
    "set in __init__ over a safe one": "import os\nclass A:\n    run = print\n    def __init__(self):\n"
    "        self.run = os.system\n    def f(self):\n        self.run(x)",
    "class set after a safe one": "import os\nclass A:\n    def f(self):\n        self.run(x)\n    run = print\nA.run = os.system",
    "class dictionary": "import os\nclass A:\n    OPS = {'run': os.system}\n    def f(self):\n        self.OPS['run'](x)",
    "loop over functions": "import os\nfor run in (os.system, print):\n    run(x)",
    "walrus": "import os\nif (run := os.system):\n    run(x)",
    "local walrus": "import os\ndef f():\n    if (run := os.system):\n        run(x)",
    "global": "import os\ndef f():\n    global run\n    run = os.system\ndef g():\n    run(x)",
    "nonlocal": "import os\ndef f():\n    run = print\n    def g():\n        nonlocal run\n        run = os.system\n    def h():\n"
    "        go = os.system\n        go(x)",
    "nonlocal set inside": "import os\ndef f():\n    run = print\n    def g():\n        nonlocal run\n        run = os.system\n"
    "    g()\n    run(x)",
    "nonlocal set inside what is inside": "import os\ndef f():\n    run = None\n    def g():\n        def h():\n"
    "            nonlocal run\n            run = os.system\n        h()\n    g()\n    run(x)",
    "nonlocal read": "import os\ndef f():\n    run = os.system\n    def g():\n        nonlocal run\n        run(x)",
    "staticmethod kept": "import os\nclass A:\n    run = staticmethod(os.system)\nA.run(x)",
    "staticmethod by self": "import os\nclass A:\n    run = staticmethod(os.system)\n    def f(self):\n        self.run(x)",
    "cached": "import functools, os\nrun = functools.lru_cache(maxsize=1)(os.system)\nrun(x)",
    "lambda called at once": "import os\n(lambda run, c: run(c))(os.system, x)",
    "comprehension over functions": "import os\n[run(x) for run in (os.system, print)]",
    "comprehension in a comprehension": "import os\ndef f(xs):\n    return [[run(x) for x in xs] for run in (print, os.system)]",
    "comprehension over entries": "import os\nOPS = {'run': os.system}\n{key: run(x) for key, run in OPS.items()}",
    "closure": "import os\ndef f():\n    run = os.system\n    def g():\n        run(x)",
    "import in a function": "def f():\n    import os as o\n    o.system(x)",
    "arm before": "import os\ndef f():\n    run = print\n    if x:\n        run = os.system\n    run(x)",
    "in the arm": "import os\ndef f():\n    run = print\n    if x:\n        run = os.system\n        run(x)",
    "after a try": "import os\ndef f():\n    try:\n        run = os.system\n    except E:\n        run = print\n    run(x)",
    "later in the loop": "import os\ndef f():\n    run = print\n    while x:\n        run(x)\n        run = os.system",
    "__import__ by keyword": "__import__(name='os').system(x)",
    "import_module by keyword": "import importlib\nimportlib.import_module(name='os').system(x)",
    "importlib.__import__": "import importlib\nimportlib.__import__('os').system(x)",
    "__dict__ with joined texts": "import os\nos.__dict__['sys' + 'tem'](x)",
    "vars with joined texts": "import os\nvars(os)['sys' + 'tem'](x)",
    "globals with joined texts": "import os\ndef f():\n    globals()['o' + 's'].system(x)",
    "dictionary by a constant": "import os\nOPS = {'run': os.system}\nRUN = 'run'\ndef f():\n    OPS[RUN](x)",
    "dictionary by get": "import os\nOPS = {'run': os.system}\ndef f():\n    OPS.get('run', print)(x)",
    "what get gives else": "import os\ndef f():\n    {'say': print}.get('run', os.system)(x)",
    "dictionary by values": "import os\nOPS = {'run': os.system}\nfor f in OPS.values():\n    f(x)",
    "dictionary by items": "import os\ndef g():\n    ops = {'run': os.system}\n    for key, f in ops.items():\n        f(x)",
    "dictionary in another": "import os\nA = {'run': os.system}\nB = {**A, 'say': print}\nB['run'](x)",
    "dictionary and another": "import os\nA = {'run': os.system}\ndef f():\n    b = A | {'say': print}\n    b['run'](x)",
    "dictionary of keywords": "import os\nOPS = dict(run=os.system)\nOPS['run'](x)",
    "one of two dictionaries": "import os\nOPS = {'run': print} if x else {'run': os.system}\nOPS['run'](x)",
    "dictionary of a dictionary": "import os\nA = {'run': os.system}\ndict(A, say=print)['run'](x)",
    "modules by get": "import sys\nsys.modules.get('os').system(x)",
    "__call__": "import os\nos.system.__call__(x)",
    "__getattribute__": "import os\nos.__getattribute__('system')(x)",
    "__getattribute__ of object": "import os\nobject.__getattribute__(os, 'system')(x)",
    "attrgetter": "import operator, os\noperator.attrgetter('system')(os)(x)",
    "attrgetter kept": "from operator import attrgetter\nimport shutil\nget = attrgetter('os.system')\nget(shutil)(x)",
    "partial of getattr": "import functools, os\nfunctools.partial(getattr, os, 'system')()(x)",
    "locals": "import os\nlocals()['os'].system(x)",
    "module of a module": "import shutil\nshutil.os.system(x)",
    "from a module of a module": "import subprocess as sp\nsp.sys.modules['os'].system(x)",
    "getattr of a filled text": "import os\ngetattr(os, 'sys%s' % 'tem')(x)",
    "getattr of a text filled twice": "import os\nKIND = 'tem'\ndef f():\n    getattr(os, '%s%s' % ('sys', KIND))(x)",
    "getattr of a formatted text": "import os\ngetattr(os, '{}t{}'.format('sys', 'em'))(x)",
    "getattr of parts": "import os\ngetattr(os, ''.join(('sys', 'tem')))(x)",
    "getattr of parts with something between": "import os\ngetattr(os, 's'.join(['sy', 'tem']))(x)",
    "getattr of a text backwards": "import os\ngetattr(os, 'metsys'[::-1])(x)",
    "getattr of a text in lower case": "import os\ngetattr(os, 'SYS' 'TEM'.lower())(x)",
    "import of a text in lower case": "__import__(('O' + 'S').lower()).system(x)",
    "with": "import os\nwith x:\n    run = os.system\nrun(x)",
}
LIBRARIES = {
    "annotation of what is for types": (
        "if TYPE_CHECKING:\n    import tarfile\ndef f(t: 'tarfile.TarFile'):\n    t.extractall()",
        "tarfile.TarFile.extractall",
    ),
    "annotated parameter": (
        "import zipfile\ndef f(z: zipfile.ZipFile):\n    z.extractall()",
        "zipfile.ZipFile.extractall",
    ),
    "optional parameter": (
        "from zipfile import ZipFile\ndef f(z: ZipFile | None = None):\n    z.extractall()",
        "zipfile.ZipFile.extractall",
    ),
    "annotation as a text": (
        "from zipfile import ZipFile\ndef f(z: 'ZipFile'):\n    z.extractall()",
        "zipfile.ZipFile.extractall",
    ),
    "declared": ("from zipfile import ZipFile\nz: ZipFile\nz.extractall()", "zipfile.ZipFile.extractall"),
    "attribute of the instance": (
        "import zipfile\nclass A:\n    def __init__(self, p):\n        self.z = zipfile.ZipFile(p)\n"
        "    def f(self):\n        self.z.extractall()",
        "zipfile.ZipFile.extractall",
    ),
    "attribute from an annotated parameter": (
        "import zipfile\nclass A:\n    def __init__(self, z: zipfile.ZipFile):\n        self.z = z\n"
        "    def f(self):\n        self.z.extractall()",
        "zipfile.ZipFile.extractall",
    ),
    "base of a library": (
        "import pickle\nclass A(pickle.Unpickler):\n    def f(self):\n        self.load()",
        "pickle.Unpickler.load",
    ),
}
LIBRARIES["dictionary that is made"] = ("d = dict(zip(a, b), run=f())\nd.update(x)", "builtins.dict().update")
LOOK_ALIKES = {
    "parameter": "import os\ndef f(os):\n    os.system(x)",
    "local": "import os\ndef f():\n    os = fake()\n    os.system(x)",
    "own function": "def system(x): ...\nsystem(x)",
    "for types": "if TYPE_CHECKING:\n    from os import system\nsystem(x)",
    "for types by the module": "import typing\nif typing.TYPE_CHECKING:\n    import os\ndef f():\n    os.system(x)",
    "not for types": "if not TYPE_CHECKING:\n    pass\nelse:\n    import os\nos.system(x)",
    "own method": "import os\nclass A:\n    def system(self, x): ...\n    def f(self):\n        self.system(x)",
    "overridden": "import os\nclass B:\n    run = os.system\nclass A(B):\n    def run(self, x): ...\n"
    "    def f(self):\n        self.run(x)",
    "rebound": "import os\nrun = os.system\nrun = print\nrun(x)",
    "rebound locally": "import os\ndef f():\n    run = os.system\n    run = print\n    run(x)",
    "bound later": "import os\ndef f():\n    run = print\n    run(x)\n    run = os.system",
    "other arm": "import os\ndef f():\n    if x:\n        run = os.system\n    else:\n        run = print\n        run(x)",
    "renewed in the loop": "import os\ndef f():\n    while x:\n        run = print\n        run(x)\n        run = os.system",
    "handler": "import os\ndef f():\n    try:\n        run = os.system\n    except E as run:\n        run(x)",
    "other key": "import os\nOPS = {'run': os.system, 'say': print}\nOPS['say'](x)",
    "other key by get": "import os\nOPS = {'run': os.system, 'say': print}\nOPS.get('say')(x)",
    "other constant": "import os\nOPS = {'run': os.system, 'say': print}\nSAY = 'say'\nOPS[SAY](x)",
    "other entry than in another": "import os\nA = {'run': os.system}\nB = {**A, 'run': print}\nB['run'](x)",
    "tables of one another": "import os\nA = {**B}\nB = {**A, 'say': os.system}\nA['run'](x)\nA = {**A}\nA['run'](x)",
    "get of one's own": "import os\nclass A:\n    run = os.system\n    def get(self, name): ...\nA().get('run')(x)",
    "values of another table": "import os\nA = {'run': os.system}\nB = {'say': print}\nfor f in B.values():\n    f(x)",
    "keys of a table": "import os\nA = {'run': os.system}\nfor f, g in A.items():\n    f(x)",
    "__call__ of a class": "import os\nclass A:\n    system = os.system\n    def __call__(self): ...\nA().__call__(x)",
    "attrgetter of another": "import operator, os\noperator.attrgetter('system')(x)(os)",
    "partial of another getattr": "import functools, os\nfunctools.partial(getattr, os, 'getcwd')()(x)",
    "module of its own": "import asyncio, os\nasyncio.subprocess.os(x)\nos.path.os",
    "filled with too little": "import os\ngetattr(os, 'sys%stem' % ())(x)",
    "filled with a number": "import os\ngetattr(os, 'system%d' % 1)(x)",
    "formatted by name": "import os\ngetattr(os, '{a}system'.format(a=b))(x)",
    "parts of the unknown": "import os\ngetattr(os, ''.join(('sys', x)))(x)",
    "every other letter": "import os\ngetattr(os, 'system'[::2])(x)",
    "other part of a tuple": "import os\na, b = os.system, print\nb(x)",
    "a star takes it": "import os\na, *others, run = 1, os.system, print\nrun(x)",
    "too few for the star": "import os\na, *others, run = (os.system,)\nrun(x)",
    "class name is no name of a method": "import os\nclass A:\n    run = os.system\n    def f(self):\n        run(x)",
    "nonlocal of another": "import os\ndef f():\n    run = print\n    def g():\n        run = print\n        def h():\n"
    "            nonlocal run\n            run = os.system\n    run(x)",
    "nonlocal of one's own name": "import os\ndef f():\n    run = print\n    system = os.system\n    def g(system):\n"
    "        nonlocal run\n        run = system\n    run(x)",
    "local beside an inner global": "import os\nrun = os.system\ndef f():\n    run = print\n    def g():\n        global run\n"
    "        run = os.system\n    run(x)",
    "lambda handed something else": "import os\nrun = os.system\n(lambda run: run(x))(print)",
    "lambda handed what is unknown": "import os\nrun = os.system\n(lambda run: run(x))(*runs)",
    "comprehension over others": "import os\nrun = os.system\n[run(x) for run in (print,)]",
    "comprehension over unknown": "import os\nrun = os.system\n[run(x) for run in runs()]",
    "comprehension": "import os\n[os.system(x) for os in boxes]",
    "exception": "import os\ndef f():\n    try:\n        pass\n    except E as os:\n        os.system(x)",
    "match": "import os\ndef f(m):\n    match m:\n        case {'a': os}:\n            os.system(x)",
    "captured part": "import os\nmatch os.system:\n    case [run]:\n        run(x)",
    "rebound to another after itself": "import os\nrun = os.system\nrun = run or print\nrun = print\nrun(x)",
    "rebound before it stands for it": "import os\nrun = print\nrun = run if q else len\nrun(x)\nrun = os.system",
    "attribute of a class in a function made of its own": "import os\ndef f():\n    system = os.system\n    class A:\n"
    "        system = print\n        run = system\n    A.run(x)",
    "another attribute of a class in a function": "import os\ndef f():\n    class A:\n        run = os.system\n    A.go(x)",
    "static method": "import os\nclass A:\n    run = os.system\n    @staticmethod\n    def f(self):\n        self.run(x)",
    "getattr of the project's own": "import os\ndef getattr(a, b): ...\ngetattr(os, 'system')(x)",
    "super above what the class has": "import os\nclass F:\n    run = print\nclass G(F):\n    run = os.system\n"
    "    def f(self):\n        super().run(x)",
    "super of a class inside": "import os\nclass F:\n    run = os.system\nclass G(F):\n    def f(self):\n"
    "        class H:\n            def f(self):\n                super().run(x)",
    "another part by a joined text": "import os\nclass A:\n    call = os.system\n    say = print\n    def f(self):\n"
    "        getattr(self, 's' + 'ay')(x)",
    "__dict__ of another": "import os\nclass A:\n    run = os.system\nclass B: pass\nB.__dict__['run'](x)",
    "another from the end": "import os\n[print, os.system][-2](x)",
    "type with three arguments": "import os\nclass F:\n    run = os.system\ntype(F, (), {}).run(x)",
    "getattr of an unknown name": "import os\ndef f(name):\n    getattr(os, name)(x)",
}


@pytest.mark.parametrize("source", DISGUISES.values(), ids=DISGUISES.keys())
def test_a_disguise_is_seen_through(source: str) -> None:
    assert "os.system" in called(f"{source}\n")


@pytest.mark.parametrize(("source", "expected"), LIBRARIES.values(), ids=LIBRARIES.keys())
def test_the_method_of_an_instance_is_known(source: str, expected: str) -> None:
    assert expected in called(f"{source}\n")


@pytest.mark.parametrize("source", LOOK_ALIKES.values(), ids=LOOK_ALIKES.keys())
def test_a_look_alike_is_left_alone(source: str) -> None:
    assert "os.system" not in called(f"{source}\n")
