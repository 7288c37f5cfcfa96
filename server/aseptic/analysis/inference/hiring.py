"""Starting the worker's process: with this Python, in no folder of the workspace, and with nothing of ours to hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from attrs import asdict

from aseptic.analysis.inference.limits import Limits

_NEEDED = ("aseptic", "attr", "jedi", "parso")
_MODULE = "aseptic.analysis.inference.worker"


def hired(limits: Limits) -> subprocess.Popen[bytes]:
    """Start a worker. Raises OSError where no process can be started.

    The current folder is the workspace more often than not: with `-P`, and from elsewhere, nothing is imported there.
    Where we run without the libraries of an environment (`-S`, as a plugin that brings its own has us), it does, too.
    """
    return subprocess.Popen(
        [sys.executable, "-P", *(["-S"] if sys.flags.no_site else []), "-m", _MODULE, json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(sys.executable).parent,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(_folders()), "PYTHONSAFEPATH": "1"},
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )


def _folders() -> dict[str, None]:
    """Return the folders that hold what the worker imports besides Python's own modules, each once."""
    found: dict[str, None] = {}
    for name in _NEEDED:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            found[str(Path(spec.origin).resolve().parent.parent)] = None
    return found
