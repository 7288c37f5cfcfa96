"""Columns are exact in every encoding, both ways: where findings stand, where edits land, where a hover asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from wire import SHOWING, WIDTHS, Wire, applied, edit, places, span

BEFORE = ["", "a = 'é'; ", "a = '😀'; ", "a = '👩‍⚕️ e\u0301 \u3000病'; ", "é = '😀' * 2 ; "]


@pytest.fixture(params=WIDTHS, scope="module")
def spoken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Wire, str]]:
    folder: Path = tmp_path_factory.mktemp(request.param) / "project"
    folder.mkdir()
    with ExitStack() as stack:
        wire = stack.enter_context(Wire(folder))
        literals = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}
        general = {"positionEncodings": [request.param]}
        wire.initialize({"general": general, "textDocument": {**SHOWING, "codeAction": literals}})
        yield wire, request.param


@pytest.mark.parametrize("before", BEFORE, ids=range(len(BEFORE)))
def test_findings_hovers_and_replacements_stand_where_they_should(
    spoken: tuple[Wire, str], before: str, name: str
) -> None:
    wire, encoding = spoken
    width = WIDTHS[encoding]
    at = width(before)
    text = f"import yaml\n{before}yaml.load('😀', yaml.Loader); y = '😀'\n"
    address = wire.opened(name, text)
    (found,) = wire.shown(address, 1)["diagnostics"]
    assert places([found]) == [("DES-005", 1, at, 1, at + len("yaml.load"))]
    assert wire.hover(address, 1, at)
    assert wire.hover(address, 1, at + len("yaml.loa"))
    assert not wire.hover(address, 1, at + width("yaml.load('😀', yaml.Loader); "))
    offered = wire.actions(address, found["range"], [found])
    changes = next(each["edit"]["changes"][address] for each in offered if each.get("edit"))
    assert applied(text, changes, encoding) == f"import yaml\n{before}yaml.safe_load('😀'); y = '😀'\n"


@pytest.mark.parametrize("before", BEFORE, ids=range(len(BEFORE)))
def test_edits_land_where_they_should(spoken: tuple[Wire, str], before: str, name: str) -> None:
    wire, encoding = spoken
    width = WIDTHS[encoding]
    address = wire.opened(name, f"import os\n{before}os.other(x)\n")
    assert wire.shown(address, 1)["diagnostics"] == []
    start = width(f"{before}os.")
    assert places(wire.changed(address, 2, edit(1, start, "system", start + len("other")))) == [
        ("INJ-003", 1, width(before), 1, width(before) + len("os.system"))
    ]
    both = [edit(1, width(before), "'😀';"), edit(1, width(f"{before}'😀';"), "'é';")]
    at = width(f"{before}'😀';'é';")
    assert places(wire.changed(address, 3, *both)) == [("INJ-003", 1, at, 1, at + len("os.system"))]


def test_a_column_inside_a_character_means_before_it(spoken: tuple[Wire, str], name: str) -> None:
    wire, encoding = spoken
    width = WIDTHS[encoding]
    address = wire.opened(name, "import os\n'😀'; os.system(x)\n")
    inside = 1 + max(width("😀") - 1, 0)
    shown = places(wire.changed(address, 2, edit(1, inside, "ab")))
    at = width("'ab😀'; ")
    assert shown == [("INJ-003", 1, at, 1, at + len("os.system"))]


def test_a_column_past_the_line_is_its_end(spoken: tuple[Wire, str], name: str) -> None:
    wire, encoding = spoken
    width = WIDTHS[encoding]
    address = wire.opened(name, "import os\n'😀'\nos.system(x)\n")
    changed = wire.changed(address, 2, edit(1, 999, "; os.system(y)"))
    at = width("'😀'; ")
    assert places(changed)[0] == ("INJ-003", 1, at, 1, at + len("os.system"))
    assert len(changed) == 2


def test_actions_are_asked_for_in_the_clients_columns(spoken: tuple[Wire, str], name: str) -> None:
    wire, encoding = spoken
    width = WIDTHS[encoding]
    before = "'😀😀😀😀😀😀😀😀'; "
    address = wire.opened(name, f"import os, yaml\n{before}yaml.load(x); os.system(x)\n")
    at = width(f"{before}yaml.load(x); ") + 4
    titles = [each["title"] for each in wire.actions(address, span(1, at, 1, at))]
    assert titles
    assert not [title for title in titles if "yaml" in title or "DES-005" in title]
