"""Markdown prose in lines that a terminal shows whole. What is no plain prose stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

WIDTH = 80
"""Columns of a line. A link's address counts, though it may be hidden: Neovim breaks lines as if it were not."""
_LONGEST = 5_000
"""Characters of a paragraph that people write; a longer one is left alone."""
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_NO_PROSE = re.compile(r"\s|[#>|<]|`{3}|~{3}|[-+*][ \t]|\d{1,9}[.)](?:[ \t]|$)|\[[^\]]*\]:|[-+*_=|: \t]+$")
"""What a line begins with that is a heading, a quotation, a table, a list's item, or code."""
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)]) (?=\S)")
_WORD = re.compile(r"(?:(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\[[^\]\[`]*\]\([^)\s]*\)|\S)+")
"""A word, a piece of code with its spaces, or a link with its words: what no line's end may part."""
_SPECIAL = re.compile(r"[-+*=_:|·]+|#{1,6}|\d{1,9}[.)]|(?:[>|<]|`{3}|~{3}|\[[^\]]*\]:).*")
"""What would be something else than a word at a line's beginning, or looks odd there."""


def wrapped(markdown: str) -> str:
    """Return Markdown with its prose in lines of about 80 columns."""
    return "\n".join(line for block in _blocks(markdown.split("\n")) for line in _filled(block))


def _blocks(lines: Sequence[str]) -> Iterator[list[str] | str]:
    """Yield lines that belong together, those of a paragraph or a list; and by itself each that stays as it is."""
    block: list[str] = []
    fence = ""
    for line in lines:
        opening = _FENCE.match(line)
        if fence or opening or not line.strip():
            yield block
            yield line
            block = []
        else:
            block.append(line)
        if not fence:
            fence = opening[1] if opening else ""
        elif opening and opening[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
    yield block


def _filled(block: Sequence[str] | str) -> Iterator[str]:
    """Yield a block with its lines filled anew, if it is a paragraph or a plain list; else as it is."""
    if isinstance(block, str):
        yield block
        return
    items = [at for at, line in enumerate(block) if _ITEM.match(line)]
    starts = [*(items if items[:1] == [0] else [0]), len(block)] if block else []
    parts = [block[start:end] for start, end in pairwise(starts)]
    if sum(map(len, block)) > _LONGEST or not all(map(_is_plain, parts)):
        yield from block
    else:
        for part in parts:
            yield from _lines(part)


def _is_plain(part: Sequence[str]) -> bool:
    """Whether lines are one paragraph, or one item of a list, of which no line ends on purpose."""
    lead = _lead(part[0])
    below = [line.removeprefix(" " * lead) for line in part[1:]]
    if _SPECIAL.fullmatch(part[0][lead:].split(" ")[0]):
        return False
    return not any(map(_NO_PROSE.match, (part[0][lead:], *below))) and not any(map(_is_broken, part[:-1]))


def _is_broken(line: str) -> bool:
    return line.endswith(("  ", "\\", "\t"))


def _lead(line: str) -> int:
    item = _ITEM.match(line)
    return len(item[0]) if item else 0


def _lines(part: Sequence[str]) -> Iterator[str]:
    indent = _lead(part[0])
    after = " " * indent
    text = " ".join((part[0][indent:], *(each.removeprefix(after) for each in part[1:])))
    line = part[0][:indent]
    width = indent
    for at, match in enumerate(_WORD.finditer(text)):
        word = match[0]
        if at and width + 1 + len(word) > WIDTH and not (_SPECIAL.fullmatch(word) or line.endswith("\\")):
            yield line
            line, width = after + word, indent + len(word)
        else:
            gap = " " if at else ""
            line, width = f"{line}{gap}{word}", width + len(gap) + len(word)
    yield line
