"""Which files are alike, in whole or in the main, wherever they lie and by whatever name.

What every file has tells nothing: imports, versions, prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import define, field

from aseptic.analysis.approvals.renaming import FEWEST, Lines, definitions, renames
from aseptic.analysis.versioning.git import Git

MOST_TEXTS = 4000
"""Texts that are read, the newest of each file first."""
_SAMPLED = 8
"""Texts of a file that are read: its first, and the newest."""
_SHORTEST = 12
"""Bytes of a line that tells something."""
_ENOUGH = 3
"""Lines in common by which a file is alike, where half of it has as many."""
_PROSE = re.compile(rb'^[ \t]*[a-zA-Z]{0,2}(?:"""(?:.|\n)*?"""|\'\'\'(?:.|\n)*?\'\'\')', re.MULTILINE)
"""Texts that are statements of their own; quotes in a comment begin none."""
_FEWEST = 2
"""Lines in common by which a small file is alike, or by which one in which nothing else is new has a part of another.

One line that two files share is what a scaffold, a framework or a habit gives both; that two stand together by chance
is rare. So a single line tells only where neither file has another by which it could differ.
"""
_USUAL = (b"#", b"import ", b"from ", b"__", b"if __name__ ")
"""How lines begin that many files have."""
_MOST_RENAMED = 40
"""Texts that are held against one by what they define."""
_NONE: Lines = frozenset()


@define(eq=False)
class Likeness:
    """What is known of texts that may be alike."""

    git: Git
    _lines: dict[str, Lines] = field(factory=dict[str, Lines])
    """The lines that tell something, by the ids of the texts."""
    _having: dict[bytes, set[str]] = field(factory=dict[bytes, set[str]])
    """The texts that have a line."""
    _defining: dict[bytes, set[str]] = field(factory=dict[bytes, set[str]])
    """The texts that define something of a name."""

    def read(self, files: Iterable[Sequence[str]]) -> None:
        """Read the texts of some files, each named by their ids, the newest first."""
        sampled = [list(dict.fromkeys((*ids[:1], *ids[-1:], *ids[1:_SAMPLED]))) for ids in files]
        listed = dict.fromkeys(each[at] for at in range(_SAMPLED) for each in sampled if at < len(each))
        wanted = [each for each in listed if each not in self._lines][: max(0, MOST_TEXTS - len(self._lines))]
        for id_, text in zip(wanted, self.git.objects(wanted), strict=True):
            self._lines[id_] = telling_lines(text or b"")
            for line in self._lines[id_]:
                self._having.setdefault(line, set()).add(id_)
            for name in definitions(self._lines[id_]):
                self._defining.setdefault(name, set()).add(id_)

    def tells(self, id_: str) -> bool:
        """Say whether a text has anything that tells of it."""
        return bool(self._lines.get(id_, True))

    def having(self, lines: Lines) -> frozenset[str]:
        """Return the texts that have all of some lines; none of no line."""
        return frozenset(set[str].intersection(*(self._having.get(each, set()) for each in lines)) if lines else ())

    def of(self, new: str, last: str = "") -> Iterator[str]:
        """Yield the texts of which half is in another, or that have half of what it has and `last` had not."""
        lines = self._lines.get(new, _NONE) - self._lines.get(last, _NONE)
        shared = Counter(id_ for line in lines for id_ in self._having[line])
        for old, count in shared.items():
            half = (len(self._lines[old]) + 1) // 2
            least = _FEWEST if count == len(lines) else max(_FEWEST, min(_ENOUGH, half))
            enough = count >= least or self._lines[new] == self._lines[old]
            if enough and 2 * count >= min(len(lines), len(self._lines[old])):
                yield old

    def renamed(self, new: str, last: str, known: Collection[str]) -> Sequence[str]:
        """Return the texts but for those known that have most of what is new in one by other names of variables."""
        lines = self._lines.get(new, _NONE) - self._lines.get(last, _NONE)
        names = definitions(lines)
        shared = Counter(id_ for name in names for id_ in self._defining[name] if id_ not in known)
        likely = [old for old, count in shared.most_common(_MOST_RENAMED) if 2 * count >= len(names)]
        if not likely or len(lines) < FEWEST:
            return []
        return [old for old, text in zip(likely, self.git.objects(likely), strict=True) if renames(lines, text or b"")]


def telling_lines(text: bytes) -> Lines:
    """Return the lines of a text by which it may be known elsewhere."""
    return frozenset(_worthy(without_prose(text).splitlines()))


def without_prose(text: bytes) -> bytes:
    """Return code without texts that are statements of their own."""
    return _PROSE.sub(b"", text)


def _worthy(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        bare = b" ".join(line.split())
        if len(bare) >= _SHORTEST and not bare.startswith(_USUAL):
            yield bare
