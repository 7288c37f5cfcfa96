"""Where the comments of Python code stand."""

from __future__ import annotations

import tokenize
from collections.abc import Mapping, Sequence

from aseptic.source.document import line_end


def comment_columns(lines: Sequence[str]) -> Mapping[int, int] | None:
    """Return the column at which the comment of each line begins, by line; None where the text does not read as Python.

    `lines` have their ends, of whatever kind.
    """
    rows = iter(f"{line[: line_end(line)]}\n" for line in lines)
    try:
        tokens = tokenize.generate_tokens(lambda: next(rows, ""))
        return {each.start[0] - 1: each.start[1] for each in tokens if each.type == tokenize.COMMENT}
    except (tokenize.TokenError, SyntaxError, ValueError):
        return None
