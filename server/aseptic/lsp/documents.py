"""Addresses to paths and back. A client is answered in its own spelling of an address, whatever ours would be."""

from __future__ import annotations

import os
from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path


class Addresses:
    """Which address each open document has in the client's words."""

    def __init__(self) -> None:
        self._spelled: dict[Path, str] = {}

    def opened(self, address: str, folder: Path) -> Path:
        """Note the client's spelling and return the path."""
        path = self.path(address, folder)
        self._spelled[path] = address
        return path

    def path(self, address: str, folder: Path) -> Path:
        """Return the real path of an address; a document without a file is taken to lie in `folder`."""
        try:
            given = to_fs_path(address) if address.startswith("file:") else None
        except (ValueError, UnicodeError):
            given = None
        if not given:
            return folder / address.rpartition("/")[2].rpartition(":")[2]
        try:
            return Path(os.path.realpath(given))
        except (OSError, ValueError):
            return Path(given)

    def address(self, path: Path) -> str:
        """Return the client's spelling of a path, or our own for a document that it never opened."""
        return self._spelled.get(path) or from_fs_path(str(path)) or path.as_uri()
