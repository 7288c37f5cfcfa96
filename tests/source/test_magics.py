"""Magics blanked at equal length: every column stays, what is left parses, and Python is never touched."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseptic.source.document import line_end, split_lines
from aseptic.source.magics import blanked


def code(text: str) -> str:
    lines = split_lines(text)
    found = blanked(lines)
    assert [len(line) for line in found] == [len(line) for line in lines]
    assert [line[line_end(line) :] for line in found] == [line[line_end(line) :] for line in lines]
    return "".join(found)


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "%time x = 1",
        "!pip install é😀",
        "!!ls",
        "?str",
        "str?",
        "str.split??",
        "np.*load*?",
        "%%?",
        ",f a b",
        ";f a b",
        "/f a b",
        "%cd /tmp",
    ],
)
def test_a_magic_is_blank(magic: str) -> None:
    assert code(f"x = 1\n{magic}\ny = 2") == f"x = 1\n{' ' * len(magic)}\ny = 2"
    indented = code(f"if x:\n    {magic}\ny = 2\n")
    ast.parse(indented)
    assert indented == f"if x:\n    0{' ' * (len(magic) - 1)}\ny = 2\n"


@pytest.mark.parametrize("magic", ["!ls -l", "%time f()", "!!echo é"])
@pytest.mark.parametrize("target", ["files", "a.b", "d['k']", "a, b", "*a, b", "(a)"])
def test_a_value_that_a_magic_gives_stays_a_value(target: str, magic: str) -> None:
    assert code(f"{target} = {magic}\n") == f"{target} = 0{' ' * (len(magic) - 1)}\n"


def test_a_command_goes_on_after_a_backslash() -> None:
    assert code("!ls \\\n  -l \\\n  x\ny = 1\n").strip() == "y = 1"
    assert code("x = !ls \\\n  -l\ny = 1\n").split() == ["x", "=", "0", "y", "=", "1"]


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile a.py", "%%sql", "%%", "%%javascript"])
def test_a_cell_in_another_language_is_blank(magic: str) -> None:
    assert not code(f"\n{magic}\nimport os\nos.system(x)\n").strip()


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out", "%%capture\n%%time", "%%time\n\n%%prun"])
def test_a_cell_that_is_python_all_the_same_is_kept(magic: str) -> None:
    assert code(f"\n{magic}\nimport os\n").strip() == "import os"


@pytest.mark.parametrize(
    "text",
    [
        "x = (a\n% b)\n",
        "x = a \\\n% b\n",
        '"""\n%matplotlib\n!ls\nwhat?\n"""\n',
        "x = '%s' % y\n",
        "x %= 3\nx != y\nx == !y\n",
        "# what?\n",
        "f(x)  # really?\n",
        "assert x, 'why?'\n",
        "d = {\n'a': 1,\n'%b': 2}\n",
        "@decorated\ndef f(): ...\n",
        "x: int = 5\n",
        "if a != b: pass\n",
        "x = '= !ls'\n",
        "d['a = !b'] = 1\n",
        "f(a='= %x')\n",
        "",
        "\n\n",
        "    \n",
    ],
)
def test_python_is_never_touched(text: str) -> None:
    assert code(text) == text


@given(st.text(alphabet="ab=%!?\\\n\r '\"()#.,;/é😀0 ", max_size=60))
def test_lengths_always_stay_and_blanking_twice_is_blanking_once(text: str) -> None:
    assert code(code(text)) == code(text)


@pytest.mark.parametrize("module", ["argparse.py", "calendar.py", "enum.py", "textwrap.py", "tarfile.py", "typing.py"])
def test_python_files_stay_as_they_are(module: str) -> None:
    text = (Path(sysconfig.get_path("stdlib")) / module).read_text(encoding="utf-8")
    assert code(text) == text
