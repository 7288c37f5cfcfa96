"""The code that is measured on."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest
from attrs import frozen
from tests.network.archives import fetched

DJANGO = "5.2.19"
_FOREIGN = frozenset(("test", "tests", "idlelib", "lib2to3", "site-packages", "__pycache__"))


@frozen
class Package:
    """A tree of modules."""

    name: str
    code: Path

    @property
    def modules(self) -> list[Path]:
        """Its modules, the largest first, without tests."""
        paths = (path for path in self.code.rglob("*.py") if _FOREIGN.isdisjoint(path.relative_to(self.code).parts))
        return sorted(paths, key=lambda path: path.stat().st_size, reverse=True)


def large() -> Package:
    """Return Django, or the standard library where the package index cannot be reached."""
    try:
        return Package("django", fetched("django", DJANGO) / "django")
    except pytest.skip.Exception:
        return Package("the standard library", Path(sysconfig.get_path("stdlib")))


def small() -> Package:
    """Return a package that is installed for the tests."""
    return Package("jedi", Path(sysconfig.get_path("purelib")) / "jedi")
