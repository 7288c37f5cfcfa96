"""Types: what names leave open is asked of a worker when typing pauses, and shown when the answer comes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wire import PATIENCE, PUBLISHED, RICH, SERVER, Wire, codes, edit, frame

Start = Callable[..., Wire]
STATUS = {**RICH, "experimental": {"asepticStatus": True}}
FACTORY = "import requests\n\n\ndef make():\n    return requests.Session()\n"
USER = """import net


def fetch(url):
    session = net.make()
    return session.get(url, verify=False, timeout=5)
"""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def unverified(params: dict[str, Any]) -> bool:
    return "TLS-002" in codes(params["diagnostics"])


def verified(params: dict[str, Any]) -> bool:
    return not unverified(params)


def workers(parent: int | None = None) -> list[int]:
    """The processes of workers, of one server where it is given."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes()
                above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if b"aseptic.analysis.inference.worker" in words and parent in {None, above}:
                found.append(int(folder.name))
    return found


def held(process: int) -> set[Path]:
    """What a process has open."""
    return {each.readlink() for each in Path(f"/proc/{process}/fd").iterdir()}


def gone(process: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_what_types_tell_is_shown_late_and_follows_edits_and_saves(start: Start) -> None:
    wire = start(STATUS)
    wire.write("net.py", FACTORY)
    address = wire.opened("a.py", USER)
    assert codes(wire.shown(address, 1)["diagnostics"]) == []
    found = wire.shown(address, 1, unverified)["diagnostics"]
    assert [each["range"]["start"]["line"] for each in found] == [5]
    at = USER.split("\n")[5].index("False")
    # A keystroke in the function keeps it at once; one that ends the breach takes it away at once.
    assert codes(wire.changed(address, 2, edit(3, 15, "  # x"))) == ["TLS-002"]
    assert codes(wire.changed(address, 3, edit(5, at, "True", at + 5))) == []
    assert codes(wire.changed(address, 4, edit(5, at, "False", at + 4))) == ["TLS-002"]
    # What another module says now counts when it is saved.
    net = wire.write("net.py", FACTORY.replace("requests.Session()", "None"))
    wire.save(net)
    assert codes(wire.shown(address, 4, verified)["diagnostics"]) == []
    assert "source" not in wire.log
    states = [each["worker"] for each in wire.told("aseptic/status")]
    assert {"busy", "idle"} <= {each["state"] for each in states}
    assert states[-1]["restarts"] == 0
    assert wire.end() == 0


def test_unsaved_text_holds_back_what_rests_on_it_alone_and_says_so(start: Start) -> None:
    wire = start(STATUS)
    wire.write("net.py", FACTORY)
    wire.write("pool.py", FACTORY)
    other = USER.replace("net", "pool").replace("fetch", "again")
    address = wire.opened("a.py", USER + "\n\n" + other)

    def lines(params: dict[str, Any]) -> list[int]:
        return [each["range"]["start"]["line"] for each in params["diagnostics"] if each["code"] == "TLS-002"]

    wire.shown(address, 1, lambda params: lines(params) == [5, 13])
    net = wire.opened("net.py", FACTORY)
    wire.change(net, 2, {"text": FACTORY.replace("\n\n\n", "\n\n\n# of sessions\n")})
    time.sleep(0.8)  # longer than typing pauses
    about = [each["params"] for each in wire.messages if each.get("method") == PUBLISHED]
    assert lines([each for each in about if each["uri"] == address][-1]) == [5, 13]
    wire.change(net, 3, {"text": FACTORY.replace("requests.Session()", "None")})
    wire.shown(address, 1, lambda params: lines(params) == [13])
    said = wire.result("workspace/executeCommand", {"command": "aseptic.debug", "arguments": []})
    assert "1 not checked until other files are saved" in said
    assert "a.py: 1 questions about types are not checked" in wire.log
    seen = len(wire.messages)
    wire.change(net, 4, {"text": FACTORY})

    def anew(each: dict[str, Any]) -> bool:
        told = each.get("method") == PUBLISHED and each["params"]["uri"] == address
        return told and lines(each["params"]) == [5, 13] and any(each is late for late in wire.messages[seen:])

    wire.wait(anew)


def test_a_client_that_shows_no_status_is_told_none_and_types_can_be_turned_off(start: Start) -> None:
    wire = start(agree=False)
    wire.initialize(initializationOptions={"types": False})
    wire.write("net.py", FACTORY)
    address = wire.opened("a.py", USER)
    time.sleep(0.6)
    said = wire.result("workspace/executeCommand", {"command": "aseptic.debug", "arguments": []})
    assert "none: types are not wanted" in said
    assert wire.told("aseptic/status") == []
    wire.tell("workspace/didChangeConfiguration", {"settings": {"aseptic": {"types": True}}})
    wire.shown(address, 1, unverified)
    seen = len(wire.messages)
    wire.tell("workspace/didChangeConfiguration", {"settings": {"aseptic": {"types": False}}})

    def anew(each: dict[str, Any]) -> bool:
        published = each.get("method") == "textDocument/publishDiagnostics"
        return published and verified(each["params"]) and any(each is late for late in wire.messages[seen:])

    wire.wait(anew)  # they are settled when the notification is, or a moment later


@LINUX
def test_a_worker_holds_no_pipe_of_ours_is_replaced_when_it_is_killed_and_ends_with_its_server(start: Start) -> None:
    wire = start(STATUS)
    wire.write("net.py", FACTORY)
    address = wire.opened("a.py", USER)
    wire.shown(address, 1, unverified)
    (worker,) = workers(wire.process.pid)
    assert wire.process.stdin
    assert wire.process.stdout
    pipes = {Path(f"/proc/self/fd/{each.fileno()}").readlink() for each in (wire.process.stdin, wire.process.stdout)}
    assert pipes <= held(wire.process.pid)
    assert not pipes & held(worker)

    os.kill(worker, signal.SIGKILL)
    assert gone(worker)
    wire.change(address, 2, {"text": USER.replace("def fetch", "def again").replace("session", "other")})
    wire.shown(address, 2, unverified)
    said = wire.result("workspace/executeCommand", {"command": "aseptic.debug", "arguments": []})
    assert "1 restarts" in said
    assert wire.told("aseptic/status")[-1]["worker"]["restarts"] == 1

    (worker,) = workers(wire.process.pid)
    os.kill(worker, signal.SIGSTOP)  # then it cannot see that its pipe ended
    wire.process.kill()
    assert gone(worker)


@LINUX
def test_kill_9_of_an_editor_leaves_no_worker(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(FACTORY)
    address = (tmp_path / "a.py").as_uri()
    item = {"uri": address, "languageId": "python", "version": 1, "text": USER}
    messages = [
        {
            "id": 1,
            "method": "initialize",
            "params": {"processId": None, "capabilities": {}, "rootUri": tmp_path.as_uri()},
        },
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": item}},
    ]
    sent = b"".join(frame(json.dumps({"jsonrpc": "2.0", **each}).encode()) for each in messages)
    editor = (
        "import subprocess, sys\n"
        f"server = subprocess.Popen({list(SERVER)!r}, stdin=subprocess.PIPE, cwd={str(tmp_path)!r})\n"
        f"server.stdin.write({sent!r})\n"
        "server.stdin.flush()\n"
        "print(server.pid, file=sys.stderr, flush=True)\n"
        "sys.stdin.read()\n"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-c", editor], **pipes)
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with process.stdin, process.stdout as stdout, process.stderr as stderr:
        server = int(stderr.readline())
        said = b""
        while b"TLS-002" not in said:
            said += os.read(stdout.fileno(), 1 << 16)
        (worker,) = workers(server)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
        assert gone(worker)
        assert gone(server)
