"""How a server ends: when it is told to, when its client is gone, and never otherwise."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from wire import PATIENCE, SERVER, Wire, frame

Start = Callable[..., Wire]
TEXT = "import os\nos.system(x)\n"


def test_exit_after_shutdown_is_0(start: Start) -> None:
    wire = start()
    wire.opened("a.py", TEXT)
    assert wire.end() == 0
    assert wire.stray == b""


def test_exit_without_shutdown_is_1(start: Start) -> None:
    wire = start()
    wire.opened("a.py", TEXT)
    assert wire.end(polite=False) == 1


def test_exit_before_the_agreement_is_1(start: Start) -> None:
    assert start(agree=False).end(polite=False) == 1


def test_the_end_leaves_no_word_of_a_crash(start: Start) -> None:
    """The reader waits on stdin while the interpreter ends: that must not end in an abort."""
    wire = start()
    assert wire.end() == 0
    assert "Fatal" not in wire.log
    assert "Traceback" not in wire.log


@pytest.mark.parametrize("agree", [True, False])
def test_the_end_of_stdin_ends_the_server(start: Start, agree: bool) -> None:
    wire = start(agree=agree)
    assert wire.process.stdin
    wire.process.stdin.close()
    assert wire.process.wait(PATIENCE) == 1
    assert "Traceback" not in wire.log


def test_the_end_of_stdin_inside_a_message_ends_the_server(start: Start) -> None:
    wire = start()
    wire.raw(b"Content-Length: 5000\r\n\r\n{")
    assert wire.process.stdin
    wire.process.stdin.close()
    assert wire.process.wait(PATIENCE) == 1


def test_the_end_of_stdin_after_a_shutdown_is_0(start: Start) -> None:
    wire = start()
    assert wire.call("shutdown", None)["result"] is None
    assert wire.process.stdin
    wire.process.stdin.close()
    assert wire.process.wait(PATIENCE) == 0


def test_what_was_sent_before_the_end_is_still_answered(start: Start) -> None:
    wire = start()
    message = {"jsonrpc": "2.0", "id": 50, "method": "shutdown"}
    leave = {"jsonrpc": "2.0", "method": "exit"}
    wire.raw(frame(json.dumps(message).encode()) + frame(json.dumps(leave).encode()))
    assert wire.answer(50)["result"] is None
    assert wire.process.wait(PATIENCE) == 0


@pytest.mark.skipif(os.name != "posix", reason="processes are looked for on POSIX only; elsewhere stdin's end tells")
def test_the_death_of_the_client_ends_the_server_though_its_pipe_stays_open(start: Start) -> None:
    client = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    wire = start(agree=False)
    wire.initialize(processId=client.pid)
    wire.opened("a.py", TEXT)
    assert wire.process.poll() is None
    client.send_signal(signal.SIGKILL)
    client.wait(PATIENCE)
    assert client.stdin
    client.stdin.close()
    assert wire.process.wait(PATIENCE) == 1


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_kill_9_of_an_editor_leaves_no_server(start: Start) -> None:
    editor = (
        "import json, os, subprocess, sys\n"
        f"server = subprocess.Popen({list(SERVER)!r}, stdin=subprocess.PIPE)\n"
        "params = {'processId': os.getpid(), 'capabilities': {}, 'rootUri': None}\n"
        "body = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'initialize', 'params': params}).encode()\n"
        "server.stdin.write(b'Content-Length: %d\\r\\n\\r\\n%b' % (len(body), body))\n"
        "server.stdin.flush()\n"
        "sys.stdin.read()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", editor], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    with process.stdin, process.stdout as stdout:
        header = stdout.readline()
        assert header.startswith(b"Content-Length: ")  # the server lives and has agreed
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
        stdout.read()  # ends when the last holder of the pipe is gone, which is the server


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_closed_stdout_ends_the_server(start: Start) -> None:
    wire = start()
    assert wire.process.stdin
    wire.opened("a.py", TEXT)
    process = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin
    assert process.stdout
    process.stdout.close()
    params = {"processId": None, "capabilities": {}, "rootUri": None}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}).encode()
    process.stdin.write(frame(body))
    process.stdin.flush()
    assert process.wait(PATIENCE) == 1
    process.stdin.close()


def test_two_servers_on_one_folder_do_not_disturb_each_other(start: Start) -> None:
    one, two = start(), start()
    address = one.opened("a.py", TEXT)
    two.open(address, TEXT)
    assert two.shown(address, 1)["diagnostics"] == one.shown(address, 1)["diagnostics"]
    assert one.end() == 0
    assert two.alive()
    assert two.end() == 0
