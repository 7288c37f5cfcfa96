"""Markdown with YAML front matter, taken apart into values that remember their line.

YAML's own readers keep the last of two equal keys and forget where a key stood; both would make a record lie. So
the tree of nodes is walked here: equal keys are a fault, and every key has its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

import yaml
from attrs import field, frozen
from yaml.constructor import SafeConstructor

from aseptic.source.document import split_lines
from aseptic.source.problem import Problem

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|\Z)")
_HEADING = re.compile(r"##[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r\n|\r|\n|\Z)")
_CODE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ \t]*(\w*)")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7})(?: |\r|\n|\Z)")
_ALIAS = re.compile(r"(?:^|[\s\[{,:])\*\w", re.MULTILINE)
_LONGEST = 1_000_000
"""Characters that a page may have; people write far less, and a huge file must not stop the editor."""


@frozen
class Section:
    """A `##` heading's text and what stands below it."""

    title: str
    line: int
    body: str


@frozen
class Code:
    """A fenced block."""

    language: str
    line: int
    """The line of its first line of code."""
    text: str


@frozen
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


def read_page(path: str, text: str) -> tuple[Page | None, tuple[Problem, ...]]:
    """Take a page apart. Without readable front matter there is no page, and one problem that says why."""

    def fault(message: str, cure: str, line: int = 0, key: str = "") -> tuple[None, tuple[Problem, ...]]:
        return None, (Problem(path, message, cure, line, key),)

    if len(text) > _LONGEST:
        return fault("the file is larger than 1 MB", "keep records short and link to long material")
    lines = split_lines(text.removeprefix("\ufeff"))
    for number, line in enumerate(lines):
        if _CONFLICT.match(line) and not line.startswith("==="):
            return fault("a merge conflict was left in", "choose one side and remove the markers", number)
    if not _FENCE.fullmatch(lines[0]):
        return fault("the front matter is missing", "begin the file with a line '---' and its keys")
    end = next((at for at in range(1, len(lines)) if _FENCE.fullmatch(lines[at])), None)
    if end is None:
        return fault("the front matter does not end", "close it with a line '---' before the text")
    front = "".join(lines[1:end])
    try:
        node = yaml.compose(front, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = 1 + mark.line if mark else 1
        return fault(f"the front matter is no YAML: {error.problem}", "mend the line", min(at, end))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return fault(f"the front matter is no YAML: {error}".partition("\n")[0], "mend it", 1)
    if _ALIAS.search(front) and any(isinstance(token, yaml.AliasToken) for token in yaml.scan(front)):
        # Aliases of aliases turn three hundred characters into minutes of work, and people write none.
        return fault("the front matter has a YAML alias ('*name')", "write the value out", 1)
    where: dict[str, int] = {}
    faults: list[Problem] = []
    try:
        fields: Any = _value(node, "", where, faults, path) if node is not None else {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return fault(f"a value cannot be read: {str(error).partition(chr(10))[0]}", "mend the front matter", 1)
    if not isinstance(fields, dict):
        return fault("the front matter is no list of keys", "write one 'key: value' a line", 1)
    lead, sections = _prose(lines, end + 1)
    return Page(path, cast("dict[str, Any]", fields), where, lead, sections), tuple(faults)


def _value(node: yaml.Node, key: str, where: dict[str, int], faults: list[Problem], path: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for name_node, value_node in node.value:
            # A key is its text: YAML 1.1 would read `on` as true.
            name: str | None = name_node.value if isinstance(name_node, yaml.ScalarNode) else None
            if name is None:
                line = 1 + name_node.start_mark.line
                faults.append(Problem(path, "a key is no plain text", "write 'key: value'", line, key))
                continue
            inner = f"{key}.{name}" if key else name
            line = 1 + name_node.start_mark.line
            if name in found:
                message = f"the key '{inner}' stands here twice"
                faults.append(Problem(path, message, "keep one of them", line, inner))
                continue
            where[inner] = line
            found[name] = _value(value_node, inner, where, faults, path)
        return found
    if isinstance(node, yaml.SequenceNode):
        items: list[Any] = []
        for number, item in enumerate(node.value):
            inner = f"{key}[{number}]"
            where[inner] = 1 + item.start_mark.line
            items.append(_value(item, inner, where, faults, path))
        return items
    try:
        return _scalar(node)
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        reason = getattr(error, "problem", None) or str(error)
        line = 1 + node.start_mark.line
        faults.append(Problem(path, f"'{key}' cannot be read: {reason}", "correct the value", line, key))
        return None


def _scalar(node: yaml.Node) -> Any:
    return SafeConstructor().construct_object(node, deep=True)  # pyright: ignore[reportUnknownMemberType]


def _prose(lines: list[str], first: int) -> tuple[str, tuple[Section, ...]]:
    """Split what follows the front matter at its second-level headings, fenced code left alone."""
    starts: list[tuple[int, str]] = []
    fence = ""
    for number in range(first, len(lines)):
        code = _CODE.match(lines[number])
        if code and (not fence or lines[number].strip().strip(fence[0]) == ""):
            fence = "" if fence and code[1].startswith(fence) else fence or code[1]
        elif not fence and (heading := _HEADING.match(lines[number])):
            starts.append((number, heading[1]))
    lead_end = starts[0][0] if starts else len(lines)
    ends = [*(number for number, _ in starts[1:]), len(lines)]
    sections = tuple(
        Section(title, number, "".join(lines[number + 1 : end]).rstrip())
        for (number, title), end in zip(starts, ends, strict=bool(starts))
    )
    return "".join(lines[first:lead_end]).strip(), sections


def code_blocks(section: Section) -> tuple[Code, ...]:
    """Return the fenced blocks of a section."""
    found: list[Code] = []
    lines = split_lines(section.body)
    number = 0
    while number < len(lines):
        opening = _CODE.match(lines[number])
        number += 1
        if not opening:
            continue
        first = number
        while number < len(lines) and not lines[number].strip().startswith(opening[1]):
            number += 1
        found.append(Code(opening[2], section.line + 1 + first, "".join(lines[first:number])))
        number += 1
    return tuple(found)
