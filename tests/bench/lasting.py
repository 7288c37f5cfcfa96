"""What the server holds after long use: an hour of opening, typing, saving and closing, without the pauses."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from attrs import frozen
from tests.bench.client import Client
from tests.bench.keystrokes import Keystroke
from tests.bench.packages import Package
from tests.bench.servers import ASEPTIC

_OPEN = 12
"""Files that are open at once."""
_PAUSE = 0.5
"""Seconds between two files."""
_KEYS = 40
"""Keystrokes in a file before the next one."""


@frozen
class Lasted:
    """Kilobytes that are resident after each tenth of the use."""

    keystrokes: int
    files: int
    server: tuple[int | None, ...]
    together: tuple[int | None, ...]
    """Server and worker."""


def lasting(rounds: int, package: Package, workspace: Path) -> Lasted:
    """Use the modules of a package over and over, `rounds` files long."""
    chance = random.Random(1)
    modules = package.modules[:300]
    opened: list[Path] = []
    held: list[tuple[int | None, int | None]] = []
    met: set[Path] = set()
    with Client(ASEPTIC, workspace) as client:
        for number in range(rounds):
            module = modules[chance.randrange(len(modules))]
            copy = workspace / "lasting" / module.relative_to(package.code.parent)
            if copy in opened:  # it is used again later
                client.close(copy)
                opened.remove(copy)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(module, copy)
            text = copy.read_text(encoding="utf-8", errors="replace")
            client.open(copy, text)
            opened.append(copy)
            met.add(copy)
            line = chance.randrange(text.count("\n") + 1)
            client.type(Keystroke(line, 0, 0, "\n"))
            for column, letter in enumerate(("import os; os.system(x)" * 2)[: _KEYS - 1]):
                client.type(Keystroke(line, column, column, letter))
            client.save(copy)
            time.sleep(_PAUSE)  # long enough for the worker to be asked
            if len(opened) > _OPEN:
                client.close(opened.pop(chance.randrange(_OPEN)))
            if (number + 1) % max(rounds // 10, 1) == 0:
                held.append((client.own(), client.resident()))
    return Lasted(rounds * _KEYS, len(met), tuple(own for own, _ in held), tuple(both for _, both in held))
