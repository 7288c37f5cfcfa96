"""Where the project's own modules lie: the files that an import in one of its files can mean."""

from __future__ import annotations

import os
from pathlib import Path

from attrs import frozen

from aseptic.source.exports import Origin

INIT = "__init__.py"
"""The file that makes a folder a package."""


@frozen
class Place:
    """A file among the modules of its project."""

    origin: Origin
    roots: tuple[Path, ...]
    """The folders from which absolute imports count, nearest first; all lie in the project."""


def place_of(path: Path, root: Path) -> Place:
    """Return where a file stands; `root` is its project's."""
    top = path.parent
    while (top / INIT).is_file() and top not in {root, top.parent}:
        top = top.parent
    source = root / "src"
    base = top if top != path.parent or not path.is_relative_to(root) else root
    if base == root and path.is_relative_to(source):
        base = source
    folder = path.parent.relative_to(base).parts if path.is_relative_to(base) else ()
    name = folder if path.name == INIT else (*folder, path.stem)
    usual = [each for each in (root, source) if path.is_relative_to(root)]
    return Place(Origin(".".join(name), ".".join(folder)), tuple(dict.fromkeys((base, top, *usual))))


def found_below(roots: tuple[Path, ...], module: str) -> Path | None:
    """Return the file of a module or package; a folder of modules without `__init__.py` answers for itself."""
    parts = module.split(".")
    if not all(part.isidentifier() for part in parts):
        return None
    inside = module.replace(".", os.sep)
    names = [os.path.join(root, inside) for root in roots]  # noqa: PTH118
    for name in names:  # asked of every import of a project, so no Path is made of what is not there
        for file in (os.path.join(name, INIT), f"{name}.py"):  # noqa: PTH118
            if os.path.isfile(file):  # noqa: PTH113
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
