"""What client and server agree on at the start."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wire import ACTIONS, RICH, Wire, places

from aseptic.records.ground import Ground
from aseptic.version import __version__

Start = Callable[..., Wire]


def test_what_the_server_offers(start: Start) -> None:
    said = start(agree=False).initialize()
    offered = said["capabilities"]
    assert said["serverInfo"] == {"name": "aseptic", "version": __version__}
    assert offered["textDocumentSync"]["change"] == 2
    assert offered["textDocumentSync"]["openClose"] is True
    assert offered["textDocumentSync"]["save"]
    assert "diagnosticProvider" not in offered
    assert offered["hoverProvider"]
    assert {"quickfix", "source.fixAll.aseptic"} <= set(offered["codeActionProvider"]["codeActionKinds"])
    commands = offered["executeCommandProvider"]["commands"]
    assert {"aseptic.recordDeviation", "aseptic.debug"} < set(commands)
    assert len(commands) == len(set(commands))
    grounds = offered["experimental"]["asepticGrounds"]
    assert {"id": "mitigated", "says": "something else protects"} in grounds
    assert [each["id"] for each in grounds] == list(Ground)


def test_the_lists_of_our_editors_for_an_older_server_are_as_todays() -> None:
    known = [(each.value, each.words) for each in Ground]
    editors = Path(__file__).parents[2] / "editors"
    ours = (editors / "vscode/src/logic/asking.ts").read_text(encoding="utf-8")
    assert re.findall(r'\{ id: "(\w+)", says: "([^"]+)" \}', ours) == known
    ours = (editors / "neovim/lua/aseptic/asking.lua").read_text(encoding="utf-8")
    assert re.findall(r"\{ id = '(\w+)', says = '([^']+)' \}", ours) == known


@pytest.mark.parametrize(
    ("general", "agreed"),
    [
        (None, "utf-16"),
        ({}, "utf-16"),
        ({"positionEncodings": []}, "utf-16"),
        ({"positionEncodings": ["utf-8"]}, "utf-8"),
        ({"positionEncodings": ["utf-16"]}, "utf-16"),
        ({"positionEncodings": ["utf-32"]}, "utf-32"),
        ({"positionEncodings": ["utf-8", "utf-16", "utf-32"]}, ["utf-8", "utf-32"]),
        ({"positionEncodings": ["utf-7", "utf-8"]}, "utf-8"),
        ({"positionEncodings": ["utf-7"]}, "utf-16"),
    ],
    ids=str,
)
def test_the_encoding_is_one_that_the_client_has_and_is_what_columns_are_sent_in(
    start: Start, general: Any, agreed: str | list[str]
) -> None:
    wire = start(agree=False)
    said = wire.initialize({} if general is None else {"general": general})
    encoding = said["capabilities"].get("positionEncoding", "utf-16")
    assert encoding in ([agreed] if isinstance(agreed, str) else agreed)
    text = "import os\né = '😀'; os.system(é)\n"
    address = wire.write("a.py", text)
    wire.open(address, text)
    before = text.split("\n")[1].partition("os.")[0]
    width = {"utf-8": len(before.encode()), "utf-16": len(before.encode("utf-16-le")) // 2, "utf-32": len(before)}
    at = width[encoding]
    assert places(wire.shown(address, 1)["diagnostics"]) == [("INJ-003", 1, at, 1, at + len("os.system"))]


def _with(path: str, value: Any) -> dict[str, Any]:
    capabilities = copy.deepcopy(RICH)
    place = capabilities
    *parents, last = path.split(".")
    for each in parents:
        place = place.setdefault(each, {})
    place[last] = value
    return capabilities


@pytest.mark.parametrize(
    ("capabilities", "more"),
    [
        (_with("workspace.symbol", {"symbolKind": {"valueSet": [1, 26, 27]}}), {}),
        (_with("textDocument.publishDiagnostics", {"tagSupport": {"valueSet": [1, 2, 3]}}), {}),
        (_with("textDocument.completion", {"completionItemKind": {"valueSet": [25, 99]}}), {}),
        (_with("textDocument.foldingRange", {"foldingRangeKind": {"valueSet": ["region", "new"]}}), {}),
        (_with("workspace.workspaceEdit.failureHandling", "prayer"), {}),
        (_with("experimental", {"jsonrpc": "3.0", "deep": [{"jsonrpc": {"method": "x"}}]}), {}),
        (RICH, {"trace": "compact"}),
        (RICH, {"initializationOptions": {"settings": {"jsonrpc": 1, "id": 7, "method": "exit"}}}),
        (RICH, {"clientInfo": {"name": "an editor"}, "unknownMember": {"a": 1}}),
        (RICH, {"rootUri": None, "workspaceFolders": None}),
        ({}, {}),
    ],
)
def test_a_client_that_is_newer_than_our_library_is_served(start: Start, capabilities: Any, more: Any) -> None:
    wire = start(agree=False)
    assert wire.initialize(capabilities, **more)["capabilities"]
    text = "import os\nos.system(x)\n"
    address = wire.opened("a.py", text)
    assert [each["code"] for each in wire.shown(address, 1)["diagnostics"]] == ["INJ-003"]


@pytest.mark.parametrize(
    "more",
    [
        {"workspaceFolders": [{"uri": "{folder}"}]},
        {"workspaceFolders": [5, {"name": "nowhere"}, {"uri": "{folder}", "name": None}]},
        {"clientInfo": {"version": 5}, "processId": "none", "trace": 7, "locale": [], "rootPath": {}},
        {
            "capabilities": {
                **RICH,
                "textDocument": {"hover": True, "codeAction": {**ACTIONS, "isPreferredSupport": "yes"}},
            }
        },
        {"capabilities": {**RICH, "notebookDocument": 5, "window": None}},
    ],
    ids=str,
)
def test_an_odd_part_of_the_agreement_costs_that_part_only(inside: Start, more: dict[str, Any]) -> None:
    wire = inside(agree=False)
    for each in more.get("workspaceFolders", ()):
        if isinstance(each, dict) and "uri" in each:
            each["uri"] = wire.folder.as_uri()
    params = {"processId": None, "rootUri": None, "capabilities": RICH, **more}
    assert wire.result("initialize", params)["capabilities"]
    wire.tell("initialized")
    address = wire.opened("a.py", "import yaml\nyaml.load(x)\n")
    (found,) = wire.shown(address, 1)["diagnostics"]
    assert "documentChanges" in wire.actions(address, found["range"])[0]["edit"], "what was right is known"
    assert wire.end() == 0


@pytest.mark.parametrize("params", [None, 5, [], {}, {"capabilities": 5}, {"processId": None}], ids=str)
def test_what_is_no_agreement_is_refused_and_the_client_may_try_again(inside: Start, params: Any) -> None:
    wire = inside(agree=False)
    wire.send({"id": 99, "method": "initialize", "params": params})
    assert wire.answer(99)["error"]["code"] == -32602
    assert wire.initialize()["capabilities"]


def test_several_folders_and_a_folder_whose_name_needs_escapes(start: Start, tmp_path: Any) -> None:
    other = tmp_path / "Küche # 100% (ä ö)"
    other.mkdir()
    wire = start(agree=False)
    wire.initialize(
        workspaceFolders=[{"uri": wire.folder.as_uri(), "name": "a"}, {"uri": other.as_uri(), "name": "b"}],
        rootUri=None,
    )
    (other / "a file.py").write_text("eval(x)\n", encoding="utf-8")
    address = (other / "a file.py").as_uri()
    wire.open(address, "eval(x)\n")
    assert len(wire.shown(address, 1)["diagnostics"]) == 1


def test_the_clients_own_spelling_of_an_address_comes_back(start: Start) -> None:
    wire = start()
    wire.write("pump.py", "")
    spelled = wire.folder.as_uri().replace("project", "pro%6Aect") + "/%70ump.py"
    wire.open(spelled, "eval(x)\n")
    assert len(wire.shown(spelled, 1)["diagnostics"]) == 1
