"""Whether a record that is open in the client is what lies on the disk."""

from __future__ import annotations

from pathlib import Path

from aseptic.analysis.documents.reading import Unchecked, read_whole


def is_saved(path: Path, text: str) -> bool:
    """Say whether a file holds a text, however its lines end; an empty document of no file has nothing to be saved."""
    data = read_whole(path)
    if isinstance(data, Unchecked):
        return not text.strip() and not path.exists()
    try:
        return _plain(data.decode("utf-8-sig")) == _plain(text)
    except UnicodeDecodeError:
        return False


def _plain(text: str) -> str:
    """Return a text as it is whatever ends its lines, and whether or not its last line is ended."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
