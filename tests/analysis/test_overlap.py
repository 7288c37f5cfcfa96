"""A ban that says nothing new is named at its line, and holds all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.projects.loading import load
from aseptic.standard.catalog import Standard

HEAD = "---\nstandard: Aseptic\nversion: '1.0'\nbanned:\n"


def said(standard: Standard, root: Path, *bans: str) -> list[str]:
    page = root / "security" / "standard.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(HEAD + "".join(f"  - {{{ban}}}\n" for ban in bans) + "---\n", encoding="utf-8")
    found = [each for each in load(root, standard).problems if each.key.startswith("banned")]
    return [f"{each.line}: {each.message}" for each in found]


@pytest.mark.parametrize(
    ("bans", "message"),
    [
        (("name: pump.raw", "name: pump.raw"), "5: pump.raw is banned twice"),
        (("name: pump.raw", "name: pump.safe, also: [pump.raw], message: never"), "5: pump.raw is banned twice"),
        (("name: pump.raw, also: [pump.raw]",), "4: pump.raw is banned twice"),
        (("name: os.system",), "4: os.system is banned by INJ-003 already (Start processes without a shell)"),
        (("name: pickle.load",), "4: pickle.load is banned by DES-001 already"),
    ],
)
def test_what_is_banned_already_is_named(
    standard: Standard, tmp_path: Path, bans: tuple[str, ...], message: str
) -> None:
    found = said(standard, tmp_path, *bans)
    assert found and found[0].startswith(message)
    assert len({*found}) == 1


@pytest.mark.parametrize(
    "bans",
    [
        ("name: pump.raw", "name: pump.raw, used: reference"),
        ("name: pump.raw, when: {'0': 1}", "name: pump.raw, when: {'0': 2}"),
        ("name: subprocess.run",),
        ("name: yaml.load",),
        ("name: os.system, used: reference",),
    ],
)
def test_what_bans_more_is_no_overlap(standard: Standard, tmp_path: Path, bans: tuple[str, ...]) -> None:
    assert said(standard, tmp_path, *bans) == []
