"""Addresses to paths and back. A client is answered in its own spelling of an address, whatever ours would be."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from pygls.uris import from_fs_path, to_fs_path

_NAMELESS = "%"
"""How a document is called whose address is empty; no address is quoted so."""


class Addresses:
    """Which address each open document and workspace folder has in the client's words. No two share a path."""

    def __init__(self) -> None:
        self._spelled: dict[Path, str] = {}
        self._paths: dict[str, Path] = {}
        self._folders: dict[Path, str] = {}

    def opened(self, address: str, folder: Path) -> Path:
        """Note the client's spelling and return the path."""
        path = self.path(address, folder)
        if self._spelled.get(path, address) != address:
            path = _apart(address, folder)  # another open document is this very file, by a link to it
        self._spelled[path] = address
        self._paths[address] = path
        return path

    def closed(self, address: str) -> None:
        """Forget a document's address."""
        path = self._paths.pop(address, None)
        if path is not None:
            self._spelled.pop(path, None)

    def folder(self, address: str) -> Path:
        """Note the client's spelling of a workspace folder and return its path."""
        path = self.path(address, Path.cwd())
        self._folders[path] = address.rstrip("/")
        return path

    def path(self, address: str, folder: Path) -> Path:
        """Return the real path of an address; a document without a file is taken to lie in `folder`."""
        if address in self._paths:
            return self._paths[address]
        try:
            given = to_fs_path(address) if address.startswith("file:") else None
        except (ValueError, UnicodeError):
            given = None
        if not given:
            return _apart(address, folder)
        try:
            return Path(os.path.realpath(given))
        except OSError:
            return Path(given)
        except ValueError:  # no file can be called so
            return _apart(address, folder)

    def address(self, path: Path) -> str:
        """Return the client's spelling of a path: of it, else of the folder that it lies in, else our own."""
        if path in self._spelled:
            return self._spelled[path]
        return self._folders.get(path) or self._below(path) or from_fs_path(str(path)) or path.as_uri()

    def _below(self, path: Path) -> str:
        for folder in path.parents:
            if folder in self._folders:
                inner = path.relative_to(folder).as_posix()
                return f"{self._folders[folder]}/{quote(inner, errors='surrogatepass')}"
        return ""


def _apart(address: str, folder: Path) -> Path:
    """Return a path that no file has, for a document of which we have no file to go by."""
    return folder / (quote(address, safe="", errors="surrogatepass") or _NAMELESS)
