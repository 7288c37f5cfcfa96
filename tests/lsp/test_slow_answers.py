"""An answer that takes long keeps nobody else from being read, answered, cancelled or ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from inside import Inside
from wire import PATIENCE, Wire, codes, edit, frame, span

from aseptic.analysis.fixing import proof
from aseptic.analysis.fixing.proof import Proved
from aseptic.feedback import actions, hover

Start = Callable[..., Wire]
SLOW = 0.2
MANY = 40
TEXT = "import yaml\n" + "".join(f"a{number} = yaml.load(x)\n" for number in range(MANY))
WHOLE = span(0, 0, MANY + 1, 0)


def hovering(address: str) -> dict[str, Any]:
    return {"textDocument": {"uri": address}, "position": {"line": 1, "character": 8}}


def acting(address: str) -> dict[str, Any]:
    return {"textDocument": {"uri": address}, "range": WHOLE, "context": {"diagnostics": []}}


@pytest.fixture
def slow_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(*given: Any, **named: Any) -> Iterator[Proved]:
        time.sleep(SLOW)
        yield from proof.proved(*given, **named)

    monkeypatch.setattr(actions, "proved", slowly)


def test_others_are_answered_while_actions_are_gathered(inside: Callable[..., Inside], slow_proofs: None) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    long = wire.ask("textDocument/codeAction", acting(address))
    assert "DES-005" in (wire.hover(address, 1, 8) or "")
    assert not [each for each in wire.messages if each.get("id") == long], "the actions were quicker than the hover"
    wire.tell("$/cancelRequest", {"id": long})
    assert wire.answer(long)["error"]["code"] == -32800
    assert wire.hover(address, 1, 8)


def test_a_keystroke_is_shown_meanwhile_and_the_stale_work_is_dropped(
    inside: Callable[..., Inside], slow_proofs: None
) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    long = wire.ask("textDocument/codeAction", acting(address))
    assert len(wire.changed(address, 2, edit(1, 0, "#"))) == MANY - 1
    assert wire.answer(long)["error"]["code"] == -32801
    assert codes(wire.shown(address, 2)["diagnostics"]) == ["DES-005"] * (MANY - 1)


def test_actions_that_took_long_are_those_that_take_none(
    inside: Callable[..., Inside], slow_proofs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = inside()
    text = "import yaml\na = yaml.load(x)\nb = yaml.load(y)\n"
    address = wire.opened("a.py", text)
    slow = wire.actions(address, span(0, 0, 3, 0))
    monkeypatch.setattr(actions, "proved", proof.proved)
    assert wire.actions(address, span(0, 0, 3, 0)) == slow
    assert len([each for each in slow if each.get("edit")]) == 2


def test_a_shutdown_ends_what_is_still_being_gathered(inside: Callable[..., Inside], slow_proofs: None) -> None:
    wire = inside()
    address = wire.opened("a.py", TEXT)
    long = wire.ask("textDocument/codeAction", acting(address))
    assert wire.call("shutdown", None)["result"] is None
    assert wire.answer(long)["error"]["code"] == -32800
    assert wire.end(polite=False) == 0


def test_what_is_cancelled_while_a_hover_holds_the_loop_is_never_begun(
    inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def slowly(*given: Any) -> None:
        begun.append(given)
        time.sleep(SLOW if len(begun) > 1 else 2.0)

    monkeypatch.setattr(hover, "hover", slowly)
    wire = inside()
    address = wire.opened("a.py", TEXT)
    first = wire.ask("textDocument/hover", hovering(address))
    waiting = [wire.ask("textDocument/hover", hovering(address)) for _ in range(30)]
    for each in waiting:
        wire.tell("$/cancelRequest", {"id": each})
    last = wire.ask("textDocument/hover", hovering(address))
    assert "result" in wire.answer(last)
    assert "result" in wire.answer(first)
    assert {wire.answer(each)["error"]["code"] for each in waiting} == {-32800}
    assert len(begun) == 2


ENDLESS = """\
import time
from aseptic.feedback import hover
hover.hover = lambda *_: time.sleep(600)
from aseptic.cli.main import main
main(['server'], prog_name='aseptic')
"""


@pytest.mark.parametrize("said", [b"", frame(b'{"jsonrpc":"2.0","method":"exit"}')], ids=["silent", "exit"])
def test_stdins_end_ends_a_server_whose_loop_is_held(start: Start, said: bytes) -> None:
    wire = start(command=(sys.executable, "-c", ENDLESS))
    address = wire.opened("a.py", TEXT)
    wire.ask("textDocument/hover", hovering(address))
    wire.raw(said)
    assert wire.process.stdin
    wire.process.stdin.close()
    assert wire.process.wait(PATIENCE) == 1


@pytest.mark.skipif(os.name != "posix", reason="processes are looked for on POSIX only; elsewhere stdin's end tells")
def test_the_clients_death_ends_a_server_whose_loop_is_held(start: Start) -> None:
    client = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    wire = start(agree=False, command=(sys.executable, "-c", ENDLESS))
    wire.initialize(processId=client.pid)
    address = wire.opened("a.py", TEXT)
    wire.ask("textDocument/hover", hovering(address))
    client.send_signal(signal.SIGKILL)
    client.wait(PATIENCE)
    assert client.stdin
    client.stdin.close()
    assert wire.process.wait(PATIENCE) == 1


def test_a_client_whose_number_means_nothing_here_is_served(start: Start) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(PATIENCE)
    wire = start(agree=False)
    wire.initialize(processId=gone.pid)
    assert len(wire.shown(wire.opened("a.py", TEXT), 1)["diagnostics"]) == MANY
    time.sleep(1.0)
    assert wire.alive()
    assert wire.end() == 0


def test_all_that_was_asked_before_an_orderly_leave_is_answered(start: Start) -> None:
    wire = start(agree=False)
    params = {"processId": None, "rootUri": None, "capabilities": {}}
    address = wire.write("a.py", TEXT)
    item = {"uri": address, "languageId": "python", "version": 1, "text": TEXT}
    messages = [
        {"id": 1, "method": "initialize", "params": params},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": item}},
        {"id": 2, "method": "textDocument/hover", "params": hovering(address)},
        {"id": 3, "method": "shutdown"},
        {"method": "exit"},
    ]
    wire.raw(b"".join(frame(json.dumps({"jsonrpc": "2.0", **each}).encode()) for each in messages))
    assert wire.process.stdin
    wire.process.stdin.close()
    assert "DES-005" in wire.answer(2)["result"]["contents"]["value"]
    assert wire.process.wait(PATIENCE) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process choose how much a pipe holds")
def test_a_long_message_need_not_wait_for_the_client_to_read_its_beginning(start: Start) -> None:
    import fcntl  # there is none elsewhere

    wire = start()
    assert wire.process.stdout
    assert fcntl.fcntl(wire.process.stdout, fcntl.F_GETPIPE_SZ) == 1 << 20
