"""What the names in recorded code stand for, as one line of a record: so that the code can be checked by itself.

`Names: sp.run = subprocess.run, os.system, open = its own`: one that stands for what it is called stands alone, and a
built-in is named only where the code means something else by it.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping

from aseptic.source.document import split_lines

_LABEL = "Names:"
_OWN = "its own"


def default_meaning(written: str) -> str:
    """Return what a dotted name stands for that nothing is said of."""
    return f"builtins.{written}" if hasattr(builtins, written.partition(".")[0]) else ""


def names_line(names: Mapping[str, str]) -> str:
    """Return the line for names and what they stand for; empty text means nothing known."""
    told = {name: meaning for name, meaning in names.items() if meaning != default_meaning(name)}
    parts = [name if name == meaning else f"{name} = {meaning or _OWN}" for name, meaning in sorted(told.items())]
    return f"{_LABEL} {', '.join(parts) or 'none'}"


def read_names(body: str) -> Mapping[str, str] | None:
    """Return the names that a section's text tells of; None where it has no such line."""
    line = next((each for each in reversed(split_lines(body)) if each.startswith(_LABEL)), None)
    if line is None:
        return None
    found: dict[str, str] = {}
    for part in line.removeprefix(_LABEL).split(","):
        name, separator, meaning = (each.strip() for each in part.partition("="))
        if name and name != "none":
            found[name] = "" if meaning == _OWN else meaning if separator else name
    return found
