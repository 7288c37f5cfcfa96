"""Whether texts of front matter can be shown as they are: they reach terminals, editors and an audit's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from aseptic.source.frontmatter import Page
from aseptic.source.printable import on_one_line, unprintable
from aseptic.source.problem import Problem

_COMPARED = frozenset("matches words when unless value beside".split())
"""Keys of detectors whose texts are compared with code, which may hold anything."""
_DETECTORS = ("detect.", "banned[")
_FOUND = frozenset("where code fingerprint".split())
"""Keys of records that say where in the code something is: files may be called anything."""
_ONE_LINE = frozenset(
    "id title message standard version by name also owner rule risk role source references requirements globs without"
    " approvers teams formerly".split()
)
"""Keys whose texts are shown on one line."""


def illegible(page: Page) -> Iterator[Problem]:
    """Yield the keys whose text would steer what shows it, or has several lines where one is shown."""
    if _is_plain(page.fields):
        return
    for key, message, cure in _faults(page.fields, "", False):
        shown = on_one_line(key)
        yield Problem(page.path, f"'{shown}': {message}", cure, page.line(key), shown)


def _is_plain(fields: Mapping[str, Any]) -> bool:
    """Whether no key and no text holds an end of line or what nothing can show: of most pages that is all there is."""
    texts: list[str] = []
    waiting: list[Any] = [dict(fields)]
    for each in waiting:  # which grows meanwhile
        if type(each) is str:
            texts.append(each)
        elif type(each) is dict:
            group = cast("dict[Any, Any]", each)
            waiting.extend(group)
            waiting.extend(group.values())
        elif type(each) is list:
            waiting.extend(cast("list[Any]", each))
    whole = "".join(texts)
    return "\n" not in whole and not unprintable(whole)


def _faults(value: Any, key: str, short: bool) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str):
        odd = unprintable(value)
        if odd:
            yield key, f"the text holds {odd}, which nothing can show", "take it out"
        elif short and "\n" in value.strip("\n"):  # a block of YAML ends a line that is the only one
            yield key, "more than one line", "put it on one line"
    elif isinstance(value, list):
        for number, each in enumerate(cast("list[Any]", value)):
            yield from _faults(each, f"{key}[{number}]", short)
    elif isinstance(value, Mapping):
        for name, each in cast("Mapping[Any, Any]", value).items():
            yield from _of_key(str(name), each, f"{key}.{name}" if key else str(name), short)


def _of_key(name: str, value: Any, key: str, short: bool) -> Iterator[tuple[str, str, str]]:
    if name in _FOUND or (name in _COMPARED and key.startswith(_DETECTORS)):
        return
    if unprintable(name) or "\n" in name:
        yield key, "the key holds what nothing can show", "take it out"
    else:
        yield from _faults(value, key, short or name in _ONE_LINE)
