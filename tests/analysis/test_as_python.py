"""What names stand for, held against Python itself: which calls of small programs are ever those of `eval`.

None is missed. Functions are called when the module is complete, which is what the reading takes for granted, and no
program deletes what functions see. Said of a call may be that it is one of `eval`, though it never is,
- where the program ends with an error on the way: what it is left with is read as if it went on;
- in a loop, or behind one: that its body surely runs once, or to its end, is not seen;
- behind a `try`: that `else` comes after the whole of the body is not seen;
- in a function: under which conditions it was made, and what another one sets before it is called, are not seen.
"""

from __future__ import annotations

import pytest
from python_programs import Program, truth

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.source.document import Document
from aseptic.standard.catalog import shipped

MEMO = Memo(compiled(shipped()[0]))
STRAIGHT = ["", "class", "annotation walrus", "del", "match with", "annotation class match walrus with"]
ANY = [
    *STRAIGHT,
    "while",
    "for",
    "try",
    "def",
    "annotation class del for match try walrus while with",
    "class def for try",
]
PROGRAMS = 120


def said(program: str) -> set[int]:
    """Return the lines of which a finding says that they call `eval`."""
    found = fresh(Document.of(program), MEMO).findings
    return {start + each.span.start.line for start, each in found if each.rule == "INJ-001"}


@pytest.mark.parametrize("kinds", ANY)
def test_what_python_calls_is_found(kinds: str) -> None:
    called = 0
    for seed in range(PROGRAMS):
        program = Program.of(seed, kinds).text
        evaluated, _, _ = truth(program)
        called += len(evaluated)
        assert not evaluated - said(program), f"{seed}\n{program}"
    assert called > PROGRAMS


@pytest.mark.parametrize("kinds", STRAIGHT)
def test_what_python_never_calls_is_not_found(kinds: str) -> None:
    never = 0
    for seed in range(PROGRAMS):
        program = Program.of(seed, kinds).text
        evaluated, measured, whole = truth(program)
        if whole:
            never += len(measured - evaluated)
            assert not (measured - evaluated) & said(program), f"{seed}\n{program}"
    assert never > PROGRAMS


@pytest.mark.parametrize(
    "program",
    [
        "for eval in (len, len):\n    eval(1)\neval(2)\n",
        "for foo in (len, len):\n    while asked():\n        foo(2)\n        foo = eval\n",
        "foo = len\nfoo(1) if (foo := eval) else 0\n",
        Program.of(790, "while").text,
    ],
)
def test_loops_and_turned_expressions_are_read_as_python_goes_through_them(program: str) -> None:
    evaluated, measured, _ = truth(program)
    assert evaluated <= said(program)
    assert not (measured - evaluated) & said(program)
