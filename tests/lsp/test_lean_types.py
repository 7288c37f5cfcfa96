"""The protocol's types are whole but for their `__repr__`, and attrs is as it was."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import attrs
whole = attrs.define
import aseptic.lsp.server
from lsprotocol import types
assert attrs.define is whole
item = types.TextDocumentItem("file:///a.py", types.LanguageKind.Python, 1, "patient = 'Jane'")
assert "Jane" not in repr(item), item
assert item == types.TextDocumentItem("file:///a.py", types.LanguageKind.Python, 1, "patient = 'Jane'")
assert types.Position(1, 2) < types.Position(1, 3)
try:
    item.other = 1
except AttributeError:
    print("slots")
"""


def test_a_message_is_not_printed_by_accident_and_is_all_that_it_was() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("slots\n", "")
