"""Notebooks over the wire: cells that share names, each with diagnostics, hovers and edits of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from inside import Inside
from wire import ACTIONS, PUBLISHED, RICH, WIDTHS, Message, Wire, applied, codes, edit, places, span

Start = Callable[..., Inside]
NONE = span(0, 0, 0, 0)


class Book:
    """A client's side of one notebook."""

    def __init__(self, wire: Wire, name: str = "book.ipynb", scheme: str = "vscode-notebook-cell") -> None:
        self.wire = wire
        self.address = wire.write(name, "{}")
        self.scheme = scheme
        self.version = 1
        self.versions: dict[str, int] = {}

    def cell(self, key: str) -> str:
        return self.address.replace("file:", f"{self.scheme}:") + f"#{key}"

    def item(self, key: str, text: str, language: str = "python") -> Message:
        self.versions[key] = 1
        return {"uri": self.cell(key), "languageId": language, "version": 1, "text": text}

    def open(self, **texts: str) -> None:
        cells = [{"kind": 2, "document": self.cell(key)} for key in texts]
        given = {"uri": self.address, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
        items = [self.item(key, text) for key, text in texts.items()]
        self.wire.tell("notebookDocument/didOpen", {"notebookDocument": given, "cellTextDocuments": items})

    def change(self, **cells: Any) -> None:
        self.version += 1
        identifier = {"uri": self.address, "version": self.version}
        self.wire.tell("notebookDocument/didChange", {"notebookDocument": identifier, "change": {"cells": cells}})

    def edit(self, key: str, *changes: Message) -> list[Message]:
        """Edit a cell and return the diagnostics of its new version."""
        self.versions[key] += 1
        document = {"uri": self.cell(key), "version": self.versions[key]}
        self.change(textContent=[{"document": document, "changes": list(changes)}])
        return self.wire.shown(self.cell(key), self.versions[key])["diagnostics"]

    def splice(self, start: int, gone: list[str], **added: str | None) -> None:
        """Take cells out and put others in; a text of None moves a cell that is known."""
        array = {
            "start": start,
            "deleteCount": len(gone),
            "cells": [{"kind": 2, "document": self.cell(key)} for key in added],
        }
        opened = [self.item(key, text) for key, text in added.items() if text is not None]
        closed = [{"uri": self.cell(key)} for key in gone if key not in added]
        self.change(structure={"array": array, "didOpen": opened, "didClose": closed})

    def close(self) -> None:
        closed = [{"uri": self.cell(key)} for key in self.versions]
        self.wire.tell(
            "notebookDocument/didClose", {"notebookDocument": {"uri": self.address}, "cellTextDocuments": closed}
        )

    def newest(self, key: str) -> Message:
        assert self.wire.alive()
        return [each for each in self.wire.told(PUBLISHED) if each["uri"] == self.cell(key)][-1]

    def shown(self, key: str) -> list[Any]:
        return [each[:3] for each in places(self.newest(key)["diagnostics"])]

    def pushes(self, key: str) -> int:
        assert self.wire.alive()
        return len([each for each in self.wire.told(PUBLISHED) if each["uri"] == self.cell(key)])


def test_the_server_offers_it(inside: Start) -> None:
    capabilities = {**RICH, "notebookDocument": {"synchronization": {"dynamicRegistration": True}}}
    offered = inside(agree=False).initialize(capabilities)["capabilities"]
    assert offered["notebookDocumentSync"] == {"notebookSelector": [{"cells": [{"language": "python"}]}], "save": True}
    assert "notebook.source.fixAll.aseptic" in offered["codeActionProvider"]["codeActionKinds"]


def test_a_cell_knows_what_others_bind_and_findings_stand_in_their_own_cell(inside: Start) -> None:
    book = Book(inside())
    book.open(
        a="import os as o\nrun = o.system",
        b="# nothing\n\ndef f(x):\n    run(x)\n    o.popen(x)",
        c="import yaml\nyaml.load(x)",
    )
    assert book.shown("a") == []
    assert book.shown("b") == [("INJ-003", 3, 4), ("INJ-003", 4, 4)]
    assert book.shown("c") == [("DES-005", 1, 0)]
    assert book.newest("b")["version"] == 1
    assert book.edit("a", {"text": "import safe as o\nrun = o.system"}) == []
    assert book.shown("b") == []
    assert book.newest("b")["version"] == 1, "what another cell's edit changes is shown at once"


def test_each_version_of_the_typed_cell_is_answered_and_others_only_when_theirs_changed(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os", b="os.system(x)", c="eval(x)")
    for number in range(5):
        assert codes(book.edit("b", edit(0, 0, "#\n"))) == ["INJ-003"]
        assert book.shown("b") == [("INJ-003", number + 1, 0)]
    assert book.pushes("a") == book.pushes("c") == 1
    assert book.pushes("b") == 6


@pytest.mark.parametrize(
    "typed", ["f(", "[", '"""', "'''", "x = {", "def f(:", "if x:", "x = \\", "@decorated", "class A:"]
)
def test_a_broken_cell_harms_no_other_and_keeps_its_own(inside: Start, typed: str) -> None:
    book = Book(inside())
    book.open(a="import os\n\ndef f(x):\n    os.system(x)", b="x = 1", c="def g(x):\n    os.system(x)\n\neval(x)")
    before = book.shown("c")
    book.edit("b", {"text": typed})
    assert book.shown("b") == []
    assert book.shown("c") == before == [("INJ-003", 1, 4), ("INJ-001", 3, 0)]
    book.edit("a", edit(3, 4, f"{typed}\n    "))
    assert [each[0] for each in book.shown("a")] == ["INJ-003"], "a broken chunk keeps its last findings"
    assert book.shown("c") == before


def test_magics_are_no_errors_and_leave_every_column(inside: Start) -> None:
    book = Book(inside())
    book.open(
        a="%matplotlib inline\n!pip install é😀\nimport os\nfiles = !ls -l\nos.system(files)\nos.system?",
        b="%%bash\nimport os\nos.system(x)",
        c="%%time\neval('😀'); eval(x)",
        d="if x:\n    !ls\neval(x)",
    )
    assert book.shown("a") == [("INJ-003", 4, 0)]
    assert book.shown("b") == []
    assert book.shown("c")[-1] == ("INJ-001", 1, 12)
    assert book.shown("d") == [("INJ-001", 2, 0)]
    assert codes(book.edit("a", edit(1, len("!pip install é") + 2, " b"))) == ["INJ-003"], "an edit in a magic"
    assert book.shown("a") == [("INJ-003", 4, 0)]


def test_cells_that_come_go_and_move(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os as o", b="o.system(x)", c="eval(x)")
    book.splice(1, [], n="o.popen(x)")
    assert book.shown("n") == [("INJ-003", 0, 0)]
    assert book.shown("b") == [("INJ-003", 0, 0)]
    assert book.pushes("b") == 1, "it moved in the notebook, not in itself"
    book.splice(0, ["a"])
    assert book.newest("a")["diagnostics"] == []
    assert "version" not in book.newest("a")
    assert book.shown("n") == book.shown("b") == []
    book.splice(0, [], a="import os as o")
    assert book.shown("b") == [("INJ-003", 0, 0)]
    book.splice(0, ["a", "n", "b", "c"], c=None, b=None, a=None)
    assert book.shown("c") == [("INJ-001", 0, 0)]
    assert book.shown("b") == [("INJ-003", 0, 0)], "a cell below, which may have run, imports it now"
    book.splice(2, ["a"])
    assert book.shown("b") == []


def test_prose_and_other_languages_are_left_alone(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os")
    book.change(
        structure={
            "array": {
                "start": 1,
                "deleteCount": 0,
                "cells": [
                    {"kind": 1, "document": book.cell("m")},
                    {"kind": 2, "document": book.cell("s")},
                    {"kind": 2, "document": book.cell("b")},
                ],
            },
            "didOpen": [
                book.item("m", "eval(x)", "markdown"),
                book.item("s", "eval(x)", "sql"),
                book.item("b", "os.system(x)"),
            ],
        }
    )
    assert book.shown("b") == [("INJ-003", 0, 0)]
    assert book.pushes("m") == book.pushes("s") == 0
    assert codes(book.edit("b", edit(0, 0, "\n"))) == ["INJ-003"]


def test_a_hover_is_the_cells_own(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os", b="'😀'; os.system(x)", c="")
    place = {"textDocument": {"uri": book.cell("b")}, "position": {"line": 0, "character": 8}}
    said = book.wire.result("textDocument/hover", place)
    assert "INJ-003" in said["contents"]["value"]
    assert said["range"] == span(0, 6, 0, 15)
    for key, line in (("a", 0), ("c", 0), ("c", 5), ("b", 9), ("gone", 0)):
        assert book.wire.hover(book.cell(key), line, 8) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("rich", [True, False])
def test_a_replacement_lands_in_its_cell_with_the_import_that_it_needs(
    inside: Start, encoding: str, rich: bool
) -> None:
    capabilities = {
        **(RICH if rich else {"textDocument": RICH["textDocument"]}),
        "general": {"positionEncodings": [encoding]},
    }
    book = Book(inside(capabilities))
    text = "'é😀'; os.system('systemctl restart pump')"
    book.open(a="import os", b=text, c="import subprocess")
    at = WIDTHS[encoding]("'é😀'; ")
    offered = book.wire.actions(book.cell("b"), span(0, at, 0, at + 3))
    change = next(each["edit"] for each in offered if "edit" in each)
    if rich:
        (document,) = change["documentChanges"]
        assert document["textDocument"] == {"uri": book.cell("b"), "version": 1}
        edits = document["edits"]
    else:
        assert list(change["changes"]) == [book.cell("b")]
        edits = change["changes"][book.cell("b")]
    after = applied(text, edits, encoding)
    assert after == "import subprocess\n\n" + text.replace(
        "os.system('systemctl restart pump')", "subprocess.run(['systemctl', 'restart', 'pump'], check=True)"
    )
    assert book.edit("b", {"text": after}) == []


def test_an_import_of_a_cell_above_is_not_brought_again(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os, subprocess", b="os.system('ls -l')")
    offered = book.wire.actions(book.cell("b"), span(0, 0, 0, 3))
    (document,) = next(each["edit"] for each in offered if "edit" in each)["documentChanges"]
    assert "import" not in applied("os.system('ls -l')", document["edits"])


def test_actions_of_one_cell_are_not_those_of_its_neighbours(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import yaml\nyaml.load(x)", b="yaml.load(y)", c="\n\nyaml.load(z)")
    offered = book.wire.actions(book.cell("b"), span(0, 0, 99, 0))
    assert {each["diagnostics"][0]["range"]["start"]["line"] for each in offered} == {0}
    assert {
        edit["uri"]
        for each in offered
        if "edit" in each
        for change in each["edit"]["documentChanges"]
        for edit in [change["textDocument"]]
    } == {book.cell("b")}


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["source.fixAll"], set()),
        (["source.fixAll.aseptic"], set()),
        (["source"], set()),
        (["notebook.source.fixAll.aseptic"], {"notebook.source.fixAll.aseptic"}),
        (["notebook.source.fixAll"], {"notebook.source.fixAll.aseptic"}),
        (["notebook"], {"notebook.source.fixAll.aseptic"}),
        (["quickfix"], {"quickfix"}),
        (None, {"quickfix"}),
    ],
    ids=str,
)
def test_on_save_a_notebook_is_fixed_and_never_a_cell(inside: Start, only: Any, kinds: set[str]) -> None:
    book = Book(inside())
    texts = {"a": "import yaml", "b": "yaml.load(x)", "c": "%time\nyaml.load(y)"}
    book.open(**texts)
    asked = {} if only is None else {"only": only}
    offered = book.wire.actions(book.cell("b"), span(0, 0, 1, 0), **asked)
    assert {each["kind"] for each in offered} == kinds
    if kinds == {"notebook.source.fixAll.aseptic"}:
        changes = {each["textDocument"]["uri"]: each["edits"] for each in offered[0]["edit"]["documentChanges"]}
        assert {key: applied(texts[key], changes[book.cell(key)]) for key in "bc"} == {
            "b": "yaml.safe_load(x)",
            "c": "%time\nyaml.safe_load(y)",
        }
        assert len(changes) == 2


def test_a_file_is_not_fixed_as_a_notebook(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", "import yaml\nyaml.load(x)\n")
    assert wire.actions(address, NONE, only=["notebook.source.fixAll"]) == []


def test_a_deviation_is_recorded_for_the_notebook(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os", b="def f(x):\n    os.system(x)")
    action = next(each for each in book.wire.actions(book.cell("b"), span(1, 4, 1, 5)) if "command" in each)
    assert book.wire.result("workspace/executeCommand", action["command"])["id"] == "DEV-0001"
    record = (book.wire.folder / "security" / "deviations" / "DEV-0001.md").read_text(encoding="utf-8")
    assert "where: book.ipynb::f" in record
    assert book.wire.shown(book.cell("b"), 1, lambda said: "DEV-0001 covers nothing" in str(said))


def test_a_closed_notebook_leaves_nothing(inside: Start) -> None:
    book = Book(inside())
    record = book.wire.write("security/requirements/SEC-001.md", "---\n---\n")
    book.open(a="import os\nos.system(x)", b="eval(x)")
    assert book.wire.shown(record)["diagnostics"]
    book.close()
    assert book.newest("a")["diagnostics"] == book.newest("b")["diagnostics"] == []
    assert [each for each in book.wire.told(PUBLISHED) if each["uri"] == record][-1]["diagnostics"] == []
    assert book.wire.hover(book.cell("b"), 0, 0) is None
    book.open(a="eval(x)")
    assert book.shown("a") == [("INJ-001", 0, 0)]


@pytest.mark.parametrize(
    "cells",
    [
        {"textContent": [{"document": {"uri": "vscode-notebook-cell:/never#x", "version": 2}, "changes": []}]},
        {"textContent": [{"document": {"uri": "{b}", "version": 1}, "changes": [edit(0, 0, "#")]}]},
        {"structure": {"array": {"start": 9, "deleteCount": 0, "cells": []}}},
        {"structure": {"array": {"start": 1, "deleteCount": 9}}},
        {"structure": {"array": {"start": -1, "deleteCount": 1}}},
        {"structure": {"array": {"start": 1, "deleteCount": -1}}},
        {"structure": {"array": {"start": "x"}}},
        {"textContent": 5},
    ],
    ids=str,
)
def test_a_change_that_does_not_fit_lets_the_notebook_go_aloud(inside: Start, cells: Any) -> None:
    book = Book(inside())
    book.open(a="import os", b="os.system(x)")
    for each in cells.get("textContent") or [] if isinstance(cells.get("textContent"), list) else []:
        each["document"]["uri"] = each["document"]["uri"].replace("{b}", book.cell("b"))
    book.change(**cells)
    told = book.wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]["message"]
    assert "book.ipynb" in told
    assert book.newest("b")["diagnostics"] == []
    assert book.wire.hover(book.cell("b"), 0, 3) is None
    book.change(textContent=[])
    assert book.wire.alive()
    assert len(book.wire.told("window/showMessage")) == 1
    book.close()
    book.open(a="import os", b="os.system(x)")
    assert book.shown("b") == [("INJ-003", 0, 0)]


def test_a_late_version_of_a_notebook_is_not_applied(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os", b="os.system(x)")
    book.version = -1
    book.versions["b"] = 5
    book.change(textContent=[{"document": {"uri": book.cell("b"), "version": 6}, "changes": [edit(0, 0, "#\n")]}])
    assert book.newest("b")["diagnostics"] == []
    assert book.wire.told("window/showMessage")


def test_a_notebooks_version_may_stay_while_text_is_typed(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os", b="os.system(x)")
    for count in (2, 3):
        book.version -= 1  # as VS Code has it: only the cell's own version grows
        assert len(book.edit("b", edit(0, 0, "eval(y); "))) == count
    assert book.wire.told("window/showMessage") == []


def test_cells_that_move_need_a_new_version(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os", b="os.system(x)")
    book.version -= 1
    book.splice(1, ["b"])
    assert "book.ipynb" in str(book.wire.wait(lambda each: each.get("method") == "window/showMessage"))


def test_an_action_offered_before_another_cell_changed_is_refused(inside: Start) -> None:
    lazy = {**ACTIONS, "dataSupport": True, "resolveSupport": {"properties": ["edit", "command"]}}
    book = Book(inside({**RICH, "textDocument": {**RICH["textDocument"], "codeAction": lazy}}))
    book.open(a="import yaml", b="yaml.load(x)")
    place = book.wire.shown(book.cell("b"), 1)["diagnostics"][0]["range"]
    offered = next(each for each in book.wire.actions(book.cell("b"), place) if "data" in each)
    book.version -= 1
    book.edit("a", edit(0, 0, "import acme as "), edit(0, 15, "yaml", 26))
    assert "error" in book.wire.call("codeAction/resolve", offered)


def test_records_and_excludes_count_for_notebooks(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os\nos.system(x)", b="")
    requirement = "---\nid: SEC-001\ntitle: A\ncapability: SAHD\nstatus: approved\nrules: [INJ-003]\n---\nIt shall.\n"
    book.wire.write("security/requirements/SEC-001.md", requirement)
    book.wire.tell("notebookDocument/didSave", {"notebookDocument": {"uri": book.address}})
    assert book.wire.shown(book.cell("a"), 1, lambda said: "(SEC-001)" in str(said))
    assert book.pushes("b") == 1
    book.wire.write("pyproject.toml", "[tool.aseptic]\nexclude = ['*.ipynb']\n")
    book.wire.tell("workspace/didChangeWatchedFiles", {"changes": []})
    assert book.newest("a")["diagnostics"] == []


def test_a_chunk_that_cannot_be_checked_is_named_in_lines_of_its_cell(inside: Start) -> None:
    deep = f"eval({'-' * 20_000}1)"
    book = Book(inside())
    book.open(a="x = 1\ny = 2", b=f"\n{deep}\neval(x)")
    (missing,) = [each for each in book.newest("b")["diagnostics"] if each["code"] == "not-checked"]
    assert missing["range"]["start"]["line"] == 1
    assert missing["message"].startswith("Line 2 ") or missing["message"].startswith("Lines 2-")
    assert book.shown("a") == []
    missing, *_ = book.edit("b", {"text": "\neval('\ud83d')\n"})
    assert missing["message"].startswith("Line 2 not checked: half of a character, \\ud83d, stands alone in line 2, ")


def test_what_a_magic_runs_is_checked_or_named(inside: Start) -> None:
    book = Book(inside())
    book.open(a="import os\n%time os.system(c)", b="x = 1\n\n%px os.system(c)\n%time for x in c: os.system(x)")
    (found,) = book.newest("a")["diagnostics"]
    assert (found["code"], found["range"]["start"]) == ("INJ-003", {"line": 1, "character": 6})
    (missing,) = book.newest("b")["diagnostics"]
    assert (missing["code"], missing["range"]["start"]["line"]) == ("not-checked", 2)
    said = "Lines 3, 4 not checked: %px may run it as Python, %time may run it as Python; "
    assert missing["message"] == f"{said}write it without the magic to have it checked"


def test_a_replacement_leaves_the_magic_that_runs_its_line(inside: Start) -> None:
    book = Book(inside())
    book.open(
        a="import os\nimport subprocess", b="%time os.system('ls -l')", c="for x in range(3):\n    %time breakpoint()"
    )
    offered = book.wire.actions(book.cell("b"), span(0, 6, 0, 9))
    (document,) = next(each["edit"] for each in offered if "edit" in each)["documentChanges"]
    assert applied("%time os.system('ls -l')", document["edits"]) == "%time subprocess.run(['ls', '-l'], check=True)"
    assert [each["code"] for each in book.newest("c")["diagnostics"]] == ["SUP-009"]
    assert not any("edit" in each for each in book.wire.actions(book.cell("c"), span(1, 10, 1, 12)))


def test_cells_need_no_file_and_notebooks_no_name(inside: Start) -> None:
    book = Book(inside(), scheme="untitled")
    book.address = "untitled:Untitled-1.ipynb"
    book.open(a="import os\nos.system(x)")
    assert book.shown("a") == [("INJ-003", 1, 0)]
    action = next(each for each in book.wire.actions(book.cell("a"), span(1, 0, 1, 5)) if "command" in each)
    assert book.wire.result("workspace/executeCommand", action["command"]) is None
    assert not (book.wire.folder / "security").exists()


def test_on_save_new_findings_in_cells_wait(inside: Start) -> None:
    book = Book(inside(options={"initializationOptions": {"run": "onSave"}}))
    book.open(a="import os", b="def f(x):\n    os.system(x)")
    assert codes(book.edit("b", edit(1, 0, "    eval(x)\n"))) == ["INJ-003"]
    book.wire.tell("notebookDocument/didSave", {"notebookDocument": {"uri": book.address}})
    assert book.wire.shown(book.cell("b"), 2, lambda said: codes(said["diagnostics"]) == ["INJ-001", "INJ-003"])
