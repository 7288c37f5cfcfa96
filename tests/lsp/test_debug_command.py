"""The command `aseptic.debug`: the same paste, of the server that the editor runs."""

from __future__ import annotations

import sys
from collections.abc import Callable

from inside import Inside
from wire import RICH, Wire, edit

SECRET = "PATIENT_4711"
FAILING = """\
from aseptic.checks.checker import Checker
def check(self, subject):
    raise ValueError(subject.parsed.chunk.text)
Checker.check = check
from aseptic.cli.main import main
main(['server'], prog_name='aseptic')
"""


def test_the_server_tells_of_itself_and_of_no_source(start: Callable[..., Wire]) -> None:
    wire = start(command=(sys.executable, "-c", FAILING), agree=False)
    said = wire.initialize(clientInfo={"name": "Some editor", "version": "1.2"})
    assert "aseptic.debug" in said["capabilities"]["executeCommandProvider"]["commands"]
    address = wire.opened("a.py", f"import os\n\n\ndef f({SECRET}):\n    os.system({SECRET})\n")
    text = wire.result("workspace/executeCommand", {"command": "aseptic.debug"})
    for words in (
        "a server for Some editor 1.2",
        "1 open",
        "utf-16",
        "onType",
        "MiB resident",
        "digest",
        "by us: on save",
    ):
        assert words in text, words
    errors = text.partition("last errors")[2]
    assert "a chunk could not be checked: ValueError" in errors
    assert "in check" in errors
    assert SECRET not in text
    wire.change(address, 2, edit(0, 0, f"# {SECRET}\n"))
    assert SECRET not in wire.result("workspace/executeCommand", {"command": "aseptic.debug", "arguments": [address]})
    assert wire.end() == 0


def test_it_answers_with_nothing_open_and_tells_what_is_watched(inside: Callable[..., Inside]) -> None:
    wire = inside({**RICH, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
    assert "0 open" in wire.result("workspace/executeCommand", {"command": "aseptic.debug"})
    wire.opened("a.py", "x = 1\n")
    assert "**/security/**/*.md" in wire.result("workspace/executeCommand", {"command": "aseptic.debug"})
