"""What code, paths and a project's texts hold never steers the terminal that shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from aseptic.source.printable import on_one_line, printable

Run = Callable[..., Result]
ODD = ("\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\u2028", "\r", "\b")


def test_what_steers_is_escaped_and_the_rest_is_not() -> None:
    plain = "Größe, 体温, שלום, \u200f, 👩\u200d⚕️\u00a0\t"
    assert printable(f"{plain}\n") == f"{plain}\n"
    assert on_one_line("a\tb\nc\x1b[2J\u202ed") == "a\\tb\\nc\\x1b[2J\\u202ed"


@pytest.mark.parametrize("odd", ODD)
def test_code_and_paths_are_shown_escaped(run: Run, tmp_path: Path, odd: str) -> None:
    folder = tmp_path / f"a{odd}b"
    folder.mkdir()
    text = f"import os\nos.system(x + '{odd if odd not in chr(13) else ''}[2J')\n"
    (folder / "a.py").write_text(text, encoding="utf-8", newline="")
    (folder / "broken.py").write_text("def f(:\n    os.system(x)\n", encoding="utf-8")
    result = run("check")
    assert "INJ-003" in result.output and "not checked" in result.output
    assert odd not in result.output
    assert on_one_line(odd) in result.output
