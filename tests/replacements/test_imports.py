"""An import goes where the others are, once, whatever the rest of the file looks like."""

from __future__ import annotations

import ast

import pytest

from aseptic.replacements.imports import add_import
from aseptic.replacements.replacement import Import
from aseptic.source.cut import cut
from aseptic.source.document import Document

WANTED = Import("subprocess")
FILES = {
    "after the last of the first block": (
        "import os\n\nimport sys  # both\n\n\ndef f(): ...\n",
        "import os\n→\nimport sys  # both\n\n\ndef f(): ...\n",
    ),
    "not after a later block": ("import os\nx = os.name\nimport sys\n", "import os\n→x = os.name\nimport sys\n"),
    "below what changes where imports come from": (
        "import sys\nsys.path.insert(0, 'lib')\n\nimport os\nimport pump\n\nx = 1\n",
        "import sys\nsys.path.insert(0, 'lib')\n\nimport os\n→import pump\n\nx = 1\n",
    ),
    "below what a condition changes": (
        "import sys\nif sys.argv:\n    sys.modules['pump'] = sys\nimport json\nimport tokenize\n",
        "import sys\nif sys.argv:\n    sys.modules['pump'] = sys\nimport json\n→import tokenize\n",
    ),
    "below an environment": (
        "import os\nos.environ['OMP'] = '1'\nimport numpy\n",
        "import os\nos.environ['OMP'] = '1'\n→\nimport numpy\n",
    ),
    "below a patch": (
        "from gevent import monkey\nmonkey.patch_all()\nimport json\n",
        "from gevent import monkey\nmonkey.patch_all()\nimport json\n→",
    ),
    "nothing is imported below": (
        "import os\nos.environ['OMP'] = '1'\nx = 1\n",
        "import os\n→os.environ['OMP'] = '1'\nx = 1\n",
    ),
    "an environment that is read": (
        "import os\nx = os.environ['OMP']\nimport json\n",
        "import os\n→x = os.environ['OMP']\nimport json\n",
    ),
    "the longest group of those in no order": (
        "import sys\nfrom tkinter import ttk\n\nimport re\nimport time\nimport warnings\n",
        "import sys\nfrom tkinter import ttk\n\nimport re\n→import time\nimport warnings\n",
    ),
    "an import of many lines": ("from os import (\n    name,\n)\nx = 1\n", "→from os import (\n    name,\n)\nx = 1\n"),
    "an import with a backslash": ("import os, \\\n  sys\nx = 1\n", "import os, \\\n  sys\n→x = 1\n"),
    "constants before the imports": (
        '"""Doc."""\n__version__ = "1"\nimport os\n',
        '"""Doc."""\n__version__ = "1"\nimport os\n→',
    ),
    "code before the imports": ("run()\nimport os\n", "→\nrun()\nimport os\n"),
    "docstring": ('"""Doc.\n\nMore."""\nx = 1\n', '"""Doc.\n\nMore."""\n→\nx = 1\n'),
    "docstring and a blank line": ('"""Doc."""\n\nx = 1\n', '"""Doc."""\n\n→\nx = 1\n'),
    "future": (
        '"""Doc."""\n\nfrom __future__ import annotations\n\nx = 1\n',
        '"""Doc."""\n\nfrom __future__ import annotations\n\n→\nx = 1\n',
    ),
    "future, then imports": (
        "from __future__ import annotations\n\nimport os\n\nx = 1\n",
        "from __future__ import annotations\n\nimport os\n→\nx = 1\n",
    ),
    "shebang": ("#!/usr/bin/env python3\nx = 1\n", "#!/usr/bin/env python3\n→\nx = 1\n"),
    "shebang, encoding, licence": (
        "#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\n# Apache-2.0\n\nx = 1\n",
        "#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\n# Apache-2.0\n\n→\nx = 1\n",
    ),
    "comments, then a docstring": ('# c\n"""Doc."""\nimport os\n', '# c\n"""Doc."""\nimport os\n→'),
    "nothing": ("", "→"),
    "only code": ("x = 1\n", "→\nx = 1\n"),
    "for type checkers only": (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import subprocess\n",
        "→from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import subprocess\n",
    ),
    "only when run as a program": (
        "import os\nif __name__ == '__main__':\n    import subprocess\n",
        "import os\n→if __name__ == '__main__':\n    import subprocess\n",
    ),
    "only in a function": (
        "import os\ndef f():\n    import subprocess\n",
        "import os\n→def f():\n    import subprocess\n",
    ),
    "only in a class": (
        "import os\nclass A:\n    import subprocess\n    x = 1\n",
        "import os\n→class A:\n    import subprocess\n    x = 1\n",
    ),
    "under another name": ("import subprocess as sp\n", "import subprocess as sp\n→"),
    "only a part of it": ("from subprocess import run\n", "→from subprocess import run\n"),
    "carriage returns": ("import os\r\n\r\nx = 1\r\n", "import os\r\n→\r\nx = 1\r\n"),
    "old line ends": ("import os\rx = 1\r", "import os\r→x = 1\r"),
    "mark of byte order": ("\ufeffx = 1\n", "\ufeff→\nx = 1\n"),
    "mark of byte order and shebang": ("\ufeff#!/bin/python\r\nx = 1", "\ufeff#!/bin/python\r\n→\r\nx = 1"),
    "broken below": ("import os\n\ndef f(:\n    x = (\n", "import os\n→\ndef f(:\n    x = (\n"),
    "broken above the future": (
        "x = = 1\nfrom __future__ import annotations\ny = 1\n",
        "x = = 1\nfrom __future__ import annotations\n\n→\ny = 1\n",
    ),
    "broken text": ('import os\n"""open\ndef f(): ...\n', 'import os\n→"""open\ndef f(): ...\n'),
    "in the order of the others": (
        "import os\nimport sys\n\nimport numpy\n",
        "import os\n→import sys\n\nimport numpy\n",
    ),
    "before imports by name": ("import os\nfrom a import b\n", "import os\n→from a import b\n"),
    "among imports by module": (
        "from os import name\nimport sys\nfrom typing import Any\n",
        "from os import name\n→import sys\nfrom typing import Any\n",
    ),
    "behind those of its kind in no order": (
        "import sys\nimport os\nfrom typing import Any\nfrom ast import parse\n",
        "import sys\nimport os\n→from typing import Any\nfrom ast import parse\n",
    ),
    "above what is not of the library": ("import numpy\n", "→\nimport numpy\n"),
    "under a comment that heads the group": ("# library\nimport sys\n", "# library\n→import sys\n"),
    "above a comment of the next": ("import os\n# for x\nimport sys\n", "import os\n→# for x\nimport sys\n"),
    "two on a line": ("import os; import sys\nx = 1\n", "import os; import sys\n→x = 1\n"),
    "behind a docstring with code on its line": (
        '"""Doc."""; x = run()\n',
        '"""Doc."""; import subprocess; x = run()\n',
    ),
    "behind a docstring with imports on its line": (
        '\ufeff"""é😀"""; import os; os.abort()\n',
        '\ufeff"""é😀"""; import subprocess; import os; os.abort()\n',
    ),
    "behind a docstring with code on its line, and a block": (
        '"""Doc."""; x = 1\nimport os\n',
        '"""Doc."""; x = 1\nimport os\n→',
    ),
    "behind a future with code on its line": (
        '"""Doc."""; from __future__ import annotations; import os; os.abort()\nx = 1\n',
        '"""Doc."""; from __future__ import annotations; import subprocess; import os; os.abort()\nx = 1\n',
    ),
    "behind a future on its own line": (
        '"""Doc."""\nfrom __future__ import annotations; run()\n',
        '"""Doc."""\nfrom __future__ import annotations; import subprocess; run()\n',
    ),
    "under what a magic leaves of its line": ("      \n   \n\nrun()\n", "      \n   \n\n→\nrun()\n"),
    "code on the line": ("import os; os.abort()\nx = 1\n", "→\nimport os; os.abort()\nx = 1\n"),
}
HAD = [
    "import subprocess\n",
    "import os, subprocess\n",
    "x = 1\nimport subprocess\n",
    "import subprocess as subprocess\n",
    "import subprocess.sub\n",
    "try:\n    import subprocess\nexcept ImportError:\n    subprocess = None\n",
    "def f(:\n\nimport subprocess\n",
    "x = (\nimport subprocess\n",
    "import subprocess; x = = 1\nimport subprocess\n",
]


def added(text: str, wanted: Import = WANTED) -> str | None:
    document = Document.of(text)
    edit = add_import(document.lines, wanted)
    assert edit == add_import(document.lines, wanted, cut(document.lines))
    return document.edited(edit)[0].text if edit else None


def ending(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\r" if "\r" in text else "\n"


@pytest.mark.parametrize(("before", "after"), FILES.values(), ids=FILES.keys())
def test_it_stands_with_the_others(before: str, after: str) -> None:
    assert added(before) == after.replace("→", f"import subprocess{ending(before)}")


@pytest.mark.parametrize("before", [before for before, _ in FILES.values()], ids=FILES.keys())
def test_never_twice(before: str) -> None:
    once = added(before)
    assert once is not None
    assert added(once) is None


@pytest.mark.parametrize("text", HAD)
def test_not_where_it_stands_already(text: str) -> None:
    assert added(text) is None


def test_a_file_without_a_last_line_end() -> None:
    assert added("import os") == "import os\nimport subprocess"


@pytest.mark.parametrize(
    ("text", "wanted", "after"),
    [
        ("import a\n", Import("a.b"), "import a\nimport a.b\n"),
        ("import a.b.c\n", Import("a.b"), None),
        ("from a import b\n", Import("a", "b"), None),
        ("from a import b as c\n", Import("a", "b"), "from a import b as c, b\n"),
        ("from .a import b\n", Import("a", "b"), "from a import b\n\nfrom .a import b\n"),
        ("import os\n", Import("defusedxml.minidom"), "import os\n\nimport defusedxml.minidom\n"),
        (
            "import os\n\nimport attrs\nimport numpy\n\nimport pump\n",
            Import("defusedxml"),
            "import os\n\nimport attrs\nimport defusedxml\nimport numpy\n\nimport pump\n",
        ),
        ("import os\n\nfrom . import a\n", Import("numpy"), "import os\n\nimport numpy\n\nfrom . import a\n"),
        ("from a import c\n", Import("a", "b"), "from a import b, c\n"),
        ("from a import c, d as b\n", Import("a", "e"), "from a import c, d as b, e\n"),
        ("from a import d, c\n", Import("a", "b"), "from a import d, c, b\n"),
        ("from a import (c)\n", Import("a", "d"), "from a import (c, d)\n"),
        ("from a import (\n    c,\n)\n", Import("a", "b"), "from a import (\n    c,\n    b,\n)\n"),
        ("from a import (\r\n\tc  # c\r\n)\r\n", Import("a", "b"), "from a import (\r\n\tc,\r\n\tb  # c\r\n)\r\n"),
        ("from a import *\n", Import("a", "b"), "from a import *\nfrom a import b\n"),
        ("def f():\n\tpass\n", Import("a"), "import a\n\n\ndef f():\n\tpass\n"),
        ("from b import a\n", Import("a"), "import a\nfrom b import a\n"),
    ],
)
def test_what_counts_as_had(text: str, wanted: Import, after: str | None) -> None:
    assert added(text, wanted) == after


@pytest.mark.parametrize("text", [text for text, _ in FILES.values()])
def test_what_parsed_still_does(text: str) -> None:
    try:
        compile(text.removeprefix("\ufeff"), "before", "exec", ast.PyCF_ONLY_AST)
    except SyntaxError:
        return
    compile((added(text) or "").removeprefix("\ufeff"), "after", "exec")


def test_an_import_stands_with_others_from_its_package() -> None:
    lines = Document.of(
        "import os\n\nfrom pydicom import a\n\nfrom pynetdicom import AE\nfrom pynetdicom.z import b\n\nx = 1\n"
    ).lines
    edit = add_import(lines, Import("pynetdicom.status", "code"))
    assert edit is not None
    assert edit.span.start.line == 5
