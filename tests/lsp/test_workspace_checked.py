"""`aseptic.checkWorkspace`: findings of files that nobody opened, with progress, and kept true afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from inside import Inside
from wire import PUBLISHED, RICH, Message, codes, edit, frame, span

from aseptic.lsp.pushing import sweeping

Start = Callable[..., Inside]
TEXT = "import os\n\n\ndef run(x):\n    os.system(x)\n"
SHOWING = {**RICH, "window": {**RICH["window"], "workDoneProgress": True}}
CHECK = {"command": "aseptic.checkWorkspace"}


def checked(wire: Inside) -> Any:
    told = wire.result("workspace/executeCommand", CHECK)
    assert told.pop("folders") == [wire.folder.as_uri()]
    return told


def seen(wire: Inside, address: str, wanted: list[str], since: int = 0) -> Message:
    """Wait until a file that is not open is shown with these findings."""

    def is_it(each: Message) -> bool:
        if each.get("method") != PUBLISHED or each["params"]["uri"] != address:
            return False
        return "version" not in each["params"] and codes(each["params"]["diagnostics"]) == wanted

    return wire.wait(is_it, since)["params"]


def weighed(wire: Inside, address: str, wanted: list[int], since: int = 0) -> None:
    """Wait until the findings of a file that is not open have these severities."""

    def is_it(each: Message) -> bool:
        if each.get("method") != PUBLISHED or each["params"]["uri"] != address or "version" in each["params"]:
            return False
        return [one["severity"] for one in each["params"]["diagnostics"]] == wanted

    wire.wait(is_it, since)


def test_closed_files_are_shown_as_they_would_be_when_open(inside: Start) -> None:
    wire = inside()
    first, second = wire.write("a.py", TEXT), wire.write("pkg/b.py", TEXT + "\n\nk = '😀', os.system(x)\n")
    wire.write("clean.py", "x = 1\n")
    wire.write("broken.py", "import os\ndef f(:\n    os.system(x)\n")
    wire.write(".venv/lib/c.py", TEXT)
    assert checked(wire) == {"files": 4, "findings": 3, "unchecked": 1}
    closed = seen(wire, second, ["INJ-003", "INJ-003"])["diagnostics"]
    seen(wire, first, ["INJ-003"])
    wire.open(second, TEXT + "\n\nk = '😀', os.system(x)\n")
    assert wire.shown(second, 1)["diagnostics"] == closed
    assert {each["uri"] for each in wire.told(PUBLISHED)} == {first, second}


def test_of_an_open_document_its_own_text_is_counted_saved_or_not(inside: Start) -> None:
    wire = inside()
    wire.write("closed.py", TEXT)
    mended, worse = wire.opened("mended.py", TEXT), wire.opened("worse.py", "import os\n")
    wire.changed(mended, 2, edit(4, 4, "return", 16))
    wire.changed(worse, 2, edit(1, 0, "os.system(a)\nos.system(b)\n"))
    wire.open("file:///elsewhere/x.py", TEXT)
    assert checked(wire) == {"files": 3, "findings": 3, "unchecked": 0}


def test_what_is_shown_of_a_closed_file_follows_the_disk_the_records_and_the_documents(inside: Start) -> None:
    wire = inside()
    address, other = wire.write("a.py", TEXT), wire.opened("other.py", TEXT)
    assert checked(wire)["findings"] == 2
    seen(wire, address, ["INJ-003"])
    wire.open(address, TEXT)
    assert wire.changed(address, 2, edit(4, 4, "return", 16)) == []
    since = len(wire.messages)
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    seen(wire, address, ["INJ-003"], since)

    wire.write("a.py", "import os\nos.system(x)\nos.system(y)\n")
    wire.save(other)
    seen(wire, address, ["INJ-003", "INJ-003"])
    wire.open(address, "import os\nos.system(x)\nos.system(y)\n", version=3)
    action = next(each for each in wire.actions(address, span(1, 0, 1, 9)) if "command" in each)
    wire.result("workspace/executeCommand", action["command"])
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    seen(wire, address, ["INJ-003", "INJ-003"])
    record = wire.folder / "security" / "deviations" / "DEV-0001.md"
    reasons = record.read_text(encoding="utf-8").replace("\nTODO: say why", "\nThe name is a constant. Why")
    record.write_text(reasons, encoding="utf-8")
    wire.save(other)
    weighed(wire, address, [3, 1])
    (wire.folder / "security" / "deviations" / "DEV-0001.md").unlink()
    since = len(wire.messages)
    wire.save(other)
    weighed(wire, address, [1, 1], since)

    (wire.folder / "a.py").unlink()
    since = len(wire.messages)
    wire.save(other)
    seen(wire, address, [], since)


def test_progress_is_shown_where_the_client_agreed_and_ends(inside: Start) -> None:
    wire = inside(SHOWING)
    wire.write("a.py", TEXT)
    identity = wire.ask("workspace/executeCommand", CHECK)
    created = wire.wait(lambda each: each.get("method") == "window/workDoneProgress/create")
    assert not wire.told("$/progress"), "nothing is told before the client agreed"
    wire.send({"id": created["id"], "result": None})
    assert wire.answer(identity)["result"]["findings"] == 1
    told = wire.told("$/progress")
    assert {each["token"] for each in told} == {created["params"]["token"]}
    kinds = [each["value"]["kind"] for each in told]
    assert (kinds[0], kinds[-1]) == ("begin", "end")
    assert told[0]["value"]["cancellable"] is True
    assert told[-1]["value"]["message"] == "1 finding in 1 file"


def test_it_is_stopped_by_progress_or_by_the_request_and_can_be_asked_for_again(inside: Start) -> None:
    wire = inside(SHOWING)
    for number in range(300):
        wire.write(f"f{number}.py", TEXT)
    identity = wire.ask("workspace/executeCommand", CHECK)
    created = wire.wait(lambda each: each.get("method") == "window/workDoneProgress/create")
    wire.send({"id": created["id"], "result": None})
    wire.tell("window/workDoneProgress/cancel", {"token": created["params"]["token"]})
    assert wire.answer(identity)["result"] is None
    assert wire.told("$/progress")[-1]["value"] == {"kind": "end", "message": "stopped"}
    since = len(wire.messages)
    identity = wire.ask("workspace/executeCommand", CHECK)
    wire.wait(lambda each: each.get("method") == "window/workDoneProgress/create", since)  # it is under way
    wire.tell("$/cancelRequest", {"id": identity})
    assert wire.answer(identity)["error"]["code"] == -32800
    assert not wire.told(PUBLISHED)
    assert checked(wire)["findings"] == 300


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize(
    "act", ["os.kill(os.getpid(), 9)", "raise SystemExit(3)", "os.write(1, b'{\"path\": '); raise X"]
)
def test_a_check_that_dies_is_told_and_not_taken_for_one_that_was_stopped(
    inside: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, act: str
) -> None:
    def dying(_: Iterable[Path]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", f"import os; {act}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    monkeypatch.setattr(sweeping, "begun", dying)
    wire = inside(SHOWING)
    assert wire.result("workspace/executeCommand", CHECK) is None
    killed = "kill" in act
    how = "was killed by the system, which may lack memory" if killed else "ended with an error, which the log tells"
    (said,) = wire.told("window/showMessage")
    assert said["message"].startswith(f"Nothing is shown of the workspace: its check {how}: ")
    assert said["message"].endswith("exclude folders in [tool.aseptic], then check again")
    status = -9 if killed else 3 if "3" in act else 1
    assert f"the process that checks the workspace ended with status {status}" in caplog.text
    monkeypatch.undo()
    wire.write("a.py", TEXT)
    assert checked(wire)["findings"] == 1


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes of the scans that were begun."""
    begun, found = sweeping.begun, list[subprocess.Popen[bytes]]()

    def noted(folders: Iterable[Path]) -> subprocess.Popen[bytes]:
        found.append(begun(folders))
        return found[-1]

    monkeypatch.setattr(sweeping, "begun", noted)
    return found


@pytest.mark.parametrize("stopped", ["request", "progress"])
def test_a_check_that_takes_the_place_of_a_stopped_one_is_not_refused(
    inside: Start, processes: list[subprocess.Popen[bytes]], stopped: str
) -> None:
    wire = inside(SHOWING)
    for number in range(300):
        wire.write(f"f{number}.py", TEXT)
    first = wire.ask("workspace/executeCommand", CHECK)
    token = wire.wait(lambda each: each.get("method") == "window/workDoneProgress/create")["params"]["token"]
    ends: dict[str, Message] = {
        "request": {"method": "$/cancelRequest", "params": {"id": first}},
        "progress": {"method": "window/workDoneProgress/cancel", "params": {"token": token}},
    }
    asked = [{"id": name, "method": "workspace/executeCommand", "params": CHECK} for name in ("next", "one too many")]
    messages = [{"jsonrpc": "2.0", **each} for each in (ends[stopped], *asked)]
    wire.raw(b"".join(frame(json.dumps(each).encode()) for each in messages))
    assert wire.answer("one too many")["result"] is None
    assert [each["message"] for each in wire.told("window/showMessage")] == ["The workspace is being checked already"]
    assert wire.answer("next")["result"]["findings"] == 300
    assert processes[0].poll() == -signal.SIGKILL, "the stopped scan went on"
    assert len(processes) == 2


def test_a_client_that_refuses_progress_gets_its_answer(inside: Start) -> None:
    wire = inside(SHOWING)
    wire.write("a.py", TEXT)
    identity = wire.ask("workspace/executeCommand", CHECK)
    created = wire.wait(lambda each: each.get("method") == "window/workDoneProgress/create")
    wire.send({"id": created["id"], "error": {"code": -32601, "message": "no"}})
    assert wire.answer(identity)["result"]["findings"] == 1
    assert not wire.told("$/progress")
    wire.tell("window/workDoneProgress/cancel", {"token": "nobody's"})
    assert wire.alive()


def test_without_a_folder_that_of_the_document_is_checked_and_nobodys_whole_home(
    inside: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    wire = inside(agree=False)
    wire.initialize(rootUri=None, workspaceFolders=None)
    (tmp_path / "mine.py").write_text(TEXT, encoding="utf-8")
    wire.write("pyproject.toml", "[tool.aseptic]\n")
    wire.write("b.py", TEXT)
    inner = wire.write("inner/a.py", TEXT)
    command = "aseptic.checkWorkspace"
    for arguments in ([], [(tmp_path / "mine.py").as_uri()], ["untitled:1"], [5]):
        assert wire.result("workspace/executeCommand", {"command": command, "arguments": arguments}) is None
    assert {each["message"] for each in wire.told("window/showMessage")} == {
        "No project here to check: open a file of one, or a folder"
    }
    told = wire.result("workspace/executeCommand", {"command": command, "arguments": [inner]})
    assert (told["findings"], told["folders"]) == (2, [wire.folder.as_uri()])
