"""Whether a module of a package imports another, by way of others of the package, before it is made itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from aseptic.analysis.documents.reading import FileStamp, Unchecked, read_whole, stamped

_IMPORTS = re.compile(
    rb"^(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(\([^)]*|[^\n#]*)|import[ \t]+([\w., \t]+))", re.MULTILINE
)
_MOST = 500
"""Modules that are followed: beyond, one module is taken to import the other."""


def is_imported_by(path: Path, module: str, package: Path) -> bool:
    """Say whether a module, by its full name, may import that of a file, or is that itself.

    `package` is the folder of the outermost package. The packages that the file is in are begun before it is read.
    """
    begun = {parent / "__init__.py" for parent in path.parents}
    ahead, met = list(_files(package, module)), set[Path]()
    if not ahead:
        return True  # not in the package: nobody knows what it imports
    while ahead:
        file = ahead.pop()
        if file == path or len(met) > _MOST:
            return True
        if file in met or file in begun:
            continue
        met.add(file)
        ahead += (each for name in _imported(file, package, stamped(file)) for each in _files(package, name))
    return False


def _files(package: Path, module: str) -> Iterator[Path]:
    """Yield the files of the package that run where a module is imported."""
    first, *rest = module.split(".")
    if first != package.name:
        return
    place = package
    for part in rest:
        yield place / "__init__.py"
        if (place / f"{part}.py").is_file():
            yield place / f"{part}.py"
        place /= part
    if (place / "__init__.py").is_file():
        yield place / "__init__.py"


@lru_cache(maxsize=4 * _MOST)
def _imported(file: Path, package: Path, _stamp: FileStamp) -> tuple[str, ...]:
    """Return the names that a file imports at its own level, as far as they may be modules of the package."""
    data = read_whole(file)
    found: list[str] = []
    for dots, module, names, modules in _IMPORTS.findall(b"" if isinstance(data, Unchecked) else data):
        found += re.findall(r"[\w.]+", modules.decode())
        base = module.decode()
        if dots:
            parts = file.parent.relative_to(package.parent).parts
            base = ".".join((*parts[: len(parts) + 1 - len(dots)], *base.split(".")))
        found += (f"{base}.{name}".replace("..", ".") for name in re.findall(r"\w+", names.decode()) if base)
    return tuple(each for each in found if each.split(".")[0] == package.name)
