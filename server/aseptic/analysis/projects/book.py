"""The standard as rendered pages: where they are, and which rules have one.

The layout is a promise: links from editors and reports lead to it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from attrs import frozen

from aseptic.standard.rule import RULE_ID

MANIFEST = "aseptic-book.json"
"""The list of a book's files, by which a folder is known to be one."""
WRITE_A_RULE = "write-a-rule.html"
"""The page that tells how to write a rule."""
_LARGEST = 1_000_000
"""Bytes that the list of a real book is far below."""


def page_of(rule: str) -> str:
    """Return the path of a rule's page inside a book."""
    return f"rules/{rule}.html"


@frozen
class Book:
    """A book that may be linked to."""

    base: str
    """Its address, without a slash at the end."""
    pages: frozenset[str] | None = None
    """The files it is known to have; None for one that lies elsewhere and cannot be looked at."""

    def holds(self, rule: str) -> bool:
        """Say whether a rule has a page, as far as can be known."""
        return self.pages is None or page_of(rule) in self.pages

    def address(self, rule: str) -> str:
        """Return the address of a rule in its page."""
        return f"{self.base}/{page_of(rule)}#{rule}"

    def compliant(self, rule: str) -> str:
        """Return the address of a rule's compliant example in its page."""
        return f"{self.base}/{page_of(rule)}#compliant"

    @property
    def guide(self) -> str:
        """The address of the page on writing a rule; empty where the book is known to have none."""
        return f"{self.base}/{WRITE_A_RULE}" if self.pages is None or WRITE_A_RULE in self.pages else ""


def book_of(root: Path, setting: str) -> Book | None:
    """Return the book that a project's setting names; None where there is none (yet)."""
    if setting.startswith("https://"):
        return Book(setting.removesuffix("index.html").rstrip("/"))
    listed = manifest(root, setting)
    pages = pages_of(listed) if listed else None
    return Book(listed.parent.absolute().as_uri(), pages) if listed and pages is not None else None


def manifest(root: Path, setting: str) -> Path | None:
    """Return the file that lists a book of the project's own; None where the setting names no folder."""
    return None if not setting or setting.startswith("https://") else root / setting / MANIFEST


def pages_of(listed: Path) -> frozenset[str] | None:
    """Return the files that a book's list names, none that lead elsewhere; None where it is no such list."""
    try:
        if not listed.is_file():
            return None
        with listed.open("rb") as stream:
            found: Any = json.loads(stream.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    names: Any = cast("dict[str, Any]", found).get("files") if isinstance(found, dict) else None
    if not isinstance(names, list):
        return None
    return frozenset(name for name in cast("list[Any]", names) if isinstance(name, str) and _ours(name))


def _ours(name: str) -> bool:
    """Whether a file is one that a book may have: beside its index, or a rule's page."""
    folder, _, file = name.rpartition("/")
    if folder:
        return (
            folder == "rules" and file.endswith(".html") and RULE_ID.fullmatch(file.removesuffix(".html")) is not None
        )
    return file.endswith((".html", ".css")) and not file.startswith(".") and "\\" not in file
