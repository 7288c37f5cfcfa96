"""What records said when they were read without a fault before, by what their files hold.

Thousands of records are mostly those of the day before, and to read them strictly again takes seconds. An answer
belongs to the bytes of a file and to the code that reads them, so any change to either means to read it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from aseptic.source.frontmatter import Page, known_page
from aseptic.standard import keeping
from aseptic.standard.plain import made, written

K = TypeVar("K")
_WORTH = 200
"""Fewer records are read again sooner than they are looked up."""
_MOST = 8
"""Projects whose records are kept at most; the oldest go."""
_BROKEN = (ValueError, TypeError, LookupError, AttributeError)


class Kept:
    """The records of one folder: those of runs before, and those of this one."""

    def __init__(self, folder: Path | None, records: Path) -> None:
        """Look for what is known of the folder `records`; without a folder to keep it in nothing is."""
        self._folder = folder
        self._name = hashlib.sha256(str(records).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._before: dict[str, Any] | None = None
        self._now: dict[str, Any] = {}
        self._news: list[tuple[object, str]] = []

    def page(self, path: str, text: str, kind: type[K]) -> tuple[Page, K] | None:
        """Return a record's page and keys; None for a text that is not known to be without a fault."""
        known = self._recalled()
        name = _name(text, kind) if known else ""
        entry = known.get(name)
        if entry is None:
            return None
        try:
            found = known_page(path, text), made(kind, entry)
        except _BROKEN:
            return None
        self._now[name] = entry
        return found

    def note(self, keys: object, text: str) -> None:
        """Note a record that was read without a fault."""
        if self._folder is not None:
            self._news.append((keys, text))

    def put(self) -> None:
        """Keep what this run read, where there is anything new and enough of it."""
        if self._folder is not None and self._news and len(self._news) + len(self._now) >= _WORTH:
            told = {**self._now, **dict(self._told())}
            with suppress(*_BROKEN):  # a value that JSON does not know
                keeping.keep(self._folder, self._name, {"code": _code(), "records": told}, _MOST)

    def _told(self) -> Iterator[tuple[str, Any]]:
        """Yield what is new and comes back equal."""
        for keys, text in self._news:
            try:
                plain = written(keys)
                if made(type(keys), plain) == keys:
                    yield _name(text, type(keys)), plain
            except _BROKEN:  # what does not is read anew each time
                continue

    def _recalled(self) -> dict[str, Any]:
        if self._before is None:
            found: Any = keeping.recalled(self._folder, self._name) if self._folder else {}
            try:
                self._before = dict(found["records"]) if found["code"] == _code() else {}
            except _BROKEN:
                self._before = {}
        return self._before


def _code() -> str:
    return keeping.code_digest("source", "standard", "records")


def _name(text: str, kind: type) -> str:
    return f"{kind.__name__} {hashlib.sha256(text.encode('utf-8')).hexdigest()}"
