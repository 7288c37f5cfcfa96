"""What the names that deviations rest on stand for now: definitions and files of the project, and its records.

A module that is open counts as it stands there, saved or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aseptic.analysis.documents.incremental import Analysis
from aseptic.analysis.documents.reading import Unchecked, read_source, stamped
from aseptic.analysis.projects.project import Project

if TYPE_CHECKING:  # most projects have no records, and nothing to tell of what they rest on
    from aseptic.checks.definition import Definitions

_RECORD = re.compile(r"[A-Z]{2,5}-\d{3,}")
_CASE = re.compile(r"\[.*\Z", re.DOTALL)
"""Which case of a parametrised test is meant."""
_MOST = 2048
_MODULES = 16
"""Parsed modules that are kept: the tests of many records stand in one file."""


class Foundations:
    """One project's definitions and files, each read again when it looks different."""

    def __init__(
        self,
        root: Path,
        opened: Callable[[Path], Analysis | None] = lambda _: None,
        heir: Callable[[str], str] = lambda _: "",
    ) -> None:
        """Begin with nothing read; `opened` returns a module that is open, as it stands there.

        `heir` tells what a file that is gone is called now by git's word; empty where it was not renamed.
        """
        self._root = root
        self._opened = opened
        self._heir = heir
        self.heirs: set[str] = set()
        """The files in which what others held was looked for, since they were renamed."""
        self._kept: dict[str, tuple[object, str | None]] = {}
        self._modules: dict[str, tuple[object, Definitions]] = {}

    def digest(self, project: Project, name: str) -> str | None:
        """Return the digest of what a name stands for; None where it is gone, empty where nobody can tell."""
        if _RECORD.fullmatch(name):
            return _record(project, name)
        found = self._as_named(name)
        path, separator, inner = name.partition("::")
        if found is not None or "#" in inner or (self._root / path).exists() or not (heir := self._heir(path)):
            return found
        self.heirs.add(heir)
        return self._as_named(f"{heir}{separator}{inner}")

    def _as_named(self, name: str) -> str | None:
        path, _, written = name.partition("::")
        inner = _CASE.sub("", written).replace("::", ".")
        held = self._opened(self._root / path)
        now = stamped(self._root / path) if held is None else _mentions(held, re.split(r"[.#]", inner)[0])
        kept = self._kept.get(name)
        if kept is None or kept[0] != now:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            kept = self._kept[name] = now, self._now(path, inner, held, now)
        return kept[1]

    def _now(self, path: str, inner: str, held: Analysis | None, looks: object) -> str | None:
        state = looks if held is None else held.document
        module = self._modules.get(path)
        if inner and module is not None and module[0] == state:
            return _told(module[1], inner)
        from aseptic.checks.definition import Definitions, text_digest

        text = self._text(path) if held is None else held.document.text
        if not isinstance(text, str):
            return None if text is None else ""
        if not inner:
            return text_digest(text)
        if len(self._modules) >= _MODULES:
            self._modules.clear()
        self._modules[path] = state, Definitions(text)
        return _told(self._modules[path][1], inner)

    def _text(self, path: str) -> str | Unchecked | None:
        """Return a file's text; None where it is gone, or lies outside the project."""
        place = self._root / path
        inside = place.resolve().is_relative_to(self._root.resolve())
        return read_source(place) if inside and place.exists() else None


def _told(module: Definitions, inner: str) -> str | None:
    """Return the digest of a dotted name, or for `scope#name` whether that is a name of the scope's own."""
    scope, _, name = inner.partition("#")
    if not name:
        return module.digest(inner)
    from aseptic.records.grounds import OWN  # as in `loading.shelf_of`

    return OWN if module.hides(scope, name) else None


def _mentions(held: Analysis, name: str) -> object:
    """Return the texts of an open module's chunks that may define a name; without a name the document.

    A name's definition is as it was while these are, so that most edits of a long module cost no parsing of it.
    """
    chunks = (entry.chunk for entry in held.entries)
    return (
        tuple(
            each.text
            for each in chunks
            if name in each.names
            or name == each.owner.partition(".")[0]
            or ("global " in each.text and name in each.text)
        )
        if name
        else held.document
    )


def _record(project: Project, identity: str) -> str | None:
    from aseptic.records.approval import approval_digest

    shelf = project.shelf
    for each in (*shelf.requirements, *shelf.interfaces, *shelf.assets, *shelf.threats, *shelf.permits):
        if each.id == identity:
            return None if getattr(each, "retired", False) else approval_digest(each.page)
    faulty = any(problem.path.endswith(f"/{identity}.md") for problem in shelf.problems)
    return "" if faulty else None
