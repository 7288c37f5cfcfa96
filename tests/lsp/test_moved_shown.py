"""A record about one file is told of at another as soon as its code moves there, in whatever order one types."""

from __future__ import annotations

from collections.abc import Callable

from desk import Desk
from inside import Inside
from wire import Wire, edit, span

from aseptic.lsp.type_requests import inquiring

Start = Callable[..., Inside]
LINE = "os.system(x)\n"
TEXT = f"import os\n{LINE}"


def told(wire: Wire, address: str) -> str:
    """Return what the last publication of a document says, when all is settled."""
    assert wire.alive()
    last = [each for each in wire.told("textDocument/publishDiagnostics") if each["uri"] == address][-1]
    return str([each["message"] for each in last["diagnostics"]])


def test_code_that_is_pasted_first_and_cut_then_is_offered_its_record(inside: Start) -> None:
    wire = inside()
    old, new = wire.opened("old.py", TEXT), wire.opened("new.py", "import os\n")
    action = next(each for each in wire.actions(old, span(1, 0, 1, 12)) if "command" in each)
    assert wire.result("workspace/executeCommand", action["command"])["id"] == "DEV-0001"
    wire.change(new, 2, edit(1, 0, LINE))
    assert "DEV-0001" not in told(wire, new)
    wire.change(old, 2, edit(1, 0, "", 0, 2))
    assert "DEV-0001 covered this at old.py" in told(wire, new)
    wire.change(old, 3, edit(1, 0, LINE))
    assert "DEV-0001" not in told(wire, new)


def test_a_document_that_closes_while_types_are_looked_for_ends_no_round() -> None:
    with Desk() as desk:
        desk.call("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        for name in "ab":
            item = {"uri": f"file:///{name}.py", "languageId": "python", "version": 1, "text": TEXT}
            desk.tell("textDocument/didOpen", {"textDocument": item})
        work = inquiring(desk.server)._round()
        next(work)
        desk.tell("textDocument/didClose", {"textDocument": {"uri": "file:///b.py"}})
        list(work)
        assert inquiring(desk.server)._stale == {}
