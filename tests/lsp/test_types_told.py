"""Types: what names leave open is asked of a worker when typing pauses, and shown when the answer comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wire import RICH, Wire, codes

Start = Callable[..., Wire]
STATUS = {**RICH, "experimental": {"asepticStatus": True}}
FACTORY = "import requests\n\n\ndef make():\n    return requests.Session()\n"
USER = """import net


def fetch(url):
    session = net.make()
    return session.get(url, verify=False, timeout=5)
"""


def unverified(params: dict[str, Any]) -> bool:
    return "TLS-002" in codes(params["diagnostics"])


def test_a_method_of_what_a_factory_returns_is_found_when_typing_pauses(start: Start) -> None:
    wire = start(STATUS)
    wire.write("net.py", FACTORY)
    address = wire.opened("a.py", USER)
    assert codes(wire.shown(address, 1)["diagnostics"]) == []
    found = wire.shown(address, 1, unverified)
    assert [each["range"]["start"]["line"] for each in found["diagnostics"]] == [5]
    assert wire.end() == 0
