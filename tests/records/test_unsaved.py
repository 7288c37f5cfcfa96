"""A shelf with what is being typed in the place of what was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_texts import REASON, deviation_text

from aseptic.records.reading import read_shelf
from aseptic.records.unsaved import with_unsaved


@pytest.mark.parametrize("identity", ["DEV-0001", "DEV-0002"])
def test_an_id_that_another_record_has_is_told_while_it_is_typed(tmp_path: Path, identity: str):
    folder = tmp_path / "security" / "deviations"
    folder.mkdir(parents=True)
    (folder / "DEV-0001.md").write_text(deviation_text(REASON, id="DEV-0001"), encoding="utf-8")
    shelf = read_shelf(tmp_path / "security", "security")
    assert shelf.problems == ()
    text = deviation_text(f"{REASON} (typed)", id=identity)
    typed = with_unsaved(shelf, "security", {"deviations/DEV-0002.md": text})
    taken = [(each.path, each.key) for each in typed.problems if "is taken by" in each.message]
    assert taken == ([("security/deviations/DEV-0002.md", "id")] if identity == "DEV-0001" else [])
    assert len(typed.deviations) == (1 if taken else 2)
