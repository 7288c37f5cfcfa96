"""Messages of six editors, changed at random: each request gets its one answer, and the server serves on."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from desk import Desk, Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import EDITORS, TEXT, Editor, editor
from wire import Wire, codes, frame

from aseptic.standard import catalog
from aseptic.standard.catalog import Standard

FOUND = ["CRY-001", "INJ-003"]
STRANGE: list[Any] = [
    None, True, False, -1, 0, 1, 27, 2**31, -(2**63), 2**64, 1e308, 0.5, "", "x", "2.0", "é😀", "\ud800", "file:", "file:///%zz", [],
    {}, [None], [[]], {"jsonrpc": "2.0"}, {"jsonrpc": 5, "id": 3, "method": "exit"}, {"": ""}, {"uri": None}, ["utf-8", 5, {}],
    {"start": {"line": -1, "character": -1}}, {"valueSet": [99]}, {"dynamicRegistration": "yes"}, "a" * 300, [0] * 50,
]  # fmt: skip
KEYS = ["jsonrpc", "id", "method", "params", "error", "result", "uri", "textDocument", "command", "kind", "", "😀"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FUZZ = settings(
    derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*above, key)
        yield from places(each, (*above, key))


def mutated(params: Any, choose: Callable[[list[Any]], Any], junk: Callable[[], Any]) -> Any:
    """Return parameters with one to three places changed."""
    params = copy.deepcopy(params)
    for _ in range(choose([1, 1, 2, 3])):
        ways = list(places(params))
        if not ways:
            return junk()
        *parents, key = choose(ways)
        holder = params
        for each in parents:
            holder = holder[each]
        match choose(["replace", "replace", "junk", "remove", "add", "wrap", "double"]):
            case "replace":
                holder[key] = copy.deepcopy(choose(STRANGE))
            case "junk":
                holder[key] = junk()
            case "remove":
                del holder[key]
            case "add" if isinstance(holder[key], dict):
                holder[key][choose(KEYS)] = junk()
            case "wrap":
                holder[key] = [holder[key]]
            case _:
                holder[key] = [holder[key], copy.deepcopy(holder[key])]
    return params


@st.composite
def mutations(draw: st.DrawFn, of: Callable[[Editor], Any]) -> tuple[str, Any]:
    name = draw(st.sampled_from(EDITORS))
    return name, mutated(of(editor(name)), lambda given: draw(st.sampled_from(given)), lambda: draw(JSON))


@pytest.fixture(autouse=True)
def _quick(standard: Standard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "shipped", lambda *_: (standard, ()))


def agreed(desk: Desk, one: Editor) -> Desk:
    assert desk.call("initialize", one.initialize)["result"]["capabilities"]
    desk.tell("initialized", {})
    return desk


def opened(desk: Desk, one: Editor) -> None:
    desk.tell("textDocument/didOpen", one.opening)
    assert codes(desk.shown(one.address) or []) == FOUND


def sound(desk: Desk) -> None:
    """Check that the server is as it was: alive, and without a fault of its own in the log."""
    assert desk.call("aseptic/areYouThere", {})["error"]["code"] in (-32601, -32002)
    assert desk.ended == []
    assert desk.faults.found == []


@pytest.mark.parametrize("name", EDITORS)
def test_every_editor_is_served_as_it_speaks(name: str) -> None:
    one = editor(name)
    with Desk() as desk:
        opened(agreed(desk, one), one)
        answer = desk.call("textDocument/codeAction", one.action)["result"]
        assert answer
        assert {each["kind"] for each in answer} == {"quickfix"}
        for change in one.changes:
            said = desk.tell("textDocument/didChange", change)
            assert [each["params"]["version"] for each in said] == [change["textDocument"]["version"]]
        sound(desk)


@settings(FUZZ, max_examples=80)
@given(mutations(lambda one: one.initialize))
def test_an_agreement_is_answered_and_the_client_served_or_told_why_not(given: tuple[str, Any]) -> None:
    one, params = editor(given[0]), given[1]
    with Desk() as desk:
        answer = desk.call("initialize", params)
        if "error" in answer:
            assert answer["error"]["code"] == -32602
            assert not isinstance(params, dict) or not isinstance(params.get("capabilities"), dict)
            assert desk.call("initialize", one.initialize)["result"]["capabilities"]
        desk.tell("initialized", {})
        opened(desk, one)
        sound(desk)


@pytest.fixture(scope="module")
def shared_desk() -> Iterator[Desk]:
    with Desk() as desk:
        yield desk


@pytest.fixture
def open_desk(shared_desk: Desk) -> Desk:
    shared_desk.faults.found.clear()
    return shared_desk


@settings(FUZZ, max_examples=200)
@given(given=mutations(lambda one: one.action))
def test_a_request_for_actions_is_answered(open_desk: Desk, given: tuple[str, Any]) -> None:
    one, params = editor(given[0]), given[1]
    if not open_desk.said:
        agreed(open_desk, one)
    open_desk.tell("textDocument/didOpen", one.opening)
    answer = open_desk.call("textDocument/codeAction", params)
    assert "result" in answer or answer["error"]["code"] == -32602
    sound(open_desk)


@settings(FUZZ, max_examples=200)
@given(given=mutations(lambda one: list(one.changes)))
def test_a_change_is_followed_or_the_document_let_go_and_the_whole_text_mends_it(
    open_desk: Desk, given: tuple[str, Any]
) -> None:
    one, changes = editor(given[0]), given[1]
    if not open_desk.said:
        agreed(open_desk, one)
    opened(open_desk, one)
    for params in changes if isinstance(changes, list) else [changes]:
        open_desk.tell("textDocument/didChange", params)
    whole = {"textDocument": {"uri": one.address, "version": 2**31 - 1}, "contentChanges": [{"text": TEXT}]}
    open_desk.tell("textDocument/didChange", whole)
    assert codes(open_desk.shown(one.address) or []) == FOUND
    sound(open_desk)


METHODS = st.sampled_from(
    [
        "textDocument/hover", "textDocument/codeAction", "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose",
        "textDocument/didSave", "workspace/executeCommand", "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders", "notebookDocument/didOpen", "notebookDocument/didChange", "notebookDocument/didClose",
        "workspace/didRenameFiles", "workspace/didDeleteFiles", "$/cancelRequest", "$/setTrace", "window/workDoneProgress/cancel",
        "initialized", "initialize", "un/heard", "$/unheard", "",
    ]
)  # fmt: skip


@settings(FUZZ, max_examples=200)
@given(
    envelope=st.fixed_dictionaries(
        {},
        optional={"id": JSON, "method": METHODS | JSON, "params": JSON, "result": JSON, "error": JSON, "jsonrpc": JSON},
    )
)
def test_whatever_an_envelope_holds_a_request_is_answered_once(open_desk: Desk, envelope: Message) -> None:
    one = editor("vscode")
    if not open_desk.said:
        agreed(open_desk, one)
    said = open_desk.send(envelope)
    answers = [each for each in said if "method" not in each]
    identity = envelope.get("id")
    if isinstance(envelope.get("method"), str) and isinstance(identity, int | str):
        assert len(answers) == 1
        assert answers[0]["id"] == (None if isinstance(identity, bool) else identity)  # true and false are no ids
        assert ("result" in answers[0]) != ("error" in answers[0])
    sound(open_desk)


@pytest.mark.parametrize("name", EDITORS)
def test_the_process_withstands_the_same(start: Callable[..., Wire], name: str) -> None:
    wire = start(agree=False)
    one = editor(name, str(wire.folder))
    chance = random.Random(name)
    for _ in range(10):
        params = mutated(one.initialize, chance.choice, lambda: chance.choice(STRANGE))
        if "result" in wire.call("initialize", {**params, "processId": None} if isinstance(params, dict) else params):
            break
    else:
        assert wire.result("initialize", one.initialize)
    wire.tell("initialized", {})
    requests: list[int] = []
    for _ in range(40):
        wire.tell("textDocument/didOpen", one.opening)
        for params in mutated(list(one.changes), chance.choice, lambda: chance.choice(STRANGE)):
            wire.tell("textDocument/didChange", params)
        action = mutated(one.action, chance.choice, lambda: chance.choice(STRANGE))
        requests.append(wire.ask("textDocument/codeAction", action if action is not None else []))
        if chance.random() < 0.3:
            wire.tell("$/cancelRequest", {"id": requests[-1]})
        wire.raw(
            frame(
                json.dumps({"jsonrpc": "2.0", "method": chance.choice(KEYS), "params": chance.choice(STRANGE)}).encode()
            )
        )
    for each in requests:
        answer = wire.answer(each)
        assert "result" in answer or answer["error"]["code"] in (-32602, -32800, -32801)
    whole = {"textDocument": {"uri": one.address, "version": 2**31 - 1}, "contentChanges": [{"text": TEXT}]}
    wire.tell("textDocument/didChange", whole)
    assert codes(wire.shown(one.address, 2**31 - 1)["diagnostics"]) == FOUND
    assert wire.end() == 0
    assert wire.stray == b""
    assert " ERROR " not in wire.log
    assert "Traceback" not in wire.log


BOOK, CELL = "file:///home/someone/project/book.ipynb", "vscode-notebook-cell:/home/someone/project/book.ipynb#"
CELLS = [
    {"kind": 2, "document": f"{CELL}{key}", "metadata": {"a": None}, "executionSummary": {"executionOrder": 1}}
    for key in "ab"
]
OPENED = {
    "notebookDocument": {
        "uri": BOOK,
        "notebookType": "jupyter-notebook",
        "version": 1,
        "metadata": {"x": [1]},
        "cells": CELLS,
    },
    "cellTextDocuments": [
        {"uri": f"{CELL}a", "languageId": "python", "version": 1, "text": "import os"},
        {"uri": f"{CELL}b", "languageId": "python", "version": 1, "text": "%time\nos.system(x)"},
    ],
}
TYPED = {
    "document": {"uri": f"{CELL}b", "version": 2},
    "changes": [
        {
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}},
            "rangeLength": 0,
            "text": "x",
        }
    ],
}
MOVED = {
    "array": {"start": 0, "deleteCount": 1, "cells": [{"kind": 2, "document": f"{CELL}c"}]},
    "didOpen": [{"uri": f"{CELL}c", "languageId": "python", "version": 1, "text": "eval(x)"}],
    "didClose": [{"uri": f"{CELL}a"}],
}
CHANGES = [
    {"notebookDocument": {"uri": BOOK, "version": 2}, "change": {"cells": {"textContent": [TYPED]}}},
    {"notebookDocument": {"uri": BOOK, "version": 3}, "change": {"cells": {"structure": MOVED, "data": CELLS}, "metadata": {}}},
]  # fmt: skip


@st.composite
def mutated_notebooks(draw: st.DrawFn) -> tuple[Any, Any]:
    chosen = draw(st.booleans())
    changed = mutated(OPENED if chosen else CHANGES, lambda given: draw(st.sampled_from(given)), lambda: draw(JSON))
    return (changed, CHANGES) if chosen else (OPENED, changed)


@settings(FUZZ, max_examples=200)
@given(given=mutated_notebooks())
def test_a_notebook_is_followed_or_let_go_and_comes_back_when_it_is_opened_again(
    open_desk: Desk, given: tuple[Any, Any]
) -> None:
    if not open_desk.said:
        agreed(open_desk, editor("vscode"))
    opening, changes = given
    open_desk.tell("notebookDocument/didOpen", opening)
    for params in changes if isinstance(changes, list) else [changes]:
        open_desk.tell("notebookDocument/didChange", params)
    place = {"textDocument": {"uri": f"{CELL}b"}, "position": {"line": 1, "character": 3}}
    assert "result" in open_desk.call("textDocument/hover", place)
    assert "result" in open_desk.call(
        "textDocument/codeAction", {**editor("vscode").action, "textDocument": {"uri": f"{CELL}b"}}
    )
    open_desk.tell("notebookDocument/didClose", {"notebookDocument": {"uri": BOOK}, "cellTextDocuments": []})
    open_desk.tell("notebookDocument/didOpen", OPENED)
    assert codes(open_desk.shown(f"{CELL}b") or []) == ["INJ-003"]
    open_desk.tell("notebookDocument/didClose", {"notebookDocument": {"uri": BOOK}, "cellTextDocuments": []})
    sound(open_desk)
