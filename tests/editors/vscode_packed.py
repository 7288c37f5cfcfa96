"""Whether the workbench can be driven, and whether the packed extension is that of its sources.

`python tests/editors/vscode_packed.py` says why no workbench is driven, or fails and says why the extension has to be
packed. `make vsix` notes with `begin` what it packs, and with `end` that the package is of that.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

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
    *(
        EXTENSION / name
        for name in ("README.md", "CHANGELOG.md", "LICENSE", "build.mjs", "tsconfig.json", ".vscodeignore")
    ),
    *(EXTENSION / "packing" / name for name in ("bundle.py", "icon.svg", "package.json", "package-lock.json")),
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
    """Return why the packed extension shows nothing of today's sources; empty where it was made of just these."""
    if not packed.exists():
        return "the extension is not packed: make vsix packs it"
    kept = _note(packed)
    noted: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    if noted.get("package") != _digest(packed):
        return "nothing tells of which sources the packed extension was made: make vsix packs it anew"
    then, now = noted["sources"], digests(sources)
    other = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    if not other:
        return ""
    how = "without" if other[0] not in then else "with a file that is gone," if other[0] not in now else "with another"
    return f"the packed extension was made {how} {other[0]} and shows what was: make vsix packs it anew"


def digests(sources: Iterable[Path] = SOURCES) -> dict[str, str]:
    """Return the digest of each file of some places: when it was written says nothing, for files are moved, too."""
    files = (path for source in sources for path in _files(source))
    return {(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix(): _digest(path) for path in files}


def note(packed: Path, sources: dict[str, str]) -> None:
    """Keep with a package of which sources it was made."""
    kept = json.dumps({"package": _digest(packed), "sources": sources}, indent=1, sort_keys=True)
    _note(packed).write_text(kept, encoding="utf-8")


def _note(packed: Path) -> Path:
    return packed.parent / "dist" / f"{packed.name}.json"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(source: Path) -> Iterator[Path]:
    """The files of a place that somebody wrote."""
    yield from (path for path in (source, *source.rglob("*")) if path.is_file() and not _MADE & {*path.parts})


def _main(step: str) -> None:
    begun = EXTENSION / "dist" / "begun.json"
    if step == "begin":
        begun.parent.mkdir(exist_ok=True)
        begun.write_text(json.dumps(digests()), encoding="utf-8")
    elif step == "end":  # what is written meanwhile may not be in it
        note(PACKED, json.loads(begun.read_text(encoding="utf-8")))
    elif why := absent():
        print(f"{why}; without them its stories are skipped")
    elif why := outdated():
        sys.exit(why)


if __name__ == "__main__":
    _main(*sys.argv[1:2] or [""])
