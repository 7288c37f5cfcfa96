"""How much memory the server holds with many large files open."""

from __future__ import annotations

import shutil
from pathlib import Path

from attrs import frozen
from tests.bench.client import Client
from tests.bench.packages import Package
from tests.bench.servers import ASEPTIC


@frozen
class Held:
    """What a server holds."""

    files: int
    lines: int
    empty: int | None
    """Kilobytes that are resident with the first file open; None where nobody can tell."""
    full: int | None


def holding(files: int, package: Package, workspace: Path) -> Held:
    """Open the largest modules of a package, one after another."""
    largest = package.modules[:files]
    lines = 0
    empty: int | None = None
    with Client(ASEPTIC, workspace) as client:
        for path in largest:
            copy = workspace / "held" / path.relative_to(package.code.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            text = copy.read_text(encoding="utf-8")
            lines += text.count("\n")
            client.open(copy, text)
            empty = client.resident() if empty is None else empty
        return Held(len(largest), lines, empty, client.resident())
