"""A project's own rules, its declarations and its book, as a client meets them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from own_rule_text import PAGE, PATH
from wire import PUBLISHED, Message, Wire, applied, codes, edit

Start = Callable[..., Wire]
CODE = "from pump import legacy\nlegacy.raw_write(2)\n"
SHELL = "import os\nos.system(x)\n"
STANDARD = "---\nstandard: Aseptic\nversion: '0.1'\n{keys}---\nText.\n"


def newest(wire: Wire, address: str) -> list[Message]:
    assert wire.alive()
    return [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]["diagnostics"]


# own rules


def test_saving_an_own_rule_shows_what_it_finds_in_open_documents(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", CODE)
    assert newest(wire, address) == []
    rule = wire.write(PATH, PAGE)
    wire.open(rule, PAGE, language="markdown")
    (found,) = wire.shown(address, 1, lambda said: bool(said["diagnostics"]))["diagnostics"]
    assert (found["code"], found["severity"]) == ("ACM-001", 1)
    assert found["message"].startswith("pump.legacy.raw_write skips the interlock")
    assert found["codeDescription"]["href"] == rule
    said = wire.hover(address, 1, 8)
    assert said is not None and "ACM-001 Write through the interlock" in said and rule in said
    wire.write(PATH, PAGE.replace("severity: high", "severity: low"))
    wire.save(rule)
    assert wire.shown(address, 1, lambda said: [each["severity"] for each in said["diagnostics"]] == [3])


def test_a_fault_of_an_own_rule_is_shown_at_its_line_and_its_last_state_holds(start: Start) -> None:
    wire = start()
    rule = wire.write(PATH, PAGE)
    address = wire.opened("a.py", CODE)
    wire.write(PATH, PAGE.replace("severity: high", "severty: high"))
    wire.save(rule)
    (fault,) = wire.shown(rule)["diagnostics"]
    assert (fault["range"]["start"]["line"], fault["code"]) == (4, "severty")
    assert codes(wire.changed(address, 2, edit(0, 0, "#\n"))) == ["ACM-001"]
    wire.write(PATH, PAGE.replace("safe.write(1)", "import pump\npump.legacy.raw_write(1)"))
    wire.save(rule)
    (fault,) = wire.shown(rule, until=lambda said: "compliant" in str(said))["diagnostics"]
    assert fault["message"].startswith("a compliant example breaches ACM-001")
    assert fault["range"]["start"]["line"] == 26
    wire.write(PATH, PAGE)
    wire.save(rule)
    assert wire.shown(rule, until=lambda said: not said["diagnostics"])


def test_an_id_of_ours_is_refused_at_its_line(start: Start) -> None:
    wire = start()
    rule = wire.write("security/rules/INJ-003.md", PAGE.replace("ACM-001", "INJ-003"))
    address = wire.opened("a.py", CODE + SHELL)
    (fault,) = wire.shown(rule)["diagnostics"]
    assert fault["message"].startswith("INJ-003 is a rule of the standard already")
    assert fault["range"]["start"]["line"] == 1
    assert codes(newest(wire, address)) == ["INJ-003"]


# banned functions


def test_four_lines_ban_a_function_and_offer_what_to_call_instead(start: Start) -> None:
    wire = start()
    wire.write("pump/__init__.py", "")
    wire.write("pump/legacy.py", "def raw_write(value):\n    return value\n")
    wire.write("pump/safe.py", "def write(value):\n    return value\n")
    address = wire.opened("a.py", "import pump.legacy as old\n\nold.raw_write(2)\n")
    assert newest(wire, address) == []
    four = (
        "banned:\n  - name: pump.legacy.raw_write\n"
        '    message: "{name} skips the interlock; call pump.safe.write"\n    replace: pump.safe.write\n'
    )
    standard = wire.write("security/standard.md", STANDARD.format(keys=four))
    wire.save(standard)
    (found,) = wire.shown(address, 1, lambda said: bool(said["diagnostics"]))["diagnostics"]
    assert (found["code"], found["message"]) == (
        "SUP-016",
        "pump.legacy.raw_write skips the interlock; call pump.safe.write",
    )
    offers = [each for each in wire.actions(address, found["range"], [found]) if "edit" in each]
    edits = [edit for change in offers[0]["edit"]["documentChanges"] for edit in change["edits"]]
    assert "safe.write(2)" in applied("import pump.legacy as old\n\nold.raw_write(2)\n", edits)


# declarations


def test_a_declaration_that_open_code_contradicts_is_a_diagnostic_while_it_does(start: Start) -> None:
    wire = start()
    standard = wire.write("security/standard.md", STANDARD.format(keys="not_applicable:\n  INJ-003: no programs\n"))
    address = wire.opened("a.py", "import os\n")
    assert not [each for each in wire.told(PUBLISHED) if each["uri"] == standard]
    assert codes(wire.changed(address, 2, edit(1, 0, "os.system(x)\n"))) == ["INJ-003"]
    (fault,) = wire.shown(standard)["diagnostics"]
    assert fault["range"]["start"]["line"] == 4
    assert fault["message"].startswith("INJ-003 is declared not applicable, and is breached at a.py:2")
    wire.changed(address, 3, edit(0, 0, "\n"))
    assert wire.shown(standard, until=lambda said: "a.py:3" in str(said))
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    assert wire.shown(standard, until=lambda said: not said["diagnostics"])


def test_without_declarations_a_keystroke_says_nothing_of_records(start: Start) -> None:
    wire = start()
    wire.write("security/standard.md", STANDARD.format(keys=""))
    address = wire.opened("a.py", SHELL)
    for version in range(2, 6):
        wire.changed(address, version, edit(0, 0, "#\n"))
    assert {each["uri"] for each in wire.told(PUBLISHED)} == {address}


# the book


class Anchors(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name == "id" and value}


def rendered(wire: Wire, folder: str) -> None:
    command = [sys.executable, "-m", "aseptic", "standard", "--book", folder]
    done = subprocess.run(command, cwd=wire.folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def leads_to(page: Path, address: str) -> bool:
    """Whether an address leads to something in a page that is there."""
    return urlsplit(address).fragment in Anchors(page.read_text(encoding="utf-8")).found


def hrefs(diagnostics: list[Message]) -> list[str]:
    return [each["codeDescription"]["href"] for each in diagnostics]


def test_links_lead_into_the_projects_own_book_once_it_is_rendered(start: Start) -> None:
    wire = start()
    wire.write("pyproject.toml", "[tool.aseptic]\nbook = 'docs/standard'\n")
    rule = wire.write(PATH, PAGE)
    address = wire.opened("a.py", CODE + SHELL)
    before = hrefs(newest(wire, address))
    assert before[0] == rule and before[1].endswith("/rules/INJ/INJ-003.md")
    rendered(wire, "docs/standard")
    wire.save(address)
    shown = wire.shown(address, 1, lambda said: "docs/standard" in str(said))["diagnostics"]
    for link in hrefs(shown):
        page = Path(unquote(urlsplit(link).path))
        assert urlsplit(link).scheme == "file"
        assert page.is_relative_to(wire.folder / "docs" / "standard")
        assert leads_to(page, link)
    said = wire.hover(address, 3, 5)
    assert said is not None and hrefs(shown)[1] in said
    other = wire.write("security/rules/ACM-002.md", PAGE.replace("ACM-001", "ACM-002").replace("raw_write", "flush"))
    wire.save(other)
    found = wire.changed(address, 2, edit(2, 0, "legacy.flush(1)\n"))
    assert hrefs(found)[1] == other, "a rule that the book does not have yet is linked to its file"


def test_links_lead_to_the_published_book(start: Start, tmp_path: Path) -> None:
    wire = start()
    wire.write("pyproject.toml", "[tool.aseptic]\nbook = 'https://example.org/standard/'\n")
    wire.write(PATH, PAGE)
    address = wire.opened("a.py", CODE + SHELL)
    rendered(wire, str(tmp_path / "out"))
    for link in hrefs(newest(wire, address)):
        assert link.startswith("https://example.org/standard/rules/")
        page = tmp_path / "out" / urlsplit(link).path.removeprefix("/standard/")
        assert leads_to(page, link)


@pytest.mark.parametrize(
    "value", ["http://example.org/x", "javascript:alert(1)", "https://a b", "../x", "https://x)](y"]
)
def test_what_is_no_place_for_a_book_is_a_fault_of_the_setting(start: Start, value: str) -> None:
    wire = start()
    setting = wire.write("pyproject.toml", f"[tool.aseptic]\nbook = '{value}'\n")
    address = wire.opened("a.py", SHELL)
    (fault,) = wire.shown(setting)["diagnostics"]
    assert (fault["code"], fault["range"]["start"]["line"]) == ("book", 1)
    assert hrefs(newest(wire, address))[0].endswith("/rules/INJ/INJ-003.md")
