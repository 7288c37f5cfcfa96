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
    found = blanked(lines).lines
    assert [len(line) for line in found] == [len(line) for line in lines]
    assert [line[line_end(line) :] for line in found] == [line[line_end(line) :] for line in lines]
    return "".join(found)


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "%time !ls",
        "%timeit",
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


@pytest.mark.parametrize("magic", ["!ls -l", "%sx f()", "!!echo é"])
@pytest.mark.parametrize("target", ["files", "a.b", "d['k']", "a, b", "*a, b", "(a)"])
def test_a_value_that_a_magic_gives_stays_a_value(target: str, magic: str) -> None:
    assert code(f"{target} = {magic}\n") == f"{target} = 0{' ' * (len(magic) - 1)}\n"


def test_a_command_goes_on_after_a_backslash() -> None:
    assert code("!ls \\\n  -l \\\n  x\ny = 1\n").strip() == "y = 1"
    assert code("x = !ls \\\n  -l\ny = 1\n").split() == ["x", "=", "0", "y", "=", "1"]


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile a.py", "%%sql", "%%", "%%javascript"])
def test_a_cell_in_another_language_is_blank(magic: str) -> None:
    assert not code(f"\n{magic}\nimport os\nos.system(x)\n").strip()


@pytest.mark.parametrize(
    "magic",
    ["%%time", "%%timeit -n 3", "%%capture out", "%%capture\n%%time", "%%time\n\n%%prun", "%%script /x/python3"],
)
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


@pytest.mark.parametrize(
    ("magic", "kept"),
    [
        ("%time os.system(c)", "os.system(c)"),
        ("%time x = f(c)  # why?", "x = f(c)  # why?"),
        ("%time -f()", "-f()"),
        ("%timeit -n 10 -r3 -qo f(c); g(c)", "f(c); g(c)"),
        ("%timeit  -n1   f(c)", "f(c)"),
        ("%prun -s cumulative -l 10 f(c)", "f(c)"),
        ("%memit f(c)", "f(c)"),
        ("%lprun -f f -m a.b f(c)", "f(c)"),
        ("%time import os", "import os"),
        ("%time await f(c)", "await f(c)"),
    ],
)
def test_what_a_magic_runs_stays(magic: str, kept: str) -> None:
    gap = len(magic) - len(kept)
    alone, indented, given = code(f"{magic}\ny = 2"), code(f"if x:\n    {magic}\n"), code(f"z = {magic}\n")
    assert alone == f"0{' ' * (gap - 3)}; {kept}\ny = 2"
    assert indented == f"if x:\n    0{' ' * (gap - 3)}; {kept}\n"
    if "import" not in kept:
        assert given == f"z = {' ' * gap}{kept}\n"
    ast.parse(alone)
    ast.parse(indented)
    assert hidden(f"{magic}\n") == []


def test_what_a_magic_runs_goes_on_after_a_backslash() -> None:
    text = "%time f(a, \\\n  b)\ny = 1\n"
    assert code(text) == "0   ; f(a, \\\n  b)\ny = 1\n"


def hidden(text: str) -> list[tuple[int, int, str]]:
    return [(each.first, each.last, each.by) for each in blanked(split_lines(text)).hidden]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n%time for each in x: f(each)\n", [(1, 1, "%time")]),
        ("%timeit for each in x:\\\n  f(each)\n", [(0, 1, "%timeit")]),
        ("%px os.system(c)\n", [(0, 0, "%px")]),
        ("x = %time del f(c).a\n", [(0, 0, "%time")]),
        ("x = %debug f(c)\n", [(0, 0, "%debug")]),
        (",os.system ls\n/f a\n", [(0, 0, ","), (1, 1, "/")]),
        ("%%timeit x = f(c)\ng(c)\n", [(0, 0, "%%timeit")]),
        ("%%px\nf(c)\ng(c)", [(1, 2, "%%px")]),
        ("%%px\nx = 1\n", []),
        ("%%sql\nf(c)\n", []),
        ("%%\nf(c)\n", []),
        ("%%bash\nls\n", []),
        ("%config A.b = dict(c=1)\n%matplotlib inline\n!f(c)\n!ls \\\nf(c)\nf?\n%time?\n", []),
        ("x = '''\n%px f(c)\n'''\n", []),
    ],
)
def test_what_may_be_code_and_is_blank_is_told_of(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert hidden(text) == expected


@given(st.text(alphabet="ab=%!?\\\n\r '\"()#.,;/é😀0 ", max_size=60))
def test_lengths_always_stay_and_blanking_twice_is_blanking_once(text: str) -> None:
    assert code(code(text)) == code(text)


@pytest.mark.parametrize("module", ["argparse.py", "calendar.py", "enum.py", "textwrap.py", "tarfile.py", "typing.py"])
def test_python_files_stay_as_they_are(module: str) -> None:
    text = (Path(sysconfig.get_path("stdlib")) / module).read_text(encoding="utf-8")
    assert code(text) == text
