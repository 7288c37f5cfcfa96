"""`aseptic server --tcp`: the same conversation over a socket."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from wire import PATIENCE, frame


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    command = [sys.executable, "-m", "aseptic", "server", "--tcp", "127.0.0.1:0"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr
        said = process.stderr.readline()
        yield process, int(said.rpartition(b":")[2])
        process.kill()


def ask(stream: BinaryIO, identity: int, method: str, params: Any) -> dict[str, Any]:
    message = {"jsonrpc": "2.0", "id": identity, "method": method, "params": params}
    stream.write(frame(json.dumps(message).encode()))
    stream.flush()
    length = int(stream.readline().partition(b":")[2])
    assert stream.readline() == b"\r\n"
    answer: dict[str, Any] = json.loads(stream.read(length))
    assert answer["id"] == identity
    return answer


def test_a_conversation_over_tcp(listening: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = listening
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection, connection.makefile("rwb") as stream:
        agreed = ask(stream, 1, "initialize", {"processId": None, "capabilities": {}, "rootUri": None})
        assert agreed["result"]["serverInfo"]["name"] == "aseptic"
        assert ask(stream, 2, "no/such", {})["error"]["code"] == -32601
        assert ask(stream, 3, "shutdown", None)["result"] is None
        stream.write(frame(b'{"jsonrpc":"2.0","method":"exit"}'))
        stream.flush()
        assert process.wait(PATIENCE) == 0


def test_the_client_hangs_up(listening: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = listening
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection, connection.makefile("rwb") as stream:
        ask(stream, 1, "initialize", {"processId": None, "capabilities": {}, "rootUri": None})
    assert process.wait(PATIENCE) == 1


def test_a_taken_port_is_2_with_one_line(listening: tuple[subprocess.Popen[bytes], int], tmp_path: Path) -> None:
    _, port = listening
    command = [sys.executable, "-m", "aseptic", "server", "--tcp", f"127.0.0.1:{port}"]
    done = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
