"""What stood in the baseline is information while it is typed round, and counts again once it is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from wire import Message, Wire, edit

Start = Callable[..., Wire]
TEXT = "import os\n\n\ndef run(x):\n    os.system(x)\n\n\ndef other(y):\n    os.system(y)\n"
ERROR, INFORMATION = 1, 3


def severities(shown: list[Message]) -> list[int]:
    return [each["severity"] for each in shown]


def test_a_known_finding_is_information_until_it_is_touched(start: Start) -> None:
    wire = start()
    wire.write("a.py", TEXT)
    ours = [sys.executable, "-m", "aseptic", "baseline"]
    subprocess.run(ours, cwd=wire.folder, check=True, capture_output=True, env=os.environ)
    address = wire.opened("a.py", TEXT)
    said = wire.shown(address, 1)["diagnostics"]
    assert severities(said) == [INFORMATION, INFORMATION]
    assert said[0]["message"].endswith("(known)")
    assert severities(wire.changed(address, 2, edit(0, 0, "# moved\n\n"))) == [INFORMATION, INFORMATION]
    assert severities(wire.changed(address, 3, edit(6, 15, " + x"))) == [ERROR, INFORMATION]
    assert severities(wire.changed(address, 4, edit(6, 15, "", 19))) == [INFORMATION, INFORMATION]
    assert severities(wire.changed(address, 5, edit(7, 0, "    os.system(x)\n"))) == [ERROR, ERROR, INFORMATION]
    (wire.folder / "security" / "ledger.jsonl").unlink()
    wire.save(address)
    assert wire.shown(address, 5, lambda each: severities(each["diagnostics"]) == [ERROR, ERROR, ERROR])
