"""What six editors send, message by message: capabilities as pytest-lsp recorded them, or as the editor's source has them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import frozen

DATA = Path(__file__).resolve().parents[1] / "data" / "editors"
EDITORS = ("eglot", "helix", "neovim", "sublime", "vscode", "zed")
TEXT = "import hashlib\nimport os\n\n\ndef f(x):\n    return hashlib.md5(x)\n\ndef g(x):\n    os.system(x)\n"
"""The document that every editor has open."""
FOLDER = "/home/someone/project"


@frozen
class Editor:
    """One editor's side of a conversation: the parameters of what it sends."""

    name: str
    initialize: dict[str, Any]
    opening: dict[str, Any]
    changes: tuple[dict[str, Any], ...]
    action: dict[str, Any]

    @property
    def address(self) -> str:
        return self.opening["textDocument"]["uri"]

    @property
    def version(self) -> int:
        """The last version that it sends."""
        return self.changes[-1]["textDocument"]["version"]


def editor(name: str, folder: str = FOLDER) -> Editor:
    """Return one editor's messages, about a folder."""
    raw = _filled(_raw(name), {"{folder}": f"file://{folder}", "{path}": folder, "{text}": TEXT})
    return Editor(name, raw["initialize"], raw["didOpen"], tuple(raw["didChange"]), raw["codeAction"])


@cache
def _raw(name: str) -> Any:
    raw = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    capabilities = raw["capabilities"]
    if isinstance(capabilities, str):
        recorded = files("pytest_lsp") / "clients" / f"{capabilities}.json"
        capabilities = json.loads(recorded.read_text(encoding="utf-8"))["capabilities"]
    raw["initialize"]["capabilities"] = _merged(capabilities, raw["newer"])
    return raw


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    both = {key: _merged(old[key], value) if isinstance(old.get(key), dict) else value for key, value in new.items()}
    return {**old, **both}


def _filled(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, words) for each in value]
    if isinstance(value, str):
        for word, meant in words.items():
            value = value.replace(word, meant)
    return value
