"""A comment that names a deviation which is not there is told at its place, and mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wire import Message, Wire, applied, edit, span

Start = Callable[..., Wire]
RECORD = """\
---
id: DEV-0007
kind: mitigated
rule: INJ-003
where: a.py::f
fingerprint: {v: 1, statement: "6f1c0a9be2d44d10", around: ["", ""], of: 1/1}
status: proposed
raised: {by: mira@example.org, on: 2026-11-23}
expires: 2027-11-23
---
## Justification
The text is one constant and no part of it comes from outside.
"""
CODE = (
    "import os\n\n\ndef f(x):\n    # deviation: DEV-0070\n    return x\n\n\ndef g(x):\n    y = x  # deviation: dev7\n"
    '    z = "# deviation: DEV-9999"  # deviation: 0.5 mm, see DEV-0070\n    return y  # deviation: DEV-0007\n'
)


@pytest.fixture
def wire(inside: Start) -> Wire:
    wire = inside()
    wire.write("security/deviations/DEV-0007.md", RECORD)
    wire.opened("a.py", CODE)
    return wire


def loose(said: Message) -> list[Message]:
    return [each for each in said["diagnostics"] if each["code"] == "unknown-deviation"]


def test_an_unknown_and_a_malformed_id_are_told_at_their_places(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    first, second = loose(wire.shown(address, 1))
    assert first["range"] == span(4, 17, 4, 25)
    assert "DEV-0070 is no deviation in security/deviations" in first["message"]
    assert "did you mean DEV-0007?" in first["message"]
    assert second["range"] == span(9, 24, 9, 28)
    assert "dev7 is no deviation" in second["message"]
    assert "did you mean DEV-0007?" in second["message"]


def test_it_moves_with_its_line_and_goes_with_its_cause(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    wire.change(address, 2, edit(0, 0, "import sys\n"))
    assert [each["range"]["start"]["line"] for each in loose(wire.shown(address, 2))] == [5, 10]
    wire.change(address, 3, edit(5, 17, "DEV-0007", 25))
    assert [each["range"]["start"]["line"] for each in loose(wire.shown(address, 3))] == [10]


@pytest.mark.parametrize(
    ("place", "title", "line"),
    [
        (span(4, 20, 4, 20), "Write DEV-0007", "    # deviation: DEV-0007\n"),
        (span(4, 20, 4, 20), "Remove the comment", "    return x\n"),
        (span(9, 25, 9, 25), "Write DEV-0007", "    y = x  # deviation: DEV-0007\n"),
        (span(9, 25, 9, 25), "Remove the comment", "    y = x\n"),
    ],
)
def test_it_is_mended(wire: Wire, place: Message, title: str, line: str) -> None:
    address = (wire.folder / "a.py").as_uri()
    (chosen,) = (each for each in wire.actions(address, place) if each["title"] == title)
    assert [each["code"] for each in chosen["diagnostics"]] == ["unknown-deviation"]
    change = chosen["edit"]
    edits = change["changes"][address] if "changes" in change else change["documentChanges"][0]["edits"]
    after = applied(CODE, edits).splitlines(keepends=True)
    assert after[place["start"]["line"]] == line
