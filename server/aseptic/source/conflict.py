"""The lines that a merge writes round what it could not join."""

from __future__ import annotations

import re
from collections.abc import Sequence

SIDE = re.compile(r"(?:<{7}|>{7})(?: |\r|\n|\Z)")
"""The first or last line of a conflict."""
_BETWEEN = re.compile(r"(?:={7}|\|{7})(?: |\r|\n|\Z)")
"""One between its sides; such a line is an underline in prose, too."""


def left_in(lines: Sequence[str], stopped: int) -> int | None:
    """Return the line of a conflict in code whose parser stopped at the line `stopped`; None where there is none."""
    if stopped < len(lines) and _BETWEEN.match(lines[stopped]):
        return stopped
    return next((at for at, line in enumerate(lines) if SIDE.match(line)), None)
