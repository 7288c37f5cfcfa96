"""A change that cannot be read: the document is let go aloud, instead of checking another text than the editor shows."""

from __future__ import annotations

from collections.abc import Callable

from wire import Wire

TEXT = "import os\nos.system(x)\n"


def test_a_document_is_let_go_and_comes_back_when_it_is_opened_again(start: Callable[..., Wire]) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    assert len(wire.shown(address, 1)["diagnostics"]) == 1
    broken = {"textDocument": {"uri": address, "version": "x"}, "contentChanges": [{"range": 5, "text": "\n"}]}
    wire.tell("textDocument/didChange", broken)
    told = wire.wait(lambda each: each.get("method") == "window/showMessage")
    assert "a.py could not be read" in told["params"]["message"]
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    wire.open(address, TEXT, 7)
    assert len(wire.shown(address, 7)["diagnostics"]) == 1
