"""What is shown after any of open, edit, close, rename, delete, settings, records and folders equals what a server that
was started just now shows of the same state."""

from __future__ import annotations

import ast
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, Message
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wire import RICH

from aseptic.checks import checker
from aseptic.checks.checker import Checker, compiled
from aseptic.lsp import server
from aseptic.lsp.wire.converter import tolerant_converter
from aseptic.standard import catalog
from aseptic.standard.catalog import Standard

FILES = ("a.py", "pkg/b.py", "pkg/__init__.py", "inner/c.py", "gen/d.py", "build/e.py", "../other/z.py")
FIRST = {
    "a.py": "import os\nfrom pkg.b import run\n\n\ndef f(x):\n    run(x)\n",
    "pkg/b.py": "import os\n\nrun = os.system\n\n\nclass K:\n    w = run\n",
    "inner/c.py": "import yaml\nyaml.load(x)\n",
    "gen/d.py": "eval(x)\n",
    "build/e.py": "eval(x)\n",
    "../other/z.py": "import os as o\no.system(x)\n",
}
OFTEN = ("a.py", "pkg/b.py", "a.py", "pkg/b.py", *FILES)
"""Those that use one another's names more often than the rest."""
SNIPPETS = (
    "import os", "import os as o", "from pkg.b import run", "from pkg import b", "import acme", "os.system(x)", "o.system(x)",
    "run(x)", "b.run(x)", "run = os.system", "run = print", "def run(x): ...", "eval(x)", "import yaml; yaml.load(x)", "# é😀",
    "acme.raw(x)", "x = (", ")", "def g(x):\n    os.system(x)", "class A:\n    def m(self):\n        self.run = eval\n        self.run(1)",
    "from pkg.b import *", "import pkg.b as b", "'😀'; eval('é')", '"""', "",
    "from pkg.b import K", "from pkg import K", "from pkg import *", "from .b import K", "from .b import run as go", "from .b import *",
    "K = b.K", "K = object", "J = K", "class K:\n    w = print", "class K:\n    w = run", "class K(J): pass", "J.w(x)", "go(x)",
    "class B(K):\n    def h(self):\n        self.w(x)", "class B(b.K):\n    def h(self):\n        super().w(x)", "B().w(x)",
    "class B(J):\n    def h(self):\n        self.w(x)", "import sys; sys.modules['pkg.b'].run(x)", "import acme as b", "import pkg.b as o",
)  # fmt: skip
RUN = SNIPPETS.index("run(x)") + len(SNIPPETS)
"""Put in as a line, and not as a whole text."""
SETTINGS = (
    None, "[tool.aseptic]\n", "[tool.aseptic]\nexclude = ['gen', 'pkg/*']\n", "[tool.aseptic]\nrecords = 'quality'\n",
    "[tool.other]\n", "[tool.aseptic]\nrequired-version = '>=99'\n", "[tool.aseptic]\nexlude = []\n", "[tool.aseptic\n",
)  # fmt: skip
HEAD = "---\nid: STANDARD\ntitle: Ours\nstandard: Aseptic\nversion: '0.1'\n{}---\nText.\n"
STANDARDS = (
    None,
    HEAD.format(""),
    HEAD.format("banned:\n  - {name: acme.raw, rule: INJ-003, message: acme.raw is not for products}\n"),
    HEAD.format("severities: {INJ-001: high}\npaths:\n  - {globs: [a.py], without: [INJ-001], reason: A reason.}\n"),
    HEAD.format("sverities: {}\n"),
)
FAULTY = (SETTINGS[6], SETTINGS[7], STANDARDS[4])
REQUIREMENT = "---\nid: SEC-001\ntitle: A\ncapability: SAHD\nstatus: approved\nrules: [{}]\n---\nIt shall.\n"
REQUIREMENTS = (None, REQUIREMENT.format("INJ-003"), REQUIREMENT.format("INJ-001"), "---\n---\n")
STAMPS = itertools.count(10**18, 10**9)
Shown = dict[str, list[Message]]


class State:
    """A client, its files, and what it has open; every change is made in all three at once."""

    def __init__(self, folder: Path) -> None:
        self.root, self.other = folder / "project", folder / "other"
        self.folders = [self.root]
        self.texts: dict[str, tuple[int, str, str]] = {}
        """Address to version, language and text of what is open, in the order of opening."""
        self.cells: dict[str, tuple[int, str]] = {}
        self.book_version = 0
        for name, text in FIRST.items():
            self.put(name, text)
        self.put("../other/security/requirements/SEC-001.md", REQUIREMENTS[1])
        self.faulty: dict[str, bool] = {}
        self.desk = self.begun()

    def path(self, name: str) -> Path:
        return Path(os.path.normpath(self.root / name))

    def address(self, name: str) -> str:
        return self.path(name).as_uri()

    def put(self, name: str, text: str | None) -> None:
        """Write a file with a time of its own, or remove it."""
        path = self.path(name)
        if text is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        stamp = next(STAMPS)
        os.utime(path, ns=(stamp, stamp))

    def begun(self) -> Desk:
        """Return a server that was started just now and told of everything that is open."""
        desk = Desk()
        folders = [{"uri": each.as_uri(), "name": each.name} for each in self.folders]
        params = {"processId": None, "rootUri": None, "capabilities": RICH, "workspaceFolders": folders}
        assert desk.call("initialize", params)["result"]
        desk.tell("initialized", {})
        for address, (version, language, text) in self.texts.items():
            desk.tell("textDocument/didOpen", item(address, version, language, text))
        if self.cells:
            desk.tell("notebookDocument/didOpen", self.book())
        return desk

    def tell(self, method: str, params: Any) -> None:
        self.desk.tell(method, params)

    # what happens

    def open(self, name: str, _: int = 0, __: int = 0) -> None:
        path, address = self.path(name), self.address(name)
        if address in self.texts or not path.exists():
            return
        language = {"py": "python", "md": "markdown", "toml": "toml"}[name.rpartition(".")[2]]
        self.texts[address] = (1, language, path.read_text(encoding="utf-8"))
        self.tell("textDocument/didOpen", item(address, *self.texts[address]))

    def draft(self, _: str, __: int = 0, ___: int = 0) -> None:
        """Open a module that was never saved, whose name is a library's, or close it."""
        address = self.address("yaml.py")
        if address in self.texts:
            self.close("yaml.py")
        else:
            self.texts[address] = (1, "python", "def load(x): ...\n")
            self.tell("textDocument/didOpen", item(address, *self.texts[address]))

    def edit(self, name: str, line: int, snippet: int) -> None:
        """Put a line in, take one out, or write the whole text anew."""
        address = self.address(name)
        if address not in self.texts:
            self.open(name)
        if address not in self.texts:
            return
        version, language, text = self.texts[address]
        text, change = changed(text, line, snippet)
        self.texts[address] = (version + 1, language, text)
        identifier = {"uri": address, "version": version + 1}
        self.tell("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})

    def save(self, name: str, _: int = 0, __: int = 0) -> None:
        address = self.address(name)
        if address in self.texts:
            self.put(name, self.texts[address][2])
            self.tell("textDocument/didSave", {"textDocument": {"uri": address}})

    def close(self, name: str, _: int = 0, __: int = 0) -> None:
        address = self.address(name)
        if self.texts.pop(address, None):
            self.tell("textDocument/didClose", {"textDocument": {"uri": address}})

    def rename(self, name: str, _: int = 0, __: int = 0) -> None:
        """Move a file away, or back, as editors do it."""
        old, new = (name, f"{name[:-3]}_2.py") if self.path(name).exists() else (f"{name[:-3]}_2.py", name)
        if not self.path(old).exists():
            return
        was_open = self.address(old) in self.texts
        self.path(old).rename(self.path(new))
        self.close(old)
        if was_open:
            self.open(new)
        files = [{"oldUri": self.address(old), "newUri": self.address(new)}]
        self.tell("workspace/didRenameFiles", {"files": files})

    def delete(self, name: str, _: int = 0, __: int = 0) -> None:
        """Remove a file, or bring it back; one that is open stays so."""
        if self.path(name).exists():
            self.put(name, None)
            self.tell("workspace/didDeleteFiles", {"files": [{"uri": self.address(name)}]})
        elif name in FIRST:
            self.put(name, FIRST[name])
            self.tell("workspace/didCreateFiles", {"files": [{"uri": self.address(name)}]})

    def records(self, name: str, kind: int, variant: int) -> None:
        """Write settings, the standard or a requirement, and tell of it in one of the ways that there are."""
        kinds = (
            ("pyproject.toml", SETTINGS),
            ("inner/pyproject.toml", SETTINGS),
            ("security/standard.md", STANDARDS),
            ("security/requirements/SEC-001.md", REQUIREMENTS),
            ("quality/requirements/SEC-001.md", REQUIREMENTS),
        )
        file, variants = kinds[kind % len(kinds)]
        text = variants[variant % len(variants)]
        self.put(file, text)
        self.faulty[file] = text in FAULTY
        if self.address(name) in self.texts and variant % 2:
            self.tell("textDocument/didSave", {"textDocument": {"uri": self.address(name)}})
        else:
            self.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": self.address(file), "type": 2}]})

    def attend(self, name: str, _: int = 0, variant: int = 0) -> None:
        """Open or close a record in the editor."""
        file = "security/requirements/SEC-001.md" if variant % 2 else "pyproject.toml"
        if self.address(file) in self.texts:
            self.close(file)
        else:
            self.open(file)

    def deviate(self, name: str, _: int = 0, __: int = 0) -> None:
        """Record a deviation from a document's first finding that takes one."""
        address = self.address(name)
        if address in self.texts:
            whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
            asked = {"textDocument": {"uri": address}, "range": whole, "context": {"diagnostics": []}}
            offered = self.desk.call("textDocument/codeAction", asked)["result"] or []
            for action in [each for each in offered if "command" in each][:1]:
                assert "result" in self.desk.call("workspace/executeCommand", action["command"])

    def roots(self, name: str, _: int = 0, __: int = 0) -> None:
        """Add the other folder to the workspace, or take it out."""
        folder = [{"uri": self.other.as_uri(), "name": "other"}]
        gone = self.other in self.folders
        self.folders = [self.root] if gone else [self.root, self.other]
        event = {"added": [] if gone else folder, "removed": folder if gone else []}
        self.tell("workspace/didChangeWorkspaceFolders", {"event": event})

    def notebook(self, name: str, line: int, snippet: int) -> None:
        """Open the notebook, or edit, add and remove its cells, or close it."""
        identifier = {"uri": self.address("book.ipynb"), "version": self.book_version + 1}
        if not self.cells:
            self.put("book.ipynb", "{}")
            self.cells = {self.cell(key): (1, SNIPPETS[(snippet + key) % len(SNIPPETS)]) for key in range(3)}
            self.book_version = 1
            self.tell("notebookDocument/didOpen", self.book())
            return
        keys = list(self.cells)
        if snippet % 11 == 0:
            self.cells = {}
            self.tell(
                "notebookDocument/didClose", {"notebookDocument": {"uri": identifier["uri"]}, "cellTextDocuments": []}
            )
            return
        self.book_version += 1
        key = keys[line % len(keys)]
        if snippet % 5 == 0 and len(keys) > 1:
            del self.cells[key]
            array = {"start": keys.index(key), "deleteCount": 1, "cells": []}
            cells: Any = {"structure": {"array": array, "didClose": [{"uri": key}]}}
        else:
            version, text = self.cells[key]
            text, change = changed(text, line, snippet)
            self.cells[key] = (version + 1, text)
            cells = {"textContent": [{"document": {"uri": key, "version": version + 1}, "changes": [change]}]}
        self.tell("notebookDocument/didChange", {"notebookDocument": identifier, "change": {"cells": cells}})

    def cell(self, key: int) -> str:
        return f"{self.address('book.ipynb').replace('file:', 'vscode-notebook-cell:')}#{key}"

    def book(self) -> Message:
        cells = [{"kind": 2, "document": key} for key in self.cells]
        given = {
            "uri": self.address("book.ipynb"),
            "notebookType": "jupyter-notebook",
            "version": self.book_version,
            "cells": cells,
        }
        texts = [item(key, version, "python", text)["textDocument"] for key, (version, text) in self.cells.items()]
        return {"notebookDocument": given, "cellTextDocuments": texts}

    # what is shown

    @property
    def broken(self) -> set[str]:
        """The addresses of what does not parse: of a broken chunk the last findings stay, which a new server never had.

        Equal findings of one notebook are numbered through all its cells.
        """
        found = {address for address, (_, _, text) in self.texts.items() if not parses(text)}
        return found if all(parses(text) for _, text in self.cells.values()) else found | self.cells.keys()

    def comparable(self) -> bool:
        """Whether no settings are kept from better times."""
        return not any(self.faulty.values())


def item(address: str, version: int, language: str, text: str) -> Message:
    return {"textDocument": {"uri": address, "languageId": language, "version": version, "text": text}}


def changed(text: str, line: int, snippet: int) -> tuple[str, Message]:
    """Return a text after an edit, and the edit as a client sends it."""
    lines = text.split("\n")
    at, put = line % len(lines), SNIPPETS[snippet % len(SNIPPETS)]
    if not put and len(lines) > 1 and at + 1 < len(lines):
        span = {"start": {"line": at, "character": 0}, "end": {"line": at + 1, "character": 0}}
        return "\n".join((*lines[:at], *lines[at + 1 :])), {"range": span, "text": ""}
    if snippet % 7 == 0:
        whole = "\n".join((*lines[:at], put, *lines[at:]))
        return whole, {"text": whole}
    span = {"start": {"line": at, "character": 0}, "end": {"line": at, "character": 0}}
    return "\n".join((*lines[:at], *put.split("\n"), *lines[at:])), {"range": span, "text": f"{put}\n"}


def parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def shown(desk: Desk) -> Shown:
    """Return what stands in the client now."""
    found: Shown = {}
    for each in desk.said:
        if each.get("method") == "textDocument/publishDiagnostics":
            found[each["params"]["uri"]] = each["params"]["diagnostics"]
    return {address: diagnostics for address, diagnostics in found.items() if diagnostics}


STEPS = (
    State.open, State.open, State.edit, State.edit, State.edit, State.edit, State.save, State.close, State.rename, State.delete,
    State.records, State.records, State.records, State.attend, State.deviate, State.roots, State.notebook, State.notebook,
    State.draft,
)  # fmt: skip
SEQUENCES = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(OFTEN), st.integers(0, 20), st.integers(0, 90)),
    min_size=4,
    max_size=16,
)


@pytest.fixture(autouse=True)
def _quick(standard: Standard, monkeypatch: pytest.MonkeyPatch) -> None:
    converter = tolerant_converter()
    checkers: dict[str, Checker] = {}

    def kept(given: Standard) -> Checker:
        """Compile each tailored standard once: a checker has no memory."""
        if given.digest not in checkers:
            checkers[given.digest] = compiled(given)
        return checkers[given.digest]

    monkeypatch.setattr(checker, "compiled", kept)
    monkeypatch.setattr(server, "tolerant_converter", lambda: converter)
    monkeypatch.setattr(catalog, "shipped", lambda *_: (standard, ()))


@pytest.fixture
def states(tmp_path: Path) -> Iterator[Callable[[], State]]:
    numbers = itertools.count()

    def begin() -> State:
        folder = tmp_path / str(next(numbers))
        shutil.rmtree(folder, ignore_errors=True)
        return State(folder)

    yield begin


@settings(
    derandomize=True,
    deadline=None,
    max_examples=max(120, settings().max_examples),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(sequence=SEQUENCES)
@example(
    sequence=[  # a record that is about another file's finding, of which the text that is open tells
        (State.edit, "a.py", 1, RUN),
        (State.edit, "pkg/b.py", 1, RUN),
        (State.deviate, "pkg/b.py", 0, 0),
        (State.edit, "pkg/b.py", 1, 1),
        (State.edit, "pkg/b.py", 1, RUN),
        (State.save, "pkg/b.py", 0, 0),
    ]
)
@example(
    sequence=[  # a module that was never saved hides a library's for as long as it is open
        (State.edit, "a.py", 1, SNIPPETS.index("import yaml; yaml.load(x)")),
        (State.draft, "", 0, 0),
        (State.draft, "", 0, 0),
    ]
)
@example(
    sequence=[  # a base's name comes to mean something after the class that inherits from it, and no longer does
        (State.edit, "a.py", 1, SNIPPETS.index("class B(K):\n    def h(self):\n        self.w(x)")),
        (State.edit, "a.py", 1, SNIPPETS.index("from pkg.b import K")),
        (State.edit, "a.py", 1, SNIPPETS.index("")),
    ]
)
@example(
    sequence=[  # a module that somebody means by a text is imported under another name
        (State.edit, "a.py", 2, SNIPPETS.index("import sys; sys.modules['pkg.b'].run(x)")),
        (State.edit, "a.py", 0, SNIPPETS.index("import pkg.b as o")),
        (State.edit, "a.py", 0, SNIPPETS.index("")),
    ]
)
def test_after_any_steps_what_is_shown_is_what_a_new_server_shows(
    states: Callable[[], State], sequence: list[tuple[Callable[..., None], str, int, int]]
) -> None:
    state = states()
    with state.desk:
        state.open("a.py")
        state.open("pkg/b.py")
        for step, name, one, two in sequence:
            step(state, name, one, two)
            if not state.comparable():
                continue
            with state.begun() as fresh:
                old, new, broken = shown(state.desk), shown(fresh), state.broken
            assert {key: each for key, each in old.items() if key not in broken} == {
                key: each for key, each in new.items() if key not in broken
            }, step.__name__
        assert state.desk.faults.found == []
