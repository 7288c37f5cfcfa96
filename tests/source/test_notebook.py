"""Cells as one text: chunks end at walls, cells share names, and edits leave what a fresh cut gives."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aseptic.analysis.documents.incremental import edited, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.chunk import Chunk
from aseptic.source.cut import cut, recut
from aseptic.source.document import Document
from aseptic.source.notebook import Cell, Notebook
from aseptic.source.span import Edit, Span

BROKEN = ["f(", 'x = """', "def f(:", "[", "class A:", "@x", "if x:", "x = \\", "'''", "try:", "# only", "", "   "]
PIECES = st.sampled_from(
    [
        *BROKEN,
        "import os",
        "os.system(x)",
        "def f(x):\n    os.system(x)",
        "from os import system as r",
        "r = print",
        "if x:\n    r = os.system",
        "def r(x): ...",
        "r(x)",
        "def eval(x): ...",
        "eval(x)",
        "import os as o",
        "o.system(x)",
        "class A:\n    def m(self):\n        eval(self)",
        "!ls",
        "%%bash\nrm",
    ]
)
CELLS = st.lists(st.lists(PIECES, min_size=1, max_size=3).map("\n".join), max_size=5)


def notebook(*texts: str) -> Notebook:
    return Notebook.of(Cell(f"cell{number}", 1, Document.of(text)) for number, text in enumerate(texts))


def chunks(texts: list[str]) -> list[list[Chunk]]:
    """Return each cell's chunks, cut as if there were no other."""
    return [list(cut(cell.code).chunks) for cell in notebook(*texts).cells]


def test_lines_and_cells_map_to_one_another() -> None:
    book = notebook("a\nb", "", "c\n")
    assert tuple(book.document.lines) == ("a\n", "b\n", "\n", "c\n", "\n", "")
    assert book.starts == (0, 2, 3)
    assert [book.at(line) for line in range(6)] == [0, 0, 1, 2, 2, 2]
    assert [book.lines_of(index) for index in range(3)] == [(0, 2), (2, 3), (3, 5)]
    assert book.index("cell1") == 1
    with pytest.raises(KeyError):
        book.index("gone")
    empty = Notebook.of(())
    assert tuple(empty.document.lines) == ("",)
    assert empty.at(0) == 0


@settings(deadline=None)
@given(CELLS)
def test_no_chunk_runs_over_a_wall(texts: list[str]) -> None:
    book = notebook(*texts)
    whole = cut(book.document.lines, book.document.walls)
    assert [*(each for cell in chunks(texts) for each in cell), Chunk("")] == list(whole.chunks)
    assert set(book.starts) <= set(whole.starts)
    for index, start in enumerate(book.starts):
        part = whole.part(*book.lines_of(index))
        assert list(part.chunks) == chunks(texts)[index]
        assert part.starts[0] == 0, start


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CELLS, st.lists(CELLS, min_size=1, max_size=4))
def test_cells_that_change_come_and_go_leave_what_a_fresh_analysis_gives(
    memo: Memo, first: list[str], later: list[list[str]]
) -> None:
    document = notebook(*first).document
    analysis = fresh(document, memo)
    for texts in later:
        new = notebook(*texts).document
        change = document.difference(new)
        assert recut(analysis.cut, new.lines, change, new.walls).cut.chunks == cut(new.lines, new.walls).chunks
        analysis, document = edited(analysis, new, change, memo), new
        again = fresh(new, memo)
        assert analysis.cut.starts == again.cut.starts
        for one, other in zip(analysis.entries, again.entries, strict=True):
            assert one.view == other.view
            assert one.checked.broken or one.findings == other.findings


@settings(deadline=None)
@given(CELLS.filter(bool), st.integers(0, 30), st.integers(0, 4), st.sampled_from(["x", "\n", "a\nb\n", "", "'''"]))
def test_an_edit_inside_a_cell_moves_the_walls_below(texts: list[str], line: int, column: int, text: str) -> None:
    book = notebook(*texts)
    index = book.at(min(line, len(book.document.lines) - 2))
    first, end = book.lines_of(index)
    line = min(max(line, first), end - 1)
    new, change = book.document.edited(Edit(Span.of(line, column, line, column + 1), text))
    assert new.walls == tuple(each + change.shift if each > first else each for each in book.document.walls)
    assert (
        cut(new.lines, new.walls).chunks
        == recut(cut(book.document.lines, book.document.walls), new.lines, change, new.walls).cut.chunks
    )


def test_a_wall_that_comes_or_goes_between_equal_lines_is_a_change() -> None:
    one, two = notebook("a = (\nb = 1").document, notebook("a = (", "b = 1").document
    assert one.lines == two.lines
    for old, new in ((one, two), (two, one)):
        change = old.difference(new)
        assert change.first <= 1 < change.new_end
        assert (
            recut(cut(old.lines, old.walls), new.lines, change, new.walls).cut.chunks
            == cut(new.lines, new.walls).chunks
        )


def test_cells_share_names(memo: Memo) -> None:
    analysis = fresh(notebook("import os as o", "broken = (", "def f(x):\n    o.system(x)").document, memo)
    assert [finding.rule for _, entry in analysis.found for finding in entry.findings] == ["INJ-003"]


def found(memo: Memo, *texts: str) -> list[int]:
    """Return the cells that have findings."""
    book = notebook(*texts)
    analysis = fresh(book.document, memo)
    return [book.at(start + each.span.start.line) for start, entry in analysis.found for each in entry.findings]


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (("os.system(c)", "import os"), [0]),
        (("r(c)", "import os\nr = os.system"), [0]),
        (("r(c)", "r = os.system", "import os"), [0]),
        (("yaml.load(c)", "import yaml"), [0]),
        (("o.loads(c)", "x = 1", "import pickle as o"), [0]),
        (("r(c)", "def r(x): ..."), []),
        (("eval(c)", "def eval(x): ..."), [0]),
        (("import os", "r = print", "r(c)", "r = os.system"), []),
        (("import os", "if x:\n    r = print", "r(c)", "r = os.system"), [2]),
        (("import os", "r(c)\nr = os.system"), []),
        (("import os", "r = print\nr(c)\nr = os.system", "r(c)"), [2]),
        (("import os", "r = os.system", "r(c)", "r = print"), [2]),
        (("import os", "r(c)", "r = os.system", "r = print"), []),
        (("import os", "class B(K):\n    x = r(c)", "r = os.system"), [1]),
    ],
)
def test_a_cell_sees_what_one_below_binds_where_none_above_surely_does(
    memo: Memo, texts: tuple[str, ...], cells: list[int]
) -> None:
    assert found(memo, *texts) == cells


def test_what_cells_see_is_looked_at_again_where_walls_come_and_go(memo: Memo) -> None:
    apart, one = (
        notebook("import os", "r(c)", "x = 1", "r = os.system"),
        notebook("import os", "r(c)\nx = 1\nr = os.system"),
    )
    for old, new, rules in ((apart, one, []), (one, apart, ["INJ-003"])):
        analysis = fresh(old.document, memo)
        analysis = edited(analysis, new.document, old.document.difference(new.document), memo)
        assert [each.rule for _, entry in analysis.found for each in entry.findings] == rules
