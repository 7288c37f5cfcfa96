"""The pages for editors that are not run here: what can be told of them without the editor."""

from __future__ import annotations

import datetime
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from aseptic.records.samples import samples
from aseptic.standard.catalog import shipped

PAGES = Path(__file__).parents[2] / "docs" / "editors"


def test_pycharms_patterns_are_names_and_meet_every_kind_of_record() -> None:
    page = (PAGES / "pycharm.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if "`markdown`" in line)
    patterns = row.split("`")[1].split(";")
    assert not [each for each in patterns if "/" in each], "they are matched with names alone"
    names = {PurePosixPath(each).name for each in samples(shipped()[0].head, datetime.date(2026, 1, 1))}
    assert len(names) > 5
    assert [name for name in names if not any(fnmatch(name, each) for each in patterns)] == []
    assert "`pyproject.toml` with `toml`" in page


def test_zeds_extension_is_whole() -> None:
    page = (PAGES / "zed.md").read_text(encoding="utf-8")
    manifest, cargo = (tomllib.loads(each) for each in re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    assert manifest["language_servers"]["aseptic"]["languages"] == ["Python", "Markdown"]
    assert cargo["lib"]["crate-type"] == ["cdylib"]
    (code,) = re.findall(r"```rust\n(.*?)```", page, re.DOTALL)
    assert code.startswith("// src/lib.rs\n")
    assert 'which("aseptic")' in code
    assert '"server"' in code
