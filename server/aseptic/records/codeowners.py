"""A CODEOWNERS file as the hosts of repositories read it: the last pattern that fits a file names its owners."""

from __future__ import annotations

import re
from functools import lru_cache

from attrs import frozen

from aseptic.source.document import split_lines


@frozen
class Codeowners:
    """Patterns with owners, in the order of the file."""

    entries: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def of(self, path: str) -> tuple[str, ...]:
        """Return the owners of a file, named from the project's root; none where no pattern fits."""
        fitting = (owners for pattern, owners in reversed(self.entries) if _expression(pattern).fullmatch(path))
        return next(fitting, ())


def read_codeowners(text: str) -> Codeowners:
    """Read a file; sections and comments are passed over, and a pattern without owners takes a file from all."""
    entries: list[tuple[str, tuple[str, ...]]] = []
    for line in split_lines(text):
        words = line.split("#")[0].replace("\\ ", "\0").split()
        if words and not words[0].startswith(("[", "^[")):
            entries.append((words[0].replace("\0", " "), tuple(words[1:])))
    return Codeowners(tuple(entries))


@lru_cache(maxsize=1024)
def _expression(pattern: str) -> re.Pattern[str]:
    """Return what a pattern fits: one with an inner `/` begins at the root, one for a folder takes all in it."""
    body = pattern.strip("/")
    anchored = pattern.startswith("/") or "/" in body
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", body)
    special = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    written = "".join(special.get(part, re.escape(part)) for part in parts)
    below = "/.*" if pattern.endswith("/") else "" if body.endswith("/*") else "(?:/.*)?"
    return re.compile(("" if anchored else "(?:.*/)?") + written + below)
