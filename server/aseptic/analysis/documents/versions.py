"""What decides, beside the code and the standard, how code is judged: answers kept by others are no answers of ours."""

from __future__ import annotations

import hashlib
import platform
from functools import cache

from aseptic.checks.bandit.installed import known_tests
from aseptic.checks.bandit.release import release
from aseptic.standard.keeping import code_digest
from aseptic.version import __version__


@cache
def versions() -> bytes:
    """Return the versions of Aseptic, bandit and Python."""
    return f"{__version__}\0{release()}\0{platform.python_version()}\0".encode()


@cache
def judges() -> str:
    """Return a digest of the versions and of our own code that judges, which changes more often than its version."""
    digest = hashlib.blake2b(versions(), digest_size=16)
    digest.update("\0".join(sorted(known_tests())).encode())  # an installation of bandit may be broken, or mended
    digest.update(code_digest("source", "standard", "checks", "analysis").encode())
    return digest.hexdigest()
