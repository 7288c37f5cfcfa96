"""Typing while the worker that infers types is busy with another document, beside typing while there is none."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

from attrs import evolve
from tests.bench.client import Client
from tests.bench.documents import document
from tests.bench.keystrokes import keystrokes
from tests.bench.servers import ASEPTIC

_LINES, _PLANTED, _TURN = 10_000, 20, 10
_FUNCTIONS = 4_000
"""Enough questions that the worker is busy to the end."""
_BEGIN = 2.0
"""Seconds until it is."""


def inferring(keys: int, workspace: Path) -> tuple[list[float], list[float]]:
    """Return the seconds of keystrokes without a worker, and with a busy one, typed in turns."""
    text = document(_LINES, _PLANTED)
    path, other = workspace / "typed_beside.py", workspace / "asked_about.py"
    path.write_text(text, encoding="utf-8")
    asked = "import requests\n" + "".join(
        f"def make{each}(): return requests.Session()\ndef use{each}(url): make{each}().get(url, verify=False)\n"
        for each in range(_FUNCTIONS)
    )
    other.write_text(asked, encoding="utf-8")
    seconds: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        contenders = (evolve(ASEPTIC, options={"types": False}), ASEPTIC)
        clients = [stack.enter_context(Client(each, workspace)) for each in contenders]
        for client in clients:
            client.open(other, asked)
            client.open(path, text)
        time.sleep(_BEGIN)
        strokes = keystrokes(text, keys)
        for turn, first in enumerate(range(0, len(strokes), _TURN)):
            pairs = list(zip(clients, seconds, strict=True))
            for client, times in reversed(pairs) if turn % 2 else pairs:
                times.extend(client.type(key).seconds for key in strokes[first : first + _TURN])
    return seconds
