"""What is kept of a long document's diagnostics from one edit to the next is what would be made anew."""

from __future__ import annotations

import json
import random
from pathlib import Path

from attrs import evolve

from aseptic.analysis.sessions.session import Session
from aseptic.lsp.translation.addresses import Addresses
from aseptic.lsp.translation.diagnostics import Dialect
from aseptic.lsp.translation.positions import UTF16
from aseptic.lsp.translation.publisher import Publisher
from aseptic.records.disposition import Disposition, State
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import Standard

TYPED = ["\n", "# 😀\n", "x", "(", ")", "eval(x)\n", "def f():\n    eval(x)\n", "import os\n", "", "'''"]


def publisher() -> tuple[Publisher, list[bytes]]:
    said: list[bytes] = []
    return Publisher(Dialect(Addresses(), UTF16), lambda parts: said.append(b"".join(parts))), said


def test_diagnostics_after_edits_are_those_that_a_new_publisher_makes(standard: Standard, tmp_path: Path) -> None:
    chosen = random.Random(12)
    chunks = [f"def f{number % 300}(x):\n    os.system(x)\n    return eval(x)\n\n\n" for number in range(400)]
    text = "import os\n\n\n" + "".join(chunks)
    path = tmp_path / "a.py"
    session = Session(standard, [tmp_path])
    ours, said = publisher()
    ours.document(path, session.open(path, 1, text))
    assert len(json.loads(said[0])["params"]["diagnostics"]) == 800
    for version in range(2, 40):
        lines = session.snapshot(path).lines
        line = chosen.randrange(len(lines))
        end = min(line + chosen.choice([0, 0, 0, 1, 7, 600]), len(lines) - 1)
        edit = Edit(Span.of(line, 0, end, 0), chosen.choice(TYPED))
        snapshot = session.edit(path, version, [edit])
        ours.document(path, snapshot)
        anew, once = publisher()
        anew.document(path, snapshot)
        assert said[-1] == once[0]


def test_a_stretch_of_a_text_in_which_everything_is_hidden_leaves_no_gap(standard: Standard, tmp_path: Path) -> None:
    text = "import os\n\n\n" + "".join(f"def f{number}(x):\n    return eval(x)\n\n\n" for number in range(400))
    path = tmp_path / "a.py"
    snapshot = Session(standard, [tmp_path]).open(path, 1, text)
    first, *others = snapshot.groups
    approved = (1, 1, Disposition(State.APPROVED))
    vars(snapshot)["groups"] = (evolve(first, words=(approved,) * len(first.found)), *others)
    ours, said = publisher()
    ours.hide(lambda _: True)
    ours.document(path, snapshot)
    shown = json.loads(said[0])["params"]["diagnostics"]
    assert 0 < len(shown) == 400 - len(first.found)
