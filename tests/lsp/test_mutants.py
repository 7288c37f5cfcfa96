"""Replacements of mutated code through the real server: resolved, made and made on save, in every position encoding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mutants import MUTANTS, Mutant
from mutating import noted
from planting import PLANTS, Field, spliced
from promises import compiles
from wire import ACTIONS, RICH, SHOWING, WIDTHS, Message, Wire, codes, span

from aseptic.analysis.fixing.proof import proved
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.actions import fixes
from aseptic.source.prose import Code
from aseptic.standard.catalog import Standard

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")  # odd code is what mutants are
HOST = '"""病."""\nimport os\n\n\nclass Viewer:\n    def show(self):\n        return os.sep\n\n\nx = 1\n'
EVERYWHERE = span(0, 0, 100_000, 0)
LAZY = {**ACTIONS, "dataSupport": True, "resolveSupport": {"properties": ["edit"]}}
_FRESH = count()


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Wire]]:
    """A server for each position encoding."""
    with ExitStack() as stack:
        servers: dict[str, Wire] = {}
        for encoding in WIDTHS:
            folder: Path = tmp_path_factory.mktemp(encoding) / "project"
            folder.mkdir()
            wire = servers[encoding] = stack.enter_context(Wire(folder))
            general = {"positionEncodings": [encoding]}
            told = {**RICH, "general": general, "textDocument": {**SHOWING, "codeAction": LAZY}}
            wire.initialize(told, initializationOptions={"types": False})
        yield servers


@pytest.fixture(scope="module")
def field(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Field:
    folder = tmp_path_factory.mktemp("mutants")
    return Field(Session(standard, [folder]), folder / "viewer.py")


def made(text: str, edits: Sequence[Message], encoding: str) -> str:
    """Apply edits as a client does whose lines end in any of the three ways."""
    width = WIDTHS[encoding]
    starts = [0, *(each.end() for each in re.finditer(r"\r\n|\r|\n", text))]

    def offset(place: Message) -> int:
        start = starts[place["line"]]
        return next(at for at in range(start, len(text) + 1) if width(text[start:at]) == place["character"])

    spots = [(offset(each["range"]["start"]), offset(each["range"]["end"]), each["newText"]) for each in edits]
    done, last = "", 0
    for start, end, new in sorted(spots, key=lambda each: each[0]):  # of two at one place the first stays first
        assert start >= last, "edits overlap"
        done, last = done + text[last:start] + new, end
    return done + text[last:]


def changes(action: Message) -> list[Message]:
    ((change,),) = [action["edit"]["documentChanges"]]
    return change["edits"]


def on_save(wire: Wire, address: str) -> list[Message]:
    """Save until an answer comes that is all: on a busy machine the first save does not wait for it, and the log says so."""
    late = f"{address} took too long for fix-all"
    while True:
        before = wire.log.count(late)
        offered = wire.actions(address, EVERYWHERE, only=["source.fixAll.aseptic"])
        if offered or wire.log.count(late) == before:
            return [edit for each in offered for edit in changes(each)]


@settings(max_examples=10, derandomize=True, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(st.sampled_from(PLANTS), MUTANTS)
def test_a_mutant_is_mended_alike_in_every_encoding(
    spoken: dict[str, Wire], field: Field, plant: tuple[str, Code], mutant: Mutant
) -> None:
    _, code = plant
    wide = ((noted, 0), *mutant.changes, (noted, 2))
    text = evolve(mutant, code=code.text, host=HOST, changes=wide).text
    if text is None:
        return
    snapshot = field.open(text)
    expected = Counter(spliced(text, each.edits) for placed in snapshot.findings for each in proved(snapshot, placed))
    at_once = tuple(edit for each in fixes(snapshot) for edit in each)
    for encoding, wire in spoken.items():
        address = wire.opened(f"viewer{next(_FRESH)}.py", text)
        offered = [each for each in wire.actions(address, EVERYWHERE) if "data" in each]
        resolved = [wire.result("codeAction/resolve", each) for each in offered]
        assert Counter(made(text, changes(each), encoding) for each in resolved) == expected
        assert made(text, on_save(wire, address), encoding) == spliced(text, at_once)
        for version, each in enumerate(resolved[:1], 2):
            after = made(text, changes(each), encoding)
            before = codes(wire.shown(address, 1)["diagnostics"])
            fresh = codes(wire.changed(address, version, {"text": after}))
            assert not Counter(fresh) - Counter(before)
            assert len(fresh) < len(before)
            edits = on_save(wire, address)
            compiles(saved := made(after, edits, encoding))
            wire.changed(address, version + 1, {"text": saved})
            assert on_save(wire, address) == []
