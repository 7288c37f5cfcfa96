"""How long a line may be is what the project tells its formatter."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.fixing.line_width import line_width
from aseptic.analysis.fixing.proof import applied, proved
from aseptic.analysis.fixing.used_width import least_width, package_width, used_width
from aseptic.analysis.sessions.session import Session
from aseptic.source.document import Document
from aseptic.standard.catalog import Standard

TOLD = {
    "ruff": ("pyproject.toml", "[tool.ruff]\nline-length = 100\n", 100),
    "black before flake8": ("pyproject.toml", "[tool.black]\nline_length = 120\n", 120),
    "a file of ruff's own": ("ruff.toml", "line-length = 79\n", 79),
    "yapf": ("setup.cfg", "[yapf]\ncolumn_limit = 99\n", 99),
    "flake8": (".flake8", "[flake8]\nmax-line-length = 110\n", 110),
    "black as it is": ("pyproject.toml", "[tool.black]\n", 88),
    "ruff's formatter as it is": ("ruff.toml", "[format]\nquote-style = 'single'\n", 88),
    "a linter": ("pyproject.toml", "[tool.ruff]\npreview = true\n", 0),
    "nothing": ("pyproject.toml", "[tool.aseptic]\n", 0),
    "no number": ("pyproject.toml", "[tool.black]\nline-length = 'long'\n", 0),
    "no table": ("pyproject.toml", "tool = 3\n", 0),
    "out of all bounds": ("pyproject.toml", "[tool.black]\nline-length = 1\n", 0),
    "broken": ("pyproject.toml", "[tool.black\n", 0),
}


@pytest.mark.parametrize(("name", "text", "width"), TOLD.values(), ids=TOLD)
def test_it_is_read(tmp_path: Path, name: str, text: str, width: int) -> None:
    (tmp_path / name).write_text(text)
    assert line_width(tmp_path) == width


@pytest.mark.parametrize("width", [0, 88, 59])
def test_a_test_is_joined_where_the_formatter_would(standard: Standard, tmp_path: Path, width: int) -> None:
    told = f"[tool.black]\nline-length = {width}\n" if width else ""
    (tmp_path / "pyproject.toml").write_text(f"[tool.aseptic]\n{told}")
    code = 'def f(rates):\n    assert all(\n        rate < 500 * 1000 for rate in rates if rate\n    ), "rate"\n'
    snapshot = Session(standard, [tmp_path]).take(tmp_path / "pump.py", 1, Document.of(code))
    (offer,) = [offer for placed in snapshot.findings for offer in proved(snapshot, placed)]
    text = applied(snapshot, offer.edits).document.text
    joined = "    if not all(rate < 500 * 1000 for rate in rates if rate):\n"
    assert (joined in text) == (width != 59)


WIDE = {
    "short": (f"x = go({'a' * 60})", 79),
    "less than a formatter's": (f"x = go({'a' * 75})", 83),
    "code": (f"x = go({'a' * 92})", 100),
    "beyond what a sign is": (f"x = go({'a' * 150})", 120),
    "code with a text": (f'x = {"a" * 60}.go("b", "{"c" * 20}").json()', 103),
    "a text in brackets that are no call's": (f'tells {"a" * 60} ("b", "{"c" * 20}")', 88),
    "a text that nothing breaks": (f'x = go("{"a" * 90}")', 88),
    "a comment": (f"x = 1  # go({'a' * 90})", 79),
    "prose": (f"tells (see {'a' * 90}) of it", 79),
}


@pytest.mark.parametrize(("line", "width"), WIDE.values(), ids=WIDE)
def test_a_file_shows_it_by_its_own_code(line: str, width: int) -> None:
    assert used_width([f"{line}\n", "y = 1\n"]) == width


HELD = {
    "79": ([79] * 20, 79),
    "80": ([80] * 20, 80),
    "one that is longer among many": ([79] * 20 + [84], 79),
    "more that are longer than a limit leaves": ([79] * 20 + [84] * 2, 84),
    "too few to tell": ([79] * 19, 79),
}


@pytest.mark.parametrize(("lengths", "width"), HELD.values(), ids=HELD)
def test_a_file_that_is_held_to_a_limit_keeps_to_it(lengths: list[int], width: int) -> None:
    assert used_width([f"go({'a' * (each - 4)})\n" for each in lengths]) == width


OUTLIERS = {
    "one beyond a limit": ([100] * 4 + [103], 100),
    "two, one of them far": ([95] * 8 + [103, 130], 100),
    "one beyond 88": ([86] * 4 + [95], 88),
    "too few near it to tell": ([100] * 3 + [103], 103),
    "more than a few": ([100] * 40 + [103] * 3, 103),
    "a limit of itself": ([99] * 9 + [100], 100),
    "one beyond the widest": ([118] * 4 + [121], 120),
}


@pytest.mark.parametrize(("lengths", "width"), OUTLIERS.values(), ids=OUTLIERS)
def test_a_line_or_two_beyond_a_limit_count_for_nothing(lengths: list[int], width: int) -> None:
    assert used_width([f"x = go({'a' * (each - 8)})\n" for each in lengths]) == width


def test_a_package_is_held_to_a_limit_but_for_a_line_or_two(tmp_path: Path) -> None:
    for name in ("ward", "pump", "bed"):
        (tmp_path / f"{name}.py").write_text(f"x = go({'a' * 92})\n" * 9)
    (tmp_path / "bed.py").write_text(f"x = go({'a' * 92})\n" * 9 + f"x = go({'a' * 99})\n")
    assert package_width(tmp_path / "new.py") == 100


def test_prose_alone_widens_no_code() -> None:
    assert used_width([f"{'a' * 84}\n"] * 20) == 79


@pytest.mark.parametrize(
    ("each", "near", "width"), [(7, 0, 100), (7, 84, 0), (6, 0, 0)], ids=["plain", "among as many", "too few"]
)
def test_a_package_shows_it_to_a_file_that_does_not(tmp_path: Path, each: int, near: int, width: int) -> None:
    for name in ("ward", "pump", "bed"):
        (tmp_path / f"{name}.py").write_text(f"x = go({'a' * 90})\n" * each + f"x = go({'a' * 78})\n" * near)
    assert package_width(tmp_path / "new.py") == width


@pytest.mark.parametrize(("near", "others", "width"), [(10, 90, 88), (10, 190, 79), (9, 0, 79)])
def test_a_short_file_may_be_as_wide_as_its_package(tmp_path: Path, near: int, others: int, width: int) -> None:
    (tmp_path / "ward.py").write_text(f"x = go({'a' * 78})\n" * near + f"x = go({'a' * 60})\n" * others)
    least = least_width(tmp_path / "new.py")
    assert used_width(["x = 1\n"], least=least) == width
