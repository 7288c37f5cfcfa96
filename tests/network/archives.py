"""Archives of the package index, downloaded and unpacked once into the cache."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "packages"
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "name resolution",
    "ConnectTimeout",
    "ReadTimeout",
    "Read timed out",
    "ProxyError",
    "Max retries exceeded",
    "Network is unreachable",
    "Connection refused",
)


def fetched(name: str, version: str, left_out: Iterable[str] = (), source: bool = False) -> Path:
    """Return the folder that holds a package's code, downloaded and unpacked once.

    `left_out` are files that it is had without; `source` asks for the source archive, with all that is not installed.
    """
    folder = CACHE / f"{name}-{version}"
    if (folder / "code").is_dir():
        return folder / "code"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        archive = downloaded(f"{name}=={version}", Path(scratch), ("--no-binary", ":all:") if source else ())
        code = Path(scratch) / "code"
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(code)
        else:
            with tarfile.open(archive) as sdist:
                sdist.extractall(code, filter="data")
        for each in left_out:
            (code / each).unlink()
        # A project of its own, so that nothing round the cache is taken for its settings or records.
        (code / "pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
        try:
            code.rename(folder / "code")
        except OSError:  # another worker was quicker
            shutil.rmtree(code)
    return folder / "code"


def downloaded(wanted: str, folder: Path, options: Iterable[str]) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--retries", "1", "--timeout", "20", *options]
    done = subprocess.run(
        [*command, "--disable-pip-version-check", "-d", str(folder), wanted], capture_output=True, text=True
    )
    said = done.stdout + done.stderr
    if done.returncode != 0 and any(words in said for words in NO_NETWORK):
        pytest.skip(f"the package index cannot be reached, so {wanted} cannot be had")
    assert done.returncode == 0, said
    (archive,) = (each for each in folder.iterdir() if each.name.endswith((".whl", ".tar.gz")))
    return archive
