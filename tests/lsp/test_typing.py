"""Documents opened, typed in and closed: what is pushed for each version."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from wire import PUBLISHED, Wire, codes, edit, places

SHELL = "import os\n\n\ndef run(x):\n    os.system(x)\n"


def test_a_finding_says_all_that_a_client_can_show(wire: Wire, name: str) -> None:
    address = wire.opened(name, SHELL)
    said = wire.shown(address, 1)
    (found,) = said["diagnostics"]
    assert said["version"] == 1
    assert places([found]) == [("INJ-003", 4, 4, 4, 13)]
    assert found["severity"] == 1
    assert found["source"] == "aseptic"
    assert "\n" not in found["message"]
    assert found["message"].endswith("(SEC-001)")
    page = Path(unquote(urlsplit(found["codeDescription"]["href"]).path))
    assert "id: INJ-003" in page.read_text(encoding="utf-8")
    assert found["data"]["rule"] == "INJ-003"
    assert found["data"]["scope"] == "run"
    assert found["data"]["of"] == "1/1"
    (related,) = found["relatedInformation"]
    record = Path(unquote(urlsplit(related["location"]["uri"]).path))
    assert record == (wire.folder / "security" / "requirements" / "SEC-001.md").resolve()
    assert record.is_file()
    assert "SEC-001" in related["message"]


def test_every_keystroke_is_answered_with_its_own_version(wire: Wire, name: str) -> None:
    address = wire.opened(name, SHELL)
    typed, line, column = "\n\ndef more(x):\n    return eval(x)\n", 5, 0
    seen = []
    for number, letter in enumerate(typed):
        seen.append(codes(wire.changed(address, number + 2, edit(line, column, letter))))
        line, column = (line + 1, 0) if letter == "\n" else (line, column + 1)
    assert seen[0] == ["INJ-003"]
    assert len(seen[-1]) == 2
    assert all("INJ-003" in each for each in seen), "a half-typed function took its neighbour's finding away"
    assert wire.changed(address, 100, edit(4, 4, "pass  # ", 4)) != []
    assert "INJ-003" not in codes(wire.shown(address, 100)["diagnostics"])


def test_a_finding_vanishes_with_the_keystroke_that_mends_it_and_comes_back(wire: Wire, name: str) -> None:
    address = wire.opened(name, "import yaml\nyaml.load(x)\n")
    assert codes(wire.shown(address, 1)["diagnostics"]) == ["DES-005"]
    assert wire.changed(address, 2, edit(1, 5, "safe_")) == []
    assert codes(wire.changed(address, 3, edit(1, 5, "", 10))) == ["DES-005"]


def test_a_broken_chunk_keeps_its_last_findings_and_harms_no_other(wire: Wire, name: str) -> None:
    text = "import os\n\n\ndef a(x):\n    os.system(x)\n\n\ndef b(x):\n    eval(x)\n"
    address = wire.opened(name, text)
    before = codes(wire.shown(address, 1)["diagnostics"])
    assert len(before) == 2
    assert codes(wire.changed(address, 2, edit(5, 0, "    y = (\n"))) == before
    moved = places(wire.changed(address, 3, edit(0, 0, "# moved\n")))
    assert [(each[0], each[1]) for each in moved] == [(before[0], 5), (before[1], 10)]
    assert codes(wire.changed(address, 4, edit(6, 9, "1)"))) == before


def test_editing_an_import_checks_what_uses_its_name(wire: Wire, name: str) -> None:
    address = wire.opened(name, "import os as o\n\n\ndef f(x):\n    o.system(x)\n")
    assert codes(wire.shown(address, 1)["diagnostics"]) == ["INJ-003"]
    assert wire.changed(address, 2, edit(0, 7, "io", 9)) == []
    assert codes(wire.changed(address, 3, edit(0, 7, "os", 9))) == ["INJ-003"]


def test_several_changes_in_one_message_apply_in_their_order(wire: Wire, name: str) -> None:
    address = wire.opened(name, "x = 1\n")
    changes = [
        edit(0, 0, "import os\n"),
        edit(1, 0, "os.sys\n"),
        edit(1, 6, "tem(x)"),
        edit(2, 0, "", 0, 3),
    ]
    assert places(wire.changed(address, 2, *changes)) == [("INJ-003", 1, 0, 1, 9)]


def test_a_change_without_a_range_replaces_the_text(wire: Wire, name: str) -> None:
    address = wire.opened(name, SHELL)
    assert wire.changed(address, 2, {"text": "pass\n"}) == []
    later = [{"text": "import os\n"}, edit(1, 0, "os.system(x)"), edit(1, 0, "#\n")]
    assert places(wire.changed(address, 3, *later)) == [("INJ-003", 2, 0, 2, 9)]
    mixed = [edit(0, 0, "#"), {"text": SHELL}]
    assert places(wire.changed(address, 4, *mixed)) == [("INJ-003", 4, 4, 4, 13)]
    assert wire.changed(address, 5, {"text": ""}) == []
    assert wire.changed(address, 6) == []


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"], ids=["CRLF", "CR", "LF"])
def test_every_line_end_of_the_protocol_counts(wire: Wire, name: str, end: str) -> None:
    address = wire.opened(name, SHELL.replace("\n", end))
    assert places(wire.shown(address, 1)["diagnostics"]) == [("INJ-003", 4, 4, 4, 13)]
    assert places(wire.changed(address, 2, edit(1, 0, end))) == [("INJ-003", 5, 4, 5, 13)]
    assert places(wire.changed(address, 3, edit(0, 9, "", 0, 4))) != [("INJ-003", 5, 4, 5, 13)]


@pytest.mark.parametrize("other", ["\f", "\x1c", "\x85", "\u2028", "\v"], ids=ascii)
def test_nothing_else_ends_a_line(wire: Wire, name: str, other: str) -> None:
    address = wire.opened(name, f"import os\nx = '''a{other}b'''\nos.system(x)\n")
    assert places(wire.shown(address, 1)["diagnostics"]) == [("INJ-003", 2, 0, 2, 9)]
    assert places(wire.changed(address, 2, edit(2, 0, f"# {other}\n"))) == [("INJ-003", 3, 0, 3, 9)]


def test_a_carriage_return_and_a_newline_typed_apart_become_one_end(wire: Wire, name: str) -> None:
    address = wire.opened(name, "import os\ros.system(x)\r")
    assert places(wire.shown(address, 1)["diagnostics"]) == [("INJ-003", 1, 0, 1, 9)]
    assert places(wire.changed(address, 2, edit(1, 0, "\n"))) == [("INJ-003", 1, 0, 1, 9)]


def test_close_clears_and_open_again_shows(wire: Wire, name: str) -> None:
    address = wire.opened(name, SHELL)
    document = {"textDocument": {"uri": address}}
    wire.tell("textDocument/didClose", document)
    assert wire.shown(address)["diagnostics"] == []
    assert wire.hover(address, 4, 6) is None
    wire.open(address, SHELL, version=7)
    assert codes(wire.shown(address, 7)["diagnostics"]) == ["INJ-003"]


def test_open_twice_takes_the_newer_text(wire: Wire, name: str) -> None:
    address = wire.opened(name, SHELL)
    wire.open(address, "eval(x)\n", version=2)
    assert "INJ-003" not in codes(wire.shown(address, 2)["diagnostics"])
    assert len(wire.shown(address, 2)["diagnostics"]) == 1


def test_each_version_is_published_once_and_holds_each_finding_once(wire: Wire, name: str) -> None:
    address = wire.opened(name, SHELL + "eval(x)\n")
    for version in range(2, 8):
        wire.changed(address, version, edit(0, 0, "#\n"))
    wire.save(address)
    assert wire.alive()
    said = [each for each in wire.told(PUBLISHED) if each["uri"] == address]
    assert [each["version"] for each in said] == list(range(1, 8))
    for each in said:
        found = [(str(one["range"]), one["code"]) for one in each["diagnostics"]]
        assert len(found) == len(set(found)) == 2


def test_only_python_is_checked(wire: Wire) -> None:
    address = wire.write("notes.txt", "eval(x)\n")
    wire.open(address, "eval(x)\n", language="plaintext")
    assert wire.alive()
    assert not [each for each in wire.told(PUBLISHED) if each["uri"] == address]


def test_a_document_that_was_never_saved_is_checked(wire: Wire) -> None:
    wire.open("untitled:Untitled-1", "eval(x)\n")
    assert len(wire.shown("untitled:Untitled-1", 1)["diagnostics"]) == 1


def test_names_that_need_escapes(wire: Wire) -> None:
    for each in ("a b.py", "100%.py", "c#.py", "größe.py", "病院.py", "q?.py", "a%20b.py"):
        address = wire.opened(each, "eval(x)\n")
        assert len(wire.shown(address, 1)["diagnostics"]) == 1
