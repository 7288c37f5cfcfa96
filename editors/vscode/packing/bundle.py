"""Puts the server of this checkout, and what it needs, into bundled/libs: Python alone, for every platform.

PyYAML and MarkupSafe bring compiled parts that they do without; those are left out. Any other compiled part is an
error: then the extension has to be built for each platform, and somebody has to decide that.

vsce's own search for secrets is off when this is packed: it takes minutes over these files, and what it finds are the
examples of rules against secrets.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
CHECKOUT = HERE.parents[1]
LIBS = HERE / "bundled" / "libs"
COMPILED = {".so", ".pyd", ".dylib", ".dll"}
SPARED = {"yaml", "markupsafe"}
"""Packages that work without their compiled parts."""
NEEDLESS = ("bin", "Scripts", "_yaml", "**/__pycache__", "**/tests", "*.dist-info/RECORD", "*.dist-info/REQUESTED")
"""`bin` is of this machine alone, and `RECORD` tells of files that are not there any more."""


def bundle(python: str, libs: Path) -> None:
    """Fill `libs` anew. Raises SystemExit where something compiled would be left in it."""
    shutil.rmtree(libs, ignore_errors=True)
    with tempfile.TemporaryDirectory() as wheels:
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", wheels, str(CHECKOUT)], check=True)
        (wheel,) = Path(wheels).glob("aseptic-*.whl")
        subprocess.run([*pip, "install", "--no-compile", "--target", str(libs), str(wheel)], check=True)
    for pattern in NEEDLESS:
        for path in list(libs.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    left = [path for path in libs.rglob("*") if path.suffix in COMPILED and not _spared(path, libs)]
    if left:
        sys.exit(f"not Python alone: {', '.join(str(path.relative_to(libs)) for path in left)}")


def _spared(path: Path, libs: Path) -> bool:
    if path.relative_to(libs).parts[0] in SPARED:
        path.unlink()
        return True
    return False


if __name__ == "__main__":
    bundle(sys.executable, Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else LIBS)
