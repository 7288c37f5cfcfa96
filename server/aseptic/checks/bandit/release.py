"""Which release of bandit is installed, told without importing it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

READ = "1.9.4"
"""The release from whose code the filter's tables of what each test needs were read."""


@cache
def release() -> str:
    """Return the version of the installed bandit: from the folder that its installation is noted in, mostly."""
    package = find_spec("bandit")
    for folder in (package.submodule_search_locations if package else None) or ():
        for found in Path(folder).parent.glob("bandit-*.dist-info"):
            return found.name.removeprefix("bandit-").removesuffix(".dist-info")
    from importlib.metadata import version  # sees every kind of installation, and is slow to import

    return version("bandit")


def unread_release() -> str:
    """Return the installed release where the tables were not read from it; empty where they were."""
    return "" if release() == READ else release()
