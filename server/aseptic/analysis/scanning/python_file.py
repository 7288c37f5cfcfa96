"""What is a file of Python: by its ending, or by the first line, which names what runs it."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from aseptic.analysis.documents.cause import Cause
from aseptic.analysis.documents.reading import Unchecked

NOTEBOOK = ".ipynb"
_ENDINGS = (".py", ".pyw", ".pyi")
_OTHER_ENDINGS = (".wsgi", ".tac", ".pyt")
"""Python by other names, which is looked at where somebody names it."""
_SCRIPT = re.compile(rb"#![^\r\n]*\bpython")
_SCRIPT_LINE = 256
"""Bytes of a file's first line in which it may name what runs it."""
_EXPORT = "open it in an editor, or name the script that `jupyter nbconvert --to script` makes of it"
_RENAME = "leave it out, name it .py, or begin it with #!/usr/bin/env python3"


def holds_python(folder: str, name: str) -> bool:
    """Whether a file holds Python by its name, or without an ending by its first line, as `#!/usr/bin/python`."""
    if "." in name:
        return name.endswith((*_ENDINGS, NOTEBOOK))
    return _is_script(Path(folder, name))


def is_file(path: Path) -> bool:
    """Whether something named is no folder, as far as anybody may know: reading it tells why it cannot be read."""
    try:
        return not stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        return not isinstance(error, FileNotFoundError | NotADirectoryError)


def not_python(path: Path) -> Unchecked | None:
    """Say why a named file is no Python, and what to do; None where it may be, or where reading it tells more."""
    names = (path.name, os.path.basename(os.path.realpath(path)))  # noqa: PTH119
    if any(name.endswith((*_ENDINGS, *_OTHER_ENDINGS)) for name in names):
        return None
    if any(name.endswith(NOTEBOOK) for name in names):
        return Unchecked("", "a notebook, which editors check and a scan cannot", _EXPORT, Cause.NOT_PYTHON)
    if not os.access(path, os.R_OK) or not path.is_file() or _is_script(path):
        return None
    reason = "neither its ending nor its first line says that it is Python"
    return Unchecked("", reason, _RENAME, Cause.NOT_PYTHON)


def _is_script(path: Path) -> bool:
    try:
        if not path.is_file():  # reading a pipe would wait for ever
            return False
        with path.open("rb") as stream:
            return _SCRIPT.match(stream.read(_SCRIPT_LINE)) is not None
    except OSError:
        return False
