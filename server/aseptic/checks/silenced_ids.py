"""What a comment names that it silences: a part of what was approved of it, as its other words are not."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Mapping

from aseptic.source.span import Position, Span

_HEAD = re.compile(
    r"#\s*(?P<tool>nosec|nosem(?:grep)?|(?:(?:ruff|flake8)\s*:\s*)?noqa|pylint\s*:\s*disable)\b\s*[:=]?\s*(?P<said>[^#]*)",
    re.IGNORECASE,
)
_IDS: Mapping[str, re.Pattern[str]] = {
    "nosec": re.compile(r"B\d{3}\b|[a-z]+(?:_[a-z0-9]+)+\b", re.IGNORECASE),
    "nosem": re.compile(r"[\w-]+(?:\.[\w-]+)+"),
    "noqa": re.compile(r"(?:[A-Z]{1,8}\d{1,6}|S)\b", re.IGNORECASE),
    "pylint": re.compile(r"[\w-]+"),
}
_STYLE = re.compile(r"(?!S\d*$|DUO\d|BLE|PLW1510)[A-Z]+\d+")
"""Codes of ruff and flake8 that are none of security."""
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+")
_COMMA = re.compile(r"\s*,\s*")


def comments_in(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the comments of a text that parses, with their places."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield (
                    token.string,
                    Span(Position(token.start[0] - 1, token.start[1]), Position(token.end[0] - 1, token.end[1])),
                )
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return


def silenced_ids(comment: str) -> tuple[str, ...]:
    """Return what a comment names, in one order, with the tool; empty where it names nothing, or is no silencer."""
    return tuple(sorted({each for head in _HEAD.finditer(comment) for each in _named(head)}))


def _named(head: re.Match[str]) -> Iterator[str]:
    words = head["tool"].lower()
    tool = next(each for each in _IDS if each in words)
    said, place = head["said"], 0
    while found := _IDS[tool].match(said, place):
        name = found[0].upper() if tool in ("nosec", "noqa") else found[0]
        if tool != "noqa" or not _STYLE.fullmatch(name):
            yield f"{tool}:{name}"
        between = (_COMMA if tool == "pylint" else _BETWEEN).match(said, found.end())
        if between is None:
            return
        place = between.end()
