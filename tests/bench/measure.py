"""The measurements. Contenders take turns within each, so that a noisy minute of the machine meets them all."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from attrs import define, field, frozen
from tests.bench.client import Client, Published
from tests.bench.documents import document
from tests.bench.keystrokes import Keystroke, keystrokes
from tests.bench.servers import ASEPTIC, EMPTY, RUFF, Contender

_TURN = 10
"""Keystrokes that one contender gets before it is the other's turn."""
_SMALL = 500


@frozen
class Size:
    """A document to type in."""

    lines: int
    findings: int
    keys: int


@define
class Typing:
    """What one contender needed in one document."""

    contender: str
    opening: float
    """Seconds from `didOpen` to the first diagnostics."""
    shown: int
    """Diagnostics of the document as opened."""
    seconds: list[float] = field(factory=list)
    sizes: list[int] = field(factory=list)
    fewest: int = sys.maxsize
    """The least number of diagnostics that were shown while the code was half typed."""
    peak: int | None = None
    """Kilobytes."""

    def take(self, published: Published) -> None:
        """Note one keystroke."""
        self.seconds.append(published.seconds)
        self.sizes.append(published.size)
        self.fewest = min(self.fewest, len(published.diagnostics))


@frozen
class Timed:
    """Seconds that something took, several times."""

    name: str
    seconds: list[float]

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.seconds)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all do not exceed (the nearest one there is)."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def typing(size: Size, workspace: Path) -> list[Typing]:
    """Type the same keystrokes into the same document in Aseptic and ruff, in turns."""
    text = document(size.lines, size.findings)
    path = workspace / f"typed_{size.lines}_{size.findings}.py"
    path.write_text(text, encoding="utf-8")
    keys = keystrokes(text, size.keys)
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(each, workspace)) for each in (ASEPTIC, RUFF)]
        results = [_opened(client, name, path, text) for client, name in zip(clients, ("aseptic", "ruff"), strict=True)]
        for turn, first in enumerate(range(0, len(keys), _TURN)):
            pairs = list(zip(clients, results, strict=True))
            for client, result in reversed(pairs) if turn % 2 else pairs:
                _type(client, result, keys[first : first + _TURN])
        for client, result in zip(clients, results, strict=True):
            result.peak = client.peak()
    return results


def _opened(client: Client, name: str, path: Path, text: str) -> Typing:
    opened = client.open(path, text)
    codes = {str(each.get("code")) for each in opened.diagnostics}
    if name == "ruff" and not all(code.startswith("S") for code in codes):
        raise RuntimeError(f"ruff was to check its S rules alone, and shows {sorted(codes)}")
    return Typing(name, opened.seconds, len(opened.diagnostics))


def _type(client: Client, result: Typing, keys: Sequence[Keystroke]) -> None:
    for key in keys:
        result.take(client.type(key))


def starting(rounds: int, workspace: Path) -> list[Timed]:
    """Time from a process's start to its first diagnostics of a small file; the first round is not counted."""
    text = document(_SMALL, 2)
    path = workspace / "started.py"
    path.write_text(text, encoding="utf-8")

    def started(contender: Contender) -> float:
        with Client(contender, workspace) as client:
            client.open(path, text)
            return perf_counter() - client.began

    return in_turns({each.name: lambda each=each: started(each) for each in (ASEPTIC, EMPTY, RUFF)}, rounds)


def in_turns(each: dict[str, Callable[[], float]], rounds: int) -> list[Timed]:
    """Run them one after another, round by round; the first round only warms the caches."""
    for run in each.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in each}
    for _ in range(rounds):
        for name, run in each.items():
            seconds[name].append(run())
    return [Timed(name, times) for name, times in seconds.items()]
