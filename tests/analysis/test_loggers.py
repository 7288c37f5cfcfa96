"""A logger is made as the package makes its others, and none where the module is no place for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseptic.analysis.fixing.proof import applied, proved
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

PASSED = "def f(a):\n    try:\n        a.send()\n    except Exception:\n        pass\n"
CLOSED = PASSED.replace("send", "close")
OWN = "import logging\n\nlogger = logging.getLogger(__name__)\n"
NAMED = "import logging\n\nlogger = logging.getLogger({!r})\n"
BROUGHT = "from .utils import f, logger\n"


def made(standard: Standard, root: Path, text: str, *others: str) -> list[str]:
    """Return the lines that make a logger, one of each offer for a module beside others of its package."""
    package = root / "pumps"
    package.mkdir()
    for at, other in enumerate(("", *others)):
        (package / (f"m{at}.py" if at else "__init__.py")).write_text(other)
    (package / "rate.py").write_text(text)
    snapshot = Session(standard, [root]).open(package / "rate.py", 1, text)
    assert snapshot.findings
    offers = (offer for placed in snapshot.findings for offer in proved(snapshot, placed))
    texts = (applied(snapshot, offer.edits).document.text for offer in offers)
    return [line for text in texts for line in text.splitlines() if "logger = " in line]


WAY = "from {} import f, get_logger\n\nlogger = get_logger(name=__name__)\n"
MAKES = "import logging\n\n\ndef get_logger(name):\n    return logging.getLogger(name)\n"
USUAL, ONE = "logger = logging.getLogger(__name__)", "logger = logging.getLogger('pumps')"
HABITS = {
    "by the module's name": ((OWN, NAMED.format("pumps")), USUAL),
    "no other": (("x = 1\n", "y = 1\n"), USUAL),
    "one name for all": ((NAMED.format("pumps"), NAMED.format("pumps")), ONE),
    "names of one's own": ((NAMED.format("pumps.a"), NAMED.format("pumps.b")), USUAL),
    "names of others": ((NAMED.format("pumps.a"), NAMED.format("valves")), ""),
    "one that the package makes in its own way": (
        (WAY.format("pumps.m3"),) * 2 + (MAKES,),
        "logger = get_logger(name=__name__)",
    ),
    "one whose maker needs this module": ((WAY.format("pumps.m3"),) * 2 + ("from . import rate\n" + MAKES,), ""),
    "one whose maker is elsewhere": ((WAY.format("valves"),) * 2, ""),
    "one that the package makes": (("from .utils import f, get_logger\n\nlogger = get_logger(__name__)\n",) * 2, ""),
    "one that all import": ((BROUGHT, BROUGHT, NAMED.format("pumps")), ""),
}


@pytest.mark.parametrize(("others", "line"), HABITS.values(), ids=HABITS)
def test_it_is_made_as_others_are(standard: Standard, tmp_path: Path, others: tuple[str, ...], line: str) -> None:
    assert set(made(standard, tmp_path, PASSED, *others)) == ({line} if line else set())


def test_the_nearest_folder_says_how(standard: Standard, tmp_path: Path) -> None:
    (tmp_path / "pumps" / "near").mkdir(parents=True)
    for name, text in {"__init__": "", "a": NAMED.format("pumps.a"), "b": NAMED.format("pumps.b")}.items():
        (tmp_path / "pumps" / f"{name}.py").write_text(text)
    for name, text in {"__init__": "", "c": NAMED.format("pumps.c"), "rate": PASSED}.items():
        (tmp_path / "pumps" / "near" / f"{name}.py").write_text(text)
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "pumps" / "near" / "rate.py", 1, PASSED)
    offers = [offer for placed in snapshot.findings for offer in proved(snapshot, placed)]
    assert offers
    assert all(
        "logger = logging.getLogger('pumps.c')" in applied(snapshot, offer.edits).document.text for offer in offers
    )


def test_a_package_that_logs_nothing_is_given_no_note(standard: Standard, tmp_path: Path) -> None:
    assert made(standard, tmp_path, CLOSED, "x = 1  # for logging.\n") == []
    (tmp_path / "other").mkdir()
    assert made(standard, tmp_path / "other", CLOSED, OWN) == [USUAL]


@pytest.mark.parametrize(("text", "count"), [(CLOSED, 0), (PASSED, 2), (OWN + CLOSED, 1)])
def test_a_module_alone_that_logs_nothing_is_given_no_note(
    standard: Standard, tmp_path: Path, text: str, count: int
) -> None:
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "rate.py", 1, text)
    assert len([offer for placed in snapshot.findings for offer in proved(snapshot, placed)]) == count


PLACES = {
    "all its names are for others": ("from math import *\n\n\n", False),
    "it says which names are": ("from math import *\n\n__all__ = ['f']\n\n\n", True),
    "it is there before the library": ("import _imp\nimport sys\n\n\n", False),
    "it has an inner name beside others": ("import _imp\nimport json\n\n\n", True),
    "it imports little": ("import sys\n\n\n", True),
}


@pytest.mark.parametrize(("head", "offered"), PLACES.values(), ids=PLACES)
def test_not_every_module_is_a_place(standard: Standard, tmp_path: Path, head: str, offered: bool) -> None:
    assert bool(made(standard, tmp_path, head + PASSED)) == offered
