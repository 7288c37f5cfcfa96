"""Bans of names that a module of the project surely does not have: each finds nothing, and a slip of the pen is likely.

Sure is only what the module's own text says: it holds the word nowhere, takes no names from others by a star, and makes
none while it runs. Of libraries nothing is said, and of a file that hides one of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from aseptic.analysis.documents.reading import FileStamp, read_source, stamped
from aseptic.analysis.imports.locations import INIT, found_below, modules_in
from aseptic.analysis.projects.project import Project
from aseptic.source.problem import Problem

_WORD = re.compile(r"[^\W\d]\w*")
_STAR = re.compile(r"\bimport\s*\(?\s*\*")
_MAKES = frozenset("__getattr__ __dict__ globals locals vars exec eval setattr modules import_module".split())
"""What a module writes that may make names while it runs."""
_CLOSE = 0.8
"""How alike a name has to be to one that is there, where a module may be made by a build."""
_KEPT = 256
"""Modules whose words are remembered."""


def unknown_bans(project: Project) -> Iterator[Problem]:
    """Yield each ban of a name that a module of the project lacks, at its line."""
    root, tailoring = project.root, project.tailoring
    for number, entry in enumerate(tailoring.banned):
        for name in entry.names:
            if fault := _fault((root, root / "src"), name):
                key = f"banned[{number}].name"
                yield Problem(tailoring.path, *fault, tailoring.page.line(key), key)


def _fault(roots: tuple[Path, ...], name: str) -> tuple[str, str] | None:
    parts = name.split(".")
    top = found_below(roots, parts[0]) if len(parts) > 1 and all(map(str.isidentifier, parts)) else None
    if top is None or top.name != INIT:
        return None
    for count in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:count])
        path = found_below(roots, module)
        if path is not None:
            return _lacking(path, module, parts[count:])
    return None


def _lacking(path: Path, module: str, rest: Sequence[str]) -> tuple[str, str] | None:
    """Return what is wrong with a name of a module; None where the module may have it."""
    words = _words(path, stamped(path)) if path.suffix == ".py" else None
    within = modules_in(path.parent) if path.name == INIT else frozenset[str]()
    if words is None or rest[0] in words or any(each.partition(".")[0] == rest[0] for each in within):
        return None
    close = get_close_matches(rest[0], sorted(words | within), 1, _CLOSE)
    if not close and path.name == INIT:  # a build may still bring it
        return None
    meant = ".".join((module, *close, *rest[1:]))
    cure = f"did you mean '{meant}'?" if close else "correct the name, or remove the ban"
    return f"{module} has no {rest[0]}, so this ban finds nothing", cure


@lru_cache(_KEPT)
def _words(path: Path, stamp: FileStamp) -> frozenset[str] | None:
    """Return all words of a module; None where it may have names that its text does not hold."""
    text = read_source(path) if stamp else ""
    if not isinstance(text, str) or not stamp or _STAR.search(text):
        return None
    found = frozenset(_WORD.findall(text))
    return None if found & _MAKES else found
