"""An error that a test of the project expects is raised still."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.fixing.proof import applied, proved
from aseptic.analysis.matching.expecting import Expecting
from aseptic.analysis.matching.other_files import NOWHERE
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

CODE = "def set_rate(rate):\n    assert rate < 500\n    go(rate)\n"
EXPECTED = {
    "pytest": ("with pytest.raises(AssertionError):\n    set_rate(900)\n", True),
    "unittest": ("self.assertRaises(AssertionError, set_rate, 900)\n", True),
    "with its text": ("with self.assertRaisesRegex(AssertionError, 'r'):\n    x = 1\n\n    pump.set_rate(900)\n", True),
    "caught": ("try:\n    set_rate(900)\nexcept (KeyError, AssertionError):\n    pass\n", True),
    "of another": ("with pytest.raises(AssertionError):\n    set_rates(900)\n", False),
    "behind it": ("with pytest.raises(AssertionError):\n    go(900)\nset_rate(1)\n", False),
    "another error": ("with pytest.raises(ValueError):\n    set_rate(900)\n", False),
}


@pytest.mark.parametrize(("text", "expected"), EXPECTED.values(), ids=EXPECTED)
def test_who_expects_it(tmp_path: Path, text: str, expected: bool) -> None:
    (tmp_path / "test_pump.py").write_text(text)
    assert Expecting(tmp_path).expected("set_rate") is expected


RAISES = "with pytest.raises(AssertionError):\n    "
GONE_THROUGH = {
    "next": (f"gen = pump.rates(900)\n{RAISES}next(gen)\n", True),
    "list": (f"made: list = rates(900)\n\n{RAISES}list(made)\n", True),
    "a loop": (f"gen = rates(900)\n{RAISES}for each in gen:\n        pass\n", True),
    "unittest": ("gen = rates(900)\nself.assertRaises(AssertionError, next, gen)\n", True),
    "at once": (f"{RAISES}list(rates(900))\n", True),
    "given anew": (f"gen = rates(900)\ngen = others(900)\n{RAISES}next(gen)\n", False),
    "asked for something else": (f"gen = rates(900)\n{RAISES}stop(gen)\n", False),
    "another name": (f"other = rates(900)\n{RAISES}next(gen)\n", False),
}


@pytest.mark.parametrize(("text", "expected"), GONE_THROUGH.values(), ids=GONE_THROUGH)
def test_who_expects_it_of_a_generator(tmp_path: Path, text: str, expected: bool) -> None:
    (tmp_path / "test_pump.py").write_text(text)
    assert Expecting(tmp_path).expected("rates", generator=True) is expected
    assert Expecting(tmp_path).expected("rates") is ("list(rates(" in text)


@pytest.mark.parametrize("last", ["yield rate", "return [rate]", "return (lambda: (yield rate))"])
def test_what_a_generator_raises_while_it_is_gone_through_is_raised_still(
    standard: Standard, tmp_path: Path, last: str
) -> None:
    (tmp_path / "test_pump.py").write_text(f"gen = rates(900)\n{RAISES}next(gen)\n")
    code = f"def rates(rate):\n    assert rate < 500\n    {last}\n"
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "pump.py", 1, code)
    (offer,) = (each for placed in snapshot.findings for each in proved(snapshot, placed))
    assert ("AssertionError" if last.startswith("yield") else "ValueError") in offer.title


@pytest.mark.parametrize("function", ["set_rate", "other"])
def test_an_error_that_a_test_expects_is_raised_still(standard: Standard, tmp_path: Path, function: str) -> None:
    (tmp_path / "test_pump.py").write_text(f"with pytest.raises(AssertionError):\n    {function}(900)\n")
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "pump.py", 1, CODE)
    (offer,) = (each for placed in snapshot.findings for each in proved(snapshot, placed))
    text = applied(snapshot, offer.edits).document.text
    error = "AssertionError" if function == "set_rate" else "ValueError"
    assert f'        raise {error}(f"rate must be < 500, not {{rate!r}}")\n' in text
    assert error in offer.title


def test_where_nobody_knows_other_files_nothing_is_expected() -> None:
    assert not NOWHERE.expected("set_rate", True)


def test_what_is_expected_is_looked_for_anew_when_told(tmp_path: Path) -> None:
    expecting = Expecting(tmp_path)
    assert not expecting.expected("set_rate")
    (tmp_path / "test_pump.py").write_text("with pytest.raises(AssertionError):\n    set_rate(900)\n")
    assert not expecting.expected("set_rate")
    expecting.forget()
    assert expecting.expected("set_rate")
