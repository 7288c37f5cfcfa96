"""Files beside a project's own rules that look like rules and are none: nobody should believe that they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from aseptic.records.scalar import encodable
from aseptic.source.problem import Problem
from aseptic.standard.rule import RULE_ID

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")


def is_record(name: str) -> bool:
    """Say whether a file's name is one of a record; a README beside the records says something to people."""
    return name.endswith(".md") and not name.startswith(".") and name.lower() != "readme.md"


def is_nearly(name: str) -> bool:
    """Say whether a file's name is one that people may take for a record's."""
    return name.lower().endswith(_MARKDOWN) and not name.startswith(".") and Path(name).stem.lower() != "readme"


def uncounted(folder: Path, names: Iterable[str], shown: str) -> Iterator[Problem]:
    """Yield what of these names in the rules' folder does not count."""
    for name in names:
        if is_nearly(name) and not is_record(name):
            yield Problem(f"{shown}/{name}", "the file holds no rule here: it does not end in '.md'", "rename it")
        elif not name.startswith(".") and not is_record(name):
            yield from _too_deep(name, [each for each in _inside(folder / name) if is_nearly(each)], shown)


def _too_deep(name: str, inside: Sequence[str], shown: str) -> Iterator[Problem]:
    """Yield each rule in a folder of the rules' folder by its own name, which records may have as their rule's."""
    rules = [each for each in inside if RULE_ID.fullmatch(Path(each).stem)]
    why, folder = f"rules in folders of '{shown}' do not count", f"{shown}/{name}"
    yield from (Problem(f"{folder}/{encodable(each)}", why, f"move it into '{shown}'") for each in sorted(rules))
    if inside and not rules:
        yield Problem(folder, why, f"move them into '{shown}'")


def _inside(folder: Path) -> list[str]:
    """Return the names in a folder; none where it is a file, a link, or closed."""
    if folder.is_symlink():
        return []
    try:
        return [each.name for each in os.scandir(folder)]
    except OSError:
        return []
