"""A range with very many findings: of the first ones it is told what can be done, and of the rest that they are there."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from inside import Inside
from wire import ACTIONS, RICH, SHOWING, Message, span

Start = Callable[..., Inside]
MANY = 70
TEXT = "import yaml\n" + "yaml.load(x)\n" * MANY
ALL = span(0, 0, MANY + 1, 0)
GREYING: Message = {**RICH, "textDocument": {**SHOWING, "codeAction": {**ACTIONS, "disabledSupport": True}}}
TITLE = "20 more findings are in this range: select fewer lines to see what can be done about them"


@pytest.mark.parametrize(
    ("last", "titles"),
    [
        (51, []),
        (52, [TITLE.replace("20 more findings are", "1 more finding is").replace("them", "it")]),
        (MANY + 1, [TITLE]),
    ],
)
def test_the_last_action_says_what_is_left_out(inside: Start, last: int, titles: list[str]) -> None:
    wire = inside(GREYING)
    offered = wire.actions(wire.opened("a.py", TEXT), span(0, 0, last - 1, 3))
    assert [each["title"] for each in offered if "disabled" in each] == titles
    assert "disabled" not in offered[0]
    for each in offered[-1:] if titles else ():
        assert each == {"title": titles[0], "kind": "quickfix", "disabled": {"reason": each["disabled"]["reason"]}}
        assert "first 50" in each["disabled"]["reason"]


def test_it_is_no_part_of_what_a_save_makes(inside: Start) -> None:
    wire = inside(GREYING)
    offered = wire.actions(wire.opened("a.py", TEXT), ALL, only=["source.fixAll.aseptic"])
    assert [each for each in offered if "disabled" in each] == []


@pytest.mark.parametrize("capabilities", [None, {"workspace": {"applyEdit": True}}], ids=["plain", "commands"])
def test_the_log_says_it_for_a_client_that_shows_no_such_action(
    inside: Start, caplog: pytest.LogCaptureFixture, capabilities: Message | None
) -> None:
    wire = inside(capabilities) if capabilities else inside()
    address = wire.opened("a.py", TEXT)
    with caplog.at_level(logging.WARNING, "aseptic"):
        offered = wire.actions(address, ALL)
        assert len([each for each in offered if "safe_load" in each["title"]]) == 50
        assert [each for each in offered if "disabled" in each] == []
        wire.actions(address, span(0, 0, 3, 0))
    said = [each.getMessage() for each in caplog.records if "select fewer lines" in each.getMessage()]
    assert said == [f"{address}: {TITLE}"]
