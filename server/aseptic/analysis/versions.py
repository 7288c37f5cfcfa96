"""What decides, beside the code and the standard, how code is judged: answers kept by others are no answers of ours."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from aseptic.checks.bandit import known_tests
from aseptic.version import __version__

_JUDGES = ("source", "standard", "checks", "analysis")


@cache
def versions() -> bytes:
    """Return the versions of Aseptic, bandit and Python."""
    return f"{__version__}\0{_bandit()}\0{platform.python_version()}\0".encode()


@cache
def judges() -> str:
    """Return a digest of the versions and of our own code that judges, which changes more often than its version."""
    digest = hashlib.blake2b(versions(), digest_size=16)
    digest.update("\0".join(sorted(known_tests())).encode())  # an installation of bandit may be broken, or mended
    here = Path(__file__).resolve().parents[1]
    for room in _JUDGES:
        for path in sorted((here / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _bandit() -> str:
    """Return what tells bandit's version: the name of the folder that its installation is noted in, mostly."""
    package = find_spec("bandit")
    for folder in (package.submodule_search_locations if package else None) or ():
        for found in Path(folder).parent.glob("bandit-*.dist-info"):
            return found.name
    from importlib.metadata import version  # sees every kind of installation, and is slow to import

    return version("bandit")
