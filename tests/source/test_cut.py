"""Chunks: whole, right, and the same after an edit as from the start."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aseptic.source.boundary import Level
from aseptic.source.chunk import Kind
from aseptic.source.cut import _joined, _pieces, cut, recut
from aseptic.source.document import Document, split_lines
from aseptic.source.parse import Parsed, parse
from aseptic.source.span import Edit, Position, Span

STDLIB = Path(sysconfig.get_path("stdlib"))
MODULES = ["argparse.py", "typing.py", "tarfile.py", "subprocess.py", "dataclasses.py", "enum.py", "logging/config.py"]

MODULE = '''"""Doc."""
import os

# about f
@decorated(
    1,
)
def f(x):
    """Say

def not_code(): pass
    """
    return x


class A(Base):
    """Doc."""

    field = 1

    # about m
    @property
    def m(self):
        return {
            "a": 1,
        }

    class Inner:
        x = 1

if os:
    y = 1
else:
    y = 2
'''


def texts(source: str) -> list[str]:
    return [chunk.text for chunk in cut(split_lines(source)).chunks]


def test_chunks_hold_every_line_once() -> None:
    assert "".join(texts(MODULE)) == MODULE


def test_statements_headers_and_members_are_chunks() -> None:
    whole = cut(split_lines(MODULE))
    heads = [(chunk.kind, chunk.owner, chunk.text.strip().splitlines()[0].strip()) for chunk in whole.chunks]
    assert heads == [
        (Kind.STATEMENT, "", '"""Doc."""'),
        (Kind.STATEMENT, "", "import os"),
        (Kind.STATEMENT, "", "# about f"),
        (Kind.HEADER, "A", "class A(Base):"),
        (Kind.MEMBER, "A", '"""Doc."""'),
        (Kind.MEMBER, "A", "field = 1"),
        (Kind.MEMBER, "A", "# about m"),
        (Kind.MEMBER, "A", "class Inner:"),
        (Kind.STATEMENT, "", "if os:"),
    ]


def _units(tree: ast.Module) -> int:
    """How many chunks a module has by its tree: statements, and for a class its header and each member."""
    lines = 0
    seen: set[int] = set()
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) and node.body[0].lineno > node.lineno else []
        for part in [node, *inner]:
            first = min([part.lineno, *(each.lineno for each in getattr(part, "decorator_list", []))])
            if first not in seen:
                seen.add(first)
                lines += 1
    return lines


@pytest.mark.parametrize("name", MODULES)
def test_every_chunk_of_a_real_module_parses_alone(name: str) -> None:
    source = (STDLIB / name).read_text(encoding="utf-8")
    whole = cut(split_lines(source))
    parsed = [parse(chunk) for chunk in whole.chunks]
    assert all(isinstance(each, Parsed) for each in parsed)
    assert len(whole.chunks) == _units(ast.parse(source))


@pytest.mark.parametrize("opened", ["(", "[", "{", "'", '"', '"""', "'''", 'f"{', "x = ("])
def test_what_stands_unclosed_in_one_function_spoils_no_other(opened: str) -> None:
    source = 'def f():\n    x = 1\n\n\ndef g():\n    """Doc g."""\n    return 2\n\n\nclass C:\n    """Doc."""\n\n    def m(self):\n        """Doc m."""\n'
    broken = source.replace("    x = 1\n", f"    x = 1\n    {opened}\n")
    assert texts(broken)[1:] == texts(source)[1:]


@pytest.mark.parametrize("opened", ["(", '"""', "'''"])
def test_what_stands_unclosed_in_one_method_spoils_no_other(opened: str) -> None:
    source = "class C:\n    def a(self):\n        x = 1\n\n    @property\n    def b(self):\n        '''Doc.'''\n\ndef g():\n    '''Doc.'''\n"
    broken = source.replace("x = 1\n", f"x = 1\n        {opened}\n")
    assert texts(broken)[2:] == texts(source)[2:]


@pytest.mark.parametrize("opened", ["(\n", "x = [\n", "f(a,\n"])
@pytest.mark.parametrize("indent", ["", "    "])
def test_a_bracket_above_a_text_that_looks_like_code_here_and_there_leaves_it_whole(opened: str, indent: str) -> None:
    doc = f'{indent}r"""Servers.\n\n{indent}To be used by a\n{indent}class instance, or\n{indent}import it.\n{indent}"""\n\n'
    after = f"{indent}def g(self):\n{indent}    pass\n"
    head = "class C:\n" if indent else ""
    assert texts(f"{head}{indent}{opened}{doc}{after}")[len(head) > 0 :] == [f"{indent}{opened}{doc}", after]


@pytest.mark.parametrize(
    "after",
    [
        "x = 1\n",
        "try:\n    x = 1\nfinally:\n    pass\n",
        "with x:\n    pass\n",
        "@f\ndef g(): ...\n",
        "async def f(): ...\n",
    ],
)
def test_a_string_that_holds_definitions_is_one_string(after: str) -> None:
    string = 'TEMPLATE = """\nimport os\n\ndef f():\n    pass\n"""\n'
    assert texts(string + after) == [string, after]


@pytest.mark.parametrize("mark", ["\ufeff", "\f", "\ufeff\f", "\f\f"], ids=repr)
@pytest.mark.parametrize(
    "first",
    [
        '"""Say.\n\nimport os\n"""\n',
        '"""Say.\n\n    import os\n"""\n',
        "@f\ndef g(): ...\n",
        "@f(\n  1,\n)\nclass A(B): pass\n",
        'def f():\n    """\nimport os\n    """\n',
    ],
)
def test_a_byte_order_mark_or_a_form_feed_is_no_part_of_what_follows_it(mark: str, first: str) -> None:
    assert texts(f"{mark}{first}x = 1\n") == [f"{mark}{first}", "x = 1\n"]
    members = ["    def f(self): ...\n\n", "    y = 1\n"]
    assert texts(f"{mark}class A:\n{''.join(members)}") == [f"{mark}class A:\n", *members]


def test_nested_quotes_of_python_312_end_where_they_end() -> None:
    assert len(texts('x = f"{d["("]}"\ny = f"{a:\'>3}" + f"{{"\nz = 1\n')) == 3


def test_an_edit_makes_new_chunks_only_round_it() -> None:
    document = Document.of(MODULE)
    whole = cut(document.lines)
    line = MODULE.splitlines().index("    return x")
    after, change = document.edited(Edit(Span.of(line, 11, line, 12), "y"))
    step = recut(whole, after.lines, change)
    assert step.old_end - step.first == step.new_end - step.first == 1
    assert all(
        new is old for new, old in zip(step.cut.chunks[step.new_end :], whole.chunks[step.old_end :], strict=True)
    )


SNIPPETS = st.sampled_from(
    ["(", ")", '"""', "'", '"', "\n", "    ", "\t", "#", "\r", "[", "}", "\\", "@d\n", "else:\n", "def f():\n", ""]
    + [
        "class A:\n",
        "class B: pass\n",
        "import os\n",
        "x = 1\n",
        "    def m(self):\n",
        '"""\n',
        "\x0c",
        "async def h():\n",
    ]
)
PLACES = st.builds(Position, st.integers(0, 40), st.integers(0, 30))


@given(st.lists(st.tuples(PLACES, PLACES, SNIPPETS), min_size=1, max_size=12))
def test_cutting_again_equals_cutting_anew(edits: list[tuple[Position, Position, str]]) -> None:
    document = Document.of(MODULE)
    now = cut(document.lines)
    for start, end, text in edits:
        document, change = document.edited(Edit(Span(start, min(end, Position(start.line + 1, 5))), text))
        now = recut(now, document.lines, change).cut
        anew = cut(document.lines)
        assert (now.chunks, now.starts) == (anew.chunks, anew.starts)


class Read(list[str]):
    """Lines that count how often one of them is read."""

    reads = 0

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        self.reads += len(found) if isinstance(place, slice) else 1
        return found


@pytest.mark.parametrize(
    "text",
    ["@x\n", "    @x\n", "@x(\n)\n", "@x(\n", "# why\n", "@x\n# why\n", "x\n", "(\n@x\n", "class A:\n @x\n", "@x\n\n"],
    ids=repr,
)
def test_twice_as_many_lines_are_read_about_twice_as_often(text: str) -> None:
    def reads(number: int) -> int:
        lines = Read(split_lines(text * number + "def f(): pass\n"))
        cut(lines)
        return lines.reads

    assert reads(4000) <= 2.5 * reads(2000) <= 2.5 * 2.5 * reads(1000)


def test_a_definition_keeps_the_decorators_and_comments_right_above_it() -> None:
    text = "x = (\n" + "@a\n# why\n" * 5 + "def f(): pass\n"
    assert [chunk.text for chunk in cut(split_lines(text)).chunks] == ["x = (\n", text.removeprefix("x = (\n")]


@pytest.mark.parametrize("path", MODULES)
def test_what_is_skipped_changes_no_cut_of_a_real_module(path: str) -> None:
    lines = split_lines((STDLIB / path).read_text(encoding="utf-8"))
    assert_skipping_changes_nothing(lines)


PIECES = st.sampled_from(
    [
        "def f(x):\n", "    return [\n", "        a,\n", "    ]\n", "class C:\n", "    def m(self):\n", "        '''Doc.\n",
        "        more '''\n", "        \"\"\"Doc.\"\"\"\n", "@d\n", "    @d(\n", "    )\n", "x = (\n", ")\n", "\n", "  \n", "# c\n",
        "    # c (\n", "        f('(', \"#\")\n", "        f(\"\"\"\n", "        y = {'a': [1, (2)]}  # )\n", "        \"\n", "\tz\n",
        "        r'\\'\n", "        f'{x[\"a\"]}'\n", "        \\\n", "\x0c\n", "        a\r", "        b\r\n", "def", "'''", "(", "else:\n",
        "import x\n", "        import y\n", "    if x: (\n", "async def g(): pass\n", "        ''''''\n", "        ''' '\n",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_what_is_skipped_changes_no_cut(text: str) -> None:
    assert_skipping_changes_nothing(split_lines(text))


def assert_skipping_changes_nothing(lines: list[str]) -> None:
    skipping, walking = cut(lines), _joined(list(_pieces(lines, 0, Level(), ())))
    assert list(skipping.chunks) == list(walking.chunks)
    assert list(skipping.over) == list(walking.over)
