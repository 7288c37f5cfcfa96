"""A result into a file: whole or not at all, so that a full disk or a killed process leaves the last one standing."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from aseptic.standard.whole_files import drafted, mode_at


def write_whole(path: Path, text: str) -> None:
    """Put `text` into a file as UTF-8; what UTF-8 cannot hold becomes a question mark. Raises OSError.

    The text is written beside its place and then moved there, through links and with the mode of the file that it
    replaces. A pipe or a device is written to as it is, and so is a file in a folder that takes no others.
    """
    data = text.encode("utf-8", "replace")
    place = Path(os.path.realpath(path))
    there = place.exists()
    if there and not place.is_file():
        path.write_bytes(data)
        return
    with ExitStack() as stack:
        try:
            draft = stack.enter_context(drafted(place.parent, data, f".{place.name[:60]}."))
        except PermissionError:
            if not there:
                raise
            place.write_bytes(data)
            return
        draft.chmod(mode_at(place))
        draft.replace(place)
