"""Whether the workbench can be driven, and whether the packed extension is that of its sources.

`python tests/editors/vscode_packed.py` says why no workbench is driven, or fails and says why the extension has to be packed.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from aseptic.version import __version__

ROOT = Path(__file__).parents[2]
PARTS = ROOT / ".cache" / "vscode"
NODE = PARTS / "node" / "node"
SERVER = PARTS / "node_modules" / "code-server" / "out" / "node" / "entry.js"
EXTENSION = ROOT / "editors" / "vscode"
PACKED = EXTENSION / f"aseptic-{__version__}.vsix"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SOURCES = (
    *(EXTENSION / name for name in ("src", "media", "docs", "bundled/start.py", "package.json", "package-lock.json")),
    *(EXTENSION / name for name in ("README.md", "CHANGELOG.md", "LICENSE", "build.mjs", ".vscodeignore")),
    *(EXTENSION / "packing" / name for name in ("bundle.py", "icon.svg", "package-lock.json")),
    *(ROOT / name for name in ("server", "rules", "pyproject.toml")),
)
"""What goes into the packed extension, or says how."""
_MADE = frozenset({"__pycache__", "aseptic.egg-info"})
"""Folders that come and go by themselves among sources."""


def absent() -> str:
    """Return why no workbench can be driven here; empty where one can."""
    there = NODE.exists() and SERVER.exists() and CHROMIUM
    return "" if there else "the workbench's parts are not installed: make test-vscode installs them"


def outdated(packed: Path = PACKED, sources: Iterable[Path] = SOURCES) -> str:
    """Return why the packed extension shows nothing of today's sources; empty where it is no older than any of them."""
    if not packed.exists():
        return "the extension is not packed: make vsix packs it"
    made = packed.stat().st_mtime
    newer = [path for source in sources for path in _files(source) if path.stat().st_mtime > made]
    if not newer:
        return ""
    last = max(newer, key=lambda path: path.stat().st_mtime)
    name = last.relative_to(ROOT) if last.is_relative_to(ROOT) else last
    return f"the packed extension is older than {name} and shows what was: make vsix packs it anew"


def _files(source: Path) -> Iterator[Path]:
    """The files of a place that somebody wrote."""
    yield from (path for path in (source, *source.rglob("*")) if path.is_file() and not _MADE & {*path.parts})


if __name__ == "__main__":
    if why := absent():
        print(f"{why}; without them its stories are skipped")
    elif why := outdated():
        sys.exit(why)
