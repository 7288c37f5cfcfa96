"""What a save gets: every safe replacement at once from what is known, or nothing, and records stand."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from inside import Inside
from wire import Message, applied, span

from aseptic.analysis.sessions import session
from aseptic.lsp import code_action
from aseptic.lsp.fixing import searches

Start = Callable[..., Inside]
MANY = 40
TEXT = "import yaml\n" + "".join(f"a{number} = yaml.load(x)\n" for number in range(MANY))
TWINS = "import yaml\n\n\ndef f(x):\n    yaml.load(x)\n    yaml.load(x)\n\n\ndef g(x):\n    yaml.load(x)\n"
ALL = span(0, 0, 0, 0)


def saved(wire: Inside, address: str) -> list[Message]:
    return wire.actions(address, ALL, only=["source.fixAll.aseptic"])


def edits(offered: list[Message]) -> list[Message]:
    ((change,),) = (each["edit"]["documentChanges"] for each in offered)
    return change["edits"]


def test_it_comes_from_what_is_known_of_the_text(inside: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)

    def again(*_: Any) -> None:
        raise AssertionError("the document was analysed anew")

    monkeypatch.setattr(session, "fresh", again)
    monkeypatch.setattr(code_action, "now", lambda: 0.0)
    assert applied(TEXT, edits(saved(wire, address))) == TEXT.replace("yaml.load", "yaml.safe_load")


@pytest.mark.parametrize(("step", "in_time"), [(0.3 / (MANY + 3), True), (0.3 / MANY, False), (1.0, False)])
def test_where_that_takes_longer_than_a_save_waits_nothing_comes_and_the_log_says_so(
    inside: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: float, in_time: bool
) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    clock = count()
    monkeypatch.setattr(code_action, "now", lambda: next(clock) * step)
    with caplog.at_level(logging.WARNING, "aseptic"):
        offered = saved(wire, address)
    said = [each.getMessage() for each in caplog.records if "fix-all" in each.getMessage()]
    assert bool(offered) == in_time
    assert said == ([] if in_time else [f"{address} took too long for fix-all; saving does not wait for it"])
    assert next(clock) <= MANY + 4, "no step was taken after the time was over"


def test_what_a_save_did_not_wait_for_the_next_one_gets(inside: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    clock = count()
    monkeypatch.setattr(code_action, "now", lambda: float(next(clock)))
    assert saved(wire, address) == []
    search = searches(wire.server)[address]
    while not search.done:
        assert wire.alive(), "others are answered meanwhile"
    assert applied(TEXT, edits(saved(wire, address))) == TEXT.replace("yaml.load", "yaml.safe_load")
    assert searches(wire.server)[address] is search


def test_an_edit_ends_the_search_for_the_text_before_it(inside: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    clock = count()
    monkeypatch.setattr(code_action, "now", lambda: float(next(clock)))
    assert saved(wire, address) == []
    wire.changed(address, 2, {"text": "import yaml\nyaml.load(x)\n"})
    monkeypatch.setattr(code_action, "now", lambda: 0.0)
    after = applied("import yaml\nyaml.load(x)\n", edits(saved(wire, address)))
    assert after == "import yaml\nyaml.safe_load(x)\n"


def test_of_very_many_findings_the_first_are_told_of(inside: Start) -> None:
    wire = inside()
    text = "import yaml\n" + "yaml.load(x)\n" * 70
    address = wire.opened("a.py", text)
    offered = [each for each in wire.actions(address, span(0, 0, 71, 0)) if each.get("edit")]
    assert len(offered) == 50
    last = [each for each in wire.actions(address, span(69, 0, 71, 0)) if each.get("edit")]
    assert len(last) == 2


def test_quick_fixes_have_all_the_time_they_need(inside: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    clock = count()
    monkeypatch.setattr(code_action, "now", lambda: float(next(clock)))
    assert [each for each in wire.actions(address, span(1, 0, MANY, 0)) if each.get("edit")]


def test_a_recorded_finding_and_what_its_record_tells_it_by_stay(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", TWINS)
    (record,) = (each for each in wire.actions(address, span(4, 4, 4, 5)) if "Record" in each["title"])
    command = record["command"]
    wire.result("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    after = applied(TWINS, edits(saved(wire, address)))
    assert after == TWINS[: TWINS.index("def g")] + TWINS[TWINS.index("def g") :].replace("load", "safe_load")


def test_a_draft_names_the_replacement_that_was_refused_as_the_menu_did(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", "import os\nimport hashlib\nhashlib.md5(x)\neval(y)\n")
    for line, file in ((2, "DEV-0001"), (3, "DEV-0002")):
        offered = wire.actions(address, span(line, 0, line, 1))
        command = next(each["command"] for each in offered if "Record" in each["title"])
        wire.result("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
        page = (wire.folder / "security" / "deviations" / f"{file}.md").read_text(encoding="utf-8")
        titles = [each["title"] for each in offered if "edit" in each]
        assert ("## Why not the replacement" in page) == bool(titles)
        assert all(f"say why not: {title.rpartition(' (')[0]}\n" in page for title in titles[:1])
