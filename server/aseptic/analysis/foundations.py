"""What the names that deviations rest on stand for now: definitions and files of the project, and its records."""

from __future__ import annotations

import re
from pathlib import Path

from aseptic.analysis.project import Project
from aseptic.analysis.reading import Unchecked, read_source
from aseptic.checks.definition import definition_digest, text_digest
from aseptic.records.approval import approval_digest

_RECORD = re.compile(r"[A-Z]{2,5}-\d{3,}")
_CASE = re.compile(r"\[.*\Z", re.DOTALL)
"""Which case of a parametrised test is meant."""
_MOST = 2048


class Foundations:
    """One project's definitions and files as they are on disk, each read again when it looks different."""

    def __init__(self, root: Path) -> None:
        """Begin with nothing read."""
        self._root = root
        self._kept: dict[str, tuple[object, str | None]] = {}

    def digest(self, project: Project, name: str) -> str | None:
        """Return the digest of what a name stands for; None where it is gone, empty where nobody can tell."""
        if _RECORD.fullmatch(name):
            return _record(project, name)
        path, _, inner = name.partition("::")
        now = self._looks(path)
        kept = self._kept.get(name)
        if kept is None or kept[0] != now:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            kept = self._kept[name] = now, self._read(path, _CASE.sub("", inner).replace("::", "."))
        return kept[1]

    def _looks(self, path: str) -> object:
        try:
            status = (self._root / path).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _read(self, path: str, inner: str) -> str | None:
        place = self._root / path
        if not place.resolve().is_relative_to(self._root.resolve()):
            return None
        if not place.exists():
            return None
        text = read_source(place)
        if isinstance(text, Unchecked):
            return ""
        return definition_digest(text, inner) if inner else text_digest(text)


def _record(project: Project, identity: str) -> str | None:
    shelf = project.shelf
    for each in (*shelf.requirements, *shelf.interfaces, *shelf.assets, *shelf.threats, *shelf.permits):
        if each.id == identity:
            return None if getattr(each, "retired", False) else approval_digest(each.page)
    faulty = any(problem.path.endswith(f"/{identity}.md") for problem in shelf.problems)
    return "" if faulty else None
