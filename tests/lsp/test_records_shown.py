"""Records and settings that change on disk while documents are open, and what is shown of a faulty one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wire import PUBLISHED, Message, Wire, codes, edit

Start = Callable[..., Wire]
TEXT = "import os\nos.system(x)\n"
STANDARD = "---\nid: STANDARD\ntitle: Ours\nstandard: Aseptic\nversion: '0.1'\n{more}---\nText.\n"
REQUIREMENT = "---\nid: SEC-00{n}\ntitle: A\ncapability: SAHD\nstatus: approved\nrules: [INJ-003]\n---\nIt shall.\n"


def says(words: str) -> Callable[[Message], bool]:
    return lambda said: any(words in each["message"] for each in said["diagnostics"])


def newest(wire: Wire, address: str) -> Message:
    assert wire.alive()
    return [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]


def test_a_record_written_elsewhere_is_seen_on_save(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    assert "SEC" not in wire.shown(address, 1)["diagnostics"][0]["message"]
    record = wire.write("security/requirements/SEC-001.md", REQUIREMENT.format(n=1))
    wire.save(address)
    assert wire.shown(address, 1, says("(SEC-001)"))
    (wire.folder / "security" / "requirements" / "SEC-001.md").unlink()
    wire.save(record)
    assert "SEC" not in newest(wire, address)["diagnostics"][0]["message"]


def test_a_watched_file_is_seen_without_a_save(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    record = wire.write("security/requirements/SEC-001.md", REQUIREMENT.format(n=1))
    wire.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": record, "type": 1}]})
    assert wire.shown(address, 1, says("(SEC-001)"))


def test_a_record_is_seen_when_actions_are_asked_for(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    wire.write("security/requirements/SEC-001.md", REQUIREMENT.format(n=1))
    wire.actions(address, wire.shown(address, 1)["diagnostics"][0]["range"])
    assert wire.shown(address, 1, says("(SEC-001)"))


def test_every_open_document_of_the_project_is_shown_again(start: Start) -> None:
    wire = start()
    addresses = [wire.opened(f"{letter}.py", TEXT) for letter in "abc"]
    wire.write("security/requirements/SEC-001.md", REQUIREMENT.format(n=1))
    wire.save(addresses[0])
    for each in addresses:
        assert wire.shown(each, 1, says("(SEC-001)"))


def test_a_faulty_record_is_a_diagnostic_at_its_line_until_it_is_mended(start: Start) -> None:
    wire = start()
    good = REQUIREMENT.format(n=1)
    record = wire.write("security/requirements/SEC-001.md", good.replace("status: approved", "status: aproved"))
    address = wire.opened("a.py", TEXT)
    (fault,) = wire.shown(record)["diagnostics"]
    assert fault["range"]["start"]["line"] == 4
    assert fault["severity"] == 1
    assert fault["source"] == "aseptic"
    assert fault["code"] == "status"
    assert "\n" not in fault["message"]
    assert "approved" in fault["message"]
    assert codes(wire.shown(address, 1)["diagnostics"]) == ["INJ-003"]
    wire.write("security/requirements/SEC-001.md", good)
    wire.save(record)
    assert wire.shown(record, until=lambda said: not said["diagnostics"])
    assert wire.shown(address, 1, says("(SEC-001)"))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("---\nid: SEC-001\ntitle: [unclosed\ncapability: SAHD\n---\nx\n", None),
        ("---\nid: SEC-001\nid: SEC-002\ntitle: a\ncapability: SAHD\nstatus: draft\n---\nIt shall.\n", 2),
        ("no front matter at all\n", 0),
        ("", 0),
        ("\ufeff---\r\nid: SEC-001\r\ntitle: a\r\ncapability: XXXX\r\nstatus: draft\r\n---\r\nIt shall.\r\n", 3),
        ("<<<<<<< HEAD\n---\nid: SEC-001\n=======\n>>>>>>> x\n", None),
    ],
    ids=["yaml", "twice", "none", "empty", "bom-crlf", "conflict"],
)
def test_every_kind_of_fault_is_shown_and_costs_nothing_else(start: Start, content: str, line: int | None) -> None:
    wire = start()
    record = wire.write("security/requirements/SEC-001.md", content)
    wire.write("security/requirements/SEC-002.md", REQUIREMENT.format(n=2))
    address = wire.opened("a.py", TEXT)
    faults = wire.shown(record)["diagnostics"]
    assert faults
    if line is not None:
        assert line in [each["range"]["start"]["line"] for each in faults]
    assert all("\n" not in each["message"] for each in faults)
    assert "(SEC-002)" in newest(wire, address)["diagnostics"][0]["message"]


def test_a_faulty_record_that_goes_away_is_cleared(start: Start) -> None:
    wire = start()
    record = wire.write("security/requirements/SEC-001.md", "---\n---\n")
    address = wire.opened("a.py", TEXT)
    assert wire.shown(record)["diagnostics"]
    (wire.folder / "security" / "requirements" / "SEC-001.md").unlink()
    wire.save(address)
    assert wire.shown(record, until=lambda said: not said["diagnostics"])


def test_the_last_good_tailoring_holds_while_the_standard_is_broken(start: Start) -> None:
    wire = start()
    banned = "banned:\n  - {name: acme.raw, rule: INJ-003, message: acme.raw is not for products}\n"
    standard = wire.write("security/standard.md", STANDARD.format(more=banned))
    text = "import acme\nacme.raw(x)\n"
    address = wire.opened("a.py", text)
    assert codes(wire.shown(address, 1)["diagnostics"]) == ["INJ-003"]
    wire.write("security/standard.md", STANDARD.format(more="banned: [\n"))
    wire.save(standard)
    assert wire.shown(standard)["diagnostics"]
    assert codes(wire.changed(address, 2, edit(0, 0, "#\n"))) == ["INJ-003"]
    wire.write("security/standard.md", STANDARD.format(more=banned.replace("acme.raw, ", "acme.other, ")))
    wire.save(standard)
    assert wire.shown(standard, until=lambda said: not said["diagnostics"])
    assert wire.changed(address, 3, edit(0, 0, "#\n")) == []


def test_the_last_good_settings_hold_while_pyproject_is_broken(start: Start) -> None:
    wire = start()
    settings = wire.write("pyproject.toml", "[tool.aseptic]\nrecords = 'quality'\n")
    wire.write("quality/requirements/SEC-001.md", REQUIREMENT.format(n=1))
    address = wire.opened("a.py", TEXT)
    assert "(SEC-001)" in wire.shown(address, 1)["diagnostics"][0]["message"]
    wire.write("pyproject.toml", "[tool.aseptic]\nrecords = 'quality'\nexcluded = []\n")
    wire.save(settings)
    (fault,) = wire.shown(settings)["diagnostics"]
    assert (fault["range"]["start"]["line"], fault["code"]) == (2, "excluded")
    assert "(SEC-001)" in wire.changed(address, 2, edit(0, 0, "#\n"))[0]["message"]
    wire.write("pyproject.toml", "[tool.aseptic]\nexclude = [\n")
    wire.save(settings)
    said = wire.shown(settings, until=lambda said: "no TOML" in said["diagnostics"][0]["message"])
    assert said["diagnostics"][0]["code"] == "settings", "what is no record is not called one"
    wire.write("pyproject.toml", "[tool.aseptic]\n")
    wire.save(settings)
    assert wire.shown(settings, until=lambda said: not said["diagnostics"])
    assert "SEC" not in newest(wire, address)["diagnostics"][0]["message"]


def test_an_open_record_answers_to_the_clients_own_spelling(start: Start) -> None:
    wire = start()
    wire.write("security/requirements/SEC-001.md", "---\n---\n")
    spelled = wire.folder.as_uri() + "/security/requirements/SEC%2D001.md"
    wire.open(spelled, "---\n---\n", language="markdown")
    wire.opened("a.py", TEXT)
    assert wire.shown(spelled)["diagnostics"]


def test_a_record_that_is_opened_before_any_code_is_looked_at(start: Start) -> None:
    wire = start()
    record = wire.write("security/requirements/SEC-001.md", "---\n---\n")
    wire.open(record, "---\n---\n", language="markdown")
    assert wire.shown(record)["diagnostics"]


def test_a_fault_is_said_once_and_not_at_every_look(start: Start) -> None:
    wire = start()
    record = wire.write("security/requirements/SEC-001.md", "---\n---\n")
    address = wire.opened("a.py", TEXT)
    for _ in range(3):
        wire.save(address)
        wire.actions(address, wire.shown(address, 1)["diagnostics"][0]["range"])
    assert wire.alive()
    assert len([each for each in wire.told(PUBLISHED) if each["uri"] == record]) == 1


def test_what_is_wrong_with_a_record_is_told_again_when_it_is_opened_again(start: Start) -> None:
    """Neovim draws nothing of what it was told before a buffer had its text, and forgets it when that is read anew."""
    wire = start()
    address = wire.write("security/requirements/SEC-001.md", "---\nid: SEC-001\ntitel: A\n---\nIt shall.\n")
    wire.opened("a.py", "import os\n")
    wire.wait(lambda each: each.get("method") == PUBLISHED and each["params"]["uri"] == address)
    for _ in range(2):
        since = len(wire.messages)
        wire.open(address, "---\nid: SEC-001\ntitel: A\n---\nIt shall.\n", language="markdown")
        told = wire.wait(lambda each: each.get("method") == PUBLISHED and each["params"]["uri"] == address, since)
        assert told["params"]["diagnostics"]
        wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
