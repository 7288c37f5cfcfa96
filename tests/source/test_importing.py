"""What is read without a parser is what a parser reads."""

from __future__ import annotations

import pytest

from aseptic.source.chunk import Chunk
from aseptic.source.contribution import contribution, plain
from aseptic.source.parse import parse

PLAIN = [
    "import os\n",
    "import os.path as p, sys  # so\n\n",
    "from os import system\n",
    "from .shell import run as go, stop\n",
    "from . import shell\n",
    "from ...shell.pump import (\n    run,\n    stop as halt,\n)\n",
    '"""What it is for: `import os`."""\n',
    "# why\nr'''It's \\d'''  # so\n\n",
]
ODD = [
    "from pump import *\n",
    "from pump import (\n    run,  # why\n    stop,\n)\n",
    "import os; os.system(x)\n",
    "from pump import \\\n    run\n",
    "from pump import None\n",
    "import_module('os')\n",
    "from importlib import \N{LATIN SMALL LIGATURE FI}\n",
    "from pump import run if x else stop\n",
    "import 1\n",
    'b"""text"""\n',
    '"""one""" + x\n',
]


@pytest.mark.parametrize("code", PLAIN)
def test_what_is_plain_is_read_as_parsed(code: str) -> None:
    chunk = Chunk(code)
    assert plain(chunk) == contribution(chunk, parse(chunk)) is not None


@pytest.mark.parametrize("code", ODD)
def test_all_else_is_left_to_the_parser(code: str) -> None:
    assert plain(Chunk(code)) is None
