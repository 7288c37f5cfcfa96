"""Files that are none of the project's own: opened, followed, and nothing said of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from inside import Inside
from wire import PUBLISHED, codes, edit, span

Start = Callable[..., Inside]
TEXT = "import os\nos.system(x)\n"


@pytest.mark.parametrize("name", [".venv/lib/site-packages/x.py", "node_modules/a/x.py", "build/x.py", "gen/deep/x.py"])
def test_an_excluded_file_has_no_findings_no_hover_and_no_actions(inside: Start, name: str) -> None:
    wire = inside()
    wire.write("pyproject.toml", "[tool.aseptic]\nexclude = ['gen']\n")
    address = wire.opened(name, TEXT)
    assert wire.shown(address, 1)["diagnostics"] == []
    assert wire.changed(address, 2, edit(0, 0, "#\n")) == []
    assert wire.hover(address, 2, 4) is None
    assert wire.actions(address, span(0, 0, 3, 0)) == []
    assert wire.actions(address, span(0, 0, 3, 0), only=["source.fixAll"]) == []


def test_excludes_add_to_the_ones_that_always_hold_and_may_be_taken_back(inside: Start) -> None:
    wire = inside()
    settings = wire.write("pyproject.toml", "[tool.aseptic]\nexclude = ['gen']\n")
    own, foreign = wire.opened("gen/a.py", TEXT), wire.opened(".venv/a.py", TEXT)
    wire.write("pyproject.toml", "[tool.aseptic]\nexclude = []\n")
    wire.save(settings)
    assert wire.shown(own, 1, lambda said: codes(said["diagnostics"]) == ["INJ-003"])
    wire.write("pyproject.toml", "[tool.aseptic]\nexclude = ['*/a.py']\n")
    wire.save(settings)
    assert wire.alive()
    shown = [each["diagnostics"] for each in wire.told(PUBLISHED) if each["uri"] == own]
    assert [codes(each) for each in shown] == [[], ["INJ-003"], []]
    assert all(not each["diagnostics"] for each in wire.told(PUBLISHED) if each["uri"] == foreign)


def test_a_required_version_is_a_diagnostic_at_its_key_and_the_rest_works(inside: Start) -> None:
    wire = inside()
    settings = wire.write("pyproject.toml", "[tool.aseptic]\n\nrequired-version = '>=99,<100'\n")
    address = wire.opened("a.py", TEXT)
    (said,) = wire.shown(settings)["diagnostics"]
    assert said["range"]["start"]["line"] == 2
    assert said["code"] == "required-version"
    assert "'>=99,<100'" in said["message"]
    assert codes(wire.shown(address, 1)["diagnostics"]) == ["INJ-003"]
    wire.write("pyproject.toml", "[tool.aseptic]\n\nrequired-version = '>=0'\n")
    wire.save(settings)
    assert wire.shown(settings, until=lambda said: not said["diagnostics"])
