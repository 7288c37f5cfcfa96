"""Where a virtual environment keeps its libraries. They are read for their types, and never imported."""

from __future__ import annotations

from pathlib import Path

_PLACES = ("lib/python3*/site-packages", "lib64/python3*/site-packages", "Lib/site-packages")


def installed(environment: Path) -> tuple[Path, ...]:
    """Return the folders of libraries in an environment; none where there is no such environment."""
    try:
        found = [each for place in _PLACES for each in sorted(environment.glob(place)) if each.is_dir()]
    except (OSError, ValueError):
        return ()
    return tuple({each.resolve(): None for each in found})
