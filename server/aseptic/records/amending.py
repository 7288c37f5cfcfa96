"""A record's text with some of it changed, and every other character as it was: its keys, its sections, its history."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from aseptic.source.document import split_lines
from aseptic.source.frontmatter import Page, front_end, read_page

HISTORY = "History"
"""The section in which it is kept what was decided on a record; only ever added to."""


def with_keys(text: str, values: Mapping[str, str]) -> str:
    """Return a record's text with these keys of its front matter set, each to one line of YAML.

    Comments, order and layout stay. A key that is not there is added at the end. The text must be a readable record's.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = split_lines(text.removeprefix(mark))
    end = front_end(lines) or 0
    front = "".join(lines[1:end])
    spans = _spans(front)
    for key in sorted(values.keys() & spans.keys(), key=lambda each: -spans[each][0]):
        start, stop = spans[key]
        blank = "" if front[start - 1 : start].isspace() else " "
        front = f"{front[:start]}{blank}{values[key]}{front[stop:]}"
    new = "".join(f"{key}: {value}{_ending(lines)}" for key, value in values.items() if key not in spans)
    return mark + lines[0] + front + new + "".join(lines[end:])


def without_key(text: str, key: str) -> str:
    """Return a record's text without a key of its front matter and what stands on its lines."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = split_lines(text.removeprefix(mark))
    front = "".join(lines[1 : front_end(lines) or 0])
    if key not in (spans := _spans(front)):
        return text
    start, stop = spans[key]
    first, last = (len(split_lines(front[:at] + ".")) - 1 for at in (start, stop))
    return mark + "".join((*lines[: 1 + first], *lines[2 + last :]))


def with_section(text: str, title: str, body: str) -> str:
    """Return a record's text in which a section says this; one that is not there is added before the history."""
    page, _ = read_page("", text)
    lines = split_lines(text)
    ending = _ending(lines)
    written = [each + ending for each in body.strip("\n").split("\n")]
    sections = page.sections if page else ()
    number = next((n for n, each in enumerate(sections) if each.title.lower() == title.lower()), None)
    if number is not None:
        end = sections[number + 1].line if number + 1 < len(sections) else len(lines)
        gap = [ending] if number + 1 < len(sections) else []
        return "".join((*lines[: sections[number].line + 1], *written, *gap, *lines[end:]))
    past = next((each.line for each in sections if each.title.lower() == HISTORY.lower()), None)
    head = [f"## {title}{ending}", *written]
    if past is None:
        return _closed(text, ending) + ending + "".join(head)
    return "".join((*lines[:past], *head, ending, *lines[past:]))


def with_history(text: str, entry: str) -> str:
    """Return a record's text with one more entry in its history; further lines of it stand below its first."""
    page, _ = read_page("", text)
    ending = _ending(split_lines(text))
    section = page.section(HISTORY) if page else None
    first, *rest = entry.split("\n")
    added = "".join(f"{line}{ending}" for line in (f"- {first}", *rest))
    opened = "" if section else f"{ending}## {HISTORY}{ending}"
    if section and page and page.sections[-1] is not section:
        lines = split_lines(text)
        at = page.sections[page.sections.index(section) + 1].line
        return _closed("".join(lines[:at]).rstrip("\r\n"), ending) + added + ending + "".join(lines[at:])
    return _closed(text.rstrip("\r\n"), ending) + opened + added


def history_of(page: Page) -> tuple[str, ...]:
    """Return the entries of a record's history, each with its further lines, however those are laid out."""
    found: list[str] = []
    for section in page.sections:
        if section.title.lower() == HISTORY.lower():
            for line in split_lines(section.body):
                begins = line[:2] in ("- ", "* ", "+ ")
                if begins or not found:
                    found.append("")
                found[-1] = " ".join(f"{found[-1]} {line[2:] if begins else line}".split())
    return tuple(each for each in found if each)


def _spans(front: str) -> dict[str, tuple[int, int]]:
    """Return where the value of each top-level key begins and ends."""
    node: yaml.Node | None = yaml.compose(front, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return {}
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
    return {str(key.value): (_start(front, key, value), _stop(value)) for key, value in pairs}


def _start(front: str, key: yaml.Node, value: yaml.Node) -> int:
    """Return where a value begins; of one that stands on lines of its own, right behind its key."""
    colon, start = front.index(":", key.end_mark.index) + 1, value.start_mark.index
    return colon if "\n" in front[colon:start] and front[colon:start].isspace() else start


def _stop(node: yaml.Node) -> int:
    """Return where a value ends; a block's own mark lies behind the comments that follow it."""
    inner: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        inner = [each for pair in node.value for each in pair]
    elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
        inner = list(node.value)
    return max((_stop(each) for each in inner), default=node.end_mark.index)


def _closed(text: str, ending: str) -> str:
    return text if text.endswith(("\n", "\r")) else text + ending


def _ending(lines: list[str]) -> str:
    """Return how the text ends its lines."""
    first = lines[0]
    return first[len(first.rstrip("\r\n")) :] or "\n"
