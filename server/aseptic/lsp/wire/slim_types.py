"""lsprotocol's five hundred classes, imported without what nobody needs of them.

Each is made by attrs as the module runs, and writing and compiling its `__repr__` is two fifths of that work, a
quarter of a server's start. Nothing here prints a message, nor should anything: its `__repr__` would put source
text into a log.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module

import attrs


def import_types() -> None:
    """Import `lsprotocol.types`, unless somebody has."""
    if "lsprotocol.types" in sys.modules:
        return
    whole = attrs.define
    attrs.define = partial(whole, repr=False)
    try:
        import_module("lsprotocol.types")
    finally:
        attrs.define = whole
