"""What nobody could check though it may be right: one diagnostic names every such line and the cure."""

from __future__ import annotations

import sys

import pytest
from wire import Wire, codes, edit, places

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 15), reason="this Python knows the newest syntax that we know")
NEWER = "def load(x):\n    lazy import os\n    os.system(x)\n"
OLDER = "import os\n\n\ndef run(x):\n    os.system(x)\n"
CURE = "run Aseptic with Python 3.15 or newer"


def test_newer_syntax_is_named_with_its_lines_and_the_cure(wire: Wire, name: str) -> None:
    address = wire.write(name, "")
    wire.open(address, f"{OLDER}\n\n{NEWER}")
    missing, found = wire.shown(address, 1)["diagnostics"]
    assert places([missing]) == [("not-checked", 7, 0, 7, 12)]
    assert missing["severity"] == 2
    assert missing["source"] == "aseptic"
    assert missing["message"] == f"Lines 8-10 not checked: syntax of Python 3.15; {CURE}"
    assert places([found]) == [("INJ-003", 4, 4, 4, 13)], "the rest of the file is checked"


def test_several_such_places_are_one_diagnostic(wire: Wire, name: str) -> None:
    address = wire.write(name, "")
    wire.open(address, f"{NEWER}\n\n{OLDER}\n\n{NEWER.replace('load', 'again')}")
    missing, _ = wire.shown(address, 1)["diagnostics"]
    assert missing["message"] == f"Lines 1-3, 13-15 not checked: syntax of Python 3.15; {CURE}"


def test_one_line_is_one_line(wire: Wire, name: str) -> None:
    address = wire.write(name, "")
    wire.open(address, "lazy import telnetlib\n")
    (missing,) = wire.shown(address, 1)["diagnostics"]
    assert missing["message"] == f"Line 1 not checked: syntax of Python 3.15; {CURE}"


def test_it_goes_when_the_syntax_is_one_that_can_be_read(wire: Wire, name: str) -> None:
    address = wire.write(name, "")
    wire.open(address, NEWER)
    assert codes(wire.shown(address, 1)["diagnostics"]) == ["not-checked"]
    assert codes(wire.changed(address, 2, edit(1, 4, "", 9))) == ["INJ-003"]


def test_what_the_parser_gives_up_on_has_a_cure_of_its_own(wire: Wire, name: str) -> None:
    address = wire.write(name, "")
    wire.open(address, f"import os\nos.system({'-' * 100_000}1)\n")
    (missing,) = wire.shown(address, 1)["diagnostics"]
    assert missing["message"].startswith("Line 2 not checked: Python's parser gives up (")
    assert missing["message"].endswith("; shorten or split the statement")


def test_half_of_a_character_is_named_with_its_line(wire: Wire, name: str) -> None:
    address = wire.write(name, "")
    wire.open(address, f"{OLDER}\n\nclass A:\n    def f(self):\n        eval(self)\n        return '\ud83d'\n")
    missing, found = wire.shown(address, 1)["diagnostics"]
    said = "half of a character, \\ud83d, stands alone in line 11, which no Python reads"
    assert missing["message"] == f"Lines 9-11 not checked: {said}; remove it, or write it as that escape"
    assert codes([found]) == ["INJ-003"]


def test_a_mistake_is_left_to_those_who_show_it_already(wire: Wire, name: str) -> None:
    address = wire.write(name, "")
    wire.open(address, "import os\n\n\ndef run(x:\n    os.system(x)\n")
    assert wire.shown(address, 1)["diagnostics"] == []
