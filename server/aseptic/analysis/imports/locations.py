"""Where the project's own modules lie: the files that an import in one of its files can mean."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from pathlib import Path

from attrs import frozen

from aseptic.source.exports import Origin

INIT = "__init__.py"
"""The file that makes a folder a package."""


@frozen
class ModulePlace:
    """A file among the modules of its project."""

    origin: Origin
    roots: tuple[Path, ...]
    """The folders from which absolute imports count, nearest first; all lie in the project."""


def place_of(path: Path, root: Path) -> ModulePlace:
    """Return where a file stands; `root` is its project's."""
    home, above = str(path.parent), str(root)
    source = os.path.join(above, "src")  # noqa: PTH118  (asked of each file: Paths for each step cost ten times as much)
    top = home
    while top not in {above, up := os.path.dirname(top)} and os.path.isfile(os.path.join(top, INIT)):  # noqa: PTH113, PTH118, PTH120
        top = up
    within = _steps(home, above) is not None
    base = top if top != home or not within else above
    if base == above and _steps(home, source) is not None:
        base = source
    folder = _steps(home, base) or ()
    name = folder if path.name == INIT else (*folder, path.stem)
    usual = (above, source) if within else ()
    return ModulePlace(Origin(".".join(name), ".".join(folder)), tuple(map(Path, dict.fromkeys((base, top, *usual)))))


def _steps(folder: str, above: str) -> tuple[str, ...] | None:
    """Return the names that lead from one folder down to another; None where they do not."""
    start = above if above.endswith(os.sep) else above + os.sep
    inner, outer = os.path.normcase(folder), os.path.normcase(start)
    if inner == outer or inner + os.sep == outer:
        return ()
    return tuple(folder[len(start) :].split(os.sep)) if inner.startswith(outer) else None  # noqa: PTH206


def is_module(name: str) -> bool:
    """Say whether a dotted name can be a module's: others would be looked for in places that nobody meant."""
    return all(map(str.isidentifier, name.split(".")))


def found_below(roots: Iterable[Path | str], module: str, unsaved: Container[str] = ()) -> Path | None:
    """Return the file of a module or package; a folder of modules without `__init__.py` answers for itself.

    Files that are `unsaved` count as if they lay there.
    """
    if not is_module(module):
        return None
    inside = module.replace(".", os.sep)
    names = [f"{root}{os.sep}{inside}" for root in roots]
    for name in names:  # asked of every import of a project, so no Path is made of what is not there
        for file in (f"{name}{os.sep}{INIT}", f"{name}.py"):
            if os.path.isfile(file) or file in unsaved:  # noqa: PTH113
                return Path(file)
    return next((Path(name) for name in names if os.path.isdir(name) and _is_namespace(Path(name))), None)  # noqa: PTH112


def _is_namespace(folder: Path) -> bool:
    """Whether a folder without `__init__.py` holds modules: an installed package of that name would hide it."""
    return any(each.suffix == ".py" for each in folder.iterdir())


def modules_in(folder: Path) -> frozenset[str]:
    """Return the names of the modules and packages right in a folder, and of any other folder in it."""
    try:
        return frozenset(each.stem if each.suffix == ".py" else each.name for each in folder.iterdir())
    except OSError:
        return frozenset()
