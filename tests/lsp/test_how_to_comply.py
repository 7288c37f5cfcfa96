"""Where there is no replacement, an action leads to the rule's compliant example."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
from wire import RICH, Message, Wire, span

Start = Callable[..., Wire]
TEXT = "import yaml\n\n\ndef f(x):\n    exec(x), exec(x), yaml.load(x)\n"
EVAL, LOAD = span(4, 4, 4, 8), span(4, 22, 4, 31)
TITLE = "How to comply with INJ-001"
SILENT: Message = {**RICH, "window": {}}


def chosen(wire: Wire, address: str) -> Message:
    (offered,) = (each for each in wire.actions(address, EVAL) if each["title"] == TITLE)
    command = offered["command"]
    wire.ask("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    return offered


def shown(wire: Wire, success: bool = True) -> Message:
    asked = wire.wait(lambda each: each.get("method") == "window/showDocument")
    wire.send({"id": asked["id"], "result": {"success": success}})
    return asked["params"]


def message(wire: Wire) -> str:
    return wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]["message"]


def test_it_is_the_last_action_once_a_rule_and_only_where_there_is_no_replacement(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    titles = [each["title"] for each in wire.actions(address, span(0, 0, 9, 0))]
    assert titles[-1] == TITLE
    assert [each for each in titles if each.startswith("How to comply")] == [TITLE]
    assert not [each for each in wire.actions(address, LOAD) if each["title"].startswith("How to comply")]


def test_it_is_a_fix_without_an_edit_and_never_preferred(inside: Start) -> None:
    wire = inside()
    offered = chosen(wire, wire.opened("a.py", TEXT))
    assert offered["kind"] == "quickfix"
    assert not {"edit", "isPreferred", "data"} & set(offered)
    assert offered["diagnostics"][0]["code"] == "INJ-001"


def test_it_shows_the_example_in_the_rules_own_file(inside: Start) -> None:
    wire = inside()
    chosen(wire, wire.opened("a.py", TEXT))
    asked = shown(wire)
    path = Path(unquote(urlparse(asked["uri"]).path))
    lines = path.read_text(encoding="utf-8").split("\n")
    first, end = asked["selection"]["start"]["line"], asked["selection"]["end"]["line"]
    assert path.name == "INJ-001.md"
    assert lines[first - 2 : first] == ["## Compliant", "```python"]
    assert lines[end] == "```"
    assert "external" not in asked


@pytest.mark.parametrize(("book", "page"), [("https://standard.example.org/book/", True), ("book", False)])
def test_it_shows_the_page_of_the_book_where_there_is_one(inside: Start, book: str, page: bool) -> None:
    wire = inside()
    wire.write("pyproject.toml", f'[tool.aseptic]\nbook = "{book}"\n')
    chosen(wire, wire.opened("a.py", TEXT))
    asked = shown(wire)
    if page:
        assert asked["uri"] == "https://standard.example.org/book/rules/INJ-001.html#compliant"
        assert asked["external"] is True
    else:  # a folder without a book
        assert asked["uri"].endswith("INJ-001.md")


@pytest.mark.parametrize("refusing", [True, False])
def test_a_client_that_shows_nothing_is_told_where_it_is(inside: Start, refusing: bool) -> None:
    wire = inside(RICH if refusing else SILENT)
    chosen(wire, wire.opened("a.py", TEXT))
    if refusing:
        shown(wire, success=False)
    said = message(wire)
    assert said.startswith(f"{TITLE}: ")
    assert "INJ-001.md:" in said
    assert "\n" not in said


@pytest.mark.parametrize("arguments", [[], [5, 5], ["file:///a.py"], ["file:///a.py", "NO-999"]], ids=str)
def test_a_call_that_names_no_rule_is_told_so(inside: Start, arguments: list[Any]) -> None:
    wire = inside()
    assert wire.result("workspace/executeCommand", {"command": "aseptic.showRule", "arguments": arguments}) is None
    assert message(wire)
