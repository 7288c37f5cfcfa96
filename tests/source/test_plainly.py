"""What is read without a parser is what a parser reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.contribution import contribution, plain
from aseptic.source.parse import parse

IMPORTS = [
    "import os\n",
    "import os.path as p, sys  # so\n\n",
    "from os import system\n",
    "from .shell import run as go, stop\n",
    "from . import shell\n",
    "from ...shell.pump import (\n    run,\n    stop as halt,\n)\n",
]
VALUES = [
    "RATE = 3  # a minute\n",
    "name = 'Ärztin'\n\n\n",
    'URL: str = "it\'s at http://pump"\n',
    "run = os.system\n# what follows\n",
    "stop: Callable = halt\n",
    "last = None",
    "rate: None = None\n",
    "old = FALSE\n",
]
STATEMENTS = [*IMPORTS, *VALUES, '"""What it is for: `import os`."""\n', "# why\nr'''It's \\d'''  # so\n\n"]
HEADERS = [
    "class Pump:\n",
    "# why\nclass Pump(Device):  # of all wards\n",
    "class Pump(\n    base.Device,\n    Mixed,\n):\n    # what it has\n",
    "class Pump():\n",
]
ODD = [
    "from pump import *\n",
    "from pump import (\n    run,  # why\n    stop,\n)\n",
    "import os; os.system(x)\n",
    "from pump import \\\n    run\n",
    "from pump import None\n",
    "from pump.None import run\n",
    "import_module('os')\n",
    "from importlib import \N{LATIN SMALL LIGATURE FI}\n",
    "from pump import run if x else stop\n",
    "import 1\n",
    'b"""text"""\n',
    '"""one""" + x\n',
    "    rate = 3\n",
    "rate = 3.5\n",
    "rate = 03\n",
    "rate = 3 or run\n",
    "rate = run\n.now\n",
    "rate = run; halt = stop\n",
    "rate = 'a' 'b'\n",
    'rate = "a\\x62"\n',
    'rate = "\0"\n',
    "rate = 3  # \0\n",
    'rate = """a"""\n',
    "rate = b'a'\n",
    "rate = f''\n",
    "rate = other = 3\n",
    "None = 3\n",
    "rate: if = 3\n",
    "rate = if\n",
    "rate = pump.if\n",
    "rate = '\ud800'\n",
    "\ufb01ne = 3\n",
]
ODD_HEADERS = [
    "class Pump(Device, metaclass=Meta):\n",
    "class Pump(made()):\n",
    "class Pump(if):\n",
    "class None:\n",
    "@sealed\nclass Pump:\n",
    "class Pump[T]:\n",
    "class Pump(  # why\n    Device):\n",
]
KINDS = [
    *((code, Kind.STATEMENT) for code in STATEMENTS),
    *((code, Kind.HEADER) for code in HEADERS),
    *(("    " + code, Kind.MEMBER) for code in VALUES),
    ("    # why\n\tRATE = 3\n", Kind.MEMBER),
]


def _chunk(code: str, kind: Kind) -> Chunk:
    return Chunk(code, kind, "" if kind is Kind.STATEMENT else "Pump")


@pytest.mark.parametrize(("code", "kind"), KINDS)
def test_what_is_plain_is_read_as_parsed(code: str, kind: Kind) -> None:
    chunk = _chunk(code, kind)
    assert plain(chunk) == contribution(chunk, parse(chunk)) is not None


@pytest.mark.parametrize("code", ODD)
def test_all_else_is_left_to_the_parser(code: str) -> None:
    assert plain(Chunk(code)) is None


@pytest.mark.parametrize("code", ODD_HEADERS)
def test_headers_that_say_more_are_left_to_it_too(code: str) -> None:
    assert plain(_chunk(code, Kind.HEADER)) is None


def test_a_member_without_an_indentation_is_left_to_it() -> None:
    assert plain(_chunk("rate = 3\n", Kind.MEMBER)) is None


@given(
    st.sampled_from(KINDS),
    st.integers(0, 80),
    st.integers(0, 2),
    st.sampled_from(
        ["", " ", "\n", "\r", "#", "'", '"', "\\", "=", ".", ",", "(", "0", "a", "\0", "\f", "é", ":=", ";"]
    ),
)
def test_what_is_read_of_a_changed_one_is_what_is_parsed(
    written: tuple[str, Kind], at: int, gone: int, came: str
) -> None:
    code, kind = written
    chunk = _chunk(code[:at] + came + code[at + gone :], kind)
    found = plain(chunk)
    assert found is None or found == contribution(chunk, parse(chunk))
