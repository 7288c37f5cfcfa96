"""One text for a report of a fault: everything that is asked for anyway, and nothing of the code that was read."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from aseptic.analysis.documents.memory_use import resident
from aseptic.analysis.projects.holding import Holding
from aseptic.version import __version__

_LIBRARIES = ("bandit", "pygls", "lsprotocol", "cattrs", "attrs", "jedi", "PyYAML")
_WIDE = 12
Line = tuple[str, str]
"""A name and what is said of it."""


def paste(holdings: Iterable[Holding], front_end: Iterable[Line], errors: Sequence[str]) -> str:
    """Return the text. `front_end` is what the server or the command adds; `errors` are the last ones logged."""
    lines = [*_versions(), *front_end, ("memory", _memory())]
    for each in holdings:
        lines.extend(_project(each))
    lines.append(("last errors", "" if errors else "none"))
    text = "\n".join(f"{name:{_WIDE}} {said}".rstrip() for name, said in lines)
    return _homeless("\n".join((text, *(f"  {line}" for error in errors for line in error.split("\n")), "")))


def _versions() -> Iterator[Line]:
    yield "Aseptic", __version__
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()})"
    yield "system", f"{platform.platform()}"
    yield "libraries", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _memory() -> str:
    held = resident()
    return "unknown" if held is None else f"{held / 2**20:.0f} MiB resident"


def _project(held: Holding) -> Iterator[Line]:
    yield "project", f"{held.root} ({held.because})"
    for fact in (*held.standard, *held.settings, *held.tailoring):
        yield f"  {fact.name}", f"{fact.value} ({fact.origin})"
    # What is wrong is told by its place alone: a message quotes what somebody wrote.
    faults = [f"{each.path}:{(each.line or 0) + 1} {each.key}".rstrip() for each in held.problems]
    yield "  problems", "; ".join(faults) or "none"


def _homeless(text: str) -> str:
    """Write the home folder as people do, so that a report does not tell who they are."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text
