"""What every command does first to its process."""

from __future__ import annotations

import io
import sys
import warnings


def prepare() -> None:
    """Keep out of the terminal what belongs in nobody's, and let it show what it can."""
    # The code that is read is not ours: what its own compiler would say about it belongs in nobody's terminal.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter gets another, and no traceback
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
