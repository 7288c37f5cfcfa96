"""Whether a name that somebody bans can be found in code at all."""

from __future__ import annotations

import builtins
import re
from typing import TypeVar

from attrs import evolve

from aseptic.standard.detect import Banned, Used

B = TypeVar("B", bound=Banned)
_DOTTED = re.compile(r"\.*[^\W\d]\w*(?:\(\))?(?:\.[^\W\d]\w*(?:\(\))?)*(?<!\))")
"""`module.function`; `()` inside stands for what a call returns, and a leading dot for one of anything."""


def unfindable(entry: Banned) -> tuple[str, str] | None:
    """Return why a name of an entry can be found nowhere, and the cure; None where all can."""
    return next((fault for name in entry.names if (fault := _fault(name, entry.used))), None)


def resolved(entry: B) -> B:
    """Return an entry with its names as code resolves to them: people write `eval` and mean `builtins.eval`."""
    if entry.used is Used.IMPORT or all("." in name for name in entry.names):
        return entry
    return evolve(entry, name=_resolved(entry.name), also=tuple(map(_resolved, entry.also)))


def _fault(name: str, used: Used) -> tuple[str, str] | None:
    if not name.strip():
        return "the name is blank", "write a dotted name, as 'os.system'"
    if not _DOTTED.fullmatch(name):
        bare = name.partition("(")[0].strip()
        cure = f"leave the brackets out: '{bare}'" if _DOTTED.fullmatch(bare) else "write it as 'module.function'"
        return f"'{name}' is no dotted name", cure
    if "." in name or used is Used.IMPORT or name in dir(builtins):
        return None
    return f"'{name}' lacks its module", f"write where it is imported from, as 'module.{name}'"


def _resolved(name: str) -> str:
    return name if "." in name else f"builtins.{name}"
