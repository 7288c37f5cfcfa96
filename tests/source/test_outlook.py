"""What a chunk sees is taken over from the one that stood in its place only where it is what it would be told."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from aseptic.source.bindings import Bindings
from aseptic.source.chunk import Chunk
from aseptic.source.contribution import contribution
from aseptic.source.cut import cut
from aseptic.source.document import split_lines
from aseptic.source.outlook import sees_alike, view_of
from aseptic.source.parse import parse

TOP = """import os, shutil as sh
KEY = "system"
TABLE = {"run": os.system}
class Base:
    run = os.system
    def __init__(self):
        self.go = sh.rmtree
class Pump(Base):
    stop = os.popen
"""
WORDS = (
    "x y KEY TABLE Pump Base self run stop go os sh call globals getattr import_module 'run' 'os' . + ( ) [ ]".split()
)
LINES = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@given(LINES, LINES, st.sampled_from(["def f(x):", "class Valve(Base):\n  def f(self):"]), st.booleans())
@example("x . go", "x . run", "class Valve(Base):\n  def f(self):", False)
@example("getattr ( x , KEY )", "getattr ( x , y )", "def f(x):", False)
@example("globals +", "", "def f(x):", False)
@example("y", "call", "def f(x):", True)
def test_it_is_what_it_would_be_told(before: str, after: str, head: str, star: bool) -> None:
    top = TOP + ("from os import *\n" if star else "")
    one, other = (cut(split_lines(f"{top}{head}\n    {line}\n    os.system(x)\n")).chunks for line in (before, after))
    if len(one) != len(other):
        return
    bindings = Bindings.of([contribution(chunk, parse(chunk)) for chunk in one])
    last: tuple[Chunk, Chunk] = one[-1], other[-1]
    seen, now = (view_of(bindings, chunk, len(one) - 1, None) for chunk in last)
    assert not sees_alike(bindings, last[1], last[0], seen) or seen == now


def test_letters_that_bring_nothing_change_nothing() -> None:
    one, other = (cut(split_lines(f"{TOP}def f(x):\n    {line}\n    os.system(x)\n")).chunks for line in ("va", "val"))
    bindings = Bindings.of([contribution(chunk, parse(chunk)) for chunk in one])
    assert sees_alike(bindings, other[-1], one[-1], view_of(bindings, one[-1], len(one) - 1, None))
