"""What rests on very many other names is undecided, whoever asks first, and nothing runs out of room for it."""

from __future__ import annotations

import random
from unittest.mock import patch

import pytest
from test_bindings import called

from aseptic.source.bindings import Bindings
from aseptic.source.contribution import contribution
from aseptic.source.cut import cut
from aseptic.source.document import split_lines
from aseptic.source.module import Module, Placed
from aseptic.source.outlook import overview
from aseptic.source.parse import parse
from aseptic.source.trail import DEEPEST, Trail

SHAPES = {
    "aliases": "A{0} = A{1}\n",
    "choices": "A{0} = A{1} if q else A{1}\n",
    "tables": "A{0} = {{'a': A{1}}}['a']\n",
    "arguments": "A{0} = staticmethod(A{1})\n",
}


def chain(shape: str, length: int) -> str:
    return "import os\nA0 = os.system\n" + "".join(SHAPES[shape].format(n, n - 1) for n in range(1, length + 1))


def bindings_of(text: str) -> Bindings:
    chunks = cut(split_lines(text)).chunks
    return Bindings.of([contribution(chunk, parse(chunk)) for chunk in chunks])


@pytest.mark.parametrize("shape", SHAPES)
def test_a_chain_of_aliases_is_followed_so_far_and_no_further(shape: str) -> None:
    assert "os.system" in called(f"{chain(shape, 20)}A20(x)\n")
    assert "os.system" not in called(f"{chain(shape, 250)}A250(x)\n")
    assert called(f"{chain(shape, 250)}A20(x)\nos.system(y)\n").count("os.system") == 2


@pytest.mark.parametrize("shape", SHAPES)
def test_whoever_asks_first_is_told_the_same(shape: str) -> None:
    text = chain(shape, 3 * DEEPEST)
    names = [f"A{number}" for number in range(3 * DEEPEST + 1)]
    alone = {name: bindings_of(text).module().named(name, None, Trail()) for name in names}
    assert 10 < sum(each == ("os.system",) for each in alone.values()) <= DEEPEST
    for seed in range(5):
        random.Random(seed).shuffle(names)
        together, trail = bindings_of(text), Trail()
        assert {name: together.module().named(name, None, trail) for name in names} == alone


def test_short_ways_beside_a_long_one_are_followed() -> None:
    long = "".join(f"B{n} = B{n - 1}\n" for n in range(1, 200))
    text = f"import os\nB0 = os.system\n{long}T = {{'long': B199, 'short': os.system}}\nT['short'](x)\n"
    assert called(text) == ["os.system"]


def test_a_file_with_such_a_chain_is_looked_over_as_a_whole() -> None:
    text = chain("aliases", 400)
    view = overview(bindings_of(text), cut(split_lines(text)).chunks)
    assert view is not None
    assert dict(view.names)["A1"] == ("os.system",)
    assert dict(view.names)["A399"] == ()


def test_a_local_name_rebound_five_hundred_times() -> None:
    head, line = "import os\ndef f(c=None):\n", "    c = c or os.system\n"
    assert called(f"{head}{line * 20}    c(x)\n") == ["os.system"]
    assert called(f"{head}{line * 500}    c(x)\n    os.popen(x)\n") == ["os.popen"]


def test_a_name_that_is_rebound_very_often_costs_no_more_than_the_number() -> None:
    text = "import os\nx = os.system\n" + "x = x if q else print\n" * 1000
    looked: list[Placed] = []
    given = Module.given

    def counted(module: Module, placed: Placed, own: str, trail: Trail) -> tuple[str, ...]:
        looked.append(placed)
        return given(module, placed, own, trail)

    bindings = bindings_of(text)
    with patch.object(Module, "given", counted):
        found = [bindings.module(until).named("x", None, bindings.trail()) for until in range(1, 1003)]
    assert len(looked) < 5_000
    assert found[1] == ("os.system",)
    assert found[10] == ("os.system", "builtins.print")
    assert found[-1] == ()
