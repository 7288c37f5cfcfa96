"""Calls that something else makes are found; things of the project's own with a library's name are not."""

from __future__ import annotations

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document

MADE = {
    "partial with arguments": ("import functools, os\nrun = functools.partial(os.system, cmd)\n", "INJ-003", 2),
    "partial with the breach": (
        "import subprocess\nfrom functools import partial\n\nrun = partial(subprocess.run, shell=True)\n",
        "INJ-003",
        4,
    ),
    "partial that renames": ("import functools, os\nrun = functools.partial(os.system)\nrun(cmd)\n", "INJ-003", 3),
    "partial that is called at once": ("import functools, os\n\nfunctools.partial(os.system)(cmd)\n", "INJ-003", 3),
    "partial with arguments, called": (
        "import functools, os\nrun = functools.partial(os.system, cmd)\nrun()\n",
        "INJ-003",
        2,
    ),
    "partial with keywords, called": (
        "import functools, os\n\n\ndef go(cmd):\n    functools.partial(os.system, command=cmd)()\n",
        "INJ-003",
        5,
    ),
    "partial with arguments in a thread": (
        "import functools, os, threading\n\nthreading.Thread(target=functools.partial(os.system, cmd)).start()\n",
        "INJ-003",
        3,
    ),
    "partial whose call is the breach": (
        "import subprocess\nfrom functools import partial\n\nrun = partial(subprocess.run, 'ls ' + x)\nrun(shell=True)\n",
        "INJ-003",
        5,
    ),
    "methodcaller": (
        "import operator, os\n\n\ndef go(cmd):\n    operator.methodcaller('system', cmd)(os)\n",
        "INJ-003",
        5,
    ),
    "built-in by __builtins__": ("def go(text):\n    return __builtins__.eval(text)\n", "INJ-001", 2),
    "built-in by __builtins__ and a text": ("def go(text):\n    return __builtins__['eval'](text)\n", "INJ-001", 2),
    "built-in by __call__": ("def go(text):\n    return eval.__call__(text)\n", "INJ-001", 2),
    "map": ("import os\n\n\ndef go(commands):\n    return list(map(os.system, commands))\n", "INJ-003", 5),
    "thread": (
        "import os\nimport threading\n\nthreading.Thread(target=os.system, args=(cmd,)).start()\n",
        "INJ-003",
        4,
    ),
    "executor": ("import os\n\n\ndef go(pool, cmd):\n    return pool.submit(os.system, cmd)\n", "INJ-003", 5),
    "loop": (
        "import pickle\n\n\nasync def go(loop, data):\n    return await loop.run_in_executor(None, pickle.loads, data)\n",
        "DES-001",
        5,
    ),
    "decorator": ("import os\n\n\n@os.system\ndef go(): ...\n", "INJ-003", 5),
    "decorator of an async function": ("import os\n\n\n@os.popen\nasync def go(): ...\n", "INJ-003", 5),
    "timer": ("import os\nimport threading\n\nthreading.Timer(1, os.system, (cmd,)).start()\n", "INJ-003", 4),
    "timer with the breach by keyword": (
        "import subprocess\nfrom threading import Timer\n\nTimer(1, subprocess.run, ('ls ' + x,), {'shell': True}).start()\n",
        "INJ-003",
        4,
    ),
    "thread by place": (
        "import os\nimport threading\n\nthreading.Thread(None, os.system, None, (cmd,)).start()\n",
        "INJ-003",
        4,
    ),
    "pool's map": ("import os\nfrom multiprocessing import Pool\n\nPool().map(os.system, commands)\n", "INJ-003", 4),
    "pool's apply_async": (
        "import os\n\n\ndef go(pool, cmd):\n    pool.apply_async(os.system, (cmd,))\n",
        "INJ-003",
        5,
    ),
    "loop's call_later": ("import os\n\n\ndef go(loop, cmd):\n    loop.call_later(1, os.system, cmd)\n", "INJ-003", 5),
    "sorted": ("import os\n\n\ndef go(commands):\n    return sorted(commands, key=os.system)\n", "INJ-003", 5),
    "sort": ("import os\n\n\ndef go(commands):\n    commands.sort(key=os.system)\n", "INJ-003", 5),
    "re.sub": ("import os\nimport re\n\n\ndef go(text):\n    return re.sub('a', os.popen, text)\n", "INJ-003", 6),
    "signal": ("import os\nimport signal\n\nsignal.signal(15, os.system)\n", "INJ-003", 4),
    "operator.call": (
        "import operator\nimport os\n\n\ndef go(cmd):\n    operator.call(os.system, cmd)\n",
        "INJ-003",
        6,
    ),
    "finalizer": (
        "import os\nimport weakref\n\n\ndef go(thing, cmd):\n    weakref.finalize(thing, os.system, cmd)\n",
        "INJ-003",
        6,
    ),
    "name of a function": (
        "import pkgutil\n\n\ndef go(cmd):\n    pkgutil.resolve_name('os:system')(cmd)\n",
        "INJ-003",
        5,
    ),
    "module below os": ("import posix\n\n\ndef go(cmd):\n    posix.system(cmd)\n", "INJ-003", 5),
    "thread whose target stands in a dictionary": (
        "import threading\n\nthreading.Thread(**{'target': eval, 'args': (text,)}).start()\n",
        "INJ-001",
        3,
    ),
    "thread by super": (
        "import os\nimport threading\n\n\nclass T(threading.Thread):\n    def __init__(self, cmd):\n"
        "        super().__init__(target=os.system, args=(cmd,))\n",
        "INJ-003",
        7,
    ),
    "thread by its class": (
        "import os\nfrom threading import Thread\n\n\nclass T(Thread):\n    def __init__(self, cmd):\n"
        "        Thread.__init__(self, None, os.system, None, (cmd,))\n",
        "INJ-003",
        7,
    ),
    "thread below threading": (
        "import _thread\nimport os\n\n_thread.start_new_thread(os.system, (cmd,))\n",
        "INJ-003",
        4,
    ),
    "scheduler": (
        "import os\nimport sched\n\ns = sched.scheduler()\ns.enter(1, 1, os.system, (cmd,))\n",
        "INJ-003",
        5,
    ),
    "scheduler by keyword": (
        "import os\nimport sched\n\nsched.scheduler().enterabs(1, priority=1, action=os.system, argument=(cmd,))\n",
        "INJ-003",
        4,
    ),
    "import by name": ("import importlib\n\nimportlib.import_module('tel' + 'netlib')\n", "TLS-014", 3),
}
OWN = {
    "function": "def exec(text): ...\n\n\nexec('x')\n",
    "parameter": "def f(eval, x):\n    eval(x)\n",
    "local": "def f(x):\n    exec = print\n    exec(x)\n",
    "object": "class Safe:\n    def loads(self, data): ...\n\n\npickle = Safe()\npickle.loads(data)\n",
    "parameter called as a module": "def f(os, x):\n    os.system(x)\n",
    "rest of the parameters": "def f(x, *os, **subprocess):\n    os.popen(x)\n    subprocess.run(x, shell=True)\n",
    "local called as a module": "import os\n\n\ndef f(x):\n    os = x.os\n    os.system(x)\n",
    "loop": "import os\n\n\ndef f(x):\n    for os in x:\n        os.system(x)\n",
    "with": "import os\n\n\ndef f(x):\n    with x as os:\n        os.system(x)\n",
    "handler": "import os\n\n\ndef f(x):\n    try:\n        x()\n    except x.E as os:\n        os.system(x)\n",
    "match": "import os\n\n\ndef f(x):\n    match x:\n        case {'a': os}:\n            os.system(x)\n",
    "text to put in a pattern's place": "import os, re\n\nre.sub('a', 'os.system', x)\n",
    "key of another function": "import os\n\nmine(x, key=os.system)\n",
    "thread's argument by its class": (
        "import os\nfrom threading import Thread\n\n\nclass T(Thread):\n    def __init__(self):\n"
        "        Thread.__init__(self, os.system, print)\n"
    ),
    "object in an import's place": "import pickle\nfrom mine import Safe\n\npickle = Safe()\npickle.loads(data)\n",
}


def found(memo: Memo, text: str) -> set[tuple[str, int]]:
    analysis = fresh(Document.of(text), memo)
    return {(each.rule, start + each.span.start.line + 1) for start, entry in analysis.found for each in entry.findings}


@pytest.mark.parametrize(("code", "rule", "line"), MADE.values(), ids=MADE.keys())
def test_a_call_that_something_else_makes_is_found(memo: Memo, code: str, rule: str, line: int) -> None:
    assert (rule, line) in found(memo, code)
    assert [at for name, at in found(memo, code) if name == rule] == [line]


@pytest.mark.parametrize("code", OWN.values(), ids=OWN.keys())
def test_a_thing_of_ones_own_is_no_librarys(memo: Memo, code: str) -> None:
    assert (
        found(memo, code) & {(rule, line) for rule in ("INJ-001", "INJ-003", "DES-001") for line in range(10)} == set()
    )


def test_a_rule_that_asks_where_a_call_stands_asks_nothing_of_what_is_handed_on(memo: Memo) -> None:
    code = "import socket\n\n\nasync def go(loop):\n    await loop.run_in_executor(None, socket.getaddrinfo, 'a', 1)\n"
    assert found(memo, code) == set()
    assert ("RES-015", 5) in found(
        memo, code.replace("await loop.run_in_executor(None, socket.getaddrinfo, ", "socket.getaddrinfo(")
    )
