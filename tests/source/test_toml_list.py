"""An entry added to a list in a TOML text: one edit, every other character as it was, or nothing at all."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseptic.source.document import Document
from aseptic.source.toml_list import added

TABLE = ("tool", "ruff", "lint")


def after(text: str, *new: str) -> str | None:
    edit = added(text, TABLE, "ignore", new or ("S",))
    return Document.of(text).edited(edit)[0].text if edit else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", '[tool.ruff.lint]\nignore = ["S"]\n'),
        ("[project]\nname = 'x'\n", "[project]\nname = 'x'\n\n[tool.ruff.lint]\nignore = [\"S\"]\n"),
        ("a = 1", 'a = 1\n\n[tool.ruff.lint]\nignore = ["S"]\n'),
        (
            "[tool.ruff.lint]\nselect = ['S']\n[x]\n",
            "[tool.ruff.lint]\nignore = [\"S\"]\nselect = ['S']\n[x]\n",
        ),
        ("[tool.ruff.lint]\nignore = []\n", '[tool.ruff.lint]\nignore = ["S"]\n'),
        (
            "[tool.ruff.lint] # ours\nignore = ['E501'] # long\n",
            "[tool.ruff.lint] # ours\nignore = [\"S\", 'E501'] # long\n",
        ),
        (
            "[tool.ruff.lint]\nignore = [ # those\n    'E501',\n]\n",
            "[tool.ruff.lint]\nignore = [ # those\n    \"S\",\n    'E501',\n]\n",
        ),
        ("[tool.'ruff' . lint]\nignore = ['E5']\n", "[tool.'ruff' . lint]\nignore = [\"S\", 'E5']\n"),
    ],
)
def test_the_entry_comes_first_and_the_rest_stays(text: str, wanted: str) -> None:
    assert after(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "[tool.ruff.lint]\nignore = ['S']\n",
        "[tool.ruff]\nlint.ignore = ['E501']\n",
        "[tool.ruff.lint]\nignore = 'E501'\n",
        "tool = 5\n",
        "[tool.ruff.lint\n",
        "tool.ruff.lint = {ignore = ['E501']}\n",
        "x = '''\n[tool.ruff.lint]\nignore = []\n'''\n[tool.ruff]\nlint = {}\n",
    ],
)
def test_where_no_such_edit_fits_there_is_none(text: str) -> None:
    assert after(text) is None


def test_only_what_is_missing_is_added() -> None:
    text = after("[tool.ruff.lint]\nignore = ['S101']\n", "S101", "S", "S6")
    assert text == '[tool.ruff.lint]\nignore = ["S", "S6", \'S101\']\n'


LINES = st.sampled_from(
    ["[tool.ruff.lint]", "[tool.ruff]", "[x]", "ignore = [", "]", "'E1',", "ignore = ['E1']", "lint = {}", "# [", "a=1"]
)


@given(st.lists(LINES, max_size=7).map("\n".join))
def test_nothing_else_is_ever_changed(text: str) -> None:
    now = after(text)
    if now is not None:
        read = tomllib.loads(now)
        had = read["tool"]["ruff"]["lint"]["ignore"]
        assert had[0] == "S"
        kept = [line for line in text.split("\n") if line]
        rest = iter(now.split("\n"))
        # A look for a line that was changed would go through all that follows.
        assert all(line.startswith("ignore = [") or any(line in each for each in rest) for line in kept)
