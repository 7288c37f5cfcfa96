"""What a person sets in the editor: read in every form in which editors send it, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseptic.lsp.translation.preferences import ByFolder, Preferences, Run, Show, read_by_folder, read_preferences

SAVE = Preferences(Run.ON_SAVE)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["onType", "onSave"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["run", "aseptic", "settings", "x"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@pytest.mark.parametrize(
    "given",
    [
        {"run": "onSave"},
        {"aseptic": {"run": "onSave"}},
        {"settings": {"aseptic": {"run": "onSave"}}},
        {"settings": {"run": "onSave"}, "globalSettings": None},
        {"globalSettings": {"run": "onSave"}, "settings": [{"run": "onType"}]},
        {"run": "onSave", "path": ["/usr/bin/aseptic"], "importStrategy": "useBundled"},
    ],
)
def test_every_form_is_read(given: Any) -> None:
    assert read_preferences(Preferences(), given) == (SAVE, ())


@pytest.mark.parametrize("given", [None, {}, [], 5, "onType", {"aseptic": None}, {"run": None}, {"pylsp": {"run": {}}}])
def test_what_is_not_set_changes_nothing(given: Any) -> None:
    assert read_preferences(SAVE, given) == (SAVE, ())


@pytest.mark.parametrize("value", ["onsave", 5, True, [], {}, ["onType"]])
def test_a_faulty_value_leaves_the_last_one_and_is_said(value: Any) -> None:
    read, faults = read_preferences(SAVE, {"run": value})
    assert read == SAVE
    (fault,) = faults
    assert fault.startswith("aseptic.run: ")
    assert "'onSave' stays" in fault


@given(JSON)
def test_nothing_raises(given: Any) -> None:
    read, _ = read_preferences(Preferences(), given)
    assert isinstance(read.run, Run)


def test_what_is_shown_is_read_and_a_faulty_value_is_said() -> None:
    read, faults = read_preferences(Preferences(), {"aseptic": {"show": "changed"}})
    assert (read.show, faults) == (Show.CHANGED, ())
    read, (fault,) = read_preferences(read, {"show": "new"})
    assert read.show is Show.CHANGED
    assert fault == "aseptic.show: 'new' is neither 'all' nor 'changed'; 'changed' stays"


def test_what_a_folder_says_holds_in_it_and_what_it_leaves_out_is_everybodys() -> None:
    pump, inner = Path("/work/pump"), Path("/work/pump/inner")
    said = {pump: {"run": "onSave"}, inner: {"show": "changed"}}
    read, faults = read_by_folder(ByFolder(), {"lenses": False}, said)
    assert faults == ()
    assert read.of(pump / "a.py") == Preferences(Run.ON_SAVE, lenses=False)
    assert read.of(inner / "a.py") == Preferences(lenses=False, show=Show.CHANGED)
    assert read.of(Path("/work/pumps/a.py")) == Preferences(lenses=False) == read.everywhere
    read, _ = read_by_folder(read, None, {pump: None})
    assert read.of(inner / "a.py") == Preferences(lenses=False), "nothing of what a folder said before is left"


def test_what_is_wrong_in_every_folder_is_said_once_and_else_with_the_folders_name() -> None:
    pump, gate = Path("/work/pump"), Path("/work/gate")
    bad, worse = {"run": 5}, {"run": 5, "types": "no"}
    _, faults = read_by_folder(ByFolder(), bad, {pump: bad, gate: worse})
    assert faults == (
        "aseptic.run: 5 is neither 'onType' nor 'onSave'; 'onType' stays",
        "gate: aseptic.types: 'no' is neither true nor false; true stays",
    )
