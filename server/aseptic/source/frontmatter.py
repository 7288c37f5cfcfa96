"""Markdown with YAML front matter, taken apart into values that remember their line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import define, field

from aseptic.source.conflict import SIDE
from aseptic.source.document import split_lines
from aseptic.source.problem import Problem
from aseptic.source.prose import Section, prose

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|\Z)")
_LONGEST = 1_000_000
"""Characters that a page may have; people write far less, and a huge file must not stop the editor."""


@define(frozen=True, slots=False)
class Page:
    """A file of front matter and prose."""

    path: str
    fields: Mapping[str, Any] = field(factory=dict[str, Any])
    lines: Mapping[str, int] = field(factory=dict[str, int])
    """Where each key stands: `detect`, `detect.banned`, `detect.banned[0].name`."""
    lead: str = ""
    """The prose before the first heading."""
    sections: tuple[Section, ...] = ()

    def line(self, key: str) -> int:
        """Return the line of a key, or of the nearest key round it that stands in the file."""
        while key:
            if key in self.lines:
                return self.lines[key]
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return 0

    def section(self, title: str) -> Section | None:
        """Return the section with this heading, whatever its case."""
        return next((each for each in self.sections if each.title.lower() == title.lower()), None)


@define(frozen=True, slots=False, eq=False)  # a mapping equals any with the same keys and values
class _Fields(Mapping[str, Any]):
    """The keys of a page that was read before, read again when the first is asked for."""

    text: str = field(repr=False)

    @cached_property
    def _found(self) -> Mapping[str, Any]:
        from aseptic.source.yamlkeys import read_yaml  # see `read_page`

        return read_yaml(self.text)[0]

    def __getitem__(self, key: str) -> Any:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@define(frozen=True, slots=False)
class _KeyLines(Mapping[str, int]):
    """Where each key stands, looked up when the first is asked for: most pages are never asked."""

    text: str = field(repr=False)

    @cached_property
    def _found(self) -> Mapping[str, int]:
        from aseptic.source.yamlkeys import key_lines  # see `read_page`

        return {key: line + 1 for key, line in key_lines(self.text).items()}

    def __getitem__(self, key: str) -> int:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def read_page(path: str, text: str) -> tuple[Page | None, tuple[Problem, ...]]:
    """Take a page apart. Without readable front matter there is no page, and one problem that says why."""
    from aseptic.source.yamlkeys import Unreadable, read_yaml  # a start without records to read does without YAML

    def fault(message: str, cure: str, line: int = 0) -> tuple[None, tuple[Problem, ...]]:
        return None, (Problem(path, message, cure, line),)

    if len(text) > _LONGEST:
        return fault("the file is larger than 1 MB", "keep records short and link to long material")
    lines = split_lines(text.removeprefix("\ufeff"))
    if "<<<<<<<" in text or ">>>>>>>" in text:
        for number, line in enumerate(lines):
            if SIDE.match(line):
                return fault("a merge conflict was left in", "choose one side and remove the markers", number)
    if not _FENCE.fullmatch(lines[0]):
        return fault("the front matter is missing", "begin the file with a line '---' and its keys")
    end = front_end(lines)
    if end is None:
        return fault("the front matter does not end", "close it with a line '---' before the text")
    front = "".join(lines[1:end])
    try:
        fields, faults = read_yaml(front)
    except Unreadable as error:
        return fault(error.fault.message, error.fault.cure, min(1 + error.fault.line, end))
    lead, sections = prose(lines, end + 1)
    page = Page(path, fields, _KeyLines(front), lead, sections)
    return page, tuple(
        Problem(path, each.message, each.cure, 1 + each.line, each.key, mistake=each.mistake) for each in faults
    )


def known_page(path: str, text: str) -> Page:
    """Take a page apart that `read_page` found no fault in before; its keys are read when one is asked for."""
    lines = split_lines(text.removeprefix("\ufeff"))
    end = front_end(lines) or 0
    front = "".join(lines[1:end])
    lead, sections = prose(lines, end + 1)
    return Page(path, _Fields(front), _KeyLines(front), lead, sections)


def front_end(lines: list[str]) -> int | None:
    """Return the line that closes the front matter; None where none does."""
    closing = (at for at in range(1, len(lines)) if lines[at].startswith("---"))
    return next((at for at in closing if _FENCE.fullmatch(lines[at])), None)
