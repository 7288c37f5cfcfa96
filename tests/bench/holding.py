"""How much memory the server holds with many large files open."""

from __future__ import annotations

import shutil
import sysconfig
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen
from tests.bench.client import Client
from tests.bench.servers import ASEPTIC

_FOREIGN = frozenset(("test", "tests", "idlelib", "lib2to3", "site-packages", "__pycache__"))
_PREFERRED = "django"


@frozen
class Held:
    """What a server holds."""

    package: str
    files: int
    lines: int
    empty: int | None
    """Kilobytes that are resident with the first file open; None where nobody can tell."""
    full: int | None


def holding(files: int, workspace: Path) -> Held:
    """Open the largest modules of Django where it is installed, else of the standard library, one after another."""
    package, tree = _tree()
    paths = (path for path in tree.rglob("*.py") if _FOREIGN.isdisjoint(path.relative_to(tree).parts))
    largest = sorted(paths, key=lambda path: path.stat().st_size, reverse=True)[:files]
    lines = 0
    empty: int | None = None
    with Client(ASEPTIC, workspace) as client:
        for path in largest:
            copy = workspace / package / path.relative_to(tree)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            text = copy.read_text(encoding="utf-8")
            lines += text.count("\n")
            client.open(copy, text)
            empty = client.resident() if empty is None else empty
        return Held(package, len(largest), lines, empty, client.resident())


def _tree() -> tuple[str, Path]:
    found = find_spec(_PREFERRED)
    if found is not None and found.origin is not None:
        return _PREFERRED, Path(found.origin).parent
    return "the standard library", Path(sysconfig.get_path("stdlib"))
