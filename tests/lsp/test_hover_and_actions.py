"""What is told and offered at a place, through the protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wire import RICH, Wire, applied, codes, edit, span

Start = Callable[..., Wire]
TEXT = """\
import hashlib
import os
import yaml

run = os.system


def load(x):
    return yaml.load(x)


def digest(x):
    return hashlib.md5(x).hexdigest()


def install():
    os.system("systemctl restart pump")
"""
LOAD, DIGEST, INSTALL = span(8, 11, 8, 20), span(12, 11, 12, 22), span(16, 4, 16, 13)
WHOLE = span(0, 0, 17, 0)


def kinds(actions: list[dict[str, Any]]) -> set[str]:
    return {each["kind"] for each in actions}


def test_hover_on_a_finding_tells_the_rule_why_and_what_instead(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    said = wire.hover(address, 16, 6)
    assert said
    for words in ("INJ-003", "shall", "subprocess", "SEC-001", "The product shall not run", "CWE-78"):
        assert words in said
    assert "DES-005" in (wire.hover(address, 8, 12) or "")


def test_hover_on_a_banned_name_tells_it_without_a_finding(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    said = wire.hover(address, 4, 10)
    assert said
    assert "`os.system`" in said
    assert "INJ-003" in said


def test_hover_elsewhere_says_nothing(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    for line, character in ((3, 0), (0, 8), (7, 5), (8, 5), (16, 20), (17, 0), (99, 0), (8, 999)):
        assert wire.hover(address, line, character) is None, (line, character)
    assert wire.hover((wire.folder / "never_opened.py").as_uri(), 0, 0) is None


def test_a_replacement_is_a_versioned_edit(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    wire.changed(address, 5, edit(17, 0, "# more\n"))
    offered = wire.actions(address, LOAD)
    first = offered[0]
    assert first["kind"] == "quickfix"
    assert "safe_load" in first["title"]
    assert "changes" not in first["edit"]
    (change,) = first["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": address, "version": 5}
    assert applied(TEXT, change["edits"]) == TEXT.replace("yaml.load", "yaml.safe_load")
    assert codes(first["diagnostics"]) == ["DES-005"]
    assert first["diagnostics"][0]["range"] == LOAD
    assert all(each["kind"] == "quickfix" for each in offered)


@pytest.mark.parametrize("workspace", [None, {}, {"workspaceEdit": {}}, {"workspaceEdit": {"documentChanges": False}}])
def test_a_client_without_document_changes_gets_changes(start: Start, workspace: Any) -> None:
    wire = start({**RICH, "workspace": workspace} if workspace is not None else {"textDocument": RICH["textDocument"]})
    address = wire.opened("a.py", TEXT)
    edit = wire.actions(address, LOAD)[0]["edit"]
    assert list(edit) == ["changes"]
    assert applied(TEXT, edit["changes"][address]) == TEXT.replace("yaml.load", "yaml.safe_load")


def test_only_safe_replacements_are_preferred(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    assert [each.get("isPreferred") for each in wire.actions(address, LOAD) if "edit" in each] == [True]
    assert {each.get("isPreferred") for each in wire.actions(address, DIGEST) if "edit" in each} == {None}
    assert [each.get("isPreferred") for each in wire.actions(address, INSTALL) if "edit" in each] == [None]
    assert not any(each.get("isPreferred") for each in wire.actions(address, WHOLE) if "command" in each)


def test_a_title_says_whether_somebody_has_to_look(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    (safe,) = (each["title"] for each in wire.actions(address, LOAD) if "edit" in each)
    others = [each["title"] for each in wire.actions(address, DIGEST) if "edit" in each]
    assert safe.endswith(" (safe)")
    assert others
    assert all(each.endswith(" (needs review)") for each in others)


def test_a_replacement_brings_the_import_that_it_needs(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    (offer,) = (each for each in wire.actions(address, INSTALL) if "edit" in each)
    after = applied(TEXT, offer["edit"]["documentChanges"][0]["edits"])
    assert 'subprocess.run(["systemctl", "restart", "pump"], check=True)' in after
    assert after.count("import subprocess") == 1
    assert "INJ-003" not in codes(wire.changed(address, 2, {"text": after}))


def test_recording_is_a_command_and_no_edit(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    (offer,) = (each for each in wire.actions(address, DIGEST) if "command" in each)
    assert offer["title"] == "Record a deviation from CRY-001…"
    assert offer["kind"] == "quickfix"
    assert "edit" not in offer
    assert offer["command"]["command"] == "aseptic.recordDeviation"
    assert offer["command"]["arguments"][0] == address


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (["quickfix"], ["quickfix"]),
        (["source.fixAll.aseptic"], ["source.fixAll.aseptic"]),
        (["source.fixAll"], ["source.fixAll.aseptic"]),
        (["source"], ["source.fixAll.aseptic"]),
        (["quickfix", "source.fixAll"], ["quickfix", "source.fixAll.aseptic"]),
        (["source.organizeImports"], []),
        (["source.fixAll.other"], []),
        (["sourc"], []),
        (["refactor", "made.up.kind"], []),
        ([], []),
        (None, ["quickfix"]),
    ],
    ids=str,
)
def test_only_the_kinds_that_are_asked_for_come(wire: Wire, name: str, only: Any, expected: list[str]) -> None:
    address = wire.opened(name, TEXT)
    asked = {} if only is None else {"only": only}
    assert kinds(wire.actions(address, WHOLE, **asked)) == set(expected)


def test_fix_all_applies_every_safe_replacement_and_no_other(wire: Wire, name: str) -> None:
    text = TEXT + "\n\ndef again(x, y):\n    return yaml.load(yaml.load(x)), yaml.load(y)\n"
    address = wire.opened(name, text)
    (offer,) = wire.actions(address, WHOLE, only=["source.fixAll.aseptic"])
    (change,) = offer["edit"]["documentChanges"]
    after = applied(text, change["edits"])
    assert "hashlib.md5" in after
    assert 'os.system("systemctl' in after
    left = wire.changed(address, 2, {"text": after})
    if "DES-005" in codes(left):  # nested ones take another round
        (offer,) = wire.actions(address, WHOLE, only=["source.fixAll.aseptic"])
        after = applied(after, offer["edit"]["documentChanges"][0]["edits"])
        left = wire.changed(address, 3, {"text": after})
    assert codes(left) == ["CRY-001", "INJ-003"]
    assert wire.actions(address, WHOLE, only=["source.fixAll.aseptic"]) == []


def test_fix_all_does_not_depend_on_the_range(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    for where in (span(0, 0, 0, 0), WHOLE, span(500, 0, 500, 0)):
        assert len(wire.actions(address, where, only=["source.fixAll"])) == 1


def test_what_other_tools_say_does_not_disturb(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    strange = [
        {"range": span(-1, 0, -1, -5), "message": "whole file", "severity": 9, "tags": [1, 77], "source": "other"},
        {"range": span(0, 0, 0, 1), "message": "", "code": {"value": 1, "target": "x"}},
        {"range": span(0, 0, 0, 1), "message": "x", "code": None, "source": None, "data": {"jsonrpc": "2.0"}},
        {"range": span(0, 0, 0, 1), "message": "x", "relatedInformation": None, "codeDescription": {"href": ""}},
    ]
    calm = [each["title"] for each in wire.actions(address, LOAD)]
    assert len(calm) == 2
    for each in strange:
        assert [found["title"] for found in wire.actions(address, LOAD, [each])] == calm, each
    assert [found["title"] for found in wire.actions(address, LOAD, strange, triggerKind=9)] == calm


def test_actions_where_nothing_is(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    assert wire.actions(address, span(3, 0, 3, 0)) == []
    assert wire.actions(address, span(900, 3, 950, 3)) == []
    assert wire.actions((wire.folder / "never_opened.py").as_uri(), WHOLE) == []


def test_a_caret_beside_the_finding_means_what_the_client_names(wire: Wire, name: str) -> None:
    """Neovim asks at the cursor and sends the line's diagnostics along."""
    address = wire.opened(name, TEXT)
    (found,) = (each for each in wire.shown(address, 1)["diagnostics"] if each["range"]["start"] == LOAD["start"])
    line = LOAD["start"]["line"]
    assert wire.actions(address, span(line, 0, line, 0)) == []
    named = wire.actions(address, span(line, 0, line, 0), [found])
    assert [each["title"] for each in named] == [each["title"] for each in wire.actions(address, LOAD)]
