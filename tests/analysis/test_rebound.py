"""An edit that binds what was bound before, in other chunks, concerns no other chunk; any other one concerns some."""

from __future__ import annotations

import pytest

from aseptic.analysis.documents.incremental import edited, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.documents.outline import telling
from aseptic.analysis.documents.rebound import rebound
from aseptic.source.document import Document
from aseptic.source.span import Edit, Span

MODULE = """import os


def treat(patient):
    pass


Table = namedtuple("Table", "a b")
run = os.system


class Pump:
    def go(self):
        pass

    rate = run


def other(name):
    globals()[name + "em"](Table)
"""


@pytest.mark.parametrize(
    ("line", "typed", "names"),
    [
        (4, "print(", set[str]()),
        (13, "print(", set[str]()),
        (4, "import shutil as run", {"shutil", "run", "rate"}),
        (13, "self.rate = os.popen", {"Pump", "rate"}),
        (8, "stop = os.popen", {"run", "stop", "rate"}),
        (7, "Table = os.popen", {"Table"}),
    ],
)
def test_only_names_that_are_bound_otherwise_may_differ(memo: Memo, line: int, typed: str, names: set[str]) -> None:
    document = Document.of(MODULE)
    old = fresh(document, memo)
    indent = len(document.lines[line]) - len(document.lines[line].lstrip())
    document, change = document.edited(Edit(Span.of(line, indent, line, len(document.lines[line]) - 1), typed))
    new = edited(old, document, change, memo)
    before, after = telling(tuple(old.contributions)), telling(tuple(new.contributions))
    touched = rebound(before, after, (old.bindings, new.bindings), memo)
    assert touched is not None
    assert touched.names == names


def test_what_a_class_body_is_made_of_may_differ_where_its_statements_change_places(memo: Memo) -> None:
    code = "import os\nclass Pump:\n    {}\n    {}\n    def stop(self):\n        self.T[0](x)\n"
    parts = "run = os.popen", "T = [run]"
    document = Document.of(code.format(*parts))
    old = fresh(document, memo)
    document, change = document.edited(Edit(Span.of(2, 4, 3, 13), "\n    ".join(parts[::-1])))
    new = edited(old, document, change, memo)
    again = fresh(Document.of(code.format(*parts[::-1])), memo)
    assert [each.view for each in new.entries] == [each.view for each in again.entries]
    assert [each.view for each in new.entries][-1] != [each.view for each in old.entries][-1]
