"""An `initialize` with an odd part: the rest of it is served, for an editor that gets no answer to it has no server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from lsprotocol import types

_PLAIN: tuple[tuple[str, type], ...] = (
    ("processId", int),
    ("rootUri", str),
    ("rootPath", str),
    ("locale", str),
    ("trace", str),
)
Structure = Callable[[Any, Any], Any]


def salvaged(params: object, structure: Structure) -> dict[str, Any] | None:
    """Return what can be read of an `initialize`'s parameters; None where they are none at all."""
    given = _object(params)
    capabilities = _object(given.get("capabilities"))
    if not given or "capabilities" not in given or not isinstance(given["capabilities"], dict):
        return None
    kept: dict[str, Any] = {"processId": None, "rootUri": None}
    kept.update((key, given[key]) for key, kind in _PLAIN if type(given.get(key)) is kind)
    kept["capabilities"] = _readable(capabilities, structure)
    if isinstance(given.get("workspaceFolders"), list):
        kept["workspaceFolders"] = list(_folders(given["workspaceFolders"]))
    if isinstance(given.get("initializationOptions"), dict):
        kept["initializationOptions"] = given["initializationOptions"]
    return kept


def _readable(capabilities: dict[str, Any], structure: Structure) -> dict[str, Any]:
    """Leave out each feature that cannot be read, and nothing beside it."""
    kept: dict[str, Any] = {}
    for section, features in capabilities.items():
        for feature, value in _object(features).items():
            try:
                structure({section: {feature: value}}, types.ClientCapabilities)
            except Exception:  # cattrs raises whatever the value makes it stumble over
                continue
            kept.setdefault(section, {})[feature] = value
    return kept


def _folders(given: list[Any]) -> Iterator[dict[str, str]]:
    for each in map(_object, given):
        address, name = each.get("uri"), each.get("name")
        if isinstance(address, str):
            yield {"uri": address, "name": name if isinstance(name, str) else address}


def _object(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
