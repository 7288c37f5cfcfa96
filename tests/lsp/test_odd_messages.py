"""Messages that nobody should send: each request is answered, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from wire import PUBLISHED, Message, Wire, codes, edit, frame, places, span

Start = Callable[..., Wire]
TEXT = "import os\n\n\ndef f(x):\n    os.system(x)\n"
HOVER = "textDocument/hover"


def request(identity: Any, method: str, params: Any) -> bytes:
    return frame(json.dumps({"jsonrpc": "2.0", "id": identity, "method": method, "params": params}).encode())


def cancel(identity: Any) -> bytes:
    return frame(json.dumps({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": identity}}).encode())


# requests


def test_an_unknown_method_is_not_found(wire: Wire) -> None:
    answer = wire.call("textDocument/imaginary", {"a": 1})
    assert answer["error"]["code"] == -32601
    assert wire.call("$/optional")["error"]["code"] == -32601


@pytest.mark.parametrize(
    ("method", "params"),
    [
        (HOVER, {}),
        (HOVER, {"textDocument": 7, "position": []}),
        (HOVER, {"textDocument": {"uri": "file:///a.py"}, "position": {"line": -1, "character": 0}}),
        (HOVER, {"textDocument": {"uri": "file:///a.py"}, "position": {"line": "one", "character": 0}}),
        (HOVER, [1, 2]),
        (HOVER, "text"),
        ("textDocument/codeAction", {"textDocument": {"uri": "file:///a.py"}, "context": {"diagnostics": 1}}),
        ("textDocument/codeAction", {"textDocument": {"uri": None}, "range": None, "context": None}),
        ("workspace/executeCommand", {"command": None}),
        ("workspace/executeCommand", 5),
    ],
    ids=str,
)
def test_parameters_that_cannot_be_read_are_refused_with_the_requests_id(wire: Wire, method: str, params: Any) -> None:
    answer = wire.call(method, params)
    assert answer["error"]["code"] == -32602
    assert answer["error"]["message"]
    assert wire.alive()


@pytest.mark.parametrize("identity", [[1], {}, 1.5, [[]], True], ids=str)
def test_an_id_that_is_none_is_refused_with_a_null_id(wire: Wire, identity: Any) -> None:
    since = len(wire.messages)
    wire.raw(request(identity, HOVER, {}))
    answer = wire.wait(lambda each: "error" in each and "method" not in each, since)
    assert answer["id"] is None
    assert answer["error"]["code"] == -32600
    assert wire.alive()


@pytest.mark.parametrize(
    ("identity", "written"), [(70_007, b"70007"), ("seven", b'"seven"'), ('sé"x', b'"s\\u00e9\\"x"')], ids=str
)
@pytest.mark.parametrize(
    "params",
    [b'{"id":1,"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}", b'{"id":1,"a":' + b"1" * 5000 + b"}", b'{"id":[1,]}'],
    ids=["deep", "huge", "none"],
)
def test_parameters_that_no_parser_reads_are_refused_with_the_requests_id(
    wire: Wire, identity: Any, written: bytes, params: bytes
) -> None:
    for keys in (
        (b'"id":%b' % written, b'"method":"textDocument/hover"', b'"params":%b' % params),
        (b'"params":%b' % params, b'"method":"textDocument/hover"', b'"id" : %b ' % written),
    ):
        since = len(wire.messages)
        wire.raw(frame(b'{"jsonrpc":"2.0",%b}' % b",".join(keys)))
        answer = wire.wait(lambda each: each.get("error", {}).get("code") == -32700, since)
        assert answer["id"] == identity
    assert wire.alive()


@pytest.mark.parametrize("identity", [[1], {}, None, True], ids=str)
def test_what_cannot_be_cancelled_is_a_line_in_the_log(wire: Wire, identity: Any) -> None:
    before = len(wire.log)
    wire.raw(cancel(identity))
    assert wire.alive()
    said = wire.log[before:]
    assert "Traceback" not in said
    assert "ERROR" not in said


def test_an_id_may_be_a_text(wire: Wire) -> None:
    wire.raw(request("the first", HOVER, {}))
    assert wire.answer("the first")["error"]["code"] == -32602
    params = {"textDocument": {"uri": "file:///no.py"}, "position": {"line": 0, "character": 0}}
    wire.raw(request("the second", HOVER, params))
    assert wire.answer("the second")["result"] is None


def test_a_key_named_jsonrpc_deep_inside_disturbs_nothing(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    place = {"uri": address, "jsonrpc": "2.0", "method": "exit"}
    params = {"textDocument": place, "position": {"line": 4, "character": 6, "jsonrpc": {"id": 3}}}
    assert "INJ-003" in wire.result(HOVER, params)["contents"]["value"]
    strange = {"range": span(4, 4, 4, 13), "message": "x", "source": "aseptic", "data": {"jsonrpc": "2.0", "id": 1}}
    assert wire.actions(address, span(4, 4, 4, 13), [strange])


def test_a_request_before_the_agreement_and_after_the_shutdown_is_answered(start: Start) -> None:
    wire = start(agree=False)
    params = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
    assert wire.call(HOVER, params)["error"]["code"] == -32002
    wire.open("file:///a.py", "eval(x)\n")
    wire.initialize()
    address = wire.opened("a.py", TEXT)
    assert wire.hover(address, 4, 6)
    assert wire.call("shutdown", None)["result"] is None
    params["textDocument"]["uri"] = address
    assert wire.call(HOVER, params)["error"]["code"] == -32600
    assert wire.end(polite=False) == 0


def test_a_second_agreement_is_answered(start: Start) -> None:
    wire = start()
    assert "error" in wire.call("initialize", {"processId": None, "capabilities": {}, "rootUri": None})
    address = wire.opened("a.py", TEXT)
    assert wire.hover(address, 4, 6)


# frames


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"\x00\xff\xfe\n",
        b"Content-Length: many\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Content-Length:\r\n\r\n",
        b"Content-Length: " + b"1" * 5000 + b"\r\n\r\n",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
        b"content-length:2\n\n[]",
        frame(b"{ no json"),
        frame(b"\xff\xfe"),
        frame(b"null"),
        frame(b"[]"),
        frame(b'"text"'),
        frame(b"12"),
        frame(b"[" * 100_000),
        frame(b'{"a":' * 100_000),
        frame(b"{}"),
        frame(b'{"jsonrpc":"2.0"}'),
        frame(b'{"jsonrpc":"2.0","id":null}'),
        frame(b'{"jsonrpc":"2.0","id":99}'),
        frame(b'{"jsonrpc":"2.0","id":99,"result":null}'),
        frame(b'{"jsonrpc":"2.0","id":[1],"result":{}}'),
        frame(b'{"jsonrpc":"2.0","id":99,"error":{"code":"x"}}'),
        frame(b'{"jsonrpc":"2.0","id":99,"error":null}'),
        frame(b'{"jsonrpc":"2.0","method":5}'),
        frame(b'{"jsonrpc":"2.0","method":["exit"],"params":{}}'),
        frame(b'{"jsonrpc":"2.0","method":"$/unheardOf"}'),
        frame(b'{"jsonrpc":"2.0","method":"textDocument/didOpen"}'),
        frame(b'{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"contentChanges":3}}'),
        frame(b'{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":5}}}'),
        frame(b'{"jsonrpc":"2.0","method":"$/cancelRequest"}'),
        frame(b'{"jsonrpc":"2.0","method":"$/cancelRequest","params":[1]}'),
        frame(b'{"jsonrpc":"2.0","method":"$/cancelRequest","params":"x"}'),
        frame(b'{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":{}}}'),
        frame(b'{"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"compact"}}'),
        frame(b'{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":null}}'),
        frame(b'{"jsonrpc":"2.0","method":"workspace/didChangeWorkspaceFolders","params":{"event":{}}}'),
    ],
    ids=lambda data: ascii(data.partition(b"\r\n\r\n")[2][:60].decode("latin-1") or data.decode("latin-1")[:60]),
)
def test_garbage_ends_nothing(wire: Wire, data: bytes) -> None:
    wire.raw(data)
    assert wire.alive()


@pytest.mark.parametrize(
    "message",
    [
        {"id": 700, "method": 5},
        {"id": 701, "method": None, "params": {}},
        {"id": 702, "method": "textDocument/hover"},
        {"id": 703, "method": "textDocument/hover", "params": None},
        {"jsonrpc": "1.0", "id": 704, "method": "textDocument/hover", "params": {}},
        {"jsonrpc": None, "id": 705, "method": "textDocument/hover", "params": {}},
    ],
    ids=str,
)
def test_a_request_that_is_none_is_refused(wire: Wire, message: Message) -> None:
    wire.send(message)
    assert "error" in wire.answer(message["id"])
    assert wire.alive()


def test_a_request_without_the_version_of_the_protocol_is_refused(wire: Wire) -> None:
    wire.body(b'{"id": 710, "method": "textDocument/hover", "params": {}}')
    assert "error" in wire.answer(710)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"jsonrpc":"2.0","id":' + b"1" * 5000 + b',"method":"textDocument/hover","params":{}}', -32700),
        (b'{"jsonrpc":"2.0","id":1', -32700),
        (b"[]", -32600),
        (b'{"jsonrpc":"2.0","id":null,"method":"textDocument/hover","params":{}}', -32600),
        (b'{"jsonrpc":"2.0","id":[1],"method":"textDocument/hover","params":{}}', -32600),
        (b'{"jsonrpc":"2.0","id":1.5,"method":"textDocument/hover","params":{}}', -32600),
    ],
    ids=range(6),
)
def test_a_request_whose_id_cannot_be_read_is_answered_without_one(wire: Wire, body: bytes, code: int) -> None:
    before = len(wire.messages)
    wire.body(body)
    answer = wire.wait(lambda each: "id" in each and each["id"] is None, since=before)
    assert answer["error"]["code"] == code
    assert wire.alive()


@pytest.mark.parametrize("far", [2**31 - 1, 2**31, 2**32 - 1, 2**53 - 1])
def test_a_place_past_every_number_is_the_end(wire: Wire, name: str, far: int) -> None:
    address = wire.opened(name, TEXT)
    assert wire.actions(address, span(0, 0, far, far))
    place = {"textDocument": {"uri": address}, "position": {"line": 4, "character": far}}
    assert "error" not in wire.call(HOVER, place)
    whole = {"range": span(0, 0, far, far), "text": "eval(x)\n"}
    assert places(wire.changed(address, 2, whole)) == [("INJ-001", 0, 0, 0, 4)]


def test_several_frames_in_one_write_and_one_frame_in_many_writes(wire: Wire) -> None:
    wire.raw(request(800, "a/a", {}) + request(801, "b/b", {}))
    for letter in request(802, "c/c", {"text": "é😀"}):
        wire.raw(bytes([letter]))
    for identity in (800, 801, 802):
        assert wire.answer(identity)["error"]["code"] == -32601


# cancellation


def test_a_cancelled_request_is_answered_once_whenever_the_cancel_comes(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    place = {"textDocument": {"uri": address}, "position": {"line": 4, "character": 6}}
    before = len(wire.messages)
    whole = {"textDocument": {"uri": address, "version": 2}, "contentChanges": [{"text": TEXT * 300}]}
    batch = frame(json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": whole}).encode())
    for number in range(900, 950):
        batch += cancel(number) if number % 10 == 0 else b""  # one that comes before its request
        batch += request(number, HOVER, place) + cancel(number) + cancel(number)
    wire.raw(batch)
    for number in range(900, 950):
        answer = wire.answer(number)
        assert "result" in answer or answer["error"]["code"] == -32800
    wire.raw(cancel(900) + cancel(949) + cancel(12345))
    assert wire.alive()
    answered = [each["id"] for each in wire.messages[before:] if 900 <= (each.get("id") or 0) < 950]
    assert sorted(answered) == list(range(900, 950))
    assert wire.hover(address, 4, 6)


def test_a_cancel_does_not_reach_a_later_request_with_the_same_id(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    place = {"textDocument": {"uri": address}, "position": {"line": 4, "character": 6}}
    wire.raw(cancel("again"))
    assert wire.alive()
    wire.raw(request("again", HOVER, place))
    assert wire.answer("again")["result"]


# documents


def test_a_change_of_a_document_that_was_never_opened_is_ignored(wire: Wire) -> None:
    address = wire.write("never_opened.py", TEXT)
    wire.change(address, 2, edit(0, 0, "x"))
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    wire.save(address)
    assert wire.alive()
    assert not [each for each in wire.told(PUBLISHED) if each["uri"] == address]


def test_a_change_without_a_version_is_refused_aloud(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    document = {"uri": address, "version": None}
    wire.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [edit(0, 0, "#\n")]})
    told = wire.wait(lambda each: each.get("method") == "window/showMessage" and name in str(each))
    assert "could not be read" in told["params"]["message"]
    assert wire.alive()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (edit(99, 0, "# end\n"), [("INJ-003", 4, 4, 4, 13)]),
        (edit(4, 9999, "  # end"), [("INJ-003", 4, 4, 4, 13)]),
        (edit(2, 0, "", 9999, 9999), []),
        (edit(0, 0, "", 0, 2**31 - 1), []),
        (edit(2**31 - 1, 2**31 - 1, "os.system(x)"), [("INJ-003", 4, 4, 4, 13), ("INJ-003", 5, 0, 5, 9)]),
    ],
    ids=range(5),
)
def test_ranges_past_the_end_are_cut_to_the_text(wire: Wire, name: str, change: Message, expected: Any) -> None:
    address = wire.opened(name, TEXT)
    assert places(wire.changed(address, 2, change)) == expected


def test_a_range_that_ends_before_it_starts_ends_nothing(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    wire.change(address, 2, {"range": span(4, 9, 4, 2), "text": "x"})
    wire.change(address, 3, {"range": span(3, 0, 1, 0), "text": "x"})
    assert wire.alive()
    assert codes(wire.changed(address, 4, {"text": TEXT})) == ["INJ-003"]


def test_a_change_that_cannot_be_read_leaves_the_document_usable(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    wire.change(address, 2, {"range": span(-1, -1, 0, 0), "text": "x"}, {"nothing": True}, {"text": None})
    assert wire.alive()
    assert codes(wire.changed(address, 3, {"text": TEXT})) == ["INJ-003"]


def test_a_thousand_changes_in_one_message(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    typed = "\nx = '😀'\nimport subprocess\nsubprocess.run('ls', shell=True)\n" * 20
    line, column, changes = 5, 0, []
    for letter in typed[:1000]:
        changes.append(edit(line, column, letter))
        width = 2 if letter > "\uffff" else 1
        line, column = (line + 1, 0) if letter == "\n" else (line, column + width)
    assert len(changes) == 1000
    said = wire.changed(address, 2, *changes)
    other = wire.opened(f"whole_{name}", TEXT + typed[:1000])
    assert places(said) == places(wire.shown(other, 1)["diagnostics"])
    assert len(said) > 5


def test_a_thousand_messages_at_once_are_each_answered_in_order(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    batch = b""
    for version in range(2, 1002):
        document = {"uri": address, "version": version}
        change = {"textDocument": document, "contentChanges": [edit(0, 0, "#" if version % 2 else "#\n")]}
        batch += frame(json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": change}).encode())
    wire.raw(batch)
    assert places(wire.shown(address, 1001)["diagnostics"]) == [("INJ-003", 504, 4, 504, 13)]
    versions = [each["version"] for each in wire.told(PUBLISHED) if each["uri"] == address]
    assert versions == sorted(set(versions))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeffeval(x)\n",
        "\x00",
        "eval(x)\x00\n",
        "\ud800 = eval(x)\n",
        "'\ud83d'; eval(x)\n",
        "(" * 5000,
        "(" * 5000 + ")" * 5000 + "\n",
        "eval(x) #" + "x" * 200_000 + "\n",
        "\t\x0c  eval(x)\n\teval(y)\n",
        "def f(:\n" * 50,
        "'''" + "\n" * 3000,
        "-" * 20_000 + "1\n",
        "\r".join(["eval(x)"] * 3),
        "if x:\n" + "".join(f"{' ' * depth}if x:\n" for depth in range(1, 150)),
    ],
    ids=range(15),
)
def test_no_text_ends_the_server(wire: Wire, name: str, text: str) -> None:
    address = (wire.folder / name).as_uri()
    wire.open(address, text)
    wire.shown(address, 1)
    assert codes(wire.changed(address, 2, edit(0, 0, TEXT))) or text
    assert codes(wire.changed(address, 3, {"text": TEXT})) == ["INJ-003"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "file:",
        "file://",
        "file:///",
        "a.py",
        "http://x/y.py",
        "file:///%00.py",
        "file:///%zz.py",
        "git:/a.py?b",
        "\ud800",
    ],
    ids=ascii,
)
def test_no_address_ends_the_server(wire: Wire, address: str) -> None:
    wire.open(address, "eval(x)\n")
    wire.change(address, 2, edit(0, 0, "#\n"))
    wire.call(HOVER, {"textDocument": {"uri": address}, "position": {"line": 1, "character": 1}})
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    assert wire.alive()


def test_each_address_is_answered_under_its_own_name(wire: Wire) -> None:
    long = "/".join("x" * 200 for _ in range(25))
    folder = wire.folder.as_uri()
    every = ("", folder, f"{folder}/{'x' * 5000}.py", f"untitled:{'y' * 5000}", f"file:///{long}.py", "file:///b%00.py")
    for address in every:
        wire.open(address, "eval(x)\n")
        assert codes(wire.shown(address, 1)["diagnostics"]) == ["INJ-001"]
    for address in every:
        wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})


def test_a_message_names_a_document_in_few_letters(wire: Wire) -> None:
    address, since = f"untitled:{'y' * 5000}", len(wire.told("window/showMessage"))
    wire.open(address, "eval(x)\n")
    wire.change(address, 0, edit(0, 0, "#\n"))
    assert wire.alive()
    (said,) = [each["message"] for each in wire.told("window/showMessage")[since:]]
    assert said.startswith("Version 0 of untitled%3Ayyyy")
    assert "yyy…yyy" in said
    assert len(said) < 200
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})


def test_notebooks_are_taken_without_harm(wire: Wire) -> None:
    book = {
        "uri": "file:///book.ipynb",
        "notebookType": "jupyter-notebook",
        "version": 1,
        "cells": [{"kind": 2, "document": "vscode-notebook-cell:/book.ipynb#a"}],
    }
    cell = {"uri": "vscode-notebook-cell:/book.ipynb#a", "languageId": "python", "version": 1, "text": "eval(x)\n"}
    wire.tell("notebookDocument/didOpen", {"notebookDocument": book, "cellTextDocuments": [cell]})
    change = {
        "cells": {"textContent": [{"document": {"uri": cell["uri"], "version": 2}, "changes": [edit(0, 0, "#")]}]}
    }
    identifier = {"uri": book["uri"], "version": 2}
    wire.tell("notebookDocument/didChange", {"notebookDocument": identifier, "change": change})
    wire.tell("notebookDocument/didSave", {"notebookDocument": {"uri": book["uri"]}})
    closed = {"notebookDocument": {"uri": book["uri"]}, "cellTextDocuments": [{"uri": cell["uri"]}]}
    wire.tell("notebookDocument/didClose", closed)
    wire.tell("notebookDocument/didClose", closed)
    wire.tell("notebookDocument/didChange", {"notebookDocument": identifier, "change": change})
    wire.open(cell["uri"], cell["text"])
    assert wire.alive()
